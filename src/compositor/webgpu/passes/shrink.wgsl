@group(0) @binding(0) var picture: texture_2d<f32>;
@group(0) @binding(1) var mask: texture_2d<f32>;
@group(0) @binding(2) var linear: sampler;
@group(0) @binding(3) var small: texture_storage_2d<rgba16float, write>;

// A quarter of the size, each pixel weighted by how little of the person is in it: the blur must not smear the person
// into the room. Four bilinear samples between pixels average sixteen.
@compute @workgroup_size(8, 8) fn shrink(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= textureDimensions(small))) {
    return;
  }
  var sum = vec4f(0.0);
  for (var i = 0u; i < 4u; i++) {
    let pixel = vec2f(id.xy) * 4.0 + vec2f(f32(i & 1u), f32(i >> 1u)) * 2.0 + 1.0;
    let uv = pixel / vec2f(textureDimensions(picture));
    let room = 1.0 - matte(mask, linear, uv);
    sum += vec4f(textureSampleLevel(picture, linear, uv, 0.0).rgb * room, room);
  }
  textureStore(small, id.xy, sum * 0.25);
}
