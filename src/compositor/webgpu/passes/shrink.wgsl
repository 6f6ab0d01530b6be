struct Params {
  luma: vec4f,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var picture: texture_2d<f32>;
@group(0) @binding(2) var mask: texture_2d<f32>;
@group(0) @binding(3) var linear: sampler;
@group(0) @binding(4) var small: texture_storage_2d<rgba16float, write>;

// A quarter of the size: mean colour, and the most of the person that is anywhere in it. Four bilinear samples between
// pixels average sixteen.
@compute @workgroup_size(8, 8) fn shrink(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= textureDimensions(small))) {
    return;
  }
  var sum = vec3f(0.0);
  var person = 0.0;
  for (var i = 0u; i < 4u; i++) {
    let pixel = vec2f(id.xy) * 4.0 + vec2f(f32(i & 1u), f32(i >> 1u)) * 2.0 + 1.0;
    let uv = pixel / vec2f(textureDimensions(picture));
    let colour = textureSampleLevel(picture, linear, uv, 0.0).rgb;
    sum += colour;
    person = max(person, matte(mask, linear, uv, dot(params.luma, vec4f(colour, 1.0))));
  }
  textureStore(small, id.xy, vec4f(sum * 0.25, person));
}
