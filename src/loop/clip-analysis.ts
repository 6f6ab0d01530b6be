// Finds the loops in a clip of any length. One pass over all of it, of which features of some thousand pictures are kept; then
// the best candidates are refined with every picture round their two ends. Memory does not grow with the clip: at most
// MAX_KEPT features (2.3 KB each, 7 MB), those of two windows for each candidate, and the four or so pictures that are being
// decoded.
import { EverframeError } from '../base/errors';
import type { ClipAnalysis, ClipLoop, Transition } from '../protocol/clip-loops-service';
import type { Clip } from '../sources/file/clip';
import { findLoops, LOOP_WISHES, refineLoop, type LoopCandidate } from './finder';
import { createFrameReader } from './frame-reader';
import { naturalStep, scoreOf, seamCost, SEAM_REACH, seamParts, type TimedFeatures } from './seam';
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
function windowRound(clip: Clip, timeUs: number, reachUs: number): Promise<TimedFeatures[]> {
  const beforeUs = reachUs + (SEAM_REACH + 0.5) * intervalUs(clip);
  const afterUs = reachUs + 1.5 * intervalUs(clip);
  return readSpan(clip, { fromUs: Math.max(0, timeUs - beforeUs), toUs: timeUs + afterUs });
}

/** Windows have a step of their own each; the clip's is the median over all of them. */
function stepOf(windows: readonly (readonly TimedFeatures[])[]): number {
  const steps = windows.filter(({ length }) => length > 1).map(naturalStep);
  steps.sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? naturalStep([]);
}

async function refineAll(
  clip: Clip,
  kept: readonly TimedFeatures[],
  found: readonly LoopCandidate[],
  every: number,
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
    const refined = refineLoop(one, first, last, step);
    return refined ? [asClipLoop(clip, [...first, ...last], refined)] : [];
  });
}

function asClipLoop(clip: Clip, frames: readonly TimedFeatures[], found: LoopCandidate): ClipLoop {
  const startMs = (frames[found.start]?.timestampUs ?? 0) / 1000;
  const endMs = Math.min(clip.durationUs / 1000, startMs + found.lengthMs);
  return { startMs, endMs, score: scoreOf(found.cost), seam: found.score, parts: found.parts };
}

/** `tell` hears the share that is done, 0 to 1. Rejects with `file-unreadable` or `file-unsupported`. */
export async function analyseClip(clip: Clip, tell: Tell, maxKept = MAX_KEPT): Promise<ClipAnalysis> {
  const read = createFrameReader();
  const thinned = createThinned<TimedFeatures>(maxKept);
  let size = { width: 0, height: 0 };
  let count = 0;
  let endUs = 0;
  await walkPictures(clip, { fromUs: 0, toUs: Infinity }, async (frame) => {
    if (count === 0) size = { width: frame.displayWidth, height: frame.displayHeight };
    endUs = frame.timestamp;
    if (thinned.next()) thinned.add({ timestampUs: frame.timestamp, features: await read(frame) });
    if (count++ % TELL_EVERY === 0) tell(FIRST_PASS * Math.min(1, endUs / clip.durationUs));
  });
  tell(FIRST_PASS);
  const { items: kept, every } = thinned;
  const similarity = similarityOf(kept);
  let loops: ClipLoop[];
  if (every === 1) loops = findLoops(kept).map((one) => asClipLoop(clip, kept, one));
  else {
    const found = findLoops(kept, { ...LOOP_WISHES, count: MAX_REFINED });
    loops = await refineAll(clip, kept, found, every, (share) => {
      tell(FIRST_PASS + (1 - FIRST_PASS) * share);
    });
    loops.sort((a, b) => b.score - a.score);
    loops = loops.slice(0, LOOP_WISHES.count);
  }
  tell(1);
  const isTurned = clip.rotation % 180 !== 0;
  return {
    durationMs: clip.durationUs / 1000,
    width: isTurned ? size.height : size.width,
    height: isTurned ? size.width : size.height,
    fps: clip.fps,
    compared: kept.length,
    similarity,
    loops,
  };
}

/** The picture that is on show at that time. */
function placeOf(frames: readonly TimedFeatures[], timeUs: number, from: number): number {
  let found = from;
  for (let n = from; n < frames.length && (frames[n]?.timestampUs ?? Infinity) <= timeUs + 1; n++) found = n;
  return found;
}

/**
 * How well the picture at `toMs` follows the one at `fromMs`, 0 to 1 each; decodes round those moments only. Rejects with
 * `setting-invalid` for a moment that the clip does not have.
 */
export async function scoreClipTransitions(clip: Clip, transitions: readonly Transition[]): Promise<number[]> {
  const windows = new Map<number, TimedFeatures[]>();
  // In the clip's order, and each moment once.
  const times = [...new Set(transitions.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))].sort((a, b) => a - b);
  const lengthMs = clip.durationUs / 1000;
  const beyond = times.find((ms) => ms >= lengthMs);
  if (beyond !== undefined)
    throw new EverframeError(
      'setting-invalid',
      `nothing was scored: there is no picture at ${beyond / 1000} s, the clip is ${lengthMs / 1000} s long`,
    );
  for (const ms of times) windows.set(ms, await windowRound(clip, ms * 1000, intervalUs(clip)));
  const step = stepOf([...windows.values()]);
  return transitions.map(({ fromMs, toMs }) => {
    const [last, first] = [windows.get(fromMs) ?? [], windows.get(toMs) ?? []];
    const frames = [...last, ...first];
    const end = placeOf(last, fromMs * 1000, 0);
    const start = last.length + placeOf(first, toMs * 1000, 0);
    return scoreOf(seamCost(seamParts(frames, end, start, step)));
  });
}
