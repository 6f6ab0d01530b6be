// Between colour representations: RGBA to planes, planes to a net's input, planes of one matrix to another. Every matrix
// comes from colour.ts as numbers in memory; none is written down here.

/**
 * RGBA (or BGRA, by the order of the coefficients) to I420. `coefficients`: 12 16-bit numbers, three rows of four in
 * 1/32768 (Y, U, V; the fourth of each is 0), then three 32-bit offsets in 1/32768, rounding included. Chroma is the
 * mean of 2x2. Odd sizes: the last column and row stand for themselves and their missing neighbour.
 */
export function rgbaToPlanes(
  src: usize, srcStride: i32, width: i32, height: i32,
  y: usize, yStride: i32, u: usize, v: usize, uvStride: i32, coefficients: usize,
): void {
  const ky = v128.load64_splat(coefficients);
  const ku = v128.load64_splat(coefficients + 8);
  const kv = v128.load64_splat(coefficients + 16);
  const offsetY = load<i32>(coefficients + 24);
  const oy = i32x4.splat(offsetY);
  const ou = load<i32>(coefficients + 28);
  const ov = load<i32>(coefficients + 32);
  for (let row = 0; row < height; row++) {
    const from = src + row * srcStride;
    const to = y + row * yStride;
    let x = 0;
    for (; x + 4 <= width; x += 4) {
      const px = v128.load(from + (x << 2));
      const a = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(px), ky);
      const b = i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(px), ky);
      const even = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
      const odd = v128.shuffle<i32>(a, b, 1, 3, 5, 7);
      const sum = i32x4.shr_s(i32x4.add(i32x4.add(even, odd), oy), 15);
      const half = i16x8.narrow_i32x4_s(sum, sum);
      v128.store32_lane(to + x, i8x16.narrow_i16x8_u(half, half), 0);
    }
    for (; x < width; x++) {
      const px = v128.load32_zero(from + (x << 2));
      const dot = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(px), ky);
      store<u8>(to + x, clampToByte((i32x4.extract_lane(dot, 0) + i32x4.extract_lane(dot, 1) + offsetY) >> 15));
    }
  }
  const halfWidth = (width + 1) >> 1;
  const halfHeight = (height + 1) >> 1;
  for (let row = 0; row < halfHeight; row++) {
    const top = src + row * 2 * srcStride;
    const bottom = row * 2 + 1 < height ? top + srcStride : top;
    for (let x = 0; x < halfWidth; x++) {
      const left = <usize>x << 3;
      const right = x * 2 + 1 < width ? left + 4 : left;
      let sum = i16x8.add(
        i16x8.add(widen(top + left), widen(top + right)),
        i16x8.add(widen(bottom + left), widen(bottom + right)),
      );
      sum = i16x8.shr_u(i16x8.add(sum, i16x8.splat(2)), 2);
      const du = i32x4.dot_i16x8_s(sum, ku);
      const dv = i32x4.dot_i16x8_s(sum, kv);
      const at = row * uvStride + x;
      store<u8>(u + at, clampToByte((i32x4.extract_lane(du, 0) + i32x4.extract_lane(du, 1) + ou) >> 15));
      store<u8>(v + at, clampToByte((i32x4.extract_lane(dv, 0) + i32x4.extract_lane(dv, 1) + ov) >> 15));
    }
  }
}

/**
 * I420 to RGBA, straight alpha; two by two pixels share their colour. `alpha`: a plane of `width` samples a row, 0: opaque.
 * `coefficients`: six 16-bit numbers, the level of black and then in 1/8192 what luma is multiplied by, V for red, U and V for
 * green, U for blue. Rows of `dst` follow each other; up to 60 bytes are written beyond the last.
 */
