// A room by a window, out of focus as behind somebody who sits in front of a good lens. The middle is calm.
vec3 over(vec3 below, vec3 above, float alpha) {
  return mix(below, above, clamp(alpha, 0.0, 1.0));
}
float leafAt(vec2 p, vec2 root, float angle, float length_, float blur) {
  vec2 q = turn(p - root, angle) - vec2(length_ * 0.5, 0.0);
  float d = (length(q / vec2(length_ * 0.5, length_ * 0.17)) - 1.0) * length_ * 0.17;
  return smoothstep(blur, -blur, d);
}
void main() {
  vec2 p = position();
  float soft = 0.011;
  // Wall, brightest beside the window.
  vec3 c = mix(rgb(0xc9d0cb), rgb(0x7f8b8d), smoothstep(-0.75, 0.95, p.x + 0.12 * p.y));
  c *= 0.9 + 0.18 * exp(-length(p - vec2(-0.45, 0.1)) * 1.6);
  // The sun on the wall.
  vec2 s = p - vec2(0.1, 0.06);
  s = vec2(s.x + 0.42 * s.y, s.y + 0.1 * s.x);
  float patch_ = max(box(s, vec2(-0.1, 0.02), vec2(0.095, 0.24), 0.0, 0.05), box(s, vec2(0.13, 0.02), vec2(0.1, 0.24), 0.0, 0.06));
  c += rgb(0xffdfb0) * 0.17 * patch_ * (0.75 + 0.5 * noise(s * 9.0));
  // Window.
  vec2 w = p - vec2(-0.62, 0.09);
  float open_ = box(w, vec2(0), vec2(0.215, 0.36), 0.004, soft);
  vec3 sky = mix(rgb(0xd9e6ea), rgb(0xb7d0dd), smoothstep(-0.1, 0.4, w.y));
  for (int i = 0; i < 34; i++) {
    float n = float(i);
    vec2 at = vec2(-0.24 + 0.48 * hash(n + 0.3), -0.4 + 0.46 * pow(hash(n * 1.7 + 5.0), 1.2));
    float r = 0.035 + 0.05 * hash(n * 2.3 + 9.0);
    vec3 green = mix(rgb(0x6f8f72), rgb(0xb9c99a), hash(n * 3.7 + 2.0));
    sky = over(sky, green, 0.5 * smoothstep(r, r * 0.62, length(w - at)));
  }
  c = over(c, rgb(0xf1efe9), box(w, vec2(0), vec2(0.245, 0.39), 0.004, soft));
  c = over(c, sky * 1.25, open_);
  float bars = max(box(w, vec2(0), vec2(0.011, 0.4), 0.0, soft), box(w, vec2(0, 0.12), vec2(0.24, 0.008), 0.0, soft));
  c = over(c, rgb(0xe8e6df) * 0.9, bars * open_);
  c = over(c, rgb(0xf7f4ee), box(w, vec2(0, -0.405), vec2(0.275, 0.016), 0.004, soft));
  c *= 1.0 - 0.25 * box(p, vec2(-0.62, -0.36), vec2(0.26, 0.03), 0.02, 0.05);
  // Curtain.
  float edge = -0.335 + 0.018 * sin(p.y * 5.0 + 0.6) - 0.02 * p.y;
  float folds = 0.5 + 0.5 * sin((p.x - edge) * 130.0 + 1.6 * sin(p.y * 3.0));
  float curtain = smoothstep(soft, -soft, abs(p.x - edge) - 0.07) * smoothstep(-0.47, -0.44, p.y);
  c *= 1.0 - 0.2 * smoothstep(0.09, 0.0, abs(p.x - edge - 0.07)) * step(edge, p.x);
  c = over(c, mix(rgb(0xd8d4ca), rgb(0xf6f2e9), folds) * 0.98, curtain * 0.94);
  // A picture on the wall.
  c *= 1.0 - 0.22 * box(p, vec2(0.215, 0.2), vec2(0.105, 0.13), 0.0, 0.04);
  c = over(c, rgb(0x3d3a36), box(p, vec2(0.2, 0.215), vec2(0.1, 0.128), 0.0, soft));
  c = over(c, rgb(0xece7dc), box(p, vec2(0.2, 0.215), vec2(0.09, 0.118), 0.0, soft));
  c = over(c, rgb(0x4f7d86), box(p, vec2(0.2, 0.185), vec2(0.055, 0.05), 0.0, soft));
  c = over(c, rgb(0xd6b084), smoothstep(soft, -soft, length(p - vec2(0.215, 0.245)) - 0.03));
  // Shelf with books.
  vec2 b = p - vec2(0.62, 0.0);
  for (int row = 0; row < 2; row++) {
    float y = 0.27 - 0.24 * float(row);
    c *= 1.0 - 0.3 * box(b, vec2(0.012, y - 0.026), vec2(0.2, 0.018), 0.0, 0.035);
    float x = -0.165;
    for (int i = 0; i < 13; i++) {
      float n = float(i) + 31.0 * float(row);
      float wide = 0.007 + 0.009 * hash(n * 1.31);
      float high = 0.05 + 0.035 * hash(n * 2.17 + 1.0);
      if (row == 1 && (i > 8) || row == 0 && i < 4) { x += wide * 2.0; continue; }
      int pick = int(hash(n * 3.3 + 4.0) * 6.0);
      vec3 cover = pick == 0 ? rgb(0x35566b) : pick == 1 ? rgb(0xd8cdb8) : pick == 2 ? rgb(0x7e9a93) : pick == 3 ? rgb(0xb8734f) : pick == 4 ? rgb(0x2d3640) : rgb(0xc79f5f);
      c = over(c, cover * 0.9, box(b, vec2(x + wide, y + high), vec2(wide * 0.94, high), 0.002, 0.006));
      x += wide * 2.0 + 0.0015;
    }
    c = over(c, rgb(0x8a6446), box(b, vec2(0, y - 0.008), vec2(0.2, 0.009), 0.002, 0.007));
  }
  // A bowl on the upper board, a small pot on the lower.
  c = over(c, rgb(0xe9e2d6), box(b, vec2(-0.115, 0.31), vec2(0.034, 0.036), 0.02, 0.008));
  c = over(c, rgb(0xc98d6a), box(b, vec2(0.125, 0.06), vec2(0.028, 0.03), 0.01, 0.008));
  for (int i = 0; i < 9; i++) {
    float n = float(i);
    float leaf = leafAt(b, vec2(0.125, 0.085), 0.5 + n * 0.27, 0.085 + 0.03 * hash(n), 0.008);
    c = over(c, mix(rgb(0x3f6b4c), rgb(0x7fa06f), hash(n * 7.1)), leaf);
  }
  // Sideboard.
  c *= 1.0 - 0.42 * box(p, vec2(0.5, -0.4), vec2(0.5, 0.14), 0.02, 0.09);
  c = over(c, rgb(0x7d5a40), box(p, vec2(0.56, -0.42), vec2(0.42, 0.14), 0.006, soft));
  c = over(c, rgb(0xa87f5c) * 1.05, box(p, vec2(0.56, -0.283), vec2(0.43, 0.012), 0.004, soft));
  for (int i = 0; i < 3; i++) c = over(c, rgb(0x5f432f), box(p, vec2(0.42 + 0.28 * float(i), -0.42), vec2(0.0025, 0.13), 0.0, soft));
  // Lamp, lit.
  vec2 l = p - vec2(0.4, -0.12);
  c += rgb(0xffc98a) * 0.42 * exp(-length(l * vec2(1.0, 0.9)) * 6.5);
  c = over(c, rgb(0x2e2b29), box(l, vec2(0, -0.09), vec2(0.006, 0.07), 0.0, 0.008));
  c = over(c, rgb(0x3a3633), box(l, vec2(0, -0.152), vec2(0.035, 0.009), 0.006, 0.008));
  float taper = 0.062 - 0.16 * l.y;
  float shade = smoothstep(soft, -soft, abs(l.x) - taper) * smoothstep(soft, -soft, abs(l.y) - 0.062);
  c = over(c, mix(rgb(0xffd9a0), rgb(0xfff1d6), exp(-dot(l, l) * 500.0)) * 1.15, shade);
  // Plant on the floor at the left, in front of the window.
  vec2 g = p - vec2(-0.83, -0.5);
  for (int i = 0; i < 13; i++) {
    float n = float(i);
    float a = 0.55 + n * 0.16 + 0.1 * hash(n * 1.9);
    float leaf = leafAt(g, vec2(0.02 * (n - 6.0) / 6.0, 0.0), a, 0.24 + 0.16 * hash(n * 2.7 + 3.0), 0.016);
    c = over(c, mix(rgb(0x274b39), rgb(0x5f8a5d), hash(n * 5.3 + 1.0)), leaf * 0.96);
  }
  finish(c * (1.0 - 0.22 * dot(p * vec2(0.75, 1.0), p)));
}
