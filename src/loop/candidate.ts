// A loop that could be: two ends, which way it goes, and what is to be said against it. Pure.
import type { LoopWay } from '../config/loops';
import { distance, type FrameFeatures } from './features';
import { scoreOf, seamCost, seamParts, turnParts, type SeamParts, type TimedFeatures } from './seam';

export interface LoopCandidate {
  /** First and last picture of the loop, by their place in the clip. */
  readonly start: number;
  readonly end: number;
  readonly way: LoopWay;
  /** From its first picture to its last; one that goes there and back takes twice as long. */
  readonly lengthMs: number;
  /** What it is ranked by: the seam, the length and the pose. */
  readonly cost: number;
  /** Of the seam alone, or of the worse turn, 0 to 1. */
  readonly score: number;
  readonly parts: SeamParts & { readonly length: number; readonly pose: number };
}

const LENGTH_WEIGHT = 0.35;
const POSE_WEIGHT = 0.15;
/** What is done backwards looks odd now and then: going there and back has to be better by this. */
const BACKWARDS = 0.1;
/** A loop that goes round faster than this is noticed. */
const GOOD_MS = 6000;

const shortness = (lengthMs: number) => Math.max(0, 1 - lengthMs / GOOD_MS);
export const costOfLength = (lengthMs: number) => LENGTH_WEIGHT * shortness(lengthMs);

function meanThumb(frames: readonly TimedFeatures[]): FrameFeatures {
  const thumb = new Float32Array(frames[0]?.features.thumb.length ?? 0);
  let light = 0;
  for (const { features } of frames) {
    for (let n = 0; n < thumb.length; n++) thumb[n] = (thumb[n] ?? 0) + (features.thumb[n] ?? 0) / frames.length;
    light += features.light / frames.length;
  }
  return { thumb, light };
}

/** How unusual the pose in a picture is among those: 0 as usual as half of them or more. */
export function createPoseCost(frames: readonly TimedFeatures[], step: number): (features: FrameFeatures) => number {
  const middle = meanThumb(frames);
  const oddness = frames.map(({ features }) => distance(features, middle)).sort((a, b) => a - b);
  const usual = Math.max(oddness[oddness.length >> 1] ?? 0, step);
  return (features) => Math.max(0, distance(features, middle) / usual - 1);
}

export function candidateOf(
  ends: Pick<LoopCandidate, 'start' | 'end' | 'lengthMs' | 'way'>,
  seam: SeamParts,
  pose: number,
): LoopCandidate {
  const length = shortness(ends.lengthMs);
  const seamOnly = seamCost(seam);
  const backwards = ends.way === 'ping-pong' ? BACKWARDS : 0;
  const cost = seamOnly + LENGTH_WEIGHT * length + POSE_WEIGHT * pose + backwards;
  return { ...ends, cost, score: scoreOf(seamOnly), parts: { ...seam, length, pose } };
}

/** Of the seam, or of the turn that shows more. */
export function partsOf(
  frames: readonly TimedFeatures[],
  { start, end, way }: Pick<LoopCandidate, 'start' | 'end' | 'way'>,
  step: number,
  faceCost: (end: number, start: number) => number = () => 0,
): SeamParts {
  if (way === 'forwards') return seamParts(frames, end, start, step, faceCost(end, start));
  const [first, last] = (['start', 'end'] as const).map((side) => {
    const n = side === 'end' ? end : start;
    return turnParts(frames, n, side, step, faceCost(n, n));
  }) as [SeamParts, SeamParts];
  return seamCost(first) > seamCost(last) ? first : last;
}
