// The bench's page: finds a clip's loops as the loop worker does, in each tier, and measures the seams by pixels and by
// faces, beside other places to cut. Nothing that a tier goes by is what it is measured with, but the face's own numbers.
import type { LoopCandidate } from '../../src/loop/candidate';
import { findLoops, LOOP_WISHES } from '../../src/loop/finder';
import { nearestTimeUs } from '../../src/loop/nearest';
import type { TimedFeatures } from '../../src/loop/seam';
import { seeded } from '../../src/sources/demo/layer';
import { openLookers } from './lookers';
import { picturesOf, type Costs, type Lookers, type Picture, type Size } from './pictures';
import { measureSeams, median, stepBetween, type FaceRatios, type SeamMeasure, type SeamRatios } from './seam-measure';
import { drawSheet } from './sheet';
import { compareTurns, type TurnResult } from './turns';

/** As long as the ring. */
const PART_SECONDS = 20;
const RANDOM_CUTS = 200;
/** As often as a face is read in the tiers that have it. */
const READS_A_SECOND = 5;
/** Of the `lite` tier's best, the ones that the `full` tier puts in an order of its own. */
const FULL_CHOICE = 24;
/** Of the distance of two embeddings in the clip's own steps: as the thumbnail's in seam.ts. */
const EMBEDDING_WEIGHT = 0.12;
/** One in so many of the pictures outside the loop is taken for the last live one. */
const LAST_EVERY = 5;

export type Tier = 'cpu' | 'lite' | 'full';

export interface TierResult {
  readonly seam: SeamRatios;
  readonly face: FaceRatios | null;
}

export interface PartResult {
  readonly seconds: number;
  readonly lengthMs: number;
  readonly score: number;
  readonly findMs: number;
  readonly hasFace: boolean;
  readonly chosen: SeamRatios;
  /** Medians of many. */
  readonly random: SeamRatios;
  readonly ends: SeamRatios;
  /** Null where the net for it is not at hand. */
  readonly tiers: Readonly<Record<Tier, TierResult | null>>;
  readonly turns: TurnResult | null;
  /** Medians: the step from a last live picture to the loop's first, and to the one most like it; the same of the place of
   * the face, in widths of it. */
  readonly begin: Readonly<Record<'first' | 'nearest', { readonly step: number; readonly faceMoved: number }>>;
  /** PNG, base64. */
  readonly sheet: string;
}

function withFaces(pictures: readonly Picture[]): TimedFeatures[] {
  let nextUs = -Infinity;
  return pictures.map(({ timestampUs, features, face }) => {
    if (timestampUs < nextUs) return { timestampUs, features };
    nextUs = timestampUs + 1e6 / READS_A_SECOND - 1000;
    return { timestampUs, features: { ...features, face } };
  });
}

/** The `lite` tier's best in the order in which the embeddings put them. */
function byEmbedding(pictures: readonly Picture[], found: readonly LoopCandidate[]): LoopCandidate | undefined {
  const apart = (one: Float32Array | null, other: Float32Array | null) => {
    let dot = 0;
    for (let n = 0; one && other && n < one.length; n++) dot += (one[n] ?? 0) * (other[n] ?? 0);
    return Math.sqrt(Math.max(0, 2 - 2 * dot));
  };
  const at = (n: number) => pictures[Math.min(n, pictures.length - 1)]?.embedding ?? null;
  const natural = Math.max(1e-3, median(pictures.slice(1).map((_, n) => apart(at(n), at(n + 1)))));
  const cost = ({ start, end, cost: before }: LoopCandidate) =>
    before + EMBEDDING_WEIGHT * Math.max(0, apart(at(end + 1), at(start)) / natural - 0.5);
  return [...found].sort((a, b) => cost(a) - cost(b))[0];
}

function judgeBegin(pictures: readonly Picture[], { start, end }: LoopCandidate, size: Size, natural: number) {
  const fade = Math.round(
    (LOOP_WISHES.leadMs * (end - start)) /
      (((pictures[end]?.timestampUs ?? 0) - (pictures[start]?.timestampUs ?? 0)) / 1000),
  );
  const played = pictures.slice(start, end - fade + 1);
  const lasts = pictures.filter((_, n) => n % LAST_EVERY === 0 && (n < start - 3 || n > end + 3));
  const moved = (one: Picture, other: Picture | undefined) => {
    const [a, b] = [one.face?.box, other?.face?.box];
    if (!a || !b) return [];
    const across = a.x + a.width / 2 - b.x - b.width / 2;
    const down = ((a.y + a.height / 2 - b.y - b.height / 2) * size.height) / size.width;
    return Math.hypot(across, down) / a.width;
  };
  const judge = (choose: (last: Picture) => Picture | undefined) => ({
    step: median(lasts.map((last) => stepBetween(last.luma, choose(last)?.luma ?? last.luma, size) / natural)),
    faceMoved: median(lasts.flatMap((last) => moved(last, choose(last)))),
  });
  const nearest = (last: Picture) => {
    const timeUs = nearestTimeUs(played, last.features);
    return played.find(({ timestampUs }) => timestampUs === timeUs);
  };
  return { first: judge(() => pictures[start]), nearest: judge(nearest) };
}

