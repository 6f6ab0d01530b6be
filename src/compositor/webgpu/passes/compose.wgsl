struct Params {
  size: vec2u,
  // 32-bit words from the start of the buffer
  cb_at: u32,
  cr_at: u32,
  matte_at: u32,
  luma_words: u32,
  chroma_words: u32,
  // 1: alpha tells the person from the rest; 0: nobody is to be seen
  has_person: u32,
  luma: vec4f,
  cb: vec4f,
  cr: vec4f,
  fill: vec4f,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var picture: texture_2d<f32>;
@group(0) @binding(2) var<storage, read> person: array<u32>;
@group(0) @binding(3) var behind: texture_2d<f32>;
@group(0) @binding(4) var wide: texture_2d<f32>;
@group(0) @binding(5) var linear: sampler;
@group(0) @binding(6) var<storage, read_write> bytes: array<u32>;

@group(0) @binding(7) var people: texture_2d<f32>;
@group(0) @binding(8) var own_room: texture_2d<f32>;
@group(0) @binding(9) var light: texture_2d<f32>;

// Least weight that tells a colour, and the light that the person's rim takes. As on the CPU (compositor/cpu/fringe.ts).
const KNOWN = 2.0 / 255.0;
const WRAP_SHARE = 70.0 / 255.0;
const INSIDE = 240.0 / 255.0;
const NONE = 0.5 / 255.0;
const ALL = 254.5 / 255.0;

const SOURCE = 0u;
const BLUR = 1u;
const FILL = 2u;
const BACKDROP = 3u;
const NOTHING = 4u;
override LOOK: u32;

fn coded(row: vec4f, colour: vec3f) -> f32 {
  return dot(row, vec4f(colour, 1.0));
}

fn room(pixel: vec2u, uv: vec2f) -> vec3f {
  if (LOOK == BLUR) {
    let near = textureSampleLevel(behind, linear, uv, 0.0);
    let far = textureSampleLevel(wide, linear, uv, 0.0) / 64.0;
    return (near.rgb + far.rgb) / max(near.a + far.a, 1e-4);
  }
  if (LOOK == BACKDROP) {
    return textureLoad(behind, pixel, 0).rgb;
  }
  return params.fill.rgb;
}

// The person's own colour in a pixel that shows her and the room at once.
fn cleaned(front: vec3f, alpha: f32, uv: vec2f) -> vec3f {
  let near = textureSampleLevel(people, linear, uv, 0.0);
  if (near.a < KNOWN) {
    return select(front, vec3f(0.0), alpha < NONE);
  }
  let person = near.rgb / near.a;
  var colour = front;
  if (alpha < NONE) {
    colour = person;
  } else if (alpha <= ALL) {
    let other = textureSampleLevel(own_room, linear, uv, 0.0);
    if (other.a > 0.004) {
      let lacking = front - alpha * person - (1.0 - alpha) * other.rgb / other.a;
      colour = saturate(person + alpha * lacking);
    }
  }
  if (LOOK == BACKDROP) {
    colour = mix(colour, textureSampleLevel(light, linear, uv, 0.0).rgb, max(INSIDE - near.a, 0.0) * WRAP_SHARE);
  }
  return colour;
}

// Colour and, for NOTHING, how much of it is there.
fn finished(pixel: vec2u, alpha: f32) -> vec4f {
  let front = textureLoad(picture, pixel, 0).rgb;
  if (LOOK == SOURCE) {
    return vec4f(front, 1.0);
  }
  let uv = (vec2f(pixel) + 0.5) / vec2f(params.size);
  if (LOOK == BLUR) {
    return vec4f(mix(room(pixel, uv), front, alpha), 1.0);
  }
  let person = cleaned(front, alpha, uv);
  if (LOOK == NOTHING) {
    // Where nothing is to be seen, nothing of the room is there either: a viewer may drop the alpha.
    return vec4f(person, alpha);
  }
  return vec4f(mix(room(pixel, uv), person, alpha), 1.0);
}

// Eight by two pixels: four words of luma, one word of each chroma, four of alpha.
@compute @workgroup_size(8, 8) fn compose(@builtin(global_invocation_id) id: vec3u) {
  let corner = id.xy * vec2u(8u, 2u);
  if (any(corner >= params.size)) {
    return;
  }
  var cb = vec4f(0.0);
  var cr = vec4f(0.0);
  var luma = array<vec4f, 4>();
  var alpha = array<vec4f, 4>();
  var shares = array<vec4f, 4>();
  if (params.has_person == 1u) {
    for (var word = 0u; word < 4u; word++) {
      let row = min(corner.y + (word >> 1u), params.size.y - 1u);
      let column = min(id.x * 2u + (word & 1u), params.luma_words - 1u);
      shares[word] = unpack4x8unorm(person[row * params.luma_words + column]);
    }
  }
  for (var block = 0u; block < 4u; block++) {
    var sum = vec4f(0.0);
    for (var i = 0u; i < 4u; i++) {
      let across = block * 2u + (i & 1u);
      let down = i >> 1u;
      let word = down * 2u + (across >> 2u);
      let pixel = min(corner + vec2u(across, down), params.size - 1u);
      let colour = finished(pixel, shares[word][across & 3u]);
      luma[word][across & 3u] = coded(params.luma, colour.rgb);
      alpha[word][across & 3u] = colour.a;
      // Straight alpha: transparent pixels must not tint the chroma of their neighbours, and have one of their own.
      let weight = colour.a + 1e-3;
      sum += vec4f(colour.rgb * weight, weight);
    }
    let mean = sum.rgb / sum.a;
    cb[block] = coded(params.cb, mean);
    cr[block] = coded(params.cr, mean);
  }
  for (var down = 0u; down < 2u; down++) {
    for (var side = 0u; side < 2u; side++) {
      let column = id.x * 2u + side;
      if (column < params.luma_words) {
        let at = (corner.y + down) * params.luma_words + column;
        bytes[at] = pack4x8unorm(luma[down * 2u + side]);
        if (LOOK == NOTHING) {
          bytes[params.matte_at + at] = pack4x8unorm(alpha[down * 2u + side]);
        }
      }
    }
  }
  let chroma = id.y * params.chroma_words + id.x;
  bytes[params.cb_at + chroma] = pack4x8unorm(cb);
  bytes[params.cr_at + chroma] = pack4x8unorm(cr);
}
