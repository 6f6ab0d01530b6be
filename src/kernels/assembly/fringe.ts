// The colours of soft edges. A half-transparent sample shows person and room at once: I = a F + (1 - a) B. From the
// person's and the room's mean colours nearby the person's own F is worked out, so that the room does not show round the
// person before another background (Forte 2021, "Approximate Fast Foreground Colour Estimation", eq. 4, with means over
// sure samples at the net's size), and mixed with what is behind on the way. Pixels are four f32, see boxes.ts.
import { mix16, storePart } from './mix';

/** 16 bytes of 0, then 16 of 255. */
const BEYOND = memory.data<u8>([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]);

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

/** A row of low samples stretched to the `count` large ones of a tile, in 1/32 of a byte step. */
function stretchRow(row: usize, xStarts: usize, xFractions: usize, count: i32, out: usize): void {
  for (let k = 0; k < count; k++) {
    const at = row + load<i32>(xStarts + (k << 2));
    const a = <i32>load<u8>(at);
    store<i16>(out + (k << 1), (a << 5) + (((<i32>load<u8>(at, 1) - a) * <i32>load<i16>(xFractions + (k << 1))) >> 10));
  }
}

/** That row and the one below it: two lines of 16 numbers. */
function stretchRows(low: usize, lowWidth: i32, xStarts: usize, xFractions: usize, count: i32, out: usize): void {
  stretchRow(low, xStarts, xFractions, count, out);
  stretchRow(low + lowWidth, xStarts, xFractions, count, out + 32);
}

/** 8 numbers between the two lines. */
function between(lines: usize, f: v128): v128 {
  const upper = v128.load(lines);
  return i16x8.add(upper, i16x8.q15mulr_sat_s(i16x8.sub(v128.load(lines, 32), upper), f));
}

/** What a tile of a plane may need of the small pictures; see putBefore. */
const PEOPLE = 0, PEOPLE_WEIGHT = 64, ROOM = 128, LIGHT = 192;
const TILE = 16;

/**
 * Puts the person of a plane before another background, in place, and her own colour into her soft samples: `people` and
 * `room` are small pictures of one plane with weights; where they know nothing the sample stays as it is. `wrap` (0:
 * none) is light from behind, of which the person's rim takes up to `wrapShare` (of 255). Behind is the plane `behind`,
 * or `value` where that is 0. `isCut`: nothing is mixed; samples of no alpha get the person's colour nearby, or `value`.
 * Goes by tiles of 16 samples and rows between the same two low ones: what is stretched is stretched once for them, and
 * only if a sample of them is soft. Tables as everywhere; `lines`: 256 bytes.
 */
