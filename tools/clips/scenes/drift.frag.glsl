void main() {
  vec2 p = position();
  Paper paper = Paper(rgb(0x86a3b0), rgb(0x8fb3b5), rgb(0x3f7480), rgb(0x182c3b), rgb(0xf0d2a6), 0.4, 0.42);
  finish(waves(turn(p, -0.12), paper, 1.0) * (1.0 - 0.25 * dot(p, p)));
}
