// Ends of a loop that a person moves: one stays where it is as long as what lies between is a loop, and is taken along where
// it would not be. Pure.
import type { LoopSpan } from '../../app/clip-loops';
import { SPAN_BOUNDS } from '../../config/loops';

const { leastMs, mostMs } = SPAN_BOUNDS;
const within = (ms: number, least: number, most: number) => Math.min(Math.max(ms, least), Math.max(least, most));

/** `span` with one end at `toMs`, in a clip of that length. */
export function moveEnd(span: LoopSpan, end: 'start' | 'end', toMs: number, durationMs: number): LoopSpan {
  if (end === 'start') {
    const startMs = within(toMs, 0, durationMs - leastMs);
    return { startMs, endMs: within(span.endMs, startMs + leastMs, Math.min(durationMs, startMs + mostMs)) };
  }
  const endMs = within(toMs, leastMs, durationMs);
  return { startMs: within(span.startMs, Math.max(0, endMs - mostMs), endMs - leastMs), endMs };
}

/** Two moments in any order: the earlier one is the start. */
export function spanOf(oneMs: number, otherMs: number, durationMs: number): LoopSpan {
  const startMs = within(Math.min(oneMs, otherMs), 0, durationMs - leastMs);
  return moveEnd({ startMs, endMs: durationMs }, 'end', Math.max(oneMs, otherMs, startMs + leastMs), durationMs);
}
