@group(0) @binding(0) var small: texture_2d<f32>;
@group(0) @binding(1) var weighed: texture_storage_2d<rgba16float, write>;

// No say is left to a pixel with 40 % of the person in it or beside it: hair and sleeves that the mask half missed must
// not end up in a halo. As on the CPU.
const STEEPNESS = 2.5;
// Bright places count for more, as on the CPU (kernels/assembly/backdrop.ts): limited-range luma 147 and 235, as shares.
const BRIGHT = 0.598;
const GLOW = 3.0;
const LUMA = vec3f(0.2126, 0.7152, 0.0722);

@compute @workgroup_size(8, 8) fn weigh(@builtin(global_invocation_id) id: vec3u) {
  let size = vec2i(textureDimensions(small));
  let here = vec2i(id.xy);
  if (any(here >= size)) {
    return;
  }
  var person = 0.0;
  for (var i = 0; i < 9; i++) {
    let near = clamp(here + vec2i(i % 3, i / 3) - 1, vec2i(0), size - 1);
    person = max(person, textureLoad(small, near, 0).a);
  }
  let room = max(1.0 - person * STEEPNESS, 0.0);
  let colour = textureLoad(small, here, 0).rgb;
  let bright = saturate((dot(colour, LUMA) - BRIGHT) / (1.0 - BRIGHT));
  textureStore(weighed, id.xy, vec4f(colour, 1.0) * room * (1.0 + GLOW * bright * bright));
}
