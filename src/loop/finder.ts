// Finds the loops in a clip: ranks pairs of a first and a last picture by how little the seam between them shows, or the two turns
// of one that goes there and back, by length, and by how typical the pose is there. Pure; a coarse search over thumbnails, refined
// round its best.
import { LOOP_LENGTHS, LOOP_WAYS, type LoopLengths, type LoopWay } from '../config/loops';
import { candidateOf, costOfLength, createPoseCost, partsOf, type LoopCandidate } from './candidate';
import { faceCosts } from './face-cost';
import { distance } from './features';
import { naturalStep, SEAM_REACH, SEAM_WEIGHTS, type TimedFeatures } from './seam';
import { findTurns } from './turns';

/** `minMs` and `maxMs` are of the whole loop: there and back are two of its lengths. */
export interface LoopWishes {
  readonly minMs: number;
  readonly maxMs: number;
  /** Pictures before the first one: the fade at the seam is made of them. */
  readonly leadMs: number;
  readonly ways: readonly LoopWay[];
  readonly count: number;
}

export const wishesFor = ({ shortest, longest }: LoopLengths): LoopWishes => ({
  minMs: shortest * 1000,
  maxMs: longest * 1000,
  leadMs: 300,
  ways: LOOP_WAYS,
  count: 6,
});
export const LOOP_WISHES = wishesFor(LOOP_LENGTHS);

/** The coarse search looks at every third picture; a tenth of a second changes little in a face. */
const COARSE = 3;
/** Places that are looked at closely, for each loop that is asked for. */
const SEEDS = 4;
/** Candidates that share both ends within this are one. */
const APART_MS = 500;

type Ends = Pick<LoopCandidate, 'start' | 'end'>;

const fitsIn = ({ minMs, maxMs }: LoopWishes, lengthMs: number, way: LoopWay) => {
  const wholeMs = way === 'ping-pong' ? 2 * lengthMs : lengthMs;
  return wholeMs >= minMs && wholeMs <= maxMs;
};

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
      if (!fitsIn(wishes, lengthMs, found.way)) continue;
      const ends = { start, end, lengthMs, way: found.way };
      const next = candidateOf(ends, partsOf(frames, ends, step), found.parts.pose);
      if (!best || next.cost < best.cost) best = next;
    }
  return best;
}

/** Best first, `count` at most; none when the clip is too short. */
export function findLoops(frames: readonly TimedFeatures[], wishes: LoopWishes = LOOP_WISHES): LoopCandidate[] {
  const { leadMs, ways, count } = wishes;
  const timeMs = (n: number) => (frames[n]?.timestampUs ?? 0) / 1000;
  const step = naturalStep(frames);
  const intervalMs = frames.length > 1 ? (timeMs(frames.length - 1) - timeMs(0)) / (frames.length - 1) : 0;
  const poseCost = createPoseCost(frames, step);
  const poses = frames.map(({ features }) => poseCost(features));
  const poseAt = (n: number) => poses[n] ?? 0;
  const faceCost = faceCosts(frames);

  const lengthOf = ({ start, end }: Ends) => timeMs(end) - timeMs(start) + intervalMs;
  const judge = (ends: Ends, way: LoopWay): LoopCandidate => {
    const loop = { ...ends, way, lengthMs: lengthOf(ends) };
    const pose = way === 'forwards' ? poseAt(ends.start) : Math.max(poseAt(ends.start), poseAt(ends.end));
    return candidateOf(loop, partsOf(frames, loop, step, faceCost), pose);
  };
  const isNear = (a: Ends, b: Ends) =>
    Math.abs(timeMs(a.start) - timeMs(b.start)) < APART_MS && Math.abs(timeMs(a.end) - timeMs(b.end)) < APART_MS;
  /** Of a list in order, the first of each that are near each other. */
  const apart = <Some extends Ends>(list: readonly Some[], most: number): Some[] => {
    const kept: Some[] = [];
    for (const one of list) {
      if (kept.length >= most) break;
      if (!kept.some((other) => isNear(one, other))) kept.push(one);
    }
    return kept;
  };

  function searchForwards(): LoopCandidate[] {
    const first = frames.findIndex((_, n) => timeMs(n) - timeMs(0) >= leadMs);
    if (first < 0) return [];
    const fits = (ends: Ends) =>
      ends.start >= first && ends.end < frames.length && fitsIn(wishes, lengthOf(ends), 'forwards');
    // By appearance and faces first: it is what a distant pair fails on, and one distance is a fifth of a whole judgement.
    const coarse: { start: number; end: number; rough: number }[] = [];
    for (let start = first; start < frames.length; start += COARSE) {
      const here = frames[start];
      if (!here) continue;
      for (
        let end = start + COARSE;
        end < frames.length && timeMs(end) - timeMs(start) <= wishes.maxMs;
        end += COARSE
      ) {
        if (!fits({ start, end })) continue;
        const next = frames[Math.min(frames.length - 1, end + 1)];
        if (!next) continue;
        const seam = (SEAM_WEIGHTS.appearance * distance(next.features, here.features)) / step;
        const face = SEAM_WEIGHTS.face * faceCost(end, start);
        coarse.push({ start, end, rough: seam + face + costOfLength(timeMs(end) - timeMs(start)) });
      }
    }
    coarse.sort((a, b) => a.rough - b.rough);
    return apart(coarse, SEEDS * count).map((seed) => {
      let best = judge(seed, 'forwards');
      for (let start = seed.start - COARSE; start <= seed.start + COARSE; start++)
        for (let end = seed.end - COARSE; end <= seed.end + COARSE; end++) {
          if (!fits({ start, end })) continue;
          const next = judge({ start, end }, 'forwards');
          if (next.cost < best.cost) best = next;
        }
      return best;
    });
  }

  function searchTurns(): LoopCandidate[] {
    const turns = findTurns(frames, wishes, step, (n) => faceCost(n, n));
    return apart(turns, SEEDS * count).map((ends) => judge(ends, 'ping-pong'));
  }

  const byCost = (a: LoopCandidate, b: LoopCandidate) => a.cost - b.cost;
  const search = { forwards: searchForwards, 'ping-pong': searchTurns };
  return ways
    .flatMap((way) => apart(search[way]().sort(byCost), count))
    .sort(byCost)
    .slice(0, count);
}
