// Box filters over pictures whose pixel is four f32 side by side: [Y, U, V, weight] for mean colours, products of guide and
// mask for the guided filter. One vector per pixel makes a running sum one addition. Outside the picture is zero: who
// wants means divides by a weight that was filtered along.

/**
 * A box of radius `radius` plus two end samples weighing `ends` (0..1), along rows, `times` times over: a row is
 * filtered in `lineA`/`lineB` (width + 2 * radius + 4 pixels each) and touched in memory once.
 */
export function boxRows(
  src: usize, dst: usize, width: i32, height: i32, radius: i32, ends: f32, times: i32, lineA: usize, lineB: usize,
): void {
  const pad = (radius + 1) << 4;
  const rowBytes = width << 4;
  const span = 2 * radius + 1;
  const scale = f32x4.splat(<f32>1 / (<f32>span + ends + ends));
  const end = f32x4.splat(ends);
  memory.fill(lineA, 0, rowBytes + 2 * pad);
  memory.fill(lineB, 0, rowBytes + 2 * pad);
  for (let y = 0; y < height; y++) {
    memory.copy(lineA + pad, src + y * rowBytes, rowBytes);
    let from = lineA;
    let other = lineB;
    for (let k = 0; k < times; k++) {
      const to = k == times - 1 ? dst + y * rowBytes : other + pad;
      // The window of output 0 starts `radius` pixels left of it: one pixel after the line's start.
      let sum = f32x4.splat(0);
      for (let i = 0; i < 2 * radius + 1; i++) sum = f32x4.add(sum, v128.load(from + 16 + (i << 4)));
      const reach = (2 * radius + 2) << 4;
      for (let at = 0; at < rowBytes; at += 16) {
        const left = v128.load(from + at);
        const right = v128.load(from + at + reach);
        v128.store(to + at, f32x4.mul(f32x4.add(sum, f32x4.mul(f32x4.add(left, right), end)), scale));
        sum = f32x4.add(sum, f32x4.sub(right, v128.load(from + at, 16)));
      }
      const swap = from;
      from = other;
      other = swap;
    }
  }
}

/** The same along columns, once. `sums` is one row; `zeros` one row of zeros. `src` and `dst` differ. */
export function boxColumns(
  src: usize, dst: usize, width: i32, height: i32, radius: i32, ends: f32, sums: usize, zeros: usize,
): void {
  const rowBytes = width << 4;
  const span = 2 * radius + 1;
  const scale = f32x4.splat(<f32>1 / (<f32>span + ends + ends));
  const end = f32x4.splat(ends);
  memory.fill(sums, 0, rowBytes);
  memory.fill(zeros, 0, rowBytes);
  for (let y = 0; y <= radius && y < height; y++) {
    const row = src + y * rowBytes;
    for (let at = 0; at < rowBytes; at += 16) {
      v128.store(sums + at, f32x4.add(v128.load(sums + at), v128.load(row + at)));
    }
  }
  for (let y = 0; y < height; y++) {
    const above = y - radius - 1 >= 0 ? src + (y - radius - 1) * rowBytes : zeros;
    const below = y + radius + 1 < height ? src + (y + radius + 1) * rowBytes : zeros;
    const leaving = y - radius >= 0 ? src + (y - radius) * rowBytes : zeros;
    const to = dst + y * rowBytes;
    for (let at = 0; at < rowBytes; at += 16) {
      const sum = v128.load(sums + at);
      const entering = v128.load(below + at);
      const outer = f32x4.add(v128.load(above + at), entering);
      v128.store(to + at, f32x4.mul(f32x4.add(sum, f32x4.mul(outer, end)), scale));
      v128.store(sums + at, f32x4.add(sum, f32x4.sub(entering, v128.load(leaving + at))));
    }
  }
}
