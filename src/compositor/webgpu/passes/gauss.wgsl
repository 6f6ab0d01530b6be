struct Kernel {
  direction: vec2f,
  count: u32,
  // (offset in pixels, weight) of pairs of pixels fetched by one bilinear sample; the first is the middle
  taps: array<vec4f, 32>,
}
@group(0) @binding(0) var<uniform> kernel: Kernel;
@group(0) @binding(1) var picture: texture_2d<f32>;
@group(0) @binding(2) var linear: sampler;
@group(0) @binding(3) var blurred: texture_storage_2d<rgba16float, write>;

@compute @workgroup_size(8, 8) fn gauss(@builtin(global_invocation_id) id: vec3u) {
  let size = textureDimensions(blurred);
  if (any(id.xy >= size)) {
    return;
  }
  let pixel = vec2f(id.xy) + 0.5;
  var sum = textureSampleLevel(picture, linear, pixel / vec2f(size), 0.0) * kernel.taps[0].y;
  for (var i = 1u; i < kernel.count; i++) {
    let away = kernel.direction * kernel.taps[i].x;
    let pair = textureSampleLevel(picture, linear, (pixel + away) / vec2f(size), 0.0) +
      textureSampleLevel(picture, linear, (pixel - away) / vec2f(size), 0.0);
    sum += pair * kernel.taps[i].y;
  }
  textureStore(blurred, id.xy, sum);
}