export function putBefore(
  plane: usize, alpha: usize, width: i32, height: i32, behind: usize, value: i32, isCut: bool,
  people: usize, peopleWeight: usize, room: usize, roomWeight: usize, wrap: usize, wrapShare: i32,
  lowWidth: i32, xStarts: usize, xFractions: usize, yStarts: usize, yFractions: usize, lines: usize,
): void {
  const values = i8x16.splat(<i8>value);
  for (let y = 0; y < height;) {
    const top = load<i32>(yStarts + (y << 2)) * lowWidth;
    let end = y + 1;
    while (end < height && load<i32>(yStarts + (end << 2)) * lowWidth == top) end++;
    for (let x = 0; x < width; x += TILE) {
      const count = min(TILE, width - x);
      const columns = xStarts + (x << 2);
      const fractions = xFractions + (x << 1);
      const isAlone = allWithin(0, 0, peopleWeight, top, lowWidth, columns, count);
      const takesLight = wrap != 0 && !isAlone && !allWithin(INSIDE, 255, peopleWeight, top, lowWidth, columns, count);
      let isStretched = false;
      let knowsRoom = false;
      for (let r = y; r < end; r++) {
        const at = r * width + x;
        let alphas = v128.load(alpha + at);
        // Beyond the row's end there is nothing to do: that is what an alpha of 255 says, but where light falls.
        if (count < TILE) alphas = v128.or(alphas, v128.load(BEYOND + TILE - count));
        if (!takesLight && i8x16.all_true(i8x16.eq(alphas, i8x16.splat(-1)))) continue;
        const shown = v128.load(plane + at);
        const under = behind != 0 ? v128.load(behind + at) : values;
        let out: v128;
        if (!v128.any_true(alphas) && (!isCut || isAlone)) {
          out = under;
        } else if (isAlone) {
          out = isCut
            ? v128.bitselect(values, shown, i8x16.eq(alphas, i8x16.splat(0)))
            : mix16(shown, under, alphas);
        } else {
          if (!isStretched) {
            isStretched = true;
            stretchRows(people + top, lowWidth, columns, fractions, count, lines + PEOPLE);
            stretchRows(peopleWeight + top, lowWidth, columns, fractions, count, lines + PEOPLE_WEIGHT);
            knowsRoom = !allWithin(0, 0, roomWeight, top, lowWidth, columns, count);
            if (knowsRoom) stretchRows(room + top, lowWidth, columns, fractions, count, lines + ROOM);
            if (takesLight) stretchRows(wrap + top, lowWidth, columns, fractions, count, lines + LIGHT);
          }
          const f = v128.load16_splat(yFractions + (r << 1));
          const share = takesLight ? wrapShare : 0;
          out = i8x16.narrow_i16x8_u(
            cleaned8(i16x8.extend_low_i8x16_u(shown), i16x8.extend_low_i8x16_u(alphas), f, knowsRoom, share, value, lines),
            cleaned8(i16x8.extend_high_i8x16_u(shown), i16x8.extend_high_i8x16_u(alphas), f, knowsRoom, share, value, lines + 16),
          );
          if (!isCut) out = mix16(out, under, alphas);
        }
        if (count == TILE) v128.store(plane + at, out);
        else storePart(plane + at, out, count);
      }
    }
    y = end;
  }
}

/** 8 samples (0..255) in the person's own colour, with `share` (of 255) of the light behind on her rim. */
function cleaned8(
  shown: v128, a8: v128, f: v128, knowsRoom: bool, share: i32, blank: i32, lines: usize,
): v128 {
  const a = i16x8.add(i16x8.shl(a8, 7), i16x8.shr_u(a8, 1));
  const fine = i16x8.shl(shown, 5);
  const person = between(lines + PEOPLE, f);
  const weight = between(lines + PEOPLE_WEIGHT, f);
  let out = fine;
  if (knowsRoom) {
    const behind = i16x8.q15mulr_sat_s(between(lines + ROOM, f), i16x8.sub(i16x8.splat(32767), a));
    const lacking = i16x8.sub(i16x8.sub(fine, i16x8.q15mulr_sat_s(person, a)), behind);
    out = i16x8.add(person, i16x8.q15mulr_sat_s(lacking, a));
  }
  const isNone = i16x8.eq(a8, i16x8.splat(0));
  const isKnown = i16x8.ge_s(weight, i16x8.splat(<i16>(KNOWN << 5)));
  out = v128.bitselect(fine, out, i16x8.eq(a8, i16x8.splat(255)));
  out = v128.bitselect(person, out, isNone);
  out = v128.bitselect(out, v128.bitselect(i16x8.splat(<i16>(blank << 5)), fine, isNone), isKnown);
  if (share > 0) {
    const rim = i16x8.max_s(i16x8.sub(i16x8.splat(<i16>(INSIDE << 5)), weight), i16x8.splat(0));
    const taken = i16x8.shl(i16x8.q15mulr_sat_s(rim, i16x8.splat(<i16>(share * 128))), 2);
    out = i16x8.add(out, i16x8.q15mulr_sat_s(i16x8.sub(between(lines + LIGHT, f), out), taken));
  }
  return i16x8.shr_s(i16x8.add(out, i16x8.splat(16)), 5);
}
