@group(0) @binding(1) var<storage, read> model: array<vec4f>;
@group(0) @binding(2) var mask: texture_storage_2d<rgba16float, write>;

const RADIUS = 2;

// The mean of all models that cover a sample, as a texture that can be sampled between samples.
@compute @workgroup_size(8, 8) fn settle(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= params.size)) {
    return;
  }
  let here = vec2i(id.xy);
  let low = max(here - RADIUS, vec2i(0));
  let high = min(here + RADIUS, vec2i(params.size) - 1);
  var sum = vec4f(0.0);
  for (var y = low.y; y <= high.y; y++) {
    for (var x = low.x; x <= high.x; x++) {
      sum += model[u32(y) * params.size.x + u32(x)];
    }
  }
  let extent = high - low + 1;
  textureStore(mask, id.xy, sum / f32(extent.x * extent.y));
}
