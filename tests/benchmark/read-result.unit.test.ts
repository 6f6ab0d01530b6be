// A result file comes back as it was, or not at all: every kind of damage is named.
import { describe, expect, it } from 'vitest';
import { checkResult, readResult, writeResult } from '../../src/benchmark/read-result';
import { madeUpResult, rung } from './results';

type Tree = Record<string, unknown>;
const problemsOf = (text: string): readonly string[] => {
  const read = readResult(text);
  return read.ok ? [] : read.problems;
};
/** A file with changes made by hand. */
function edited(change: (file: { [Part in keyof ReturnType<typeof madeUpResult>]: Tree }) => void): string {
  const file = JSON.parse(writeResult(madeUpResult())) as Parameters<typeof change>[0];
  change(file);
  return JSON.stringify(file);
}

describe('a result file', () => {
  it('is read as it was written', () => {
    const result = madeUpResult();
    expect(readResult(writeResult(result))).toEqual({ ok: true, result });
  });

  it('has the parts that were promised, in their order', () => {
    const parts = 'schema, machine, browser, settings, models, stages, engines, scenario, startup, plan, samples';
    expect(Object.keys(madeUpResult()).join(', ')).toBe(parts);
  });

  it('of anything else is refused in one sentence', () => {
    expect(problemsOf('')).toEqual([expect.stringContaining('no JSON, or it was cut off')]);
    expect(problemsOf(writeResult(madeUpResult()).slice(0, 500))).toEqual([expect.stringContaining('cut off')]);
    for (const other of ['[]', 'null', '7', '{}', '{"app":"everframe","version":1}'])
      expect(problemsOf(other)).toEqual([expect.stringContaining('not a result of a benchmark')]);
  });

  it('of another version says which, and what to do', () => {
    expect(problemsOf(edited(({ schema }) => (schema.version = 3)))).toEqual([
      expect.stringContaining('newer Everframe (version 3'),
    ]);
    expect(problemsOf(edited(({ schema }) => (schema.version = 'one')))).toEqual([
      expect.stringMatching(/version of the result is "one".*Run the benchmark again/),
    ]);
  });

  it('names everything that was edited by hand, each with its place', () => {
    const problems = problemsOf(
      edited((file) => {
        file.machine.cores = 'eight';
        file.settings.extra = true;
        delete file.startup.warm;
        file.models.nets = 'none';
        file.browser.isIsolated = 1;
      }),
    );
    expect(problems).toHaveLength(5);
    expect(problems).toEqual(
      expect.arrayContaining([
        'machine.cores is "eight"; it has to be a number.',
        'settings.extra is not a part of a result.',
        'startup.warm is missing.',
        expect.stringMatching(/^models\.nets is "none"/),
        'browser.isIsolated is 1; it has to be true or false.',
      ]),
    );
  });

  it('whose figures contradict each other was edited too', () => {
    const plan = madeUpResult({ plan: { engine: 'webgpu', level: 'high', holds: true, tried: 3 } });
    expect(checkResult(plan)).toEqual({
      ok: false,
      problems: [expect.stringContaining('plan is not the one that follows')],
    });
    const twice = madeUpResult({ engines: [rung('cpu', 'low', 9), rung('cpu', 'low', 9)] });
    expect(checkResult(twice)).toMatchObject({ ok: false, problems: [expect.stringContaining('more than once')] });
    const text = edited(
      ({ machine }) => (machine.jitterMs = { count: 9, p50: 5, p95: 1, p99: 9, mean: 5, spread: null }),
    );
    expect(problemsOf(text)).toEqual([expect.stringContaining('p50 ≤ p95 ≤ p99')]);
  });
});
