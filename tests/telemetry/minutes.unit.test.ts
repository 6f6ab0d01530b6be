// Figures of a studio that has a bad moment: what is left of it in the rows that charts and exports show.
import { describe, expect, it } from 'vitest';
import { memoryLevel } from '../../src/telemetry/memory-level';
import { Minutes, type SecondFacts } from '../../src/telemetry/minutes';
import { warningsOf } from '../../src/telemetry/warnings';
import { Watched } from '../../src/telemetry/watched';

const START_MS = 1_700_000_000_000;

const facts = (changes: Partial<SecondFacts> = {}): SecondFacts => ({
  sourceFps: 30,
  programFps: 30,
  delayP50Ms: 41,
  delayP95Ms: 50,
  workP50Ms: 20,
  workP95Ms: 24,
  budgetMs: 33.3,
  missedTotal: 0,
  skippedTotal: 0,
  underWay: 2,
  level: 'high',
  onAir: 'live',
  pressure: 'nominal',
  engineBytes: 1e6,
  loopBytes: 0,
  heapBytes: null,
  ...changes,
});
const frame = (workMs: number, gpuMs: number | null = null) => ({ workMs, gpuMs, stages: { model: workMs / 2 } });

describe('a second in which one frame of thirty was dear', () => {
  const minutes = new Minutes();
  minutes.frames([...Array.from({ length: 29 }, () => frame(20, 12)), frame(90, 60)]);
  const row = minutes.end(START_MS, facts());

  it('shows that frame, with its own stages', () => {
    expect(row).toMatchObject({ frames: 30, workMs: 90, stages: { model: 45 } });
  });

  it('says how busy the graphics card was', () => {
    expect(row.gpuBusy).toBeCloseTo((29 * 12 + 60) / 1000, 2);
  });
});

it('what cannot be had stays nothing: no frame, no graphics card that keeps time', () => {
  const minutes = new Minutes();
  expect(minutes.end(START_MS, facts())).toMatchObject({ workMs: null, stages: null, gpuBusy: null, heapBytes: null });
  minutes.frames([frame(20)]);
  expect(minutes.end(START_MS + 1000, facts()).gpuBusy).toBeNull();
});

it('misses and skips are told apart, second by second, and a fresh worker counts from nought', () => {
  const minutes = new Minutes();
  const rows = [
    { missedTotal: 3, skippedTotal: 30 },
    { missedTotal: 4, skippedTotal: 60 },
    { missedTotal: 1, skippedTotal: 0 },
  ].map((counts, n) => minutes.end(START_MS + n * 1000, facts(counts)));
  expect(rows.map(({ missed }) => missed)).toEqual([3, 1, 1]);
  expect(rows.map(({ skipped }) => skipped)).toEqual([30, 30, 0]);
});

it('ten minutes are kept, and no more', () => {
  const minutes = new Minutes();
  for (let second = 0; second < 700; second++) minutes.end(START_MS + second * 1000, facts());
  expect(minutes.rows).toHaveLength(600);
  expect(minutes.rows[0]?.atMs).toBe(START_MS + 100_000);
});

describe('warnings', () => {
  const after = (changes: Partial<SecondFacts>, work: readonly ReturnType<typeof frame>[] = []) => {
    const minutes = new Minutes();
    for (let second = 0; second < 10; second++) {
      minutes.frames(work);
      minutes.end(START_MS + second * 1000, facts({ ...changes, missedTotal: (changes.missedTotal ?? 0) * second }));
    }
    return minutes.rows;
  };
  const codes = (...args: Parameters<typeof warningsOf>) => warningsOf(...args).map(({ code }) => code);
  const steady = Array.from({ length: 30 }, () => frame(20, 10));

  it('are silent while all is well', () => {
    expect(codes(after({}, steady), 'plenty')).toEqual([]);
  });

  it('name each thing that is past its limit, with the figure', () => {
    expect(warningsOf(after({ workP95Ms: 41 }, steady), 'unknown')).toEqual([
      { code: 'over-budget', value: 41, limit: 33.3 },
    ]);
    expect(codes(after({ missedTotal: 3 }, steady), 'plenty')).toEqual(['missed']);
    expect(codes(after({ delayP95Ms: 200 }, steady), 'plenty')).toEqual(['delay']);
    expect(codes(after({ pressure: 'critical' }, steady), 'short')).toEqual(['pressure', 'memory-tight']);
    const full = Array.from({ length: 30 }, () => frame(32, 31.5));
    expect(codes(after({}, full), 'plenty')).toEqual(['gpu-busy']);
  });

  it('one long picture of the page is nothing, half a second of ten is', () => {
    const minutes = new Minutes();
    for (let second = 0; second < 10; second++) {
      minutes.longFrame(second === 0 ? 100 : 55);
      minutes.end(START_MS + second * 1000, facts());
    }
    expect(codes(minutes.rows.slice(0, 4), 'plenty')).toEqual([]);
    expect(codes(minutes.rows, 'plenty')).toEqual(['page-blocked']);
  });
});

describe('memory', () => {
  const GB = 1e9;
  it('is told by the share of what there is', () => {
    const level = (heapBytes: number | null, heldBytes: number, machineBytes: number | null = 8 * GB) =>
      memoryLevel({ heapBytes, heapLimitBytes: 4 * GB, heldBytes, machineBytes });
    expect(level(0.1 * GB, 0.3 * GB)).toBe('plenty');
    expect(level(3.2 * GB, 0.3 * GB)).toBe('tight');
    expect(level(0.1 * GB, 2.5 * GB)).toBe('tight');
    expect(level(3.9 * GB, 0.3 * GB)).toBe('short');
    expect(level(null, 5 * GB)).toBe('short');
    expect(level(null, 5 * GB, null)).toBe('unknown');
  });
});

it('a look at another tab is not the end of watching; half a minute of it is, until the page is back', () => {
  const watched = new Watched();
  expect(watched.at(0, true)).toBe(true);
  expect(watched.at(1000, false)).toBe(true);
  expect(watched.at(30_000, false)).toBe(true);
  expect(watched.at(31_000, false)).toBe(false);
  expect(watched.at(32_000, true)).toBe(true);
  expect(watched.at(33_000, false)).toBe(true);
});