export function planesToRgba(
  y: usize, yStride: i32, u: usize, v: usize, uvStride: i32, alpha: usize, alphaStride: i32,
  width: i32, height: i32, dst: usize, coefficients: usize,
): void {
  const black = v128.load16_splat(coefficients);
  const luma = v128.load16_splat(coefficients + 2);
  const redV = v128.load16_splat(coefficients + 4);
  const greenU = v128.load16_splat(coefficients + 6);
  const greenV = v128.load16_splat(coefficients + 8);
  const blueU = v128.load16_splat(coefficients + 10);
  const middle = i16x8.splat(128);
  let opaque = i8x16.splat(-1);
  for (let row = 0; row < height; row++) {
    const yRow = y + row * yStride;
    const uvRow = (row >> 1) * uvStride;
    const aRow = alpha + row * alphaStride;
    const to = dst + ((<usize>(row * width)) << 2);
    for (let x = 0; x < width; x += 16) {
      const cu = i16x8.shl(i16x8.sub(v128.load_ext<u8>(u + uvRow + (x >> 1)), middle), 7);
      const cv = i16x8.shl(i16x8.sub(v128.load_ext<u8>(v + uvRow + (x >> 1)), middle), 7);
      // In 1/32 of a level.
      const red = i16x8.q15mulr_sat_s(cv, redV);
      const green = i16x8.add(i16x8.q15mulr_sat_s(cu, greenU), i16x8.q15mulr_sat_s(cv, greenV));
      const blue = i16x8.q15mulr_sat_s(cu, blueU);
      const levels = v128.load(yRow + x);
      const low = scaled(i16x8.extend_low_i8x16_u(levels), black, luma);
      const high = scaled(i16x8.extend_high_i8x16_u(levels), black, luma);
      const r = together(low, high, red);
      const g = together(low, high, green);
      const b = together(low, high, blue);
      if (alpha) opaque = v128.load(aRow + x);
      const at = to + ((<usize>x) << 2);
      const rgLow = v128.shuffle<i8>(r, g, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const rgHigh = v128.shuffle<i8>(r, g, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      const baLow = v128.shuffle<i8>(b, opaque, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const baHigh = v128.shuffle<i8>(b, opaque, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      v128.store(at, v128.shuffle<i16>(rgLow, baLow, 0, 8, 1, 9, 2, 10, 3, 11));
      v128.store(at, v128.shuffle<i16>(rgLow, baLow, 4, 12, 5, 13, 6, 14, 7, 15), 16);
      v128.store(at, v128.shuffle<i16>(rgHigh, baHigh, 0, 8, 1, 9, 2, 10, 3, 11), 32);
      v128.store(at, v128.shuffle<i16>(rgHigh, baHigh, 4, 12, 5, 13, 6, 14, 7, 15), 48);
    }
  }
}

function scaled(levels: v128, black: v128, factor: v128): v128 {
  return i16x8.q15mulr_sat_s(i16x8.shl(i16x8.sub(levels, black), 7), factor);
}

/** Luma of sixteen pixels and the colour of eight pairs, both in 1/32, as sixteen bytes. */
function together(low: v128, high: v128, colour: v128): v128 {
  const half = i16x8.splat(16);
  const first = i16x8.add(i16x8.add(low, v128.shuffle<i16>(colour, colour, 0, 0, 1, 1, 2, 2, 3, 3)), half);
  const second = i16x8.add(i16x8.add(high, v128.shuffle<i16>(colour, colour, 4, 4, 5, 5, 6, 6, 7, 7)), half);
  return i8x16.narrow_i16x8_u(i16x8.shr_s(first, 5), i16x8.shr_s(second, 5));
}

function widen(at: usize): v128 {
  return i16x8.extend_low_i8x16_u(v128.load32_zero(at));
}

function clampToByte(value: i32): i32 {
  return min(max(value, 0), 255);
}

/** Straight-alpha pixels on black, in place. Opaque ones stay as they are. */
export function flattenOnBlack(pixels: usize, count: i32): void {
  const alphaLanes = i32x4.splat(0xff000000);
  for (let i = 0; i < count; i += 4) {
    const at = pixels + (<usize>i << 2);
    const px = v128.load(at);
    if (i32x4.all_true(i32x4.eq(v128.and(px, alphaLanes), alphaLanes))) continue;
    for (let k = 0; k < 4; k++) {
      const p = at + (k << 2);
      const alpha = <u32>load<u8>(p + 3);
      store<u8>(p, (<u32>load<u8>(p) * alpha + 127) / 255);
      store<u8>(p + 1, (<u32>load<u8>(p + 1) * alpha + 127) / 255);
      store<u8>(p + 2, (<u32>load<u8>(p + 2) * alpha + 127) / 255);
      store<u8>(p + 3, 255);
    }
  }
}

/**
 * Full-size Y, U and V samples (`count` of each) to the input of a net. `coefficients`: 18 f32, three rows of
 * [Y, U, V, 1] giving the channels in the net's order as 0..255, then a factor and an offset for each channel.
 * `nhwc`: channels side by side, else one plane of `count` after another.
 */
export function planesToTensor(
  y: usize, u: usize, v: usize, count: i32, dst: usize, nhwc: bool, coefficients: usize,
): void {
  const zero = f32x4.splat(0);
  const most = f32x4.splat(255);
  for (let c = 0; c < 3; c++) {
    const row = coefficients + c * 16;
    const ky = v128.load32_splat(row);
    const ku = v128.load32_splat(row + 4);
    const kv = v128.load32_splat(row + 8);
    const k1 = v128.load32_splat(row + 12);
    const factor = v128.load32_splat(coefficients + 48 + c * 4);
    const offset = v128.load32_splat(coefficients + 60 + c * 4);
    const plane = dst + ((<usize>(c * count)) << 2);
    for (let i = 0; i < count; i += 4) {
      let value = f32x4.add(f32x4.mul(four(y + i), ky), k1);
      value = f32x4.add(value, f32x4.mul(four(u + i), ku));
      value = f32x4.add(value, f32x4.mul(four(v + i), kv));
      value = f32x4.pmin(f32x4.pmax(value, zero), most);
      value = f32x4.add(f32x4.mul(value, factor), offset);
      if (nhwc) {
        const at = dst + ((<usize>(i * 3 + c)) << 2);
        v128.store32_lane(at, value, 0);
        v128.store32_lane(at, value, 1, 12);
        v128.store32_lane(at, value, 2, 24);
        v128.store32_lane(at, value, 3, 36);
      } else if (i + 4 <= count) {
        v128.store(plane + (<usize>i << 2), value);
      } else {
        for (let k = i; k < count; k++) {
          store<f32>(plane + (<usize>k << 2), f32x4.extract_lane(value, 0));
          value = v128.shuffle<i32>(value, value, 1, 2, 3, 0);
        }
      }
    }
  }
}

function four(at: usize): v128 {
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at))));
}

