// The dashboard in words: what a chart says to somebody who does not see it, and where there is no figure.
import { describe, expect, it } from 'vitest';
import { checkWords, selfTestSummary } from '../../src/ui/words/self-test';
import { niceMax, smallCharts, tableOf, workChart, type ChartWords } from '../../src/ui/words/dashboard';
import { warningWords } from '../../src/ui/words/dashboard-warnings';
import { changesIn, qualityChart } from '../../src/ui/words/quality-history';
import { CHECKS } from '../../src/app/self-test';
import { WARNINGS } from '../../src/telemetry/warnings';
import { decisions, seconds } from './fixtures/minutes';
import { liveSnapshot } from './fixtures/snapshots';

const NOW = 1_700_000_000_000;
const all = { pressure: true, heap: true, longFrames: true };
const facts = (gives = all) => ({ rows: seconds(NOW, 120), snapshot: liveSnapshot(NOW), gives });
const chart = (key: string, gives = all) => smallCharts(facts(gives)).find((one) => one.key === key) as ChartWords;

describe('a chart', () => {
  it('is one sentence: what it is, how much, and when it was worst', () => {
    const said = (key: string) => chart(key).summary.replaceAll('\u00a0', ' ');
    expect(said('rate')).toBe('Frame rate: 30.0 fps; lowest 26.6 fps, 80 s ago.');
    expect(said('delay')).toBe('Delay: 41 ms; highest 66 ms, 80 s ago.');
  });

  it('says why there is none', () => {
    expect(chart('gpu').none).toBe('');
    const onProcessor = { ...facts(), rows: facts().rows.map((row) => ({ ...row, gpuBusy: null })) };
    const none = (kind: 'cpu' | 'webgpu') =>
      smallCharts({
        ...onProcessor,
        snapshot: { ...onProcessor.snapshot, engine: { ...onProcessor.snapshot.engine, kind } },
      }).find(({ key }) => key === 'gpu')?.none;
    expect(none('cpu')).toBe('No figure here: the processor makes the pictures.');
    expect(none('webgpu')).toBe('No figure here: this browser does not time the graphics card.');
    expect(chart('pressure', { ...all, pressure: false }).none).toContain('No figure here');
    expect(smallCharts({ ...facts(), rows: [] })[0]?.none).toBe('No figure yet.');
  });

  it('tells misses and skips apart', () => {
    expect(chart('missed')).toMatchObject({ value: '3', unit: ', 12 left out on purpose' });
  });

  it('of work has its stages in path order, the budget, and says of a peak what its scale does not show', () => {
    const work = workChart(facts());
    expect(work.lines.map(({ name }) => name)).toEqual(['Camera', 'Model', 'Mask', 'Compose', 'Hand over']);
    expect(work.limit?.words).toBe('35\u00a0ms is the budget at 30\u00a0fps');
    const peak = facts().rows.map((row, n) => (n === 50 ? { ...row, workMs: 400, stages: { model: 400 } } : row));
    const shown = workChart({ ...facts(), rows: peak });
    expect(shown.max).toBeLessThan(160);
    expect(shown.unit).toContain('once 400');
  });

  it('has a table of twelve rows at most, the worst of each', () => {
    const table = tableOf(chart('rate'), facts().rows);
    expect(table).toHaveLength(12);
    expect(table[0]?.agoMs).toBe(0);
    expect(Math.min(...table.map(({ values }) => values[1] ?? Infinity))).toBe(26.6);
  });

  it('keeps its scale while figures move a little', () => {
    expect([29.9, 30, 30.02].map((value) => niceMax(value))).toEqual([30, 30, 30]);
    expect([0, 7, 41, 101].map((value) => niceMax(value))).toEqual([1, 8, 50, 150]);
  });
});

describe('quality over time', () => {
  it('numbers the changes for good, and shows those of the time', () => {
    const list = decisions(NOW);
    expect(changesIn(list, NOW - 120_000).map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(changesIn(list, NOW - 50_000).map(({ number }) => number)).toEqual([2, 3]);
  });

  it('is told in one sentence', () => {
    const quality = liveSnapshot(NOW).quality;
    const { summary, ticks } = qualityChart(seconds(NOW, 120), quality);
    expect(summary).toBe('Quality: High.');
    expect(ticks.map(({ label }) => label)).toEqual(['Ultra low', 'Low', 'Medium', 'High', 'Ultra high']);
  });
});

it('each warning says what happened with its figure, and what to do', () => {
  for (const code of WARNINGS) {
    const { title, text } = warningWords({ code, value: 0.5, limit: 0.1 });
    expect(title).not.toMatch(/[.!]$/);
    expect(text).toMatch(/\.$/);
  }
  expect(warningWords({ code: 'missed', value: 0.03, limit: 0.02 }).text).toContain('3\u00a0%');
});

it('the self-test says of each part that is not as it should be what to do about it', () => {
  for (const name of CHECKS)
    for (const state of ['ok', 'less', 'missing'] as const) {
      const { title, todo } = checkWords({ name, state, found: '' });
      expect(title).not.toBe('');
      expect(todo !== '').toBe(state !== 'ok');
    }
  expect(checkWords({ name: 'encode', state: 'ok', found: 'H.264, VP8' }).says).toBe('Encodes H.264, VP8');
  expect(
    selfTestSummary([
      { name: 'wasm', state: 'ok', found: '' },
      { name: 'graphics-card', state: 'missing', found: '' },
    ]),
  ).toBe('1\u00a0of 2 are as they should be; missing: Graphics card.');
});
