// The colours of soft edges. A half-transparent sample shows person and room at once: I = a F + (1 - a) B. From the
// person's and the room's mean colours nearby the person's own F is worked out, so that the room does not show round the
// person before another background (Forte 2021, "Approximate Fast Foreground Colour Estimation", eq. 4, with means over
// sure samples at the net's size). Pixels are four f32, see boxes.ts.

/**
 * Planes and mask (f32 0..1) to [wY, wU, wV, w] at half their size, the mean of 2x2: `people` weighs what is surely a
 * person, `room` what surely is none. Colours this far around need no more; an odd last row or column is left out.
 */
export function fringeWeights(
  y: usize, u: usize, v: usize, mask: usize, width: i32, height: i32, people: usize, room: usize,
): void {
  const halfWidth = width >> 1;
  for (let row = 0; row < height >> 1; row++) {
    for (let column = 0; column < halfWidth; column++) {
      let personSum = f32x4.splat(0);
      let roomSum = f32x4.splat(0);
      for (let k = 0; k < 4; k++) {
        const i = (2 * row + (k >> 1)) * width + 2 * column + (k & 1);
        const p = load<f32>(mask + (<usize>i << 2));
        let px = i32x4.splat(load<u8>(y + i));
        px = i32x4.replace_lane(px, 1, load<u8>(u + i));
        px = i32x4.replace_lane(px, 2, load<u8>(v + i));
        px = i32x4.replace_lane(px, 3, 1);
        const colour = f32x4.convert_i32x4_s(px);
        const isPerson = min<f32>(max<f32>((p - <f32>0.85) * 8, 0), 1);
        const isRoom = min<f32>(max<f32>((<f32>0.15 - p) * 8, 0), 1);
        personSum = f32x4.add(personSum, f32x4.mul(colour, f32x4.splat(isPerson * 0.25)));
        roomSum = f32x4.add(roomSum, f32x4.mul(colour, f32x4.splat(isRoom * 0.25)));
      }
      const to = <usize>(row * halfWidth + column) << 4;
      v128.store(people + to, personSum);
      v128.store(room + to, roomSum);
    }
  }
}

/** Weights of weighted pixels alone, as f32. */
export function fringeCover(src: usize, count: i32, cover: usize): void {
  for (let i = 0; i < count; i++) store<f32>(cover + (<usize>i << 2), load<f32>(src + (<usize>i << 4), 12));
}

/**
 * Weighted pixels to bytes: colour divided by weight, and the weight as a share of `cover` (f32: what there could be,
 * less than 1 near the picture's borders). Without weight the colour is the mean of all, so
 * that its neighbours can be interpolated towards it.
 */
export function fringeBytes(src: usize, cover: usize, count: i32, y: usize, u: usize, v: usize, weight: usize): void {
  let sum = f32x4.splat(0);
  for (let i = 0; i < count; i++) sum = f32x4.add(sum, v128.load(src + (<usize>i << 4)));
  const mean = f32x4.mul(sum, f32x4.splat(<f32>1 / max<f32>(f32x4.extract_lane(sum, 3), 0.004)));
  for (let i = 0; i < count; i++) {
    const px = v128.load(src + (<usize>i << 4));
    const w = f32x4.extract_lane(px, 3);
    const colour = w > 0.004 ? f32x4.mul(px, f32x4.splat(<f32>1 / w)) : mean;
    const whole = i32x4.trunc_sat_f32x4_s(f32x4.nearest(colour));
    store<u8>(y + i, <u8>i32x4.extract_lane(whole, 0));
    store<u8>(u + i, <u8>i32x4.extract_lane(whole, 1));
    store<u8>(v + i, <u8>i32x4.extract_lane(whole, 2));
    store<u8>(weight + i, <u8>nearest<f32>(min<f32>(w / load<f32>(cover + (<usize>i << 2)), 1) * 255));
  }
}

/** From this weight on (of 255) a mean colour is known. */
const KNOWN = 2;

/** From this weight on a place is inside the person, and takes no light from behind. */
const INSIDE = 240;

/** Whether all low samples that a chunk lies between are within the two limits. */
function allWithin(least: i32, most: i32, weights: usize, row: usize, lowWidth: i32, columns: usize, count: i32): bool {
  const last = load<i32>(columns + (count - 1 << 2)) + 1;
  for (let x = load<i32>(columns); x <= last; x++) {
    const upper = <i32>load<u8>(weights + row + x);
    const lower = <i32>load<u8>(weights + row + x + lowWidth);
    if (min(upper, lower) < least || max(upper, lower) > most) return false;
  }
  return true;
}

/** Four low samples around each of 16 large ones, in 1/32 of a byte step, between two low rows. */
function stretched(
  row: usize, next: usize, xStarts: usize, xFractions: usize, count: i32, f: v128, out: usize,
): void {
  for (let k = 0; k < count; k++) {
    const at = load<i32>(xStarts + (k << 2));
    const share = <i32>load<i16>(xFractions + (k << 1));
    const a = <i32>load<u8>(row + at);
    const b = <i32>load<u8>(next + at);
    store<i16>(out + (k << 1), (a << 5) + (((<i32>load<u8>(row + at, 1) - a) * share) >> 10));
    store<i16>(out + 32 + (k << 1), (b << 5) + (((<i32>load<u8>(next + at, 1) - b) * share) >> 10));
  }
  for (let half = 0; half < 32; half += 16) {
    const upper = v128.load(out + half);
    v128.store(out + half, i16x8.add(upper, i16x8.q15mulr_sat_s(i16x8.sub(v128.load(out + 32 + half), upper), f)));
  }
}

