// The person in front of the blurred room: 8-bit straight blends, in place on the person's plane. Alpha 255 gives the
// person's sample bit exact, alpha 0 what is behind.
import { mix16, storePart } from './mix';

/** Alpha at the size of the chroma planes: the mean of 2x2, rounded up so that no share of the person is lost. */
export function halveAlpha(alpha: usize, width: i32, height: i32, dst: usize): void {
  const half = width >> 1;
  for (let y = 0; y < height >> 1; y++) {
    const top = alpha + y * 2 * width;
    for (let x = 0; x < half; x += 8) {
      const sum = i16x8.add(
        i16x8.extadd_pairwise_i8x16_u(v128.load(top + 2 * x)),
        i16x8.extadd_pairwise_i8x16_u(v128.load(top + width + 2 * x)),
      );
      const mean = i16x8.shr_u(i16x8.add(sum, i16x8.splat(3)), 2);
      v128.store64_lane(dst + y * half + x, i8x16.narrow_i16x8_u(mean, mean), 0);
    }
  }
}

/** One low row of 8-bit samples stretched to `count` 16-bit numbers in 1/64, eight at a time: at least 8, and never fewer than there are low ones. */
function stretchBytes(row: usize, starts: usize, fractions: usize, out: usize, count: i32): void {
  const one = i16x8.splat(1);
  // A high byte that picks nothing makes a 16-bit number of a sample.
  const wide = i16x8.splat(<i16>0xff00);
  for (let at = 0; at < count; at += 8) {
    // The last eight end with the row, and may lie over those before.
    const x = <usize>min(at, count - 8);
    const from = starts + (x << 2);
    const first = load<i32>(from);
    const base = i32x4.splat(first);
    const offsets = i16x8.narrow_i32x4_s(i32x4.sub(v128.load(from), base), i32x4.sub(v128.load(from, 16), base));
    const lefts = v128.or(offsets, wide);
    const samples = v128.load(row + first);
    const left = i16x8.shl(i8x16.swizzle(samples, lefts), 6);
    const right = i16x8.shl(i8x16.swizzle(samples, i16x8.add(lefts, one)), 6);
    const step = i16x8.q15mulr_sat_s(i16x8.sub(right, left), v128.load(fractions + (x << 1)));
    v128.store(out + (x << 1), i16x8.add(left, step));
  }
}

/**
 * A plane in front of a small one stretched to its size (bilinear); without alpha (0) the small one alone. Tables as
 * for guidedAlpha; `lines`: two rows of `width` 16-bit numbers with 64 bytes to spare each.
 */
export function blendStretched(
  front: usize, alpha: usize, width: i32, height: i32, small: usize, smallWidth: i32,
  xStarts: usize, xFractions: usize, yStarts: usize, yFractions: usize, lines: usize,
): void {
  const lineBytes = (<usize>width << 1) + 64;
  let upper = lines;
  let lower = lines + lineBytes;
  let held = -2;
  const rounding = i16x8.splat(32);
  for (let y = 0; y < height; y++) {
    const top = load<i32>(yStarts + (y << 2));
    if (top != held) {
      if (top == held + 1) {
        const swap = upper;
        upper = lower;
        lower = swap;
      } else stretchBytes(small + top * smallWidth, xStarts, xFractions, upper, width);
      stretchBytes(small + (top + 1) * smallWidth, xStarts, xFractions, lower, width);
      held = top;
    }
    const f = v128.load16_splat(yFractions + (y << 1));
    const row = y * width;
    for (let x = 0; x < width; x += 16) {
      // All of it the person: nothing is behind her. Beyond the row's end are the next row's samples.
      if (alpha != 0 && i8x16.all_true(i8x16.eq(v128.load(alpha + row + x), i8x16.splat(-1)))) continue;
      const at = <usize>x << 1;
      const u0 = v128.load(upper + at);
      const u1 = v128.load(upper + at, 16);
      const b0 = i16x8.add(u0, i16x8.q15mulr_sat_s(i16x8.sub(v128.load(lower + at), u0), f));
      const b1 = i16x8.add(u1, i16x8.q15mulr_sat_s(i16x8.sub(v128.load(lower + at, 16), u1), f));
      let out = i8x16.narrow_i16x8_u(
        i16x8.shr_s(i16x8.add(b0, rounding), 6),
        i16x8.shr_s(i16x8.add(b1, rounding), 6),
      );
      if (alpha != 0) out = mix16(v128.load(front + row + x), out, v128.load(alpha + row + x));
      if (x + 16 <= width) v128.store(front + row + x, out);
      else storePart(front + row + x, out, width - x);
    }
  }
}
