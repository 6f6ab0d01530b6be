// Folds of cloth in slate, teal and sand that turn over slowly.
float fold(vec2 p) {
  vec2 q = turn(p, 0.55) * vec2(1.0, 0.62) + vec2(0.3, -0.2);
  float t = TAU * phase;
  q += 0.34 * sin(q.yx * vec2(2.1, 1.7) + vec2(0.3, 2.1) + vec2(t, -t));
  q += 0.16 * sin(q.yx * vec2(3.7, 3.1) + vec2(4.0, 1.2) + vec2(-t, t));
  q += 0.06 * sin(q.yx * vec2(6.9, 5.7) + vec2(1.1, 5.3) + vec2(t, t));
  return sin(q.x * 4.6 + q.y * 1.4) + 0.32 * sin(q.x * 9.7 - q.y * 2.3 + 1.0) + 0.12 * sin(q.x * 19.0 + q.y * 5.0);
}
vec3 silk(vec2 p) {
  const float e = 0.003;
  float h = fold(p);
  vec2 slope = vec2(fold(p + vec2(e, 0)) - h, fold(p + vec2(0, e)) - h) / e;
  vec3 n = normalize(vec3(-slope * 0.15, 1.0));
  vec3 light = normalize(vec3(-0.55, 0.55, 0.62));
  float diffuse = max(dot(n, light), 0.0);
  float sheen = pow(max(dot(reflect(-light, n), normalize(vec3(0.1, 0.05, 1))), 0.0), 9.0);
  float along = smoothstep(-0.95, 1.0, p.x * 0.8 - p.y * 0.75 + 0.16 * h + 0.12 * sin(TAU * phase));
  vec3 base = mix(rgb(0x16283c), rgb(0x35707e), smoothstep(0.05, 0.55, along));
  base = mix(base, rgb(0xcfae80), smoothstep(0.5, 1.0, along));
  vec3 c = base * (0.1 + 1.1 * diffuse * diffuse + 0.1 * h);
  c += mix(rgb(0x7fb7bd), rgb(0xf2e2c4), along) * sheen * 0.2;
  return c;
}
