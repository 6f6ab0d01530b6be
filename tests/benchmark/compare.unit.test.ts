// Two results beside each other: better, worse, the same, or too noisy to say.
import { describe, expect, it } from 'vitest';
import { compareResults } from '../../src/benchmark/compare-results';
import { madeUpResult, rung, steady } from './results';

const verdictOf = (comparison: ReturnType<typeof compareResults>, key: string) =>
  comparison.rows.find((row) => row.key === key)?.verdict;

describe('a comparison of two results', () => {
  it('of one with itself finds nothing', () => {
    const { rows, onlyInOne, differences } = compareResults(madeUpResult(), madeUpResult());
    expect(rows.length).toBeGreaterThan(8);
    expect(rows.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
    expect([...onlyInOne, ...differences]).toEqual([]);
  });

  it('knows that fewer ms and more pictures are better', () => {
    const comparison = compareResults(
      madeUpResult({ engines: [rung('cpu', 'high', 20, 20)] }),
      madeUpResult({ engines: [rung('cpu', 'high', 15, 30)] }),
    );
    expect(verdictOf(comparison, 'engines cpu high')).toBe('better');
    expect(verdictOf(comparison, 'engines cpu high fps')).toBe('better');
    const back = compareResults(
      madeUpResult({ engines: [rung('cpu', 'high', 15, 30)] }),
      madeUpResult({ engines: [rung('cpu', 'high', 20, 20)] }),
    );
    expect(verdictOf(back, 'engines cpu high')).toBe('worse');
  });

  it('calls what is near the same, and what is farther apart within the noise of both, or of a noisy figure, noisy', () => {
    const latency = (ms: number, spread: number) => {
      const result = madeUpResult();
      return {
        ...result,
        stages: {
          ...result.stages,
          latency: { engine: 'cpu' as const, level: 'high' as const, ms: steady(ms, spread) },
        },
      };
    };
    expect(verdictOf(compareResults(latency(50, 0.1), latency(56, 0.1)), 'latency')).toBe('same');
    expect(verdictOf(compareResults(latency(50, 0.1), latency(59, 0.1)), 'latency')).toBe('noisy');
    expect(verdictOf(compareResults(latency(50, 0.1), latency(65, 0.1)), 'latency')).toBe('worse');
    expect(verdictOf(compareResults(latency(50, 0.02), latency(58, 0.02)), 'latency')).toBe('worse');
    expect(verdictOf(compareResults(latency(50, 0.02), latency(90, 0.4)), 'latency')).toBe('noisy');
  });

  it('finds nothing within the noise of both machines, however steady the figures', () => {
    const machine = { ...madeUpResult().machine, noise: 0.15 };
    const of = (ms: number) => madeUpResult({ engines: [rung('cpu', 'high', ms)], machine });
    expect(verdictOf(compareResults(of(20), of(18)), 'engines cpu high')).toBe('same');
    expect(verdictOf(compareResults(of(20), of(15)), 'engines cpu high')).toBe('noisy');
    expect(verdictOf(compareResults(of(20), of(13)), 'engines cpu high')).toBe('better');
  });

  it('a rate at which no picture was missed is the camera’s, however noisy the machine', () => {
    const machine = { ...madeUpResult().machine, noise: 0.3 };
    const of = (fps: number) => madeUpResult({ engines: [rung('cpu', 'high', 20, fps)], machine });
    expect(verdictOf(compareResults(of(29.9), of(29.8)), 'engines cpu high fps')).toBe('same');
  });

  it('a rate under load that jumped about is noisy, however steady the machine', () => {
    const jumpy = madeUpResult();
    const off = jumpy.samples.off.map((moment) => ({ ...moment, fps: moment.atS < 13 ? 24 : 9 }));
    const comparison = compareResults(madeUpResult(), { ...jumpy, samples: { ...jumpy.samples, off } });
    expect(verdictOf(comparison, 'scenario off fps')).toBe('noisy');
    expect(verdictOf(comparison, 'scenario on fps')).toBe('same');
  });

  it('says what only one of them has, and how the two differ as a whole', () => {
    const full = madeUpResult();
    const other = madeUpResult({
      engines: [rung('cpu', 'high', 20)],
      machine: { ...full.machine, cores: 2 },
      settings: { ...full.settings, shape: 'full' },
    });
    const { onlyInOne, differences } = compareResults(full, other);
    expect(onlyInOne).toContain('engines cpu low');
    expect(differences).toEqual(['machine', 'shape']);
  });
});
