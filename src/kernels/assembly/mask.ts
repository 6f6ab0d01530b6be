// From a net's probabilities to an alpha plane of program size: steadied over time, then fitted to the picture's own
// edges by a guided filter (He, Sun and Tang 2013, "fast" form: coefficients at the net's size, applied at full size).
// Low-size pictures here are four f32 per pixel, see boxes.ts.

/** Sigmoid of `count` numbers, in place. */
export function sigmoid(values: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    const at = values + (<usize>i << 2);
    store<f32>(at, <f32>1 / (<f32>1 + Mathf.exp(-load<f32>(at))));
  }
}

/**
 * Moves `state` towards `fresh`: by `least` where they differ by less than `low`, wholly where by more than `high`.
 * A plain average would drag a ghost behind a moving hand; a change this size is followed at once.
 */
export function steady(fresh: usize, state: usize, count: i32, least: f32, low: f32, high: f32): void {
  const floor = f32x4.splat(least);
  const span = f32x4.splat((1 - least) / (high - low));
  const from = f32x4.splat(low);
  const one = f32x4.splat(1);
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i << 2;
    const was = v128.load(state + at);
    const difference = f32x4.sub(v128.load(fresh + at), was);
    let weight = f32x4.add(f32x4.mul(f32x4.sub(f32x4.abs(difference), from), span), floor);
    weight = f32x4.pmin(f32x4.pmax(weight, floor), one);
    v128.store(state + at, f32x4.add(was, f32x4.mul(difference, weight)));
  }
}

/** Guide (8 bit) and mask (f32 0..1) as pixels [I, p, I*p, I*I], I in 0..1. */
export function guidedProducts(guide: usize, mask: usize, count: i32, dst: usize): void {
  for (let i = 0; i < count; i++) {
    const g = <f32>load<u8>(guide + i) * <f32>(1.0 / 255.0);
    const p = load<f32>(mask + (<usize>i << 2));
    const at = dst + (<usize>i << 4);
    store<f32>(at, g);
    store<f32>(at, p, 4);
    store<f32>(at, g * p, 8);
    store<f32>(at, g * g, 12);
  }
}

/** Box-filtered products (`radius`, zero outside) to pixels [a, b, 1, 0] of the local model p = a I + b. */
export function guidedModel(src: usize, dst: usize, width: i32, height: i32, radius: i32, epsilon: f32): void {
  const full = 2 * radius + 1;
  for (let y = 0; y < height; y++) {
    const rows = <f32>(min(y + radius, height - 1) - max(y - radius, 0) + 1);
    for (let x = 0; x < width; x++) {
      const columns = <f32>(min(x + radius, width - 1) - max(x - radius, 0) + 1);
      const at = (<usize>(y * width + x)) << 4;
      const mean = f32x4.mul(v128.load(src + at), f32x4.splat(<f32>(full * full) / (rows * columns)));
      const guide = f32x4.extract_lane(mean, 0);
      const p = f32x4.extract_lane(mean, 1);
      const covariance = f32x4.extract_lane(mean, 2) - guide * p;
      const variance = max<f32>(f32x4.extract_lane(mean, 3) - guide * guide, 0);
      const a = covariance / (variance + epsilon);
      store<f32>(dst + at, a);
      store<f32>(dst + at, p - a * guide, 4);
      store<f32>(dst + at, 1, 8);
      store<f32>(dst + at, 0, 12);
    }
  }
}

/** Box-filtered [a, b, 1, 0] as two planes of 16 bit, in 1/1024. */
export function guidedPlanes(src: usize, count: i32, aPlane: usize, bPlane: usize): void {
  for (let i = 0; i < count; i++) {
    const at = src + (<usize>i << 4);
    const scale = <f32>1024 / load<f32>(at, 8);
    const to = <usize>i << 1;
    store<i16>(aPlane + to, <i16>min<f32>(max<f32>(nearest<f32>(load<f32>(at) * scale), -32767), 32767));
    store<i16>(bPlane + to, <i16>min<f32>(max<f32>(nearest<f32>(load<f32>(at, 4) * scale), -32767), 32767));
  }
}

