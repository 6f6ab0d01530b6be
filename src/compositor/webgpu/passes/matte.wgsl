// The person's share of a pixel, from the small mask. The CPU engine does the same maths.
fn matte(mask: texture_2d<f32>, linear: sampler, uv: vec2f) -> f32 {
  return smoothstep(0.2, 0.8, textureSampleLevel(mask, linear, uv, 0.0).r);
}