/**
 * Puts the person's own colour into the soft samples of a plane, in place. `people`, `room` and `wrap` are small pictures
 * of one plane, with weights for the first two; where one of them knows nothing the plane stays. Samples of no alpha get
 * the person's colour nearby, or `blank`. `wrap` (0: none) is light from behind, of which the person's rim takes up to
 * `wrapShare` (of 255). Tables as everywhere; `lines`: 256 bytes.
 */
export function cleanFringe(
  plane: usize, alpha: usize, width: i32, height: i32,
  people: usize, peopleWeight: usize, room: usize, roomWeight: usize, wrap: usize, wrapShare: i32, blank: i32,
  lowWidth: i32, xStarts: usize, xFractions: usize, yStarts: usize, yFractions: usize, lines: usize,
): void {
  const fLine = lines, bLine = lines + 64, wLine = lines + 128, lLine = lines + 192;
  const all = i8x16.splat(-1);
  for (let y = 0; y < height; y++) {
    const top = load<i32>(yStarts + (y << 2)) * lowWidth;
    const f = v128.load16_splat(yFractions + (y << 1));
    for (let x = 0; x < width; x += 16) {
      const at = y * width + x;
      const count = min(16, width - x);
      const alphas = v128.load(alpha + at);
      const columns = xStarts + (x << 2);
      const fractions = xFractions + (x << 1);
      if (allWithin(0, 0, peopleWeight, top, lowWidth, columns, count)) {
        // Nobody near: only what has no alpha is touched.
        if (count == 16) {
          const isNone = i8x16.eq(alphas, i8x16.splat(0));
          v128.store(plane + at, v128.bitselect(i8x16.splat(<i8>blank), v128.load(plane + at), isNone));
        } else {
          for (let k = 0; k < count; k++) if (load<u8>(alpha + at + k) == 0) store<u8>(plane + at + k, <u8>blank);
        }
        continue;
      }
      const isWhole = count == 16 && i8x16.all_true(i8x16.eq(alphas, all));
      if (isWhole && (wrap == 0 || allWithin(INSIDE, 255, peopleWeight, top, lowWidth, columns, count))) continue;
      stretched(people + top, people + top + lowWidth, columns, fractions, count, f, fLine);
      stretched(peopleWeight + top, peopleWeight + top + lowWidth, columns, fractions, count, f, wLine);
      const knowsRoom = !allWithin(0, 0, roomWeight, top, lowWidth, columns, count);
      if (knowsRoom) stretched(room + top, room + top + lowWidth, columns, fractions, count, f, bLine);
      if (wrap != 0) {
        stretched(wrap + top, wrap + top + lowWidth, columns, fractions, count, f, lLine);
      }
      for (let part = 0; part < count; part += 8) {
        const here = at + part;
        const line = <usize>part << 1;
        const a8 = i16x8.extend_low_i8x16_u(v128.load64_zero(alpha + here));
        const a = i16x8.add(i16x8.shl(a8, 7), i16x8.shr_u(a8, 1));
        const shown = i16x8.shl(i16x8.extend_low_i8x16_u(v128.load64_zero(plane + here)), 5);
        const person = v128.load(fLine + line);
        let out = shown;
        if (knowsRoom) {
          const behind = i16x8.q15mulr_sat_s(v128.load(bLine + line), i16x8.sub(i16x8.splat(32767), a));
          const lacking = i16x8.sub(i16x8.sub(shown, i16x8.q15mulr_sat_s(person, a)), behind);
          out = i16x8.add(person, i16x8.q15mulr_sat_s(lacking, a));
        }
        const isNone = i16x8.eq(a8, i16x8.splat(0));
        const isKnown = i16x8.ge_s(v128.load(wLine + line), i16x8.splat(<i16>(KNOWN << 5)));
        out = v128.bitselect(shown, out, i16x8.eq(a8, i16x8.splat(255)));
        out = v128.bitselect(person, out, isNone);
        out = v128.bitselect(out, v128.bitselect(i16x8.splat(<i16>(blank << 5)), shown, isNone), isKnown);
        if (wrap != 0) {
          const rim = i16x8.max_s(i16x8.sub(i16x8.splat(<i16>(INSIDE << 5)), v128.load(wLine + line)), i16x8.splat(0));
          const share = i16x8.shl(i16x8.q15mulr_sat_s(rim, i16x8.splat(<i16>(wrapShare * 128))), 2);
          out = i16x8.add(out, i16x8.q15mulr_sat_s(i16x8.sub(v128.load(lLine + line), out), share));
        }
        out = i16x8.shr_s(i16x8.add(out, i16x8.splat(16)), 5);
        out = i8x16.narrow_i16x8_u(out, out);
        if (part + 8 <= count) v128.store64_lane(plane + here, out, 0);
        else {
          for (let k = 0; k < count - part; k++) {
            store<u8>(plane + here + k, i8x16.extract_lane_u(out, 0));
            out = i8x16.shuffle(out, out, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0);
          }
        }
      }
    }
  }
}
