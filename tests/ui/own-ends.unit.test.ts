import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SPAN_BOUNDS } from '../../src/config/loops';
import { moveEnd, spanOf } from '../../src/ui/loops/own-ends';

const CLIP_MS = 20_000;
const span = { startMs: 4000, endMs: 9000 };

test('an end that is moved leaves the other where it is', () => {
  expect(moveEnd(span, 'start', 6000, CLIP_MS)).toEqual({ startMs: 6000, endMs: 9000 });
  expect(moveEnd(span, 'end', 6000, CLIP_MS)).toEqual({ startMs: 4000, endMs: 6000 });
});

test('one that is pushed past the other takes it along, up to the end of the clip', () => {
  expect(moveEnd(span, 'start', 12_000, CLIP_MS)).toEqual({ startMs: 12_000, endMs: 12_500 });
  expect(moveEnd(span, 'end', 1000, CLIP_MS)).toEqual({ startMs: 500, endMs: 1000 });
  expect(moveEnd(span, 'start', 30_000, CLIP_MS)).toEqual({ startMs: 19_500, endMs: 20_000 });
});

test('in a long clip the other end follows at the greatest length', () => {
  expect(moveEnd(span, 'end', 300_000, 600_000)).toEqual({ startMs: 240_000, endMs: 300_000 });
});

test('a place in the picture of similarity is a loop on either side of the diagonal', () => {
  expect(spanOf(3000, 8000, CLIP_MS)).toEqual({ startMs: 3000, endMs: 8000 });
  expect(spanOf(8000, 3000, CLIP_MS)).toEqual({ startMs: 3000, endMs: 8000 });
});

test('whatever is dragged where, it is a loop that can be written', () => {
  const anywhere = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const clips = fc.double({ min: SPAN_BOUNDS.leastMs, max: 1e6, noNaN: true });
  const check = ({ startMs, endMs }: typeof span, durationMs: number) => {
    expect(startMs).toBeGreaterThanOrEqual(0);
    expect(endMs).toBeLessThanOrEqual(durationMs + 1e-6);
    expect(endMs - startMs).toBeGreaterThanOrEqual(SPAN_BOUNDS.leastMs - 1e-6);
    expect(endMs - startMs).toBeLessThanOrEqual(SPAN_BOUNDS.mostMs + 1e-6);
  };
  fc.assert(
    fc.property(anywhere, anywhere, anywhere, anywhere, clips, (one, other, from, to, durationMs) => {
      const chosen = spanOf(one, other, durationMs);
      check(chosen, durationMs);
      const moved = moveEnd(chosen, 'start', from, durationMs);
      check(moved, durationMs);
      check(moveEnd(moved, 'end', to, durationMs), durationMs);
    }),
  );
});
