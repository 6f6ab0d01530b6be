// Morning sun through a window and a tree onto a plain wall; the leaves sway.
float leaf(vec2 p, vec2 at, float angle, float length_, float blur) {
  vec2 q = turn(p - at, angle);
  q.x -= length_ * 0.5;
  float along = clamp(q.x / length_ + 0.5, 0.0, 1.0);
  float width = length_ * 0.2 * sin(3.1416 * pow(along, 0.8)) + 0.001;
  float d = max(abs(q.y) - width, abs(q.x) - length_ * 0.5);
  return smoothstep(blur, -blur, d);
}
float branch(vec2 p, vec2 root, float angle, float seed, float blur) {
  float t = TAU * phase;
  float shade = 1.0;
  float sway = 0.07 * sin(t + seed) + 0.025 * sin(2.0 * t + seed * 3.0);
  vec2 q = turn(p - root, angle + sway);
  if (q.x > -0.15 && q.x < 1.35 && abs(q.y) < 0.5) {
    float bend = 0.1 * q.x * q.x;
    shade *= 1.0 - 0.75 * smoothstep(blur + 0.004, -blur, abs(q.y - bend) - 0.004 * (1.0 - q.x)) * step(0.0, q.x) * step(q.x, 0.95);
    for (int i = 0; i < 15; i++) {
      float n = float(i);
      float x = 0.1 + n * 0.057;
      float side = mod(n, 2.0) < 1.0 ? 1.0 : -1.0;
      float flutter = 0.12 * sin(t * 2.0 + n * 1.7 + seed) + 0.07 * sin(t * 3.0 + n * 2.9);
      float a = side * (0.75 + 0.3 * hash(n + seed)) + flutter;
      shade *= 1.0 - 0.86 * leaf(q, vec2(x, 0.1 * x * x), a, 0.12 + 0.06 * hash(n * 3.1 + seed), blur);
    }
  }
  return shade;
}
void main() {
  vec2 p = position();
  vec3 wall = mix(rgb(0xaeb6b4), rgb(0x8f9a9d), smoothstep(-0.9, 0.9, p.x - p.y * 0.4));
  wall *= 0.97 + 0.05 * noise(p * 3.0) ;
  // The sun's patch: four panes, sheared, softer with distance.
  vec2 q = p - vec2(-0.06, 0.05);
  q = vec2(q.x + 0.34 * q.y, q.y + 0.12 * q.x);
  float blur = 0.014 + 0.012 * smoothstep(-0.6, 0.7, q.x);
  float panes = 0.0;
  for (int i = 0; i < 2; i++)
    for (int k = 0; k < 3; k++)
      panes = max(panes, box(q, vec2(-0.47 + 0.47 * float(k), -0.225 + 0.45 * float(i)), vec2(0.215, 0.205), 0.0, blur));
  float shade = branch(p, vec2(-1.0, 0.42), -0.32, 1.0, 0.016);
  shade *= branch(p, vec2(-0.85, -0.52), 0.52, 3.3, 0.022);
  shade *= branch(p, vec2(1.0, 0.5), 3.75, 5.1, 0.03);
  shade *= branch(p, vec2(0.95, -0.1), 3.3, 7.7, 0.04);
  vec3 sun = rgb(0xffd9a4) * 1.05;
  vec3 c = wall * (rgb(0x9fb0bb) * 0.72 + sun * panes * shade * 0.82 + sun * 0.05 * shade);
  finish(c * 1.5 * (1.0 - 0.16 * dot(p, p)));
}
