// The person's share of a pixel: the small mask's model of it, applied to the pixel's own luma, so that the edge is the
// picture's and not the net's. The CPU engine does the same maths.
fn matte(mask: texture_2d<f32>, linear: sampler, uv: vec2f, luma: f32) -> f32 {
  let model = textureSampleLevel(mask, linear, uv, 0.0).rg;
  return smoothstep(260.0 / 1024.0, 800.0 / 1024.0, model.x * luma + model.y);
}
