// What a list of times comes to, and when nothing can be said.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureOf, isTooNoisy, noiseOf, spreadOf } from '../../src/benchmark/figure';

const repeat = (value: number, times: number) => Array.from({ length: times }, () => value);

describe('a figure of measured times', () => {
  it('says what half, 95 and 99 of 100 are under', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => n + 1);
    expect(figureOf(hundred)).toMatchObject({ count: 100, p50: 50, p95: 95, p99: 99, mean: 50.5 });
  });

  it('of nothing is nothing, and a clock that jumped is left out', () => {
    expect(figureOf([])).toBeNull();
    expect(figureOf([NaN, -1, Infinity])).toBeNull();
    expect(figureOf([4, -2, 4])).toMatchObject({ count: 2, p50: 4 });
  });

  it('of an even run can be said; a single hiccup does not change that', () => {
    const even = figureOf([...repeat(10, 30), 90, ...repeat(10, 30)]);
    expect(even?.spread).toBe(0);
    expect(even && isTooNoisy(even)).toBe(false);
  });

  it('of a machine that was busy for half of the time is too noisy to say', () => {
    const half = figureOf([...repeat(10, 40), ...repeat(18, 40)]);
    expect(half && isTooNoisy(half)).toBe(true);
  });

  it('of a handful says no spread, and so nothing can be said', () => {
    const few = figureOf(repeat(10, 7));
    expect(few?.spread).toBeNull();
    expect(few && isTooNoisy(few)).toBe(true);
  });

  it('keeps its order and its bounds for any times', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 80 }), (times) => {
        const figure = figureOf(times);
        if (!figure) throw new Error('none');
        expect(figure.p50).toBeLessThanOrEqual(figure.p95);
        expect(figure.p95).toBeLessThanOrEqual(figure.p99);
        expect(figure.p99).toBeLessThanOrEqual(Math.max(...times) + 0.001);
        expect(figure.spread ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the noise of a machine', () => {
  it('is how far the same work was apart, as a share', () => {
    expect(noiseOf([repeat(10, 5), repeat(11, 5), repeat(9, 5)])).toBe(0.1);
    expect(spreadOf([5, 5, 5])).toBe(0);
  });
  it('is not told by one probe', () => {
    expect(noiseOf([repeat(10, 5)])).toBeNull();
    expect(noiseOf([[], repeat(10, 5)])).toBeNull();
  });
});
