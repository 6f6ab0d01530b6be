@group(0) @binding(0) var<uniform> at: Placed;
@group(0) @binding(1) var picture: texture_external;
@group(0) @binding(2) var linear: sampler;

@fragment fn ingest(@builtin(position) pixel: vec4f) -> @location(0) vec4f {
  var sum = vec3f(0.0);
  for (var j = 0u; j < at.taps; j++) {
    for (var i = 0u; i < at.taps; i++) {
      let inner = (vec2f(vec2u(i, j)) + 0.5) / f32(at.taps) - 0.5;
      let uv = picture_uv(at, pixel.xy + inner);
      if (is_inside(uv)) {
        sum += textureSampleBaseClampToEdge(picture, linear, uv).rgb;
      }
    }
  }
  return vec4f(sum / f32(at.taps * at.taps), 1.0);
}
