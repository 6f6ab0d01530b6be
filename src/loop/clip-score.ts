// How well one moment of a clip is followed by another: transitions that somebody asks about, and loops whose ends somebody
// has chosen. Decodes round those moments only, or not at all where the whole clip was compared before.
import { EverframeError } from '../base/errors';
import type { ClipLoop, LoopSpan, Transition } from '../protocol/clip-loops-service';
import type { Clip } from '../sources/file/clip';
import { asClipLoop, intervalUs, stepOf, windowRound, type ComparedClip } from './clip-analysis';
import { candidateOf, createPoseCost, partsOf } from './candidate';
import { naturalStep, scoreOf, seamCost, seamParts, type TimedFeatures } from './seam';

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
    // In this order: what would have come after the clip's last picture is nothing, and not a picture of the other window.
    const frames = [...first, ...last];
    const start = placeOf(first, toMs * 1000, 0);
    const end = first.length + placeOf(last, fromMs * 1000, 0);
    return scoreOf(seamCost(seamParts(frames, end, start, step)));
  });
}

/**
 * The loop between two ends that somebody chose: from the picture on show at `startMs` to the one on show just before
 * `endMs`. Ends that are not in the clip are moved into it.
 */
export async function judgeLoop(
  clip: Clip,
  { kept, every }: ComparedClip,
  { startMs, endMs, way = 'forwards' }: LoopSpan,
): Promise<ClipLoop> {
  const [startUs, endUs] = [startMs * 1000, endMs * 1000 - intervalUs(clip) / 2];
  const isWhole = every === 1;
  const first = isWhole ? [...kept] : await windowRound(clip, startUs, intervalUs(clip));
  const last = isWhole ? first : await windowRound(clip, endUs, intervalUs(clip));
  const frames = isWhole ? first : [...first, ...last];
  const step = isWhole ? naturalStep(kept) : stepOf([first, last]);
  const start = placeOf(first, startUs, 0);
  const end = (isWhole ? 0 : first.length) + placeOf(last, endUs, 0);
  const timeUs = (n: number) => frames[n]?.timestampUs ?? 0;
  const lengthMs = (timeUs(end) - timeUs(start) + intervalUs(clip)) / 1000;
  const features = frames[start]?.features;
  const pose = features ? createPoseCost(kept, step)(features) : 0;
  const ends = { start, end, lengthMs, way };
  const found = candidateOf(ends, partsOf(frames, ends, step), pose);
  return asClipLoop(clip, frames, found);
}
