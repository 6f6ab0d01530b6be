// The bench's page: decodes a clip, finds its loop as the loop worker does, and measures the seam by pixels, beside other
// places to cut. The finder sees thumbnails; what is measured here is the picture itself.
import { blendBytes } from '../../src/loop/blend';
import { readFeatures } from '../../src/loop/features';
import { findLoops, LOOP_WISHES } from '../../src/loop/finder';
import { SEAM_FADE_MS } from '../../src/loop/make-loop';
import type { TimedFeatures } from '../../src/loop/seam';
import { seeded } from '../../src/sources/demo/layer';
import { openClip } from '../../src/sources/file/clip';
import { decodeAhead } from '../../src/sources/file/decode-ahead';

/** As long as the ring. */
const PART_SECONDS = 20;
const WIDTH = 320;
const SHEET_WIDTH = 240;
const SHEET_REACH = 4;
const RANDOM_CUTS = 200;

interface Picture extends TimedFeatures {
  readonly luma: Uint8Array;
  readonly small: ImageBitmap;
}

/** Of one way to cut, in the clip's own median step from picture to picture. */
export interface SeamRatios {
  /** The step from the last picture to the first, without a fade. */
  readonly cut: number;
  /** The mean of the steps while the fade lasts, and of that to the first picture. */
  readonly played: number;
  /** The largest of them. */
  readonly worst: number;
}

export interface PartResult {
  readonly seconds: number;
  readonly lengthMs: number;
  readonly score: number;
  readonly findMs: number;
  readonly chosen: SeamRatios;
  /** Medians of many. */
  readonly random: SeamRatios;
  readonly ends: SeamRatios;
  /** PNG, base64. */
  readonly sheet: string;
}

async function shrink(frame: VideoFrame): Promise<Pick<Picture, 'luma' | 'small' | 'features'>> {
  const bytes = new Uint8Array(frame.allocationSize());
  const [plane] = await frame.copyTo(bytes);
  const { width, height } = frame.visibleRect ?? { width: 0, height: 0 };
  const stride = plane?.stride ?? width;
  const features = readFeatures({ bytes: bytes.subarray(plane?.offset ?? 0), stride, width, height });
  const factor = Math.max(1, Math.floor(width / WIDTH));
  const luma = new Uint8Array(Math.floor(width / factor) * Math.floor(height / factor));
  let at = 0;
  for (let y = 0; y + factor <= height; y += factor)
    for (let x = 0; x + factor <= width; x += factor) {
      let sum = 0;
      for (let v = 0; v < factor; v++)
        for (let u = 0; u < factor; u++) sum += bytes[(plane?.offset ?? 0) + (y + v) * stride + x + u] ?? 0;
      luma[at++] = sum / (factor * factor);
    }
  const small = await createImageBitmap(frame, {
    resizeWidth: SHEET_WIDTH,
    resizeHeight: Math.round((SHEET_WIDTH * height) / width),
  });
  return { features, luma, small };
}

async function* picturesOf(file: Blob): AsyncGenerator<Picture> {
  const clip = await openClip(file, true);
  let wake = () => undefined as void;
  let failure: unknown = null;
  const ahead = decodeAhead(clip, false, {
    changed: () => {
      wake();
    },
    failed(error) {
      failure = error;
      wake();
    },
  });
  try {
    while (!ahead.isOver) {
      if (failure) throw failure as Error;
      const frame = ahead.take();
      if (!frame) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const { timestamp } = frame;
      try {
        yield { timestampUs: timestamp, ...(await shrink(frame)) };
      } finally {
        frame.close();
      }
    }
  } finally {
    ahead.close();
    clip.close();
  }
}

function step(one: Uint8Array, other: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += ((one[at] ?? 0) - (other[at] ?? 0)) ** 2;
  return Math.sqrt(sum / one.length);
}
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

