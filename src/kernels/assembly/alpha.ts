// Alpha at full size: the mask's local model (guided.ts) applied to the picture's own samples, an S-curve, and a memory of
// the last alpha for places that did not change. Works in tiles of 16 samples and leaves out those where the mask is
// sure, which is most of a picture.

const TILE = 16;
/** A remembered alpha this close to none or all becomes none or all: what is rounded away must not stay for ever. */
const SNAP = 4;

/** What a row of tiles is: 0 room, 255 person, 1 somewhere between. Flags of low rows `top` and the one below. */
function tileKinds(
  person: usize, room: usize, lowWidth: i32, top: i32, xStarts: usize, width: i32, kinds: usize,
): void {
  const first = <usize>(top * lowWidth);
  for (let x = 0, t = 0; x < width; x += TILE, t++) {
    const from = load<i32>(xStarts + (x << 2));
    const to = load<i32>(xStarts + (min(x + TILE, width) - 1 << 2)) + 1;
    let unsurePerson = 0;
    let unsureRoom = 0;
    for (let k = from; k <= to; k++) {
      const at = first + k;
      unsurePerson |= load<u8>(person + at) | load<u8>(person + at + lowWidth);
      unsureRoom |= load<u8>(room + at) | load<u8>(room + at + lowWidth);
    }
    store<u8>(kinds + t, unsureRoom == 0 ? 0 : unsurePerson == 0 ? 255 : 1);
  }
}

/** Four numbers of a low row, stretched to the 16 samples of a tile: four lines of 16-bit numbers. */
function stretchTile(row: usize, xStarts: usize, xFractions: usize, x: i32, count: i32, lines: usize): void {
  for (let k = 0; k < count; k++) {
    const at = row + (<usize>load<i32>(xStarts + (x + k << 2)) << 3);
    const f = v128.load16_splat(xFractions + (x + k << 1));
    const left = v128.load64_zero(at);
    const mixed = i16x8.add(left, i16x8.q15mulr_sat_s(i16x8.sub(v128.load64_zero(at + 8), left), f));
    const to = lines + (k << 1);
    v128.store16_lane(to, mixed, 0);
    v128.store16_lane(to + 32, mixed, 1);
    v128.store16_lane(to + 64, mixed, 2);
    v128.store16_lane(to + 96, mixed, 3);
  }
}

function between(upper: usize, lower: usize, at: usize, f: v128): v128 {
  const a = v128.load(upper + at);
  return i16x8.add(a, i16x8.q15mulr_sat_s(i16x8.sub(v128.load(lower + at), a), f));
}

/** n/255 in 1/32768, of 8 numbers -128..255. */
function inParts(bytes: v128): v128 {
  return i16x8.add(i16x8.shl(bytes, 7), i16x8.shr_s(bytes, 1));
}

/** 8 numbers in 1/1024 to 0..255: an S-curve from `low` on, `gain` in 1/4096 so that the curve ends at 1. */
function curved(q: v128, low: v128, gain: v128): v128 {
  // (q - low) in 1/1024 becomes 0..32767 by a saturating shift of 4 and one multiplication with a factor below 8.
  let t = i16x8.max_s(i16x8.sub_sat_s(q, low), i16x8.splat(0));
  t = i16x8.q15mulr_sat_s(i16x8.shl(i16x8.min_s(t, i16x8.splat(2047)), 4), gain);
  t = i16x8.min_s(t, i16x8.splat(4095));
  t = i16x8.min_s(i16x8.shl(t, 3), i16x8.splat(32767));
  // t * t * (1.5 - t) in 1/16384: 0..8192.
  const square = i16x8.q15mulr_sat_s(t, t);
  const s = i16x8.q15mulr_sat_s(square, i16x8.sub(i16x8.splat(24576), i16x8.shr_s(t, 1)));
  return i16x8.shr_u(i16x8.add(i16x8.sub(s, i16x8.shr_u(s, 8)), i16x8.splat(16)), 5);
}

/** 8 numbers 0..255 from what is remembered towards what is new by `share` (0..255). */
function remembered(was: v128, now: v128, share: i32): v128 {
  const difference = i16x8.sub(now, was);
  // share / 255 in 1/32768.
  const moved = i16x8.add(was, i16x8.q15mulr_sat_s(difference, i16x8.splat(<i16>min(share * 129, 32767))));
  const isNear = i16x8.le_s(i16x8.abs(difference), i16x8.splat(<i16>SNAP));
  const isEnd = v128.or(i16x8.eq(now, i16x8.splat(0)), i16x8.eq(now, i16x8.splat(255)));
  return v128.bitselect(now, moved, share >= 255 ? i16x8.splat(-1) : v128.and(isNear, isEnd));
}

