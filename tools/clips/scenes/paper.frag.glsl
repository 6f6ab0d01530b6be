void main() {
  vec2 p = position();
  vec2 q = turn(vec2(-p.x, p.y), -0.2) * 0.95 + vec2(2.6, 0.0);
  Paper paper = Paper(rgb(0xf4f1ec), rgb(0xece7df), rgb(0xd9d6cf), rgb(0xbcc3c5), rgb(0xfff1dc), 0.2, 0.1);
  finish(waves(q, paper, 0.0) * (1.0 - 0.12 * dot(p, p)));
}
