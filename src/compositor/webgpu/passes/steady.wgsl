struct Params {
  size: vec2u,
  pixel_stride: u32,
  first: u32,
  is_logit: u32,
  // nothing older to steady it with
  is_fresh: u32,
  taps: vec2u,
  luma: vec4f,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> answer: array<f32>;
@group(0) @binding(2) var<storage, read_write> steadied: array<f32>;
@group(0) @binding(3) var picture: texture_2d<f32>;
@group(0) @binding(4) var linear: sampler;
@group(0) @binding(5) var<storage, read_write> guided: array<vec2f>;

// Below LOW a change is flicker and is averaged; from HIGH on it is movement and must not lag behind. As on the CPU.
const LEAST = 0.4;
const LOW = 0.06;
const HIGH = 0.3;

// The net's answer, steadied over time, beside the luma of the same place: what the guided filter works on.
@compute @workgroup_size(8, 8) fn steady(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= params.size)) {
    return;
  }
  let pixel = id.y * params.size.x + id.x;
  var now = answer[pixel * params.pixel_stride + params.first];
  if (params.is_logit == 1u) {
    now = 1.0 / (1.0 + exp(-now));
  }
  now = saturate(now);
  let old = steadied[pixel];
  let share = clamp(LEAST + (abs(now - old) - LOW) * (1.0 - LEAST) / (HIGH - LOW), LEAST, 1.0);
  let value = select(mix(old, now, share), now, params.is_fresh == 1u);
  steadied[pixel] = value;

  var sum = vec3f(0.0);
  for (var j = 0u; j < params.taps.y; j++) {
    for (var i = 0u; i < params.taps.x; i++) {
      let inner = (vec2f(vec2u(i, j)) + 0.5) / vec2f(params.taps);
      sum += textureSampleLevel(picture, linear, (vec2f(id.xy) + inner) / vec2f(params.size), 0.0).rgb;
    }
  }
  let luma = dot(params.luma, vec4f(sum / f32(params.taps.x * params.taps.y), 1.0));
  guided[pixel] = vec2f(luma, value);
}
