// Blurs as a lens does: every pixel becomes a disc. Pixels are [wY, wU, wV, w] in f32 (backdrop.ts); beyond the picture
// is nothing, of no weight. A row of a disc is the difference of two running sums, so a pixel costs two loads a row.

/**
 * Sums along each row of `src`, smoothed by 1-2-1 across and down: `width` + 1 + 2 * `pad` pixels a row, with `pad` zeros
 * before the first sum and the last sum repeated after it. `smooth` holds a row and a pixel on either side.
 */
export function discSums(src: usize, width: i32, height: i32, pad: i32, sums: usize, smooth: usize): void {
  const rowBytes = <usize>width << 4;
  const stride = <usize>(width + 1 + 2 * pad) << 4;
  const none = f32x4.splat(0);
  v128.store(smooth, none);
  v128.store(smooth + 16 + rowBytes, none);
  for (let y = 0; y < height; y++) {
    const row = src + y * rowBytes;
    const above = y > 0 ? row - rowBytes : row;
    const below = y + 1 < height ? row + rowBytes : row;
    const up = f32x4.splat(y > 0 ? 1 : 0);
    const down = f32x4.splat(y + 1 < height ? 1 : 0);
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const here = v128.load(row + at);
      const around = f32x4.add(f32x4.mul(v128.load(above + at), up), f32x4.mul(v128.load(below + at), down));
      v128.store(smooth + 16 + at, f32x4.add(f32x4.add(here, here), around));
    }
    let to = sums + y * stride;
    memory.fill(to, 0, <usize>(pad + 1) << 4);
    to += <usize>(pad + 1) << 4;
    let sum = none;
    let left = none;
    let here = v128.load(smooth + 16);
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const right = v128.load(smooth + at, 32);
      sum = f32x4.add(sum, f32x4.add(f32x4.add(left, right), f32x4.add(here, here)));
      v128.store(to + at, sum);
      left = here;
      here = right;
    }
    to += rowBytes;
    for (let i = 0; i < pad; i++) v128.store(to + (<usize>i << 4), sum);
  }
}

/**
 * The discs of all pixels. `halves`: i32 half widths of a disc's rows from the middle outwards, `rows` of them and none
 * beyond `pad`; `sums` as above. Nothing is divided: whoever wants colours divides by the weight. Writes groups of 4.
 */
export function discs(
  sums: usize, width: i32, height: i32, pad: i32, halves: usize, rows: i32, dst: usize,
): void {
  const stride = <usize>(width + 1 + 2 * pad) << 4;
  for (let y = 0; y < height; y++) {
    const first = max(y - rows + 1, 0);
    const last = min(y + rows - 1, height - 1);
    const to = dst + (<usize>(y * width) << 4);
    for (let x = 0; x < width; x += 4) {
      let a = f32x4.splat(0);
      let b = a;
      let c = a;
      let d = a;
      const middle = sums + (<usize>(pad + x) << 4);
      for (let r = first; r <= last; r++) {
        const half = load<i32>(halves + (<usize>abs(r - y) << 2)) << 4;
        const row = middle + r * stride;
        const from = row - half;
        const until = row + half;
        a = f32x4.add(a, f32x4.sub(v128.load(until, 16), v128.load(from)));
        b = f32x4.add(b, f32x4.sub(v128.load(until, 32), v128.load(from, 16)));
        c = f32x4.add(c, f32x4.sub(v128.load(until, 48), v128.load(from, 32)));
        d = f32x4.add(d, f32x4.sub(v128.load(until, 64), v128.load(from, 48)));
      }
      const at = to + (<usize>x << 4);
      v128.store(at, a);
      v128.store(at, b, 16);
      v128.store(at, c, 32);
      v128.store(at, d, 48);
    }
  }
}
