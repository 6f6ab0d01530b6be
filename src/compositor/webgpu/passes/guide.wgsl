struct Params {
  size: vec2u,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> model: array<vec2f>;

// Pixels of the mask on every side, and the contrast (squared) below which luma is ignored. As on the CPU.
const RADIUS = 3;
const EPSILON = 0.0016;

// Around every pixel, the mask as a straight line over luma: p = a I + b.
@compute @workgroup_size(8, 8) fn guide(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= params.size)) {
    return;
  }
  let here = vec2i(id.xy);
  let low = max(here - RADIUS, vec2i(0));
  let high = min(here + RADIUS, vec2i(params.size) - 1);
  var sum = vec4f(0.0);
  for (var y = low.y; y <= high.y; y++) {
    for (var x = low.x; x <= high.x; x++) {
      let value = values[u32(y) * params.size.x + u32(x)];
      sum += vec4f(value, value.x * value);
    }
  }
  let extent = high - low + 1;
  let mean = sum / f32(extent.x * extent.y);
  let covariance = mean.w - mean.x * mean.y;
  let variance = max(mean.z - mean.x * mean.x, 0.0);
  let a = covariance / (variance + EPSILON);
  model[id.y * params.size.x + id.x] = vec2f(a, mean.y - a * mean.x);
}
