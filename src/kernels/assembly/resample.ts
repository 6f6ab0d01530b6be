// Planes of 8-bit samples from one size to another. In charge of moving and filtering samples along the two axes by
// tables made in JavaScript (resample-table.ts); knows nothing of colour, of cropping rules or of what a plane means.

/**
 * Filters a plane along both axes: `yTaps` rows are summed into a 16-bit line (vectorised over the row), then `xTaps`
 * samples of that line give one output sample. Weights of one output sum to 256 on each axis.
 * `step` is the distance of neighbouring samples in bytes: 1, or 2 for the interleaved chroma of NV12.
 * `line` has room for the larger of `2 * rowBytes` and `10 * dstWidth + 128` bytes.
 */
export function resample(
  src: usize, srcStride: i32, rowBytes: i32,
  dst: usize, dstStride: i32, dstWidth: i32, dstHeight: i32,
  xStarts: usize, xWeights: usize, xTaps: i32, step: i32,
  yStarts: usize, yWeights: usize, yTaps: i32,
  line: usize,
): void {
  if (step == 1 && xTaps == 2 && yTaps <= 2 && planGroups(xStarts, xWeights, dstWidth, line)) {
    mixPlane(src, srcStride, dst, dstStride, dstWidth, dstHeight, yStarts, yWeights, yTaps, line);
    return;
  }
  for (let y = 0; y < dstHeight; y++) {
    const top = src + load<i32>(yStarts + (<usize>y << 2)) * srcStride;
    const weights = yWeights + ((<usize>(y * yTaps)) << 1);
    sumRows(top, srcStride, rowBytes, weights, yTaps, line);
    const out = dst + y * dstStride;
    if (xTaps == 1) pickColumns(line, step, xStarts, out, dstWidth);
    else if (xTaps == 2) mixTwoColumns(line, step, xStarts, xWeights, out, dstWidth);
    else sumColumns(line, step, xStarts, xWeights, xTaps, out, dstWidth);
  }
}

/** Outputs that are made at once. The last group ends with the row, and may lie over the one before it. */
const GROUP = 8;
/** Of a group: which two of 16 samples each output lies between (16 bytes), the left one's weight (16), where the 16 begin (4). */
const GROUP_BYTES = 48;

/** False where 16 samples do not reach, or a row is shorter than a group. */
function planGroups(starts: usize, weights: usize, count: i32, plan: usize): bool {
  if (count < GROUP) return false;
  for (let x = 0; x < count; x += GROUP, plan += GROUP_BYTES) {
    const first = min(x, count - GROUP);
    // Mirrored, the last output begins first.
    const from = min(load<i32>(starts + (<usize>first << 2)), load<i32>(starts + (<usize>(first + GROUP - 1) << 2)));
    store<i32>(plan, from, 32);
    for (let n = 0; n < GROUP; n++) {
      const at = load<i32>(starts + (<usize>(first + n) << 2)) - from;
      if (at > 14) return false;
      // A high byte that picks nothing makes a 16-bit number of a sample.
      store<u16>(plan + (n << 1), 0xff00 | at);
      store<u16>(plan + (n << 1), load<u16>(weights + (<usize>(first + n) << 2)), 16);
    }
  }
  return true;
}

/** Between two samples on both axes: each row of the source that is needed is mixed once, to 16 bits, and two of those make an output. */
function mixPlane(
  src: usize, srcStride: i32, dst: usize, dstStride: i32, dstWidth: i32, dstHeight: i32,
  yStarts: usize, yWeights: usize, yTaps: i32, plan: usize,
): void {
  const lineBytes = <usize>(dstWidth + GROUP) << 1;
  const even = plan + <usize>((dstWidth + GROUP - 1) / GROUP) * GROUP_BYTES;
  const odd = even + lineBytes;
  let evenRow = -1;
  let oddRow = -1;
  for (let y = 0; y < dstHeight; y++) {
    const row = load<i32>(yStarts + (<usize>y << 2));
    for (let needed = row; needed < row + yTaps; needed++) {
      if ((needed & 1) == 0 && needed != evenRow) {
        mixRow(src + needed * srcStride, plan, even, dstWidth);
        evenRow = needed;
      } else if ((needed & 1) == 1 && needed != oddRow) {
        mixRow(src + needed * srcStride, plan, odd, dstWidth);
        oddRow = needed;
      }
    }
    const weights = yWeights + (<usize>(y * yTaps) << 1);
    const upper = (row & 1) == 0 ? even : odd;
    const lower = yTaps == 1 ? upper : (row & 1) == 0 ? odd : even;
    mixLines(upper, lower, load<u16>(weights), yTaps == 1 ? 0 : load<u16>(weights, 2), dst + y * dstStride, dstWidth);
  }
}

