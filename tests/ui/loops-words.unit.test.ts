import { describe, expect, test } from 'vitest';
import type { ClipLoop } from '../../src/app/clip-loops';
import { GAP } from '../../src/ui/words/numbers';
import { noLoopWords, seamWords, spanWords, ticks, troubleWords, wholeMs } from '../../src/ui/words/loops';

const parts = { appearance: 0, motion: 0, light: 0, face: 0, length: 0, pose: 0 };
const loop = (startMs: number, endMs: number, given: Partial<ClipLoop['parts']> = {}): ClipLoop => ({
  startMs,
  endMs,
  way: 'forwards',
  score: 1,
  seam: 1,
  parts: { ...parts, ...given },
});

describe('what is said of a loop', () => {
  test('where it lies, with tenths', () => {
    expect(spanWords(loop(11_400, 17_234))).toBe(`11.4 to 17.2${GAP}s`);
  });
  test('one that goes there and back takes twice as long, and is judged by its turns', () => {
    const back = { ...loop(1000, 5000, { motion: 0.9 }), way: 'ping-pong' as const };
    expect(spanWords(back)).toBe(`1.0 to 5.0${GAP}s and back`);
    expect(wholeMs(back)).toBe(8000);
    expect(seamWords(back)).toBe('Something moves at a turn');
    expect(seamWords({ ...back, parts: { ...back.parts, motion: 0.3 } })).toBe('Hardly anything moves at the turns');
  });
  test('what a viewer would notice first; nothing where there is nothing', () => {
    expect(seamWords(loop(0, 7000))).toBe('Same pose, same movement');
    expect(seamWords(loop(0, 3500, { length: 0.4 }))).toBe('Short: viewers may notice the repeat');
    expect(seamWords(loop(0, 3500, { length: 0.4, light: 9 }))).toBe('The light changes at the seam');
  });
  test('an axis has a few round times, from an instant to hours', () => {
    expect(ticks(25_400)).toEqual([0, 5, 10, 15, 20, 25]);
    for (const ms of [40, 900, 5000, 60_000, 600_000, 7_200_000]) expect(ticks(ms).length).toBeLessThanOrEqual(8);
  });
  test('why there is none: the clip is too short for what was asked, or holds none of that length', () => {
    expect(noLoopWords(900, { shortest: 3, longest: 12 })).toEqual({
      title: `This clip of 0.9${GAP}s is too short for a loop of 3${GAP}s.`,
      text: `Choose a clip of 1.5${GAP}s or more, or allow shorter loops.`,
    });
    expect(noLoopWords(90_000, { shortest: 3, longest: 12 }).title).toBe(
      `No loop of 3 to 12${GAP}s was found in this clip.`,
    );
  });
  test('trouble here is told in the words of the loop maker where the studio would say what is not true here', () => {
    const words = { what: 'A part of the engine stopped.', todo: 'Nothing.' };
    expect(troubleWords({ code: 'worker-died', ...words }).text).toContain('Choose the clip again');
    expect(troubleWords({ code: 'file-unreadable', ...words })).toEqual({ title: words.what, text: words.todo });
  });
});
