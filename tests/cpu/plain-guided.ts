// The guided filter with a colour guide as its paper states it (He, Sun and Tang 2013, eq. 14 to 17), in plain numbers: what the
// kernels are held against. Slow and simple on purpose.

export interface Guide {
  readonly width: number;
  readonly height: number;
  readonly y: ArrayLike<number>;
  readonly u: ArrayLike<number>;
  readonly v: ArrayLike<number>;
}

type Model = readonly [aY: number, aU: number, aV: number, b: number];

const guideAt = ({ y, u, v }: Guide, i: number): readonly [number, number, number] => [
  (y[i] ?? 0) / 255,
  ((u[i] ?? 0) - 128) / 255,
  ((v[i] ?? 0) - 128) / 255,
];

function around(width: number, height: number, i: number, radius: number): number[] {
  const [x, y] = [i % width, Math.floor(i / width)];
  const list: number[] = [];
  for (let j = Math.max(0, y - radius); j <= Math.min(height - 1, y + radius); j++) {
    for (let k = Math.max(0, x - radius); k <= Math.min(width - 1, x + radius); k++) list.push(j * width + k);
  }
  return list;
}

function modelAt(guide: Guide, mask: ArrayLike<number>, i: number, radius: number, epsilon: number): Model {
  const window = around(guide.width, guide.height, i, radius);
  const mean = (pick: (at: number) => number): number => window.reduce((sum, at) => sum + pick(at), 0) / window.length;
  const colour = [0, 1, 2].map((c) => mean((at) => guideAt(guide, at)[c] ?? 0));
  const p = mean((at) => mask[at] ?? 0);
  const matrix = [0, 1, 2].map((r) => [
    ...[0, 1, 2].map(
      (c) =>
        mean((at) => (guideAt(guide, at)[r] ?? 0) * (guideAt(guide, at)[c] ?? 0)) -
        (colour[r] ?? 0) * (colour[c] ?? 0) +
        (r === c ? epsilon : 0),
    ),
    mean((at) => (guideAt(guide, at)[r] ?? 0) * (mask[at] ?? 0)) - (colour[r] ?? 0) * p,
  ]);
  const [aY = 0, aU = 0, aV = 0] = solved(matrix);
  return [aY, aU, aV, p - aY * (colour[0] ?? 0) - aU * (colour[1] ?? 0) - aV * (colour[2] ?? 0)];
}

/** Gauss-Jordan on three rows of four; the diagonal is never 0 here. */
function solved(rows: number[][]): number[] {
  const at = (r: number, c: number): number => rows[r]?.[c] ?? 0;
  for (let c = 0; c < 3; c++) {
    const pivot = at(c, c);
    rows[c] = (rows[c] ?? []).map((value) => value / pivot);
    for (let r = 0; r < 3; r++) {
      const factor = at(r, c);
      if (r !== c) rows[r] = (rows[r] ?? []).map((value, k) => value - factor * at(c, k));
    }
  }
  return [at(0, 3), at(1, 3), at(2, 3)];
}

/** The mean of the models that cover each sample. */
export function plainModels(guide: Guide, mask: ArrayLike<number>, radius: number, epsilon: number): Model[] {
  const { width, height } = guide;
  const all = Array.from({ length: width * height }, (_, i) => modelAt(guide, mask, i, radius, epsilon));
  return all.map((_, i) => {
    const window = around(width, height, i, radius);
    const mean = (c: number): number => window.reduce((sum, at) => sum + (all[at]?.[c] ?? 0), 0) / window.length;
    return [mean(0), mean(1), mean(2), mean(3)];
  });
}

/** Alpha 0..255 of pixel (x, y) of a larger picture: models interpolated, applied to its own colour, curved. */
export function plainAlpha(
  models: readonly Model[],
  small: Guide,
  large: Guide,
  x: number,
  y: number,
  [low, high]: readonly [number, number],
): number {
  const place = (i: number, count: number, length: number): [number, number] => {
    const at = Math.max(0, Math.min(((i + 0.5) * length) / count - 0.5, length - 1));
    const start = Math.min(Math.floor(at), length - 2);
    return [start, at - start];
  };
  const [left, fx] = place(x, large.width, small.width);
  const [top, fy] = place(y, large.height, small.height);
  const model = (c: number): number => {
    const m = (i: number, j: number): number => models[(top + j) * small.width + left + i]?.[c] ?? 0;
    return (1 - fy) * ((1 - fx) * m(0, 0) + fx * m(1, 0)) + fy * ((1 - fx) * m(0, 1) + fx * m(1, 1));
  };
  const chroma = (y >> 1) * (large.width / 2) + (x >> 1);
  const luma = (large.y[y * large.width + x] ?? 0) / 255;
  const cb = ((large.u[chroma] ?? 0) - 128) / 255;
  const cr = ((large.v[chroma] ?? 0) - 128) / 255;
  const q = model(0) * luma + model(1) * cb + model(2) * cr + model(3);
  const t = Math.max(0, Math.min(1, (q - low) / (high - low)));
  return 255 * t * t * (3 - 2 * t);
}
