struct Params {
  // 32-bit words of a row of alpha; 0: nobody is to be left out
  row_words: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var picture: texture_2d<f32>;
@group(0) @binding(2) var<storage, read> alpha: array<u32>;
@group(0) @binding(3) var linear: sampler;
@group(0) @binding(4) var small: texture_storage_2d<rgba16float, write>;

// A quarter of the size: mean colour, and the most of the person that is anywhere in it. Four bilinear samples between
// pixels average sixteen.
@compute @workgroup_size(8, 8) fn shrink(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= textureDimensions(small))) {
    return;
  }
  let program = textureDimensions(picture);
  var sum = vec3f(0.0);
  var person = vec4f(0.0);
  for (var i = 0u; i < 4u; i++) {
    let pixel = vec2f(id.xy) * 4.0 + vec2f(f32(i & 1u), f32(i >> 1u)) * 2.0 + 1.0;
    sum += textureSampleLevel(picture, linear, pixel / vec2f(program), 0.0).rgb;
    let row = min(id.y * 4u + i, program.y - 1u);
    person = max(person, unpack4x8unorm(alpha[row * params.row_words + id.x * min(params.row_words, 1u)]));
  }
  let most = max(max(person.x, person.y), max(person.z, person.w));
  textureStore(small, id.xy, vec4f(sum * 0.25, select(0.0, most, params.row_words > 0u)));
}
