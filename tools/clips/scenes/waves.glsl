// Layers of curved paper, each with light on its edge and its shadow on the layer behind.
const int LAYERS = 7;
float crest(float x, int layer, float wander) {
  float n = float(layer), t = TAU * phase * wander;
  float y = 0.34 - 0.135 * n;
  y += (0.07 + 0.012 * n) * sin(x * (1.5 + 0.17 * n) + n * 2.4 + t * (mod(n, 2.0) < 1.0 ? 1.0 : -1.0));
  y += 0.035 * sin(x * (2.9 - 0.2 * n) - n * 1.3 - t);
  y += 0.012 * sin(x * 6.1 + n * 4.7 + t * 2.0);
  return y;
}
/** Distance to the crest, not the height above it: shadows keep their width on steep flanks. */
float above(vec2 p, int layer, float wander) {
  const float e = 0.01;
  float y = crest(p.x, layer, wander);
  float slope = (crest(p.x + e, layer, wander) - y) / e;
  return (p.y - y) / sqrt(1.0 + slope * slope);
}
struct Paper { vec3 sky, far, middle, near, light; float shadow, glow; };
vec3 waves(vec2 p, Paper paper, float wander) {
  float pixel = 0.8 / size.y;
  vec3 c = mix(paper.sky, paper.far, smoothstep(0.5, 0.1, p.y));
  c += paper.light * paper.glow * exp(-length((p - vec2(-0.42, 0.4)) * vec2(0.9, 1.4)) * 2.6);
  for (int layer = 0; layer < LAYERS; layer++) {
    float depth = float(layer) / float(LAYERS - 1);
    float d = above(p, layer, wander);
    float cast_ = above(p - vec2(0.012, 0.02), layer, wander);
    c *= 1.0 - paper.shadow * (0.55 * smoothstep(0.1, -0.02, cast_) + 0.35 * smoothstep(0.03, -0.004, cast_));
    vec3 body = depth < 0.5 ? mix(paper.far, paper.middle, depth * 2.0) : mix(paper.middle, paper.near, depth * 2.0 - 1.0);
    float lit = exp(d * 5.5);
    body *= 0.62 + 0.5 * lit;
    body += paper.light * lit * (0.1 - 0.05 * depth) * smoothstep(0.9, -0.6, p.x);
    body += paper.light * 0.09 * smoothstep(-3.5 * pixel, 0.0, d) ;
    c = mix(c, body, smoothstep(pixel, -pixel, d));
  }
  return c;
}