/**
 * I420 of one matrix and range to I420 of another. `coefficients`: 12 f32, three rows of [Y, U, V, 1]; the U and V rows
 * must not depend on Y beyond what the mean of 2x2 gives.
 */
export function remapPlanes(
  y: usize, u: usize, v: usize, width: i32, height: i32, toY: usize, toU: usize, toV: usize, coefficients: usize,
): void {
  const half = width >> 1;
  const yy = v128.load32_splat(coefficients);
  const yu = v128.load32_splat(coefficients + 4);
  const yv = v128.load32_splat(coefficients + 8);
  const y1 = v128.load32_splat(coefficients + 12);
  const uu = load<f32>(coefficients + 20), uv = load<f32>(coefficients + 24), u1 = load<f32>(coefficients + 28);
  const vu = load<f32>(coefficients + 36), vv = load<f32>(coefficients + 40), v1 = load<f32>(coefficients + 44);
  for (let row = 0; row < height; row++) {
    const lumaRow = row * width;
    const chromaRow = (row >> 1) * half;
    for (let x = 0; x < width; x += 4) {
      const cu = <f32>load<u8>(u + chromaRow + (x >> 1)), cu2 = <f32>load<u8>(u + chromaRow + (x >> 1) + 1);
      const cv = <f32>load<u8>(v + chromaRow + (x >> 1)), cv2 = <f32>load<u8>(v + chromaRow + (x >> 1) + 1);
      const du = f32x4.replace_lane(f32x4.replace_lane(f32x4.splat(cu), 2, cu2), 3, cu2);
      const dv = f32x4.replace_lane(f32x4.replace_lane(f32x4.splat(cv), 2, cv2), 3, cv2);
      let value = f32x4.add(f32x4.mul(four(y + lumaRow + x), yy), y1);
      value = f32x4.add(f32x4.add(value, f32x4.mul(du, yu)), f32x4.mul(dv, yv));
      const whole = i32x4.trunc_sat_f32x4_s(f32x4.nearest(value));
      const narrow = i16x8.narrow_i32x4_s(whole, whole);
      const bytes = i8x16.narrow_i16x8_u(narrow, narrow);
      if (x + 4 <= width) v128.store32_lane(toY + lumaRow + x, bytes, 0);
      else v128.store16_lane(toY + lumaRow + x, bytes, 0);
    }
  }
  const count = half * (height >> 1);
  for (let i = 0; i < count; i++) {
    const cu = <f32>load<u8>(u + i);
    const cv = <f32>load<u8>(v + i);
    store<u8>(toU + i, clampToByte(<i32>nearest<f32>(cu * uu + cv * uv + u1)));
    store<u8>(toV + i, clampToByte(<i32>nearest<f32>(cu * vu + cv * vv + v1)));
  }
}
