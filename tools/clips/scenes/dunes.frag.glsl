void main() {
  vec2 p = position();
  vec3 c = waves(p, Paper(rgb(0x3b4a66), rgb(0x547287), rgb(0x2b475c), rgb(0x121d2a), rgb(0xf0b583), 0.42, 0.75), 0.0);
  finish(c * 1.12 * (1.0 - 0.25 * dot(p, p)));
}