function mixRow(from: usize, plan: usize, line: usize, count: i32): void {
  const one = i16x8.splat(1);
  const whole = i16x8.splat(256);
  for (let x = 0; x < count; x += GROUP, plan += GROUP_BYTES) {
    const samples = v128.load(from + load<i32>(plan, 32));
    const lefts = v128.load(plan);
    const shares = v128.load(plan, 16);
    const left = i16x8.mul(i8x16.swizzle(samples, lefts), shares);
    const right = i16x8.mul(i8x16.swizzle(samples, i16x8.add(lefts, one)), i16x8.sub(whole, shares));
    v128.store(line + (<usize>min(x, count - GROUP) << 1), i16x8.add(left, right));
  }
}

function mixLines(upper: usize, lower: usize, upperWeight: u16, lowerWeight: u16, out: usize, count: i32): void {
  const a = i16x8.splat(upperWeight);
  const b = i16x8.splat(lowerWeight);
  const half = i32x4.splat(0x8000);
  for (let x = 0; x < count; x += GROUP) {
    const first = <usize>min(x, count - GROUP);
    const above = v128.load(upper + (first << 1));
    const below = v128.load(lower + (first << 1));
    const low = i32x4.add(
      i32x4.add(i32x4.extmul_low_i16x8_u(above, a), half),
      i32x4.extmul_low_i16x8_u(below, b),
    );
    const high = i32x4.add(
      i32x4.add(i32x4.extmul_high_i16x8_u(above, a), half),
      i32x4.extmul_high_i16x8_u(below, b),
    );
    // The third byte of each sum.
    const bytes = i8x16.shuffle(low, high, 2, 6, 10, 14, 18, 22, 26, 30, 2, 6, 10, 14, 18, 22, 26, 30);
    v128.store64_lane(out + first, bytes, 0);
  }
}

function sumRows(top: usize, stride: i32, rowBytes: i32, weights: usize, taps: i32, line: usize): void {
  for (let x = 0; x < rowBytes; x += 16) {
    let low = i16x8.splat(0);
    let high = i16x8.splat(0);
    let from = top + x;
    for (let t = 0; t < taps; t++) {
      const w = v128.load16_splat(weights + (t << 1));
      const v = v128.load(from);
      low = i16x8.add(low, i16x8.mul(i16x8.extend_low_i8x16_u(v), w));
      high = i16x8.add(high, i16x8.mul(i16x8.extend_high_i8x16_u(v), w));
      from += stride;
    }
    v128.store(line + (x << 1), low);
    v128.store(line + (x << 1), high, 16);
  }
}

function pickColumns(line: usize, step: i32, starts: usize, out: usize, count: i32): void {
  for (let x = 0; x < count; x++) {
    const at = line + ((load<i32>(starts + (x << 2)) * step) << 1);
    store<u8>(out + x, (<u32>load<u16>(at) + 128) >> 8);
  }
}

function mixTwoColumns(line: usize, step: i32, starts: usize, weights: usize, out: usize, count: i32): void {
  const next = <usize>step << 1;
  for (let x = 0; x < count; x++) {
    const at = line + ((load<i32>(starts + (x << 2)) * step) << 1);
    const pair = load<u32>(weights + (x << 2));
    const sum = <u32>load<u16>(at) * (pair & 0xffff) + <u32>load<u16>(at + next) * (pair >> 16);
    store<u8>(out + x, (sum + 0x8000) >> 16);
  }
}

function sumColumns(
  line: usize, step: i32, starts: usize, weights: usize, taps: i32, out: usize, count: i32,
): void {
  const next = <usize>step << 1;
  let w = weights;
  for (let x = 0; x < count; x++) {
    let at = line + ((load<i32>(starts + (x << 2)) * step) << 1);
    let sum: u32 = 0x8000;
    for (let t = 0; t < taps; t++) {
      sum += <u32>load<u16>(at) * <u32>load<u16>(w);
      at += next;
      w += 2;
    }
    store<u8>(out + x, sum >> 16);
  }
}