function measure(pictures: readonly Picture[], start: number, end: number, natural: number): SeamRatios {
  const luma = (n: number) => pictures[n]?.luma ?? new Uint8Array(0);
  const beginUs = (pictures[start]?.timestampUs ?? 0) - SEAM_FADE_MS * 1000;
  let fade = 0;
  while (start - fade > 0 && (pictures[start - fade - 1]?.timestampUs ?? -Infinity) >= beginUs) fade++;
  const faded: Uint8Array[] = [luma(end - fade)];
  for (let n = 0; n < fade; n++) {
    const under = luma(end - fade + 1 + n).slice();
    blendBytes(under, luma(start - fade + n), (n + 1) / (fade + 1));
    faded.push(under);
  }
  faded.push(luma(start));
  const steps = faded.slice(1).map((picture, n) => step(faded[n] ?? picture, picture) / natural);
  const mean = steps.reduce((sum, value) => sum + value, 0) / steps.length;
  return { cut: step(luma(end), luma(start)) / natural, played: mean, worst: Math.max(...steps) };
}

function drawSheet(pictures: readonly Picture[], start: number, end: number): string {
  const places = Array.from({ length: 2 * SHEET_REACH }, (_, n) =>
    n < SHEET_REACH ? end - SHEET_REACH + 1 + n : start + n - SHEET_REACH,
  );
  const { width, height } = pictures[0]?.small ?? { width: 1, height: 1 };
  const canvas = document.createElement('canvas');
  canvas.width = width * places.length;
  canvas.height = height;
  const context = canvas.getContext('2d');
  for (const [n, at] of places.entries()) {
    const small = pictures[at]?.small;
    if (small) context?.drawImage(small, n * width, 0);
  }
  return canvas.toDataURL('image/png').split(',')[1] ?? '';
}

function judge(pictures: readonly Picture[]): PartResult | null {
  const seconds = ((pictures.at(-1)?.timestampUs ?? 0) - (pictures[0]?.timestampUs ?? 0)) / 1e6;
  // Short clips have no room for long loops.
  const minMs = Math.min(LOOP_WISHES.minMs, seconds * 350);
  const startedMs = performance.now();
  const [found] = findLoops(pictures, { ...LOOP_WISHES, minMs });
  const findMs = performance.now() - startedMs;
  if (!found) return null;
  const natural = median(pictures.slice(1).map(({ luma }, n) => Math.max(0.05, step(pictures[n]?.luma ?? luma, luma))));
  const random = seeded(5);
  const first = pictures.findIndex(
    ({ timestampUs }) => timestampUs - (pictures[0]?.timestampUs ?? 0) >= LOOP_WISHES.leadMs * 1000,
  );
  const cuts: SeamRatios[] = [];
  while (cuts.length < RANDOM_CUTS) {
    const start = first + Math.floor(random() * (pictures.length - first));
    const end = Math.floor(random() * pictures.length);
    const lengthMs = ((pictures[end]?.timestampUs ?? 0) - (pictures[start]?.timestampUs ?? 0)) / 1000;
    if (lengthMs >= minMs && lengthMs <= LOOP_WISHES.maxMs) cuts.push(measure(pictures, start, end, natural));
  }
  return {
    seconds,
    lengthMs: found.lengthMs,
    score: found.score,
    findMs,
    chosen: measure(pictures, found.start, found.end, natural),
    random: {
      cut: median(cuts.map(({ cut }) => cut)),
      played: median(cuts.map(({ played }) => played)),
      worst: median(cuts.map(({ worst }) => worst)),
    },
    ends: measure(pictures, first, pictures.length - 1, natural),
    sheet: drawSheet(pictures, found.start, found.end),
  };
}

async function bench(base64: string): Promise<PartResult[]> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const results: PartResult[] = [];
  let part: Picture[] = [];
  const finish = () => {
    const result = judge(part);
    if (result) results.push(result);
    for (const { small } of part) small.close();
    part = [];
  };
  for await (const picture of picturesOf(new File([bytes], 'clip.mp4'))) {
    if (picture.timestampUs - (part[0]?.timestampUs ?? picture.timestampUs) > PART_SECONDS * 1e6) finish();
    part.push(picture);
  }
  finish();
  return results;
}

const loopBench = { bench };
export type LoopBench = typeof loopBench;
Object.assign(globalThis, { loopBench });
