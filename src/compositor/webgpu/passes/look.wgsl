@group(0) @binding(1) var picture: texture_2d<f32>;
@group(0) @binding(2) var linear: sampler;
// rgb: the guide of the frame before, then of this one; a: how much it changed, 0..255
@group(0) @binding(3) var<storage, read_write> small: array<vec4f>;
// How many samples changed by 0, 1, ... 15 or more
@group(0) @binding(4) var<storage, read_write> changes: array<atomic<u32>, 16>;

@compute @workgroup_size(8, 8) fn look(@builtin(global_invocation_id) id: vec3u) {
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
  let now = guide_of(sum / f32(params.taps.x * params.taps.y));
  let pixel = id.y * params.size.x + id.x;
  let apart = abs(now - small[pixel].xyz) * 255.0;
  let change = round(max(apart.x, max(apart.y, apart.z)));
  small[pixel] = vec4f(now, change);
  atomicAdd(&changes[min(u32(change), 15u)], 1u);
}
