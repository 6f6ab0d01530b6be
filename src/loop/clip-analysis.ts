// Finds the loops in a clip of any length. One pass over all of it, of which features of some thousand pictures are kept; then
// the best candidates are refined with every picture round their two ends. Memory does not grow with the clip: at most
// MAX_KEPT features (2.3 KB each, 7 MB), those of two windows for each candidate, and the four or so pictures that are being
// decoded.
import { LOOP_LENGTHS, type LoopLengths } from '../config/loops';
import type { ClipAnalysis, ClipLoop } from '../protocol/clip-loops-service';
import type { Clip } from '../sources/file/clip';
import type { LoopCandidate } from './candidate';
import { findLoops, refineLoop, wishesFor, type LoopWishes } from './finder';
import { createFrameReader } from './frame-reader';
import { naturalStep, scoreOf, SEAM_REACH, type TimedFeatures } from './seam';
import { similarityOf } from './similarity';
import { createThinned } from './thinned';
import { walkPictures, type Span } from './walk';

/** Three thousand pictures are 100 s at 30 a second, compared one by one. Even: it is halved. */
export const MAX_KEPT = 3000;
/** Refined, of which some turn out to be the same. */
const MAX_REFINED = 8;
/** Of the work; the rest is the refinement. */
const FIRST_PASS = 0.85;
const TELL_EVERY = 10;

type Tell = (share: number) => void;

async function readSpan(clip: Clip, span: Span): Promise<TimedFeatures[]> {
  const read = createFrameReader();
  const found: TimedFeatures[] = [];
  await walkPictures(clip, span, async (frame) => {
    found.push({ timestampUs: frame.timestamp, features: await read(frame) });
  });
  return found;
}

export const intervalUs = (clip: Clip) => 1e6 / clip.fps;

/** All pictures round a moment: `reachUs` to either side, and those that tell the movement there. */
export function windowRound(clip: Clip, timeUs: number, reachUs: number): Promise<TimedFeatures[]> {
  const beforeUs = reachUs + (SEAM_REACH + 0.5) * intervalUs(clip);
  const afterUs = reachUs + 1.5 * intervalUs(clip);
  return readSpan(clip, { fromUs: Math.max(0, timeUs - beforeUs), toUs: timeUs + afterUs });
}

/** Windows have a step of their own each; the clip's is the median over all of them. */
export function stepOf(windows: readonly (readonly TimedFeatures[])[]): number {
  const steps = windows.filter(({ length }) => length > 1).map(naturalStep);
  steps.sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? naturalStep([]);
}

async function refineAll(
  clip: Clip,
  kept: readonly TimedFeatures[],
  found: readonly LoopCandidate[],
  every: number,
  wishes: LoopWishes,
  tell: Tell,
): Promise<ClipLoop[]> {
  const reachUs = every * intervalUs(clip);
  const windows: { one: LoopCandidate; first: TimedFeatures[]; last: TimedFeatures[] }[] = [];
  for (const [n, one] of found.entries()) {
    const first = await windowRound(clip, kept[one.start]?.timestampUs ?? 0, reachUs);
    const last = await windowRound(clip, kept[one.end]?.timestampUs ?? 0, reachUs);
    windows.push({ one, first, last });
    tell((n + 1) / found.length);
  }
  const step = stepOf(windows.flatMap(({ first, last }) => [first, last]));
  return windows.flatMap(({ one, first, last }) => {
    const refined = refineLoop(one, first, last, step, wishes);
    return refined ? [asClipLoop(clip, [...first, ...last], refined)] : [];
  });
}

export function asClipLoop(clip: Clip, frames: readonly TimedFeatures[], found: LoopCandidate): ClipLoop {
  const startMs = (frames[found.start]?.timestampUs ?? 0) / 1000;
  const endMs = Math.min(clip.durationUs / 1000, startMs + found.lengthMs);
  return { startMs, endMs, way: found.way, score: scoreOf(found.cost), seam: found.score, parts: found.parts };
}

/** What was found out about a clip in one pass over it: whatever is asked of it later needs no second one. */
export interface ComparedClip {
  readonly kept: readonly TimedFeatures[];
  /** One picture of so many is kept. */
  readonly every: number;
  readonly facts: Omit<ClipAnalysis, 'loops'>;
}

/** `tell` hears the share that is done, 0 to 1. Rejects with `file-unreadable` or `file-unsupported`. */
export async function compareClip(clip: Clip, tell: Tell, maxKept = MAX_KEPT): Promise<ComparedClip> {
  const read = createFrameReader();
  const thinned = createThinned<TimedFeatures>(maxKept);
  let size = { width: 0, height: 0 };
  let count = 0;
  await walkPictures(clip, { fromUs: 0, toUs: Infinity }, async (frame) => {
    if (count === 0) size = { width: frame.displayWidth, height: frame.displayHeight };
    if (thinned.next()) thinned.add({ timestampUs: frame.timestamp, features: await read(frame) });
    if (count++ % TELL_EVERY === 0) tell(Math.min(1, frame.timestamp / clip.durationUs));
  });
  const { items: kept, every } = thinned;
  const isTurned = clip.rotation % 180 !== 0;
  const facts = {
    durationMs: clip.durationUs / 1000,
    width: isTurned ? size.height : size.width,
    height: isTurned ? size.width : size.height,
    fps: clip.fps,
    compared: kept.length,
    similarity: similarityOf(kept),
  };
  return { kept, every, facts };
}

/** Best first, six at most. A clip of which every picture was kept is not looked at again. */
export async function findInClip(
  clip: Clip,
  { kept, every }: ComparedClip,
  lengths: LoopLengths,
  tell: Tell = () => undefined,
): Promise<ClipLoop[]> {
  const wishes = wishesFor(lengths);
  if (every === 1) return findLoops(kept, wishes).map((one) => asClipLoop(clip, kept, one));
  const found = findLoops(kept, { ...wishes, count: MAX_REFINED });
  const loops = await refineAll(clip, kept, found, every, wishes, tell);
  loops.sort((a, b) => b.score - a.score);
  return loops.slice(0, wishes.count);
}

/** The pass over the clip and the search in one. */
export async function analyseClip(
  clip: Clip,
  tell: Tell,
  lengths: LoopLengths = LOOP_LENGTHS,
): Promise<{ analysis: ClipAnalysis; compared: ComparedClip }> {
  const compared = await compareClip(clip, (share) => {
    tell(FIRST_PASS * share);
  });
  const loops = await findInClip(clip, compared, lengths, (share) => {
    tell(FIRST_PASS + (1 - FIRST_PASS) * share);
  });
  tell(1);
  return { analysis: { ...compared.facts, loops }, compared };
}
