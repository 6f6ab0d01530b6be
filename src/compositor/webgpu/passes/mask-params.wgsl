// Shared by all steps of the mask; see mask.ts.
struct Params {
  // of the net's answer, and of the program
  size: vec2u,
  program: vec2u,
  pixel_stride: u32,
  first: u32,
  is_logit: u32,
  // nothing older to steady it with
  is_fresh: u32,
  taps: vec2u,
  // 32-bit words of a row of alpha
  row_words: u32,
  // the answer is a mask that was moved along with the picture
  follows: u32,
  luma: vec4f,
  cb: vec4f,
  cr: vec4f,
}
@group(0) @binding(0) var<uniform> params: Params;

// What the guided filter looks at: luma and colour differences as the CPU engine has them, in 1/255.
fn guide_of(colour: vec3f) -> vec3f {
  let rgb = vec4f(colour, 1.0);
  let middle = 128.0 / 255.0;
  return vec3f(dot(params.luma, rgb), dot(params.cb, rgb) - middle, dot(params.cr, rgb) - middle);
}
