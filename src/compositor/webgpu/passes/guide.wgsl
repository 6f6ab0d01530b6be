@group(0) @binding(1) var<storage, read> small: array<vec4f>;
@group(0) @binding(2) var<storage, read> steadied: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> model: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> changes: array<u32, 16>;

// As on the CPU, and said there: compositor/cpu/edges.ts.
const RADIUS = 2;
const EPSILON = 0.0003;

// Around every sample, the mask as a linear function of colour: p = a . I + b (He, Sun and Tang 2013).
@compute @workgroup_size(8, 8) fn guide(@builtin(global_invocation_id) id: vec3u) {
  // Counted, read and done with: the next frame counts from nothing.
  if (id.y == 0u && id.x < 16u) {
    changes[id.x] = 0u;
  }
  if (any(id.xy >= params.size)) {
    return;
  }
  let here = vec2i(id.xy);
  let low = max(here - RADIUS, vec2i(0));
  let high = min(here + RADIUS, vec2i(params.size) - 1);
  var colour = vec3f(0.0);
  var mask = 0.0;
  var with_mask = vec3f(0.0);
  // Products of the guide with itself: YY, UU, VV and UV, YV, YU
  var squares = vec3f(0.0);
  var crosses = vec3f(0.0);
  for (var y = low.y; y <= high.y; y++) {
    for (var x = low.x; x <= high.x; x++) {
      let at = u32(y) * params.size.x + u32(x);
      let i = small[at].xyz;
      let p = steadied[at].x;
      colour += i;
      mask += p;
      with_mask += i * p;
      squares += i * i;
      crosses += i.yxx * i.zzy;
    }
  }
  let extent = high - low + 1;
  let count = f32(extent.x * extent.y);
  colour /= count;
  mask /= count;
  let covariance = with_mask / count - colour * mask;
  let own = squares / count - colour * colour + EPSILON;
  let cross = crosses / count - colour.yxx * colour.zzy;
  // The inverse of the symmetric matrix (own on its diagonal), by cofactors.
  let diagonal = own.yxx * own.zzy - cross * cross;
  let beside = cross.yxx * cross.zzy - cross * own;
  let determinant = own.x * diagonal.x + cross.z * beside.z + cross.y * beside.y;
  let a = vec3f(
    diagonal.x * covariance.x + beside.z * covariance.y + beside.y * covariance.z,
    beside.z * covariance.x + diagonal.y * covariance.y + beside.x * covariance.z,
    beside.y * covariance.x + beside.x * covariance.y + diagonal.z * covariance.z,
  ) / determinant;
  model[id.y * params.size.x + id.x] = vec4f(a, mask - dot(a, colour));
}