/**
 * `numbers`: low picture of four 16-bit numbers (guidedNumbers); `person`, `room`: where it is not sure, widened
 * (steady.ts); `share`: how much of the new alpha each low place takes. Tables as everywhere (axis-table.ts). The curve
 * runs from `low` to `high`, in 1/1024. `alpha` holds what the last frame left and is the memory. `lines`: 512 bytes and
 * the kinds of one row of tiles.
 */
export function guidedAlpha(
  luma: usize, cb: usize, cr: usize, width: i32, height: i32,
  numbers: usize, person: usize, room: usize, share: usize, lowWidth: i32,
  xStarts: usize, xFractions: usize, yStarts: usize, yFractions: usize,
  low: i32, high: i32, alpha: usize, lines: usize,
): void {
  const kinds = lines + 512;
  const halfWidth = width >> 1;
  const tiles = (width + TILE - 1) / TILE;
  const from = i16x8.splat(<i16>low);
  const gain = i16x8.splat(<i16>min<f32>((<f32>(32768.0 / 16.0) / <f32>(high - low)) * 4096, 32767));
  for (let y = 0; y < height;) {
    const top = load<i32>(yStarts + (y << 2));
    let end = y + 1;
    while (end < height && load<i32>(yStarts + (end << 2)) == top) end++;
    tileKinds(person, room, lowWidth, top, xStarts, width, kinds);
    for (let x = 0, t = 0; x < width; x += TILE, t++) {
      const count = min(TILE, width - x);
      const kind = <i32>load<u8>(kinds + t);
      if (kind != 1) {
        // One fill a row for all such tiles side by side: a call for 16 bytes costs more than the bytes.
        let next = t + 1;
        while (next < tiles && <i32>load<u8>(kinds + next) == kind) next++;
        const length = min(next * TILE, width) - x;
        for (let r = y; r < end; r++) memory.fill(alpha + r * width + x, <u8>kind, length);
        x += (next - 1 - t) * TILE;
        t = next - 1;
        continue;
      }
      const above = numbers + ((<usize>(top * lowWidth)) << 3);
      stretchTile(above, xStarts, xFractions, x, count, lines);
      stretchTile(above + (<usize>lowWidth << 3), xStarts, xFractions, x, count, lines + 128);
      for (let r = y; r < end; r++) {
        const f = v128.load16_splat(yFractions + (r << 1));
        const lowRow = top + <i32>(load<i16>(yFractions + (r << 1)) >= 16384);
        const chroma = (r >> 1) * halfWidth + (x >> 1);
        for (let part = 0; part < count; part += 8) {
          const at = r * width + x + part;
          const line = <usize>part << 1;
          const bytes = inParts(i16x8.extend_low_i8x16_u(v128.load64_zero(luma + at)));
          const u = v128.load32_zero(cb + chroma + (part >> 1));
          const v = v128.load32_zero(cr + chroma + (part >> 1));
          const middle = i16x8.splat(128);
          const blue = i16x8.sub(i16x8.extend_low_i8x16_u(i8x16.shuffle(u, u, 0, 0, 1, 1, 2, 2, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0)), middle);
          const red = i16x8.sub(i16x8.extend_low_i8x16_u(i8x16.shuffle(v, v, 0, 0, 1, 1, 2, 2, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0)), middle);
          let q = i16x8.add_sat_s(
            between(lines, lines + 128, 96 + line, f),
            i16x8.q15mulr_sat_s(between(lines, lines + 128, line, f), bytes),
          );
          q = i16x8.add_sat_s(q, i16x8.q15mulr_sat_s(between(lines, lines + 128, 32 + line, f), inParts(blue)));
          q = i16x8.add_sat_s(q, i16x8.q15mulr_sat_s(between(lines, lines + 128, 64 + line, f), inParts(red)));
          const now = curved(q, from, gain);
          const middleX = min(x + part + 4, width - 1);
          const lowColumn =
            load<i32>(xStarts + (middleX << 2)) + <i32>(load<i16>(xFractions + (middleX << 1)) >= 16384);
          const taken = <i32>load<u8>(share + lowRow * lowWidth + lowColumn);
          const was = i16x8.extend_low_i8x16_u(v128.load64_zero(alpha + at));
          let out = remembered(was, now, taken);
          out = i8x16.narrow_i16x8_u(out, out);
          if (part + 8 <= count) {
            v128.store64_lane(alpha + at, out, 0);
          } else {
            for (let k = 0; k < count - part; k++) {
              store<u8>(alpha + at + k, i8x16.extract_lane_u(out, 0));
              out = i8x16.shuffle(out, out, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0);
            }
          }
        }
      }
    }
    y = end;
  }
}
