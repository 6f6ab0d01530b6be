#version 300 es
// Shared by all scenes. They work in linear light; `p` is centred, one unit high, y upwards. `phase` runs from 0 to 1 over
// a loop, and everything that moves goes round a whole number of times in it: that is what makes a loop seamless.
precision highp float;
uniform vec2 size;
uniform float phase;
uniform float grain;
uniform sampler2D words;
out vec4 outColour;
const float TAU = 6.28318530718;

vec3 rgb(int hex) {
  return pow(vec3((hex >> 16) & 255, (hex >> 8) & 255, hex & 255) / 255.0, vec3(2.2));
}

float hash(ivec2 p) {
  uint h = uint(p.x) * 0x9e3779b1u ^ uint(p.y) * 0x85ebca77u;
  h = (h ^ (h >> 15)) * 0x2c1b3c6du;
  h = (h ^ (h >> 12)) * 0x297a2d39u;
  return float((h ^ (h >> 15)) >> 8) / 16777216.0;
}
float hash(float n) {
  return hash(ivec2(int(n * 64.0), 7));
}

float noise(vec2 p) {
  ivec2 i = ivec2(floor(p));
  vec2 f = fract(p);
  f = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
  return mix(
    mix(hash(i), hash(i + ivec2(1, 0)), f.x),
    mix(hash(i + ivec2(0, 1)), hash(i + ivec2(1, 1)), f.x),
    f.y
  );
}

float boxDistance(vec2 p, vec2 half_, float radius) {
  vec2 d = abs(p) - half_ + radius;
  return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0) - radius;
}
/** 1 inside, 0 outside, `blur` wide: out of focus as through a lens. */
float box(vec2 p, vec2 centre, vec2 half_, float radius, float blur) {
  return smoothstep(blur, -blur, boxDistance(p - centre, half_, radius));
}
vec2 turn(vec2 p, float angle) {
  float c = cos(angle), s = sin(angle);
  return vec2(c * p.x + s * p.y, c * p.y - s * p.x);
}
float segmentDistance(vec2 p, vec2 a, vec2 b) {
  vec2 d = b - a;
  return length(p - a - d * clamp(dot(p - a, d) / dot(d, d), 0.0, 1.0));
}

vec2 position() {
  return (gl_FragCoord.xy - 0.5 * size) / size.y;
}
/** To the screen, with about a step of still noise: 8 bits would show bands in soft gradients. */
void finish(vec3 linear) {
  ivec2 at = ivec2(gl_FragCoord.xy);
  float speckle = hash(at) + hash(at + 4096) - 1.0;
  outColour = vec4(pow(max(linear, 0.0), vec3(1.0 / 2.2)) + speckle * grain / 255.0, 1.0);
}
