@group(0) @binding(1) var picture: texture_2d<f32>;
@group(0) @binding(2) var mask: texture_2d<f32>;
@group(0) @binding(3) var linear: sampler;
@group(0) @binding(4) var<storage, read> steadied: array<vec2f>;
// Bytes, row by row; what was there is the memory
@group(0) @binding(5) var<storage, read_write> alpha: array<u32>;

const LOW = 180.0 / 1024.0;
const HIGH = 844.0 / 1024.0;
// A remembered alpha this close to none or all becomes none or all.
const SNAP = 4.5 / 255.0;

fn settled(pixel: vec2u, old: f32) -> f32 {
  let uv = (vec2f(pixel) + 0.5) / vec2f(params.program);
  let model = textureSampleLevel(mask, linear, uv, 0.0);
  let guide = guide_of(textureLoad(picture, pixel, 0).rgb);
  let now = smoothstep(LOW, HIGH, dot(model.xyz, guide) + model.w);
  let near = min(vec2u(uv * vec2f(params.size)), params.size - 1u);
  let share = steadied[near.y * params.size.x + near.x].y;
  let is_end = now < 0.5 / 255.0 || now > 254.5 / 255.0;
  return select(mix(old, now, share), now, is_end && abs(now - old) <= SNAP);
}

// Four pixels: one word.
@compute @workgroup_size(8, 8) fn fill(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.row_words || id.y >= params.program.y) {
    return;
  }
  let word = id.y * params.row_words + id.x;
  let old = unpack4x8unorm(alpha[word]);
  var now = vec4f(0.0);
  for (var i = 0u; i < 4u; i++) {
    let pixel = min(vec2u(id.x * 4u + i, id.y), params.program - 1u);
    now[i] = settled(pixel, old[i]);
  }
  alpha[word] = pack4x8unorm(now);
}
