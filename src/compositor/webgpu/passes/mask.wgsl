struct Params {
  size: vec2u,
  pixel_stride: u32,
  first: u32,
  is_logit: u32,
  // nothing older to smooth with
  is_fresh: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> answer: array<f32>;
@group(0) @binding(2) var<storage, read_write> smoothed: array<f32>;
@group(0) @binding(3) var mask: texture_storage_2d<rgba16float, write>;

@compute @workgroup_size(8, 8) fn smooth_mask(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= params.size)) {
    return;
  }
  let pixel = id.y * params.size.x + id.x;
  var now = answer[pixel * params.pixel_stride + params.first];
  if (params.is_logit == 1u) {
    now = 1.0 / (1.0 + exp(-now));
  }
  now = saturate(now);
  let old = smoothed[pixel];
  // Flicker is small and gets averaged; movement is large and must not lag.
  let weight = select(clamp(abs(now - old) * 4.0, 0.35, 1.0), 1.0, params.is_fresh == 1u);
  let value = mix(old, now, weight);
  smoothed[pixel] = value;
  textureStore(mask, id.xy, vec4f(value));
}