function judgeRandom(pictures: readonly Picture[], measure: SeamMeasure, first: number, minMs: number): SeamRatios {
  const random = seeded(5);
  const cuts: SeamRatios[] = [];
  while (cuts.length < RANDOM_CUTS) {
    const start = first + Math.floor(random() * (pictures.length - first));
    const end = Math.floor(random() * pictures.length);
    const lengthMs = ((pictures[end]?.timestampUs ?? 0) - (pictures[start]?.timestampUs ?? 0)) / 1000;
    if (lengthMs >= minMs && lengthMs <= LOOP_WISHES.maxMs) cuts.push(measure.of(start, end));
  }
  return {
    cut: median(cuts.map(({ cut }) => cut)),
    played: median(cuts.map(({ played }) => played)),
    worst: median(cuts.map(({ worst }) => worst)),
  };
}

function judge(pictures: readonly Picture[], size: Size): PartResult | null {
  const seconds = ((pictures.at(-1)?.timestampUs ?? 0) - (pictures[0]?.timestampUs ?? 0)) / 1e6;
  // Short clips have no room for long loops.
  const minMs = Math.min(LOOP_WISHES.minMs, seconds * 350);
  const wishes = { ...LOOP_WISHES, ways: ['forwards' as const], minMs };
  const startedMs = performance.now();
  const [found] = findLoops(pictures, wishes);
  const findMs = performance.now() - startedMs;
  if (!found) return null;
  const measure = measureSeams(pictures, size);
  const first = pictures.findIndex(
    ({ timestampUs }) => timestampUs - (pictures[0]?.timestampUs ?? 0) >= LOOP_WISHES.leadMs * 1000,
  );
  const read = withFaces(pictures);
  const hasEmbeddings = pictures.every(({ embedding }) => embedding);
  const tier = (one: LoopCandidate | undefined): TierResult | null =>
    one ? { seam: measure.of(one.start, one.end), face: measure.faceAt(one.start, one.end) } : null;
  return {
    seconds,
    lengthMs: found.lengthMs,
    score: found.score,
    findMs,
    hasFace: measure.hasFace,
    chosen: measure.of(found.start, found.end),
    random: judgeRandom(pictures, measure, first, minMs),
    ends: measure.of(first, pictures.length - 1),
    tiers: {
      cpu: tier(found),
      lite: tier(findLoops(read, wishes)[0]),
      full: hasEmbeddings ? tier(byEmbedding(pictures, findLoops(read, { ...wishes, count: FULL_CHOICE }))) : null,
    },
    turns: compareTurns(pictures, found, wishes),
    begin: judgeBegin(pictures, found, size, measure.natural),
    sheet: drawSheet(pictures, found.start, found.end),
  };
}

const costs: Costs = { person: [], thumbnail: [], face: [], embedding: [] };
let lookers: Lookers | null = null;
const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

async function bench(base64: string): Promise<PartResult[]> {
  if (!lookers) throw new Error('open() comes first');
  const results: PartResult[] = [];
  let part: Picture[] = [];
  let size: Size = { width: 0, height: 0 };
  const finish = () => {
    const result = judge(part, size);
    if (result) results.push(result);
    for (const { small } of part) small.close();
    part = [];
  };
  for await (const picture of picturesOf(new File([bytesOf(base64)], 'clip.mp4'), lookers, costs)) {
    ({ size } = picture);
    if (picture.timestampUs - (part[0]?.timestampUs ?? picture.timestampUs) > PART_SECONDS * 1e6) finish();
    part.push(picture);
  }
  finish();
  return results;
}

const loopBench = {
  /** `embedder`: the file of the net for pictures, base64, where it is at hand. */
  async open(embedder: string | null): Promise<void> {
    lookers = await openLookers(embedder === null ? null : bytesOf(embedder));
  },
  bench,
  /** Medians, of one run of the person net. */
  costs(): Record<Exclude<keyof Costs, 'person'>, number> {
    const of = (list: readonly number[]) => median(list) / median(costs.person);
    return { thumbnail: of(costs.thumbnail), face: of(costs.face), embedding: of(costs.embedding) };
  },
};
export type LoopBench = typeof loopBench;
Object.assign(globalThis, { loopBench });
