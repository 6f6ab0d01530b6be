/*
 * Reads the frame number back from a finished picture. Every possible word is compared
 * with the measured brightness of the tiles, as it would look at several degrees of blur,
 * and the best fit wins if it fits well: the only way that survives a blur half a tile
 * wide, where a single bright tile is no longer brighter than the middle grey.
 */
import { BACKGROUND_CODE, BODY_CODE, CODE_BITS, CODE_RANGE, encodeWord, type CodePlace } from './code-word';

export interface Picture {
  /** Luma, one byte a pixel, or RGBA; told apart by the length. */
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly width: number;
  readonly height: number;
}

export type CounterPlace = 'background' | 'body';

/** Where a tile is sampled, clear of its edges: the body moves by an eighth of a tile. */
const SPOTS = [0.25, 0.5, 0.75];
const SPOT_HALF = 0.1;
/** Share of the measured variation that the best word has to explain. */
const MIN_FIT = 0.8;
/** Least difference between lit and dark tiles, in steps of 255. */
const MIN_CONTRAST = 14;
const BLURS: Record<CounterPlace, readonly number[]> = {
  background: [0, 0.17, 0.33, 0.5],
  body: [0, 0.2],
};

interface Model {
  /** What a constant and the surroundings add; removed from every measurement. */
  readonly nuisance: readonly Float64Array[];
  readonly tiles: readonly Float64Array[];
  /** Squared length of each word's picture, by number. */
  readonly energy: Float64Array;
}

function errorFunction(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - poly * Math.exp(-x * x));
}

/** How much of an interval a blurred sample at x sees; everything in tiles. */
function seen(x: number, from: number, to: number, blur: number): number {
  if (blur < 0.02) return x >= from && x < to ? 1 : 0;
  const k = 1 / (blur * Math.SQRT2);
  return 0.5 * (errorFunction((to - x) * k) - errorFunction((from - x) * k));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** Takes the parts of `v` along the unit vectors out of it, in place. */
function reject(v: Float64Array, units: readonly Float64Array[]): Float64Array {
  for (const unit of units) {
    const along = dot(v, unit);
    for (let i = 0; i < v.length; i++) v[i] = (v[i] ?? 0) - along * (unit[i] ?? 0);
  }
  return v;
}

function sampleGrid(place: CodePlace): { x: number; y: number }[] {
  const points: { x: number; y: number }[] = [];
  for (let row = 0; row < place.rows; row++) {
    for (let column = 0; column < place.columns; column++) {
      for (const y of SPOTS) for (const x of SPOTS) points.push({ x: column + x, y: row + y });
    }
  }
  return points;
}

function buildModel(place: CodePlace, blur: number): Model {
  const points = sampleGrid(place);
  const { columns, rows } = place;
  const margin = 12 / place.block;
  const nuisance: Float64Array[] = [];
  const candidates = [
    () => 1,
    // Light falls off across the panel.
    (p: { x: number; y: number }) => p.x / columns - 0.5,
    // A bright wall outside the frame leaks in.
    (p: { x: number; y: number }) =>
      1 - seen(p.x, -margin, columns + margin, blur) * seen(p.y, -margin, rows + margin, blur),
  ];
  for (const shape of candidates) {
    const v = reject(Float64Array.from(points, shape), nuisance);
    const length = Math.sqrt(dot(v, v));
    if (length > 1e-3) nuisance.push(v.map((value) => value / length));
  }
  const tiles = Array.from({ length: CODE_BITS }, (_, i) => {
    const cx = i % columns;
    const cy = Math.floor(i / columns);
    return reject(
      Float64Array.from(points, (p) => seen(p.x, cx, cx + 1, blur) * seen(p.y, cy, cy + 1, blur)),
      nuisance,
    );
  });
  const gram = tiles.map((a) => tiles.map((b) => dot(a, b)));
  const energy = Float64Array.from({ length: CODE_RANGE }, (_, n) => {
    const bits = encodeWord(n);
    let sum = 0;
    gram.forEach((row, i) => {
      if (bits[i])
        row.forEach((value, j) => {
          if (bits[j]) sum += value;
        });
    });
    return sum;
  });
  return { nuisance, tiles, energy };
}

const models = new Map<CounterPlace, readonly Model[]>();
let words: readonly Uint8Array[] | undefined;

function measure(picture: Picture, place: CodePlace): Float64Array {
  const { data, width, height } = picture;
  const step = data.length >= width * height * 4 ? 4 : 1;
  const sx = width / 1280;
  const sy = height / 720;
  const half = place.block * SPOT_HALF;
  return Float64Array.from(sampleGrid(place), (p) => {
    const x0 = Math.max(0, Math.floor((place.x + p.x * place.block - half) * sx));
    const x1 = Math.min(width, Math.max(x0 + 1, Math.ceil((place.x + p.x * place.block + half) * sx)));
    const y0 = Math.max(0, Math.floor((place.y + p.y * place.block - half) * sy));
    const y1 = Math.min(height, Math.max(y0 + 1, Math.ceil((place.y + p.y * place.block + half) * sy)));
    let sum = 0;
    for (let y = y0; y < y1; y++) {
      for (let x = x0; x < x1; x++) {
        const i = (y * width + x) * step;
        sum +=
          step === 1
            ? (data[i] ?? 0)
            : 0.2126 * (data[i] ?? 0) + 0.7152 * (data[i + 1] ?? 0) + 0.0722 * (data[i + 2] ?? 0);
      }
    }
    return sum / Math.max(1, (x1 - x0) * (y1 - y0));
  });
}

function readPlace(picture: Picture, which: CounterPlace): number | null {
  const place = which === 'background' ? BACKGROUND_CODE : BODY_CODE;
  const modelsHere = models.get(which) ?? BLURS[which].map((blur) => buildModel(place, blur));
  models.set(which, modelsHere);
  words ??= Array.from({ length: CODE_RANGE }, (_, n) => encodeWord(n));
  const measured = measure(picture, place);
  let best = { fit: 0, n: -1, contrast: 0 };
  for (const model of modelsHere) {
    const y = reject(measured.slice(), model.nuisance);
    const total = dot(y, y);
    if (total < 1) continue;
    const along = model.tiles.map((tile) => dot(y, tile));
    words.forEach((bits, n) => {
      let sum = 0;
      for (let i = 0; i < CODE_BITS; i++) if (bits[i]) sum += along[i] ?? 0;
      const energy = model.energy[n] ?? 0;
      if (sum <= 0 || energy < 1e-6) return;
      const fit = (sum * sum) / (energy * total);
      if (fit > best.fit) best = { fit, n, contrast: sum / energy };
    });
  }
  return best.fit >= MIN_FIT && best.contrast >= MIN_CONTRAST ? best.n : null;
}

/**
 * The frame number modulo CODE_RANGE, or null where no code is to be read. Without a
 * place it tries the sweater first, which outlives the background, then the wall.
 */
export function readCounter(picture: Picture, place?: CounterPlace): number | null {
  if (place) return readPlace(picture, place);
  return readPlace(picture, 'body') ?? readPlace(picture, 'background');
}
