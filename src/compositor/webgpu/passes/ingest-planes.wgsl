struct ToRgb { red: vec4f, green: vec4f, blue: vec4f }

@group(0) @binding(0) var<uniform> at: Placed;
@group(0) @binding(1) var<uniform> to_rgb: ToRgb;
@group(0) @binding(2) var first: texture_2d<f32>;
@group(0) @binding(3) var second: texture_2d<f32>;
@group(0) @binding(4) var third: texture_2d<f32>;
@group(0) @binding(5) var pick: sampler;

fn colour(uv: vec2f) -> vec3f {
  let c = textureSampleLevel(first, pick, uv, 0.0);
  if (at.planes == 2u) {
    return c.rgb;
  }
  let chroma = textureSampleLevel(second, pick, uv, 0.0).rg;
  var yuv = vec4f(c.r, chroma, 1.0);
  if (at.planes == 0u) {
    yuv.z = textureSampleLevel(third, pick, uv, 0.0).r;
  }
  return vec3f(dot(to_rgb.red, yuv), dot(to_rgb.green, yuv), dot(to_rgb.blue, yuv));
}

@fragment fn ingest(@builtin(position) pixel: vec4f) -> @location(0) vec4f {
  var sum = vec3f(0.0);
  for (var j = 0u; j < at.taps; j++) {
    for (var i = 0u; i < at.taps; i++) {
      let inner = (vec2f(vec2u(i, j)) + 0.5) / f32(at.taps) - 0.5;
      let uv = picture_uv(at, pixel.xy + inner);
      if (is_inside(uv)) {
        sum += colour(uv);
      }
    }
  }
  return vec4f(sum / f32(at.taps * at.taps), 1.0);
}
