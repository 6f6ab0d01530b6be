// What is said of the loops in a clip, and where the ticks of their picture lie. Pure.
import type { ClipAnalysis, ClipLoop, LoopSpan } from '../../app/clip-loops';
import type { LoopLengths, LoopWay } from '../../config/loops';
import type { ErrorWords } from './errors';
import { pictureSize, withUnit } from './numbers';

/** In seconds with a tenth, as on the clock of a clip. */
const tenth = (ms: number) => (ms / 1000).toFixed(1);

export const seconds = (ms: number): string => withUnit(tenth(ms), 's');

export const WAY_OPTIONS = [
  { value: 'forwards', label: 'Forwards, round and round' },
  { value: 'ping-pong', label: 'There and back' },
] as const satisfies readonly { value: LoopWay; label: string }[];

/** How long it takes until it is where it began. */
export const wholeMs = ({ startMs, endMs, way }: LoopSpan): number => (endMs - startMs) * (way === 'ping-pong' ? 2 : 1);

/** "11.4 to 17.2 s", "11.4 to 17.2 s and back" */
export const spanWords = ({ startMs, endMs, way }: LoopSpan): string =>
  `${tenth(startMs)} to ${seconds(endMs)}${way === 'ping-pong' ? ' and back' : ''}`;

/** What a viewer would notice first, or why nobody would notice anything. */
export function seamWords({ startMs, endMs, way, parts }: ClipLoop): string {
  if (way === 'ping-pong') {
    if (parts.face > 0.2) return 'Face not at rest at a turn';
    if (parts.motion > 0.7) return 'Something moves at a turn';
    if (parts.length > 0.2) return 'Short: viewers may notice the repeat';
    return 'Hardly anything moves at the turns';
  }
  if (parts.face > 0.2) return 'Face not at rest at the seam';
  if (parts.light > 3) return 'The light changes at the seam';
  if (parts.appearance > 3) return 'The picture shifts at the seam';
  if (parts.motion > 0.7) return 'The movement changes at the seam';
  if (parts.length > 0.2) return 'Short: viewers may notice the repeat';
  if (parts.pose > 1) return 'An unusual pose at the seam';
  return endMs - startMs > 9000 ? 'Long, same pose, same movement' : 'Same pose, same movement';
}

/** "25.4 s, 960 × 540, 29.97 fps. 127 pictures compared." */
export function clipWords({ durationMs, width, height, fps, compared }: ClipAnalysis): string {
  const rate = withUnit(String(Math.round(fps * 100) / 100), 'fps');
  return `${seconds(durationMs)}, ${pictureSize(width, height)}, ${rate}. ${compared} pictures compared.`;
}

const STEPS_S = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];
const MOST_TICKS = 6;

/** Round times along an axis of that length, in seconds. */
export function ticks(durationMs: number): number[] {
  const whole = durationMs / 1000;
  const step = STEPS_S.find((one) => whole / one <= MOST_TICKS) ?? whole;
  return Array.from({ length: Math.floor(whole / step) + 1 }, (_, n) => n * step);
}

/** Why there is no loop in the clip, and what to do. */
export function noLoopWords(durationMs: number, { shortest, longest }: LoopLengths): { title: string; text: string } {
  // There and back it is as long as that.
  const needed = (shortest * 1000) / 2;
  if (durationMs < needed)
    return {
      title: `This clip of ${seconds(durationMs)} is too short for a loop of ${withUnit(shortest, 's')}.`,
      text: `Choose a clip of ${seconds(needed)} or more, or allow shorter loops.`,
    };
  return {
    title: `No loop of ${shortest} to ${withUnit(longest, 's')} was found in this clip.`,
    text: 'Allow shorter or longer ones, or choose another clip.',
  };
}

/** Of an error here: only what differs from what the studio would say. */
export function troubleWords({ code, what, todo }: Pick<ErrorWords, 'code' | 'what' | 'todo'>): {
  title: string;
  text: string;
} {
  if (code === 'worker-died')
    return {
      title: 'The work on this clip stopped.',
      text: 'Choose the clip again; a smaller copy needs less memory.',
    };
  if (code === 'unsupported-browser')
    return { title: 'This browser cannot write a loop of this clip.', text: 'Choose a smaller copy of the clip.' };
  return { title: what, text: todo };
}
