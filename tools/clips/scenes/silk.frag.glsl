void main() {
  vec2 p = position();
  finish(silk(p) * 1.25 * (1.0 - 0.3 * dot(p, p)));
}
