// Pictures of which every second one takes longer leave as evenly as they came.
import { describe, expect, it, vi } from 'vitest';
import { createPace, createWaitingRoom } from '../../src/pipeline/pacer';

const USUAL_MS = 33;

describe('when a picture may leave', () => {
  const play = (workMs: readonly number[], cadence: number) => {
    const pace = createPace();
    return workMs.map((ms, n) => pace.leavesAt(n * USUAL_MS, n * USUAL_MS + ms, cadence, USUAL_MS) - n * USUAL_MS);
  };

  it('is when it is done, where every frame has an inference', () => {
    expect(play([20, 8, 20, 8], 1)).toEqual([20, 8, 20, 8]);
  });

  it('is after the same delay as the slowest of the last two rounds', () => {
    expect(play([20, 8, 20, 8, 22, 8], 2)).toEqual([20, 20, 20, 20, 22, 22]);
    expect(play([20, 8, 8, 8, 8, 8], 2)).toEqual([20, 20, 20, 20, 8, 8]);
  });

  it('waits for no pause of the machine beyond one and a half intervals', () => {
    expect(play([20, 400, 8, 8], 2)).toEqual([20, 400, 1.5 * USUAL_MS, 1.5 * USUAL_MS]);
  });

  it('is when it is done, where frames of the source go missing: there is nothing to be even with', () => {
    const pace = createPace();
    expect(pace.leavesAt(0, 30, 2, USUAL_MS)).toBe(30);
    expect(pace.leavesAt(33, 41, 2, USUAL_MS)).toBe(63);
    expect(pace.leavesAt(99, 107, 2, null)).toBe(107);
    // The round begins anew.
    expect(pace.leavesAt(132, 140, 2, USUAL_MS)).toBe(140);
  });
});

it('what waits leaves in order, is out before what need not wait, and is refused when all is over', () => {
  vi.useFakeTimers();
  const [left, refused]: [string[], string[]] = [[], []];
  const room = createWaitingRoom<string>(
    (item) => left.push(item),
    (item) => refused.push(item),
  );
  room.send('a', 20);
  room.send('b', 10);
  vi.advanceTimersByTime(10);
  expect(left).toEqual(['a', 'b']);
  room.send('c', 10);
  room.send('d', 0);
  expect(left).toEqual(['a', 'b', 'c', 'd']);
  room.send('e', 10);
  expect(room.count).toBe(1);
  room.clear();
  vi.advanceTimersByTime(100);
  expect([left.length, refused]).toEqual([4, ['e']]);
  vi.useRealTimers();
});
