// Finds the loops in a clip: ranks pairs of a first and a last picture by how little the seam between them shows, by length,
// and by how typical the pose at the seam is. Pure; a coarse search over thumbnails, refined round its best.
import { LOOP_LENGTHS, type LoopLengths } from '../config/loops';
import { faceCosts } from './face-cost';
import { distance, type FrameFeatures } from './features';
import {
  naturalStep,
  scoreOf,
  SEAM_REACH,
  SEAM_WEIGHTS,
  seamCost,
  seamParts,
  type SeamParts,
  type TimedFeatures,
} from './seam';

export interface LoopWishes {
  readonly minMs: number;
  readonly maxMs: number;
  /** A loop that goes round faster than this is noticed. */
  readonly goodMs: number;
  /** Pictures before the first one: the fade at the seam is made of them. */
  readonly leadMs: number;
  readonly count: number;
}

export const wishesFor = ({ shortest, longest }: LoopLengths): LoopWishes => ({
  minMs: shortest * 1000,
  maxMs: longest * 1000,
  goodMs: 6000,
  leadMs: 300,
  count: 6,
});
export const LOOP_WISHES = wishesFor(LOOP_LENGTHS);

export interface LoopCandidate {
  /** First and last picture of the loop, by their place in the clip. */
  readonly start: number;
  readonly end: number;
  readonly lengthMs: number;
  /** What it is ranked by: the seam, the length and the pose. */
  readonly cost: number;
  /** Of the seam alone, 0 to 1. */
  readonly score: number;
  readonly parts: SeamParts & { readonly length: number; readonly pose: number };
}

/** The coarse search looks at every third picture; a tenth of a second changes little in a face. */
const COARSE = 3;
const LENGTH_WEIGHT = 0.35;
const POSE_WEIGHT = 0.15;
/** Candidates that share both ends within this are one. */
const APART_MS = 500;

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
  ends: Pick<LoopCandidate, 'start' | 'end' | 'lengthMs'>,
  seam: SeamParts,
  pose: number,
  goodMs = LOOP_WISHES.goodMs,
): LoopCandidate {
  const length = Math.max(0, 1 - ends.lengthMs / goodMs);
  const seamOnly = seamCost(seam);
  const cost = seamOnly + LENGTH_WEIGHT * length + POSE_WEIGHT * pose;
  return { ...ends, cost, score: scoreOf(seamOnly), parts: { ...seam, length, pose } };
}

/**
 * The best ends for a candidate that was found among a few of the clip's pictures: `first` and `last` are all pictures round
 * its ends, with some on either side that are only there to see the movement. `start` and `end` of the answer are places
 * in the two lists put together. Null when none fits.
 */
export function refineLoop(
  found: LoopCandidate,
  first: readonly TimedFeatures[],
  last: readonly TimedFeatures[],
  step: number,
  wishes: LoopWishes = LOOP_WISHES,
): LoopCandidate | null {
  const frames = [...first, ...last];
  const timeMs = (n: number) => (frames[n]?.timestampUs ?? 0) / 1000;
  const intervalMs = (timeMs(first.length - 1) - timeMs(0)) / Math.max(1, first.length - 1);
  let best: LoopCandidate | null = null;
  for (let start = SEAM_REACH; start < first.length; start++)
    for (let end = first.length + SEAM_REACH - 1; end < frames.length - 1; end++) {
      const lengthMs = timeMs(end) - timeMs(start) + intervalMs;
      if (lengthMs < wishes.minMs || lengthMs > wishes.maxMs) continue;
      const seam = seamParts(frames, end, start, step);
      const next = candidateOf({ start, end, lengthMs }, seam, found.parts.pose, wishes.goodMs);
      if (!best || next.cost < best.cost) best = next;
    }
  return best;
}

/** Best first, `count` at most; none when the clip is too short. */
export function findLoops(frames: readonly TimedFeatures[], wishes: LoopWishes = LOOP_WISHES): LoopCandidate[] {
  const { minMs, maxMs, goodMs, leadMs, count } = wishes;
  const timeMs = (n: number) => (frames[n]?.timestampUs ?? 0) / 1000;
  const step = naturalStep(frames);
  const intervalMs = frames.length > 1 ? (timeMs(frames.length - 1) - timeMs(0)) / (frames.length - 1) : 0;
  const first = frames.findIndex((_, n) => timeMs(n) - timeMs(0) >= leadMs);
  if (first < 0) return [];
  const poseCost = createPoseCost(frames, step);
  const poses = frames.map(({ features }) => poseCost(features));

  const faceCost = faceCosts(frames);
  const judge = (start: number, end: number): LoopCandidate => {
    const lengthMs = timeMs(end) - timeMs(start) + intervalMs;
    const seam = seamParts(frames, end, start, step, faceCost(end, start));
    return candidateOf({ start, end, lengthMs }, seam, poses[start] ?? 0, goodMs);
  };
  const fits = (start: number, end: number) => {
    const lengthMs = timeMs(end) - timeMs(start) + intervalMs;
    return start >= first && end < frames.length && lengthMs >= minMs && lengthMs <= maxMs;
  };

  // By appearance and faces first: it is what a distant pair fails on, and one distance is a fifth of a whole judgement.
  const coarse: { start: number; end: number; rough: number }[] = [];
  for (let start = first; start < frames.length; start += COARSE) {
    const here = frames[start];
    if (!here) continue;
    for (let end = start + COARSE; end < frames.length && timeMs(end) - timeMs(start) <= maxMs; end += COARSE) {
      if (!fits(start, end)) continue;
      const next = frames[Math.min(frames.length - 1, end + 1)];
      if (!next) continue;
      const short = Math.max(0, 1 - (timeMs(end) - timeMs(start)) / goodMs);
      const seam = (SEAM_WEIGHTS.appearance * distance(next.features, here.features)) / step;
      const rough = seam + SEAM_WEIGHTS.face * faceCost(end, start) + LENGTH_WEIGHT * short;
      coarse.push({ start, end, rough });
    }
  }
  coarse.sort((a, b) => a.rough - b.rough);

  const isNear = (a: { start: number; end: number }, b: { start: number; end: number }) =>
    Math.abs(timeMs(a.start) - timeMs(b.start)) < APART_MS && Math.abs(timeMs(a.end) - timeMs(b.end)) < APART_MS;
  const seeds: { start: number; end: number }[] = [];
  for (const pair of coarse) {
    if (seeds.length >= 4 * count) break;
    if (!seeds.some((seed) => isNear(seed, pair))) seeds.push(pair);
  }
  const found = seeds.map((seed) => {
    let best = judge(seed.start, seed.end);
    for (let start = seed.start - COARSE; start <= seed.start + COARSE; start++)
      for (let end = seed.end - COARSE; end <= seed.end + COARSE; end++) {
        if (!fits(start, end)) continue;
        const next = judge(start, end);
        if (next.cost < best.cost) best = next;
      }
    return best;
  });
  found.sort((a, b) => a.cost - b.cost);
  const chosen: LoopCandidate[] = [];
  for (const one of found) if (!chosen.some((other) => isNear(one, other))) chosen.push(one);
  return chosen.slice(0, count);
}