/** One low row of 16-bit numbers stretched to `count`; `fractions` in 1/32768. */
function stretch(row: usize, starts: usize, fractions: usize, out: usize, count: i32): void {
  for (let x = 0; x < count; x++) {
    const at = row + (<usize>load<i32>(starts + (x << 2)) << 1);
    const v = <i32>load<i16>(at);
    const f = <i32>load<i16>(fractions + (x << 1));
    store<i16>(out + (x << 1), v + ((((<i32>load<i16>(at, 2)) - v) * f) >> 15));
  }
}

/**
 * Alpha of every full-size pixel: a I + b with a and b interpolated, then an S-curve from `low` (0) to `high` (255),
 * both in 1/1024. Rows and columns by `xStarts`/`xFractions`, `yStarts`/`yFractions` (upsample-table.ts).
 * `lines`: four rows of `width` 16-bit numbers, 16-byte aligned, each with 64 bytes to spare.
 */
export function guidedAlpha(
  luma: usize, width: i32, height: i32, aPlane: usize, bPlane: usize, lowWidth: i32,
  xStarts: usize, xFractions: usize, yStarts: usize, yFractions: usize,
  low: i32, high: i32, alpha: usize, lines: usize,
): void {
  const lineBytes = (<usize>width << 1) + 64;
  let a0 = lines, b0 = lines + lineBytes, a1 = lines + 2 * lineBytes, b1 = lines + 3 * lineBytes;
  let held = -2;
  const from = i16x8.splat(<i16>low);
  // (q - low) in 1/1024 becomes 0..32767 by a saturating shift of 4 and one multiplication with a factor below 8.
  const factor = <f32>(32768.0 / 16.0) / <f32>(high - low);
  const gain = i16x8.splat(<i16>min<f32>(factor * 4096, 32767));
  const most = i16x8.splat(32767);
  const zero = i16x8.splat(0);
  for (let y = 0; y < height; y++) {
    const top = load<i32>(yStarts + (y << 2));
    if (top != held) {
      if (top == held + 1) {
        const a = a0, b = b0;
        a0 = a1; b0 = b1; a1 = a; b1 = b;
      } else {
        stretch(aPlane + ((<usize>(top * lowWidth)) << 1), xStarts, xFractions, a0, width);
        stretch(bPlane + ((<usize>(top * lowWidth)) << 1), xStarts, xFractions, b0, width);
      }
      stretch(aPlane + ((<usize>((top + 1) * lowWidth)) << 1), xStarts, xFractions, a1, width);
      stretch(bPlane + ((<usize>((top + 1) * lowWidth)) << 1), xStarts, xFractions, b1, width);
      held = top;
    }
    const f = v128.load16_splat(yFractions + (y << 1));
    const row = y * width;
    for (let x = 0; x < width; x += 8) {
      const at = <usize>x << 1;
      const va = v128.load(a0 + at);
      const vb = v128.load(b0 + at);
      const a = i16x8.add(va, i16x8.q15mulr_sat_s(i16x8.sub(v128.load(a1 + at), va), f));
      const b = i16x8.add(vb, i16x8.q15mulr_sat_s(i16x8.sub(v128.load(b1 + at), vb), f));
      // 255 * 128.5 is 32767.5: the guide 0..1 in 1/32768.
      const bytes = i16x8.extend_low_i8x16_u(v128.load64_zero(luma + row + x));
      const guide = i16x8.add(i16x8.shl(bytes, 7), i16x8.shr_u(bytes, 1));
      const q = i16x8.add_sat_s(i16x8.q15mulr_sat_s(a, guide), b);
      // t in 1/32768: gain is factor in 1/4096, so 16 * (q - low) * factor = q15mulr(., gain) * 8 * 16.
      let t = i16x8.max_s(i16x8.sub_sat_s(q, from), zero);
      t = i16x8.q15mulr_sat_s(i16x8.shl(i16x8.min_s(t, i16x8.splat(2047)), 4), gain);
      t = i16x8.min_s(t, i16x8.splat(4095));
      t = i16x8.min_s(i16x8.shl(t, 3), most);
      // t * t * (1.5 - t) in 1/16384: 0..8192.
      const square = i16x8.q15mulr_sat_s(t, t);
      const s = i16x8.q15mulr_sat_s(square, i16x8.sub(i16x8.splat(24576), i16x8.shr_s(t, 1)));
      const out = i16x8.shr_u(i16x8.add(i16x8.sub(s, i16x8.shr_u(s, 8)), i16x8.splat(16)), 5);
      v128.store64_lane(alpha + row + x, i8x16.narrow_i16x8_u(out, out), 0);
    }
  }
}
