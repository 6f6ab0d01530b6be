// The plan is the true best of all pairs: told apart by trying every one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choosePlan, holdsTarget } from '../../src/benchmark/choose-plan';
import type { RungRow } from '../../src/benchmark/result';
import { LEVELS } from '../../src/config/quality';
import { LEVEL_VALUES } from '../../src/scheduler/ladder';
import { rung, steady } from './results';

const row = fc.record({
  engine: fc.constantFrom('cpu' as const, 'webgpu' as const),
  level: fc.constantFrom(...LEVELS),
  outcome: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        state: fc.constant('measured' as const),
        fps: fc.double({ min: 0, max: 60, noNaN: true }),
        missedShare: fc.constant(0),
        inferredShare: fc.constant(1),
        work: fc.double({ min: 1, max: 60, noNaN: true }).map((ms) => steady(ms)),
        gpu: fc.constant(null),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ state: 'given-up' as const, afterS: 8 }) },
  ),
  busy: fc.constant<RungRow['busy']>([]),
});
const table = fc.uniqueArray(row, { selector: ({ engine, level }) => `${engine} ${level}`, maxLength: 10 });
const measured = (rows: readonly RungRow[]) =>
  rows.flatMap(({ engine, level, outcome }) => (outcome.state === 'measured' ? [{ engine, level, outcome }] : []));

describe('the plan that follows from a table of engines and rungs', () => {
  it('is the highest rung that holds the target, on the engine with less work', () => {
    const plan = choosePlan(
      [
        rung('cpu', 'high', 28),
        rung('cpu', 'medium', 18),
        rung('webgpu', 'high', 12),
        rung('webgpu', 'ultra-high', 40, 25),
      ],
      30,
    );
    expect(plan).toEqual({ engine: 'webgpu', level: 'high', holds: true, tried: 4 });
  });

  it('is the quickest where none holds it, and says that it does not', () => {
    expect(choosePlan([rung('cpu', 'high', 60, 15), rung('cpu', 'low', 40, 22)], 30)).toMatchObject({
      level: 'low',
      holds: false,
    });
  });

  it('is none where nothing was measured', () => {
    expect(choosePlan([], 30)).toBeNull();
    expect(
      choosePlan([{ engine: 'webgpu', level: 'high', outcome: { state: 'given-up', afterS: 8 }, busy: [] }], 30),
    ).toBeNull();
  });

  it('agrees with trying every pair against every other', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 10, max: 60 }), (rows, fps) => {
        const plan = choosePlan(rows, fps);
        const all = measured(rows);
        expect(plan === null).toBe(all.length === 0);
        const mine = all.find(({ engine, level }) => engine === plan?.engine && level === plan.level);
        if (!plan || !mine) return;
        expect(plan.holds).toBe(all.some(({ outcome }) => holdsTarget(outcome, fps)));
        for (const other of all) {
          const isBetter = plan.holds
            ? holdsTarget(other.outcome, fps) &&
              (LEVEL_VALUES[other.level] > LEVEL_VALUES[mine.level] ||
                (other.level === mine.level && other.outcome.work.mean < mine.outcome.work.mean))
            : other.outcome.fps > mine.outcome.fps;
          expect(isBetter).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
});
