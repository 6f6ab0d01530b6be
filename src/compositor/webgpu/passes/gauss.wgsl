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

// Beyond the border there is nothing, of no weight: repeating the last pixel would draw it out into a streak.
fn fetch(at: vec2f, size: vec2f) -> vec4f {
  if (any(at < vec2f(0.0)) || any(at > size)) {
    return vec4f(0.0);
  }
  return textureSampleLevel(picture, linear, at / size, 0.0);
}

@compute @workgroup_size(8, 8) fn gauss(@builtin(global_invocation_id) id: vec3u) {
  let extent = textureDimensions(blurred);
  if (any(id.xy >= extent)) {
    return;
  }
  let size = vec2f(extent);
  let pixel = vec2f(id.xy) + 0.5;
  var sum = fetch(pixel, size) * kernel.taps[0].y;
  for (var i = 1u; i < kernel.count; i++) {
    let away = kernel.direction * kernel.taps[i].x;
    sum += (fetch(pixel + away, size) + fetch(pixel - away, size)) * kernel.taps[i].y;
  }
  textureStore(blurred, id.xy, sum);
}
