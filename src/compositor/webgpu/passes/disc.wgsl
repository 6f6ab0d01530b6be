struct Disc {
  // of the disc from its middle row outwards, and what it sums to
  rows: u32,
  weight: f32,
  // half widths, four a vector
  halves: array<vec4i, 16>,
}
@group(0) @binding(0) var<uniform> disc: Disc;
@group(0) @binding(1) var<storage, read> sums: array<vec4f>;
@group(0) @binding(2) var blurred: texture_storage_2d<rgba16float, write>;

// Every pixel becomes a disc: a row of it is the difference of two sums. As on the CPU (compositor/cpu/blur.ts).
@compute @workgroup_size(8, 8) fn spread(@builtin(global_invocation_id) id: vec3u) {
  let size = textureDimensions(blurred);
  if (any(id.xy >= size)) {
    return;
  }
  let here = vec2i(id.xy);
  let reach = i32(disc.rows) - 1;
  var sum = vec4f(0.0);
  for (var y = max(here.y - reach, 0); y <= min(here.y + reach, i32(size.y) - 1); y++) {
    let away = u32(abs(y - here.y));
    let half = disc.halves[away >> 2u][away & 3u];
    let row = y * (i32(size.x) + 1);
    sum += sums[row + min(here.x + half + 1, i32(size.x))] - sums[row + max(here.x - half, 0)];
  }
  textureStore(blurred, id.xy, sum / disc.weight);
}
