// What moved where from one small picture to the next, in blocks of 8 x 8, and an answer of the net moved along: a mask that is
// carried forward instead of asked for again.

const BLOCK: i32 = 8;
/** A match has to be better than standing still by that share, in 1/16: noise moves nothing. */
const BETTER: i32 = 13;
/** Samples from one picture to the next: at 30 a second a hand across the picture in half a second. */
const FURTHEST: i32 = 16;

function apart(a: v128, b: v128): v128 {
  return v128.or(i8x16.sub_sat_u(a, b), i8x16.sub_sat_u(b, a));
}

/** Sum of absolute differences of two blocks of one plane, added to `sum`. */
function addDifference(sum: v128, a: usize, b: usize, stride: i32): v128 {
  for (let row = 0; row < BLOCK; row++) {
    const at = <usize>(row * stride);
    sum = i16x8.add(sum, i16x8.extend_low_i8x16_u(apart(v128.load64_zero(a + at), v128.load64_zero(b + at))));
  }
  return sum;
}

let nowY: usize = 0;
let nowU: usize = 0;
let nowV: usize = 0;
let wasY: usize = 0;
let wasU: usize = 0;
let wasV: usize = 0;

/** Of all three planes: what has the light of the wall before it is seen by its colour. */
function difference(at: usize, from: usize, stride: i32): i32 {
  let sum = addDifference(i16x8.splat(0), nowY + at, wasY + from, stride);
  sum = addDifference(sum, nowU + at, wasU + from, stride);
  sum = addDifference(sum, nowV + at, wasV + from, stride);
  const four = i32x4.extadd_pairwise_i16x8_u(sum);
  return (
    i32x4.extract_lane(four, 0) + i32x4.extract_lane(four, 1) + i32x4.extract_lane(four, 2) + i32x4.extract_lane(four, 3)
  );
}

let bestCost: i32 = 0;
let bestX: i32 = 0;
let bestY: i32 = 0;

function attempt(width: i32, height: i32, x: i32, y: i32, dx: i32, dy: i32): void {
  const fromX = x + dx;
  const fromY = y + dy;
  if (abs(dx) > FURTHEST || abs(dy) > FURTHEST) return;
  if (fromX < 0 || fromY < 0 || fromX > width - BLOCK || fromY > height - BLOCK) return;
  const cost = difference(<usize>(y * width + x), <usize>(fromY * width + fromX), width);
  if (cost >= bestCost) return;
  bestCost = cost;
  bestX = dx;
  bestY = dy;
}

/**
 * For every block of the planes `y`, `u`, `v` where it was in `beforeY` and so on (planes of one size, both sides a multiple of 8):
 * `vectors` has two signed bytes a block, across and down, at most 7 (and what neighbours add); `rest` a byte: what is left of the mean
 * difference, summed over the planes. Blocks that differ by `still` or less stay where they are.
 */
export function blockMotion(
  y: usize, u: usize, v: usize, beforeY: usize, beforeU: usize, beforeV: usize,
  width: i32, height: i32, still: i32, vectors: usize, rest: usize,
): void {
  nowY = y;
  nowU = u;
  nowV = v;
  wasY = beforeY;
  wasU = beforeU;
  wasV = beforeV;
  const across = width / BLOCK;
  for (let row = 0; row < height / BLOCK; row++) {
    for (let column = 0; column < across; column++) {
      const left = column * BLOCK;
      const top = row * BLOCK;
      const block = row * across + column;
      const at = <usize>(top * width + left);
      const standing = difference(at, at, width);
      bestCost = standing;
      bestX = 0;
      bestY = 0;
      if (standing > still * BLOCK * BLOCK) {
        if (column > 0) {
          const beside = vectors + <usize>((block - 1) << 1);
          attempt(width, height, left, top, load<i8>(beside), load<i8>(beside, 1));
        }
        if (row > 0) {
          const above = vectors + <usize>((block - across) << 1);
          attempt(width, height, left, top, load<i8>(above), load<i8>(above, 1));
        }
        for (let step = 4; step > 0; step >>= 1) {
          const aroundX = bestX;
          const aroundY = bestY;
          for (let dy = -step; dy <= step; dy += step) {
            for (let dx = -step; dx <= step; dx += step) {
              if (dx !== 0 || dy !== 0) attempt(width, height, left, top, aroundX + dx, aroundY + dy);
            }
          }
        }
        if (bestCost << 4 > standing * BETTER) {
          bestCost = standing;
          bestX = 0;
          bestY = 0;
        }
      }
      store<i8>(vectors + <usize>(block << 1), <i8>bestX);
      store<i8>(vectors + <usize>(block << 1), <i8>bestY, 1);
      store<u8>(rest + block, <u8>min(255, bestCost / (BLOCK * BLOCK)));
    }
  }
}

let odd: i32 = 0;
let bestValue: f32 = 0;
let leastValue: f32 = 0;

/** What `state` says of a sample, if it came from there. */
function consider(state: usize, width: i32, height: i32, x: i32, y: i32, vector: usize): void {
  const fromX = max(0, min(width - 1, x + load<i8>(vector)));
  const fromY = max(0, min(height - 1, y + load<i8>(vector, 1)));
  const at = <usize>(y * width + x);
  const from = <usize>(fromY * width + fromX);
  const cost =
    abs(<i32>load<u8>(nowY + at) - <i32>load<u8>(wasY + from)) +
    abs(<i32>load<u8>(nowU + at) - <i32>load<u8>(wasU + from)) +
    abs(<i32>load<u8>(nowV + at) - <i32>load<u8>(wasV + from));
  const value = load<f32>(state + (from << 2));
  leastValue = min(leastValue, value);
  if (cost >= odd) return;
  odd = cost;
  bestValue = value;
}

/**
 * Call after blockMotion, for its planes: `state` (f32) moved along `vectors` into `moved`. Each sample comes from where that one of the
 * four blocks round it says whose sample looks most like it; where none looks like it (off by more than `strange`), from the one that
 * hides most.
 */
export function moveAlong(
  state: usize, width: i32, height: i32, vectors: usize, strange: i32, moved: usize,
): void {
  const across = width / BLOCK;
  const down = height / BLOCK;
  for (let row = 0; row <= down; row++) {
    const upper = max(0, row - 1);
    const lower = min(down - 1, row);
    for (let column = 0; column <= across; column++) {
      const left = max(0, column - 1);
      const right = min(across - 1, column);
      const a = vectors + <usize>((upper * across + left) << 1);
      const b = vectors + <usize>((upper * across + right) << 1);
      const c = vectors + <usize>((lower * across + left) << 1);
      const d = vectors + <usize>((lower * across + right) << 1);
      const isStill = (load<i16>(a) | load<i16>(b) | load<i16>(c) | load<i16>(d)) === 0;
      const fromX = max(0, column * BLOCK - BLOCK / 2);
      const toX = min(width, column * BLOCK + BLOCK / 2);
      const toY = min(height, row * BLOCK + BLOCK / 2);
      for (let y = max(0, row * BLOCK - BLOCK / 2); y < toY; y++) {
        if (isStill) {
          const at = <usize>(y * width + fromX) << 2;
          memory.copy(moved + at, state + at, <usize>(toX - fromX) << 2);
          continue;
        }
        for (let x = fromX; x < toX; x++) {
          odd = 4096;
          leastValue = 1;
          consider(state, width, height, x, y, a);
          consider(state, width, height, x, y, b);
          consider(state, width, height, x, y, c);
          consider(state, width, height, x, y, d);
          store<f32>(moved + (<usize>(y * width + x) << 2), odd > strange ? leastValue : bestValue);
        }
      }
    }
  }
}