/** Means of `factor` x `factor` blocks (2 or 4); `dstWidth` must be a multiple of 4, the source wide enough. */
export function shrinkBy(factor: i32, src: usize, srcStride: i32, dst: usize, dstWidth: i32, dstHeight: i32): void {
  if (factor == 4) {
    for (let y = 0; y < dstHeight; y++) {
      const top = src + y * 4 * srcStride;
      const out = dst + y * dstWidth;
      for (let x = 0; x < dstWidth; x += 4) {
        const from = top + x * 4;
        const a = i16x8.extadd_pairwise_i8x16_u(v128.load(from));
        const b = i16x8.extadd_pairwise_i8x16_u(v128.load(from + srcStride));
        const c = i16x8.extadd_pairwise_i8x16_u(v128.load(from + 2 * srcStride));
        const d = i16x8.extadd_pairwise_i8x16_u(v128.load(from + 3 * srcStride));
        const sum = i32x4.extadd_pairwise_i16x8_u(i16x8.add(i16x8.add(a, b), i16x8.add(c, d)));
        const mean = i32x4.shr_u(i32x4.add(sum, i32x4.splat(8)), 4);
        const half = i16x8.narrow_i32x4_u(mean, mean);
        v128.store32_lane(out + x, i8x16.narrow_i16x8_u(half, half), 0);
      }
    }
    return;
  }
  for (let y = 0; y < dstHeight; y++) {
    const top = src + y * 2 * srcStride;
    const out = dst + y * dstWidth;
    for (let x = 0; x < dstWidth; x += 8) {
      const from = top + x * 2;
      const a = i16x8.extadd_pairwise_i8x16_u(v128.load(from));
      const b = i16x8.extadd_pairwise_i8x16_u(v128.load(from + srcStride));
      const mean = i16x8.shr_u(i16x8.add(i16x8.add(a, b), i16x8.splat(2)), 2);
      v128.store64_lane(out + x, i8x16.narrow_i16x8_u(mean, mean), 0);
    }
  }
}

/** Copies a plane, or mirrors it left to right. */
export function copyPlane(
  src: usize, srcStride: i32, dst: usize, dstStride: i32, width: i32, height: i32, mirror: bool,
): void {
  for (let y = 0; y < height; y++) {
    const from = src + y * srcStride;
    const to = dst + y * dstStride;
    if (!mirror) {
      memory.copy(to, from, width);
      continue;
    }
    let x = 0;
    for (; x + 16 <= width; x += 16) {
      const v = v128.load(from + x);
      v128.store(
        to + width - 16 - x,
        i8x16.shuffle(v, v, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
      );
    }
    for (; x < width; x++) store<u8>(to + width - 1 - x, load<u8>(from + x));
  }
}

/** The interleaved chroma of NV12 as two planes. */
export function splitPairs(
  src: usize, srcStride: i32, first: usize, second: usize, dstStride: i32, width: i32, height: i32, mirror: bool,
): void {
  for (let y = 0; y < height; y++) {
    const from = src + y * srcStride;
    const a = first + y * dstStride;
    const b = second + y * dstStride;
    let x = 0;
    if (!mirror) {
      for (; x + 16 <= width; x += 16) {
        const p = v128.load(from + 2 * x);
        const q = v128.load(from + 2 * x, 16);
        v128.store(a + x, i8x16.shuffle(p, q, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30));
        v128.store(b + x, i8x16.shuffle(p, q, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31));
      }
    }
    for (; x < width; x++) {
      const at = mirror ? width - 1 - x : x;
      store<u8>(a + at, load<u8>(from + 2 * x));
      store<u8>(b + at, load<u8>(from + 2 * x + 1));
    }
  }
}

/** Side of the squares a plane is turned in: 32 rows of either side stay in the first cache. */
const TILE = 32;

/**
 * Turns a plane clockwise by `quarters` (1, 2 or 3) quarter turns. `width` and `height` are the source's; `step` as for
 * resample.
 */
export function turnPlane(
  src: usize, srcStride: i32, step: i32, width: i32, height: i32, dst: usize, dstStride: i32, quarters: i32,
): void {
  // Where the source's first sample goes, and how far its right and lower neighbours lie from there.
  const toRight = quarters == 1 ? dstStride : quarters == 2 ? -1 : -dstStride;
  const toLower = quarters == 1 ? -1 : quarters == 2 ? -dstStride : 1;
  const first = quarters == 1 ? height - 1 : quarters == 2 ? (height - 1) * dstStride + width - 1 : (width - 1) * dstStride;
  for (let top = 0; top < height; top += TILE) {
    const bottom = min(top + TILE, height);
    for (let left = 0; left < width; left += TILE) {
      const right = min(left + TILE, width);
      for (let y = top; y < bottom; y++) {
        let from = src + y * srcStride + left * step;
        let to = dst + first + y * toLower + left * toRight;
        for (let x = left; x < right; x++) {
          store<u8>(to, load<u8>(from));
          from += step;
          to += toRight;
        }
      }
    }
  }
}
