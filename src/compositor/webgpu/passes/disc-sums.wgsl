@group(0) @binding(0) var near: texture_2d<f32>;
@group(0) @binding(1) var<storage, read_write> sums: array<vec4f>;

const LANES = 64u;
var<workgroup> parts: array<vec4f, LANES>;

// 1-2-1 across and down. Beyond the border there is nothing, of no weight.
fn smoothed(at: vec2i, size: vec2i) -> vec4f {
  var sum = vec4f(0.0);
  for (var i = 0; i < 9; i++) {
    let away = vec2i(i % 3, i / 3) - 1;
    let place = at + away;
    if (all(place >= vec2i(0)) && all(place < size)) {
      sum += textureLoad(near, place, 0) * f32((2 - abs(away.x)) * (2 - abs(away.y)));
    }
  }
  return sum;
}

// Sums along a row, one workgroup each: every lane adds up its part, then goes on from what the parts before it make.
@compute @workgroup_size(64) fn sum_row(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let size = textureDimensions(near);
  let each = (size.x + LANES - 1u) / LANES;
  let first = min(lane * each, size.x);
  let last = min(first + each, size.x);
  var sum = vec4f(0.0);
  for (var x = first; x < last; x++) {
    sum += smoothed(vec2i(vec2u(x, group.x)), vec2i(size));
  }
  parts[lane] = sum;
  workgroupBarrier();
  sum = vec4f(0.0);
  for (var i = 0u; i < lane; i++) {
    sum += parts[i];
  }
  let row = group.x * (size.x + 1u);
  if (lane == 0u) {
    sums[row] = vec4f(0.0);
  }
  for (var x = first; x < last; x++) {
    sum += smoothed(vec2i(vec2u(x, group.x)), vec2i(size));
    sums[row + x + 1u] = sum;
  }
}
