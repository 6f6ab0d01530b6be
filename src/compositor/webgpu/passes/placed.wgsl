// Where a program pixel lies in the picture; see placement.ts.
struct Placed {
  u: vec4f,
  v: vec4f,
  program: vec2f,
  taps: u32,
  // 0: three planes, 1: luma and interleaved chroma, 2: RGB
  planes: u32,
}

fn picture_uv(at: Placed, pixel: vec2f) -> vec2f {
  let p = vec3f(pixel / at.program, 1.0);
  return vec2f(dot(at.u.xyz, p), dot(at.v.xyz, p));
}

fn is_inside(uv: vec2f) -> bool {
  return all(uv >= vec2f(0.0)) && all(uv <= vec2f(1.0));
}
