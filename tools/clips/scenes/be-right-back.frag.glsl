// A cup that steams over the words, on cloth by evening light.
float stroke(float distance_, float width) {
  float pixel = 1.0 / size.y;
  return smoothstep(pixel, -pixel, abs(distance_) - width);
}
float cup(vec2 p) {
  const float w = 0.0042;
  // Round below, nearly square at the rim.
  float body = boxDistance(p, vec2(0.062, 0.045), p.y > 0.0 ? 0.008 : 0.042);
  float ear = abs(length(p - vec2(0.07, 0.006)) - 0.026);
  float line = stroke(body, w);
  line = max(line, smoothstep(1.0 / size.y, -1.0 / size.y, ear - w) * step(0.0, body));
  float saucer = segmentDistance(p, vec2(-0.075, -0.072), vec2(0.075, -0.072));
  return max(line, smoothstep(1.0 / size.y, -1.0 / size.y, saucer - w));
}
float steam(vec2 p) {
  float line = 0.0;
  for (int i = 0; i < 3; i++) {
    float n = float(i) - 1.0;
    float rise = clamp((p.y - 0.062) / 0.085, 0.0, 1.0);
    float x = n * 0.034 + 0.009 * sin(rise * 5.5 - TAU * phase * 2.0 + n * 1.4) * (0.3 + rise);
    float along = smoothstep(0.0, 0.25, rise) * smoothstep(1.0, 0.45, rise);
    float fade = 0.6 + 0.4 * sin(TAU * phase * 2.0 + n * 2.1);
    line = max(line, smoothstep(2.5 / size.y, -1.0 / size.y, abs(p.x - x) - 0.0034) * along * fade);
  }
  return line;
}
void main() {
  vec2 p = position();
  vec3 c = silk(p + vec2(-0.3, 0.12)) * 0.62;
  vec2 middle = p * vec2(1.1, 2.0);
  c = mix(c, rgb(0x1a2733), 0.18 + 0.6 * exp(-dot(middle, middle) * 3.4)) * (1.0 - 0.3 * dot(p, p));
  vec3 ink = rgb(0xf4efe6);
  vec2 q = p - vec2(-0.004, 0.115);
  c = mix(c, ink, cup(q));
  c = mix(c, ink, steam(q) * 0.85);
  c = mix(c, ink, texture(words, vec2(gl_FragCoord.x, size.y - gl_FragCoord.y) / size).a);
  // A light that runs along a line, once round the loop.
  vec2 r = p - vec2(0.0, -0.19);
  float line = smoothstep(1.2 / size.y, -1.2 / size.y, abs(r.y) - 0.0016) * smoothstep(0.13, 0.125, abs(r.x));
  float from = abs(fract(r.x / 0.26 + 0.5 - phase * 2.0 + 0.5) - 0.5);
  c = mix(c, mix(rgb(0x6d7c88), rgb(0xffd79a), exp(-from * from * 60.0)), line);
  finish(c);
}
