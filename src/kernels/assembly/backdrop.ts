// The blurred room without the person: weights from the mask, fill behind the person by push and pull, and back to
// 8-bit planes. Pixels are [w*Y, w*U, w*V, w] in f32; the discs between these steps are in disc.ts.

/** Largest alpha of each `factor` x `factor` block (clipped at the picture's edges). `line` holds `width` + 16 bytes. */
export function largestAlpha(
  alpha: usize, width: i32, height: i32, factor: i32, dst: usize, dstWidth: i32, dstHeight: i32, line: usize,
): void {
  for (let y = 0; y < dstHeight; y++) {
    const first = y * factor;
    const rows = min(factor, height - first);
    const top = alpha + first * width;
    for (let x = 0; x < width; x += 16) {
      let most = v128.load(top + x);
      for (let k = 1; k < rows; k++) most = i8x16.max_u(most, v128.load(top + k * width + x));
      v128.store(line + x, most);
    }
    v128.store(line + width, i8x16.splat(0));
    const out = dst + y * dstWidth;
    for (let x = 0; x < dstWidth; x++) {
      const at = line + x * factor;
      let most = max<u32>(load<u8>(at), load<u8>(at, 1));
      for (let k = 2; k < factor; k += 2) most = max<u32>(most, max<u32>(load<u8>(at + k), load<u8>(at + k, 1)));
      store<u8>(out + x, most);
    }
  }
}

/**
 * Largest of each 3x3 neighbourhood. `src` needs a readable byte before it and a row on either side of a picture row is
 * taken from the nearest one; left and right neighbours run on into the next row, which only widens the person.
 */
export function widen3x3(src: usize, dst: usize, width: i32, height: i32): void {
  for (let y = 0; y < height; y++) {
    const row = src + y * width;
    const above = y > 0 ? row - width : row;
    const below = y + 1 < height ? row + width : row;
    for (let x = 0; x < width; x += 16) {
      const left = i8x16.max_u(v128.load(row + x - 1), i8x16.max_u(v128.load(above + x - 1), v128.load(below + x - 1)));
      const here = i8x16.max_u(v128.load(row + x), i8x16.max_u(v128.load(above + x), v128.load(below + x)));
      const right = i8x16.max_u(v128.load(row + x + 1), i8x16.max_u(v128.load(above + x + 1), v128.load(below + x + 1)));
      v128.store(dst + y * width + x, i8x16.max_u(left, i8x16.max_u(here, right)));
    }
  }
}

/** From this luma on, and up to white, a light counts for more: 8 bits cut off how bright it was. */
const BRIGHT: f32 = 147;
const WHITE: f32 = 235;
/** How much more white counts: a lens shows a lamp as a disc of light, where plain means leave a grey spot. */
const GLOW: f32 = 3;

/**
 * Planes and the person's alpha to weighted pixels: w = 1 - steepness * alpha, 0 at least, more where it is bright. No
 * alpha (0): nobody is there.
 */
export function weigh(
  y: usize, u: usize, v: usize, alpha: usize, count: i32, dst: usize, steepness: f32,
): void {
  for (let i = 0; i < count; i++) {
    const w: f32 = alpha == 0 ? 1 : max<f32>(<f32>1 - <f32>load<u8>(alpha + i) * (steepness / 255), 0);
    const luma = <i32>load<u8>(y + i);
    const bright = max<f32>(min<f32>((<f32>luma - BRIGHT) * (1 / (WHITE - BRIGHT)), 1), 0);
    let px = i32x4.splat(luma);
    px = i32x4.replace_lane(px, 1, load<u8>(u + i));
    px = i32x4.replace_lane(px, 2, load<u8>(v + i));
    px = i32x4.replace_lane(px, 3, 1);
    v128.store(dst + (<usize>i << 4), f32x4.mul(f32x4.convert_i32x4_s(px), f32x4.splat(w * (1 + GLOW * bright * bright))));
  }
}

/** One level up the pyramid: the sum of 2x2, its weight at most 1. Odd sizes: missing neighbours weigh nothing. */
export function push(src: usize, width: i32, height: i32, dst: usize): void {
  const upWidth = (width + 1) >> 1;
  const upHeight = (height + 1) >> 1;
  const rowBytes = width << 4;
  for (let y = 0; y < upHeight; y++) {
    const top = src + y * 2 * rowBytes;
    const hasBelow = y * 2 + 1 < height;
    for (let x = 0; x < upWidth; x++) {
      const at = top + (<usize>x << 5);
      const hasRight = x * 2 + 1 < width;
      let sum = v128.load(at);
      if (hasRight) sum = f32x4.add(sum, v128.load(at, 16));
      if (hasBelow) {
        sum = f32x4.add(sum, v128.load(at + rowBytes));
        if (hasRight) sum = f32x4.add(sum, v128.load(at + rowBytes, 16));
      }
      const weight = f32x4.extract_lane(sum, 3);
      if (weight > 1) sum = f32x4.mul(sum, f32x4.splat(<f32>1 / weight));
      v128.store(dst + ((<usize>(y * upWidth + x)) << 4), sum);
    }
  }
}

/** One level down: what a pixel lacks of weight 1 comes from the level above, times `share`. */
export function pull(above: usize, width: i32, height: i32, dst: usize, share: f32): void {
  const upWidth = (width + 1) >> 1;
  for (let y = 0; y < height; y++) {
    const from = above + ((<usize>((y >> 1) * upWidth)) << 4);
    const to = dst + ((<usize>(y * width)) << 4);
    for (let x = 0; x < width; x++) {
      const px = v128.load(to + (<usize>x << 4));
      const lack = (<f32>1 - f32x4.extract_lane(px, 3)) * share;
      if (lack <= 0) continue;
      const fill = v128.load(from + ((<usize>(x >> 1)) << 4));
      v128.store(to + (<usize>x << 4), f32x4.add(px, f32x4.mul(fill, f32x4.splat(lack))));
    }
  }
}

/** The one pixel on top of the pyramid brought to weight 1; `luma` grey where the whole picture weighs nothing. */
export function crown(pixel: usize, luma: f32): void {
  const px = v128.load(pixel);
  const weight = f32x4.extract_lane(px, 3);
  v128.store(pixel, weight > 1e-4 ? f32x4.mul(px, f32x4.splat(<f32>1 / weight)) : f32x4(luma, 128, 128, 1));
}

/** Weighted pixels to 8-bit planes: colour divided by weight. Writes whole groups of 4. */
export function settle(src: usize, count: i32, y: usize, u: usize, v: usize): void {
  const least = f32x4.splat(1e-6);
  for (let i = 0; i < count; i += 4) {
    const at = src + (<usize>i << 4);
    const a = i16x8.narrow_i32x4_s(divided(v128.load(at), least), divided(v128.load(at, 16), least));
    const b = i16x8.narrow_i32x4_s(divided(v128.load(at, 32), least), divided(v128.load(at, 48), least));
    const bytes = i8x16.narrow_i16x8_u(a, b);
    const planes = i8x16.shuffle(bytes, bytes, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    v128.store32_lane(y + i, planes, 0);
    v128.store32_lane(u + i, planes, 1);
    v128.store32_lane(v + i, planes, 2);
  }
}

function divided(px: v128, least: v128): v128 {
  const weight = f32x4.pmax(v128.shuffle<i32>(px, px, 3, 3, 3, 3), least);
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.div(px, weight)));
}
