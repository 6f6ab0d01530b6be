struct Params {
  size: vec2u,
  taps: vec2u,
  // channel values are picture * scale + offset
  scale: vec4f,
  offset: vec4f,
  pixel_stride: u32,
  channel_stride: u32,
  is_bgr: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var picture: texture_2d<f32>;
@group(0) @binding(2) var linear: sampler;
@group(0) @binding(3) var<storage, read_write> values: array<f32>;

@compute @workgroup_size(8, 8) fn fill(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= params.size)) {
    return;
  }
  var sum = vec3f(0.0);
  for (var j = 0u; j < params.taps.y; j++) {
    for (var i = 0u; i < params.taps.x; i++) {
      let inner = (vec2f(vec2u(i, j)) + 0.5) / vec2f(params.taps);
      sum += textureSampleLevel(picture, linear, (vec2f(id.xy) + inner) / vec2f(params.size), 0.0).rgb;
    }
  }
  let mean = sum / f32(params.taps.x * params.taps.y);
  let value = select(mean.rgb, mean.bgr, params.is_bgr == 1u) * params.scale.xyz + params.offset.xyz;
  let first = (id.y * params.size.x + id.x) * params.pixel_stride;
  values[first] = value.x;
  values[first + params.channel_stride] = value.y;
  values[first + 2u * params.channel_stride] = value.z;
}
