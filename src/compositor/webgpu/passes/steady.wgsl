@group(0) @binding(1) var<storage, read> answer: array<f32>;
@group(0) @binding(2) var<storage, read> small: array<vec4f>;
@group(0) @binding(3) var<storage, read> changes: array<u32, 16>;
// x: the steadied answer; y: the share of the new that was taken
@group(0) @binding(4) var<storage, read_write> steadied: array<vec2f>;

// As on the CPU, and said there: compositor/cpu/steadying.ts.
const LEAST = 0.16;
const LOW = 0.12;
const HIGH = 0.4;
const STILL_LEAST = 4.5;
const STILL_MOST = 6.0;
const STILL_PER_NOISE = 5.0;
const MOVED_BEYOND = 4.5;

fn median_change() -> f32 {
  let half = params.size.x * params.size.y;
  var seen = 0u;
  for (var i = 0u; i < 16u; i++) {
    seen += changes[i];
    if (seen * 2u >= half) {
      return f32(i);
    }
  }
  return 15.0;
}

// The net's answer, steadied: little of the new where neither it nor the picture changed, all of it where either did.
@compute @workgroup_size(8, 8) fn steady(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= params.size)) {
    return;
  }
  let pixel = id.y * params.size.x + id.x;
  var now = answer[pixel * params.pixel_stride + params.first];
  if (params.is_logit == 1u) {
    now = 1.0 / (1.0 + exp(-now));
  }
  if (params.is_fresh == 1u) {
    steadied[pixel] = vec2f(now, 1.0);
    return;
  }
  var change = 0.0;
  for (var i = 0; i < 9; i++) {
    let near = clamp(vec2i(id.xy) + vec2i(i % 3, i / 3) - 1, vec2i(0), vec2i(params.size) - 1);
    change = max(change, small[u32(near.y) * params.size.x + u32(near.x)].w);
  }
  let still = clamp(median_change() * STILL_PER_NOISE, STILL_LEAST, STILL_MOST);
  let old = steadied[pixel].x;
  // Where the picture did not change a mask that was moved stays, whatever that says.
  let least = select(LEAST, 0.0, params.follows == 1u);
  let by_answer = select((abs(now - old) - LOW) * (1.0 - LEAST) / (HIGH - LOW), 0.0, params.follows == 1u);
  let by_picture = (change - still) * (1.0 - least) / MOVED_BEYOND;
  let share = min(least + max(0.0, max(by_answer, by_picture)), 1.0);
  steadied[pixel] = vec2f(mix(old, now, share), share);
}
