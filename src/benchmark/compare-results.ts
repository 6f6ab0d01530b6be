// Two results side by side: the figures that both have, and whether the second is better, worse or the same within their own noise. Pure.
import { percentile } from '../base/percentile';
import { NOISY_FROM, isTooNoisy, spreadOf, type Figure } from './figure';
import type { BenchmarkResult } from './result';
import { busySpread } from './scenario';

export interface ComparedRow {
  /** "engines cpu high", "models person-wide wasm 2". */
  readonly key: string;
  readonly unit: 'ms' | 'fps';
  readonly a: number;
  readonly b: number;
  /** b as a multiple of a; null: a is 0. */
  readonly ratio: number | null;
  readonly verdict: 'same' | 'better' | 'worse' | 'noisy';
}

export interface Comparison {
  readonly rows: readonly ComparedRow[];
  /** Figures that only one of them has. */
  readonly onlyInOne: readonly string[];
  /** What makes a comparison of machines of it, not of versions: facts that differ. */
  readonly differences: readonly ('machine' | 'browser' | 'settings' | 'shape')[];
}

interface Entry {
  readonly value: number;
  readonly unit: 'ms' | 'fps';
  readonly spread: number | null;
}
/** Nearer than that is the same, however steady both were. */
const SAME_WITHIN = 0.05;
const MISSED_NONE = 0.01;

const ofFigure = (figure: Figure): Entry => ({ value: figure.p50, unit: 'ms', spread: figure.spread });

function entriesOf({
  models,
  engines,
  stages,
  scenario,
  startup,
  machine,
  samples,
}: BenchmarkResult): Map<string, Entry> {
  const found = new Map<string, Entry>();
  for (const { id, backend, threads, outcome } of models.nets)
    if (outcome.state === 'measured') found.set(`models ${id} ${backend} ${threads}`, ofFigure(outcome.run));
  for (const { engine, level, outcome, busy } of engines) {
    for (const beside of busy)
      if (beside.outcome.state === 'measured')
        found.set(`engines ${engine} ${level} beside ${beside.load}`, ofFigure(beside.outcome.work));
    if (outcome.state !== 'measured') continue;
    found.set(`engines ${engine} ${level}`, ofFigure(outcome.work));
    // Where no picture was missed the rate is the camera's.
    const spread = outcome.missedShare <= MISSED_NONE ? 0 : machine.noise;
    found.set(`engines ${engine} ${level} fps`, { value: outcome.fps, unit: 'fps', spread });
  }
  if (stages.latency) found.set('latency', ofFigure(stages.latency.ms));
  if (scenario)
    for (const { scheduler, fpsBusy } of scenario.runs) {
      const spread = busySpread(samples[scheduler], scenario.seconds);
      found.set(`scenario ${scheduler} fps`, { value: fpsBusy, unit: 'fps', spread });
    }
  for (const [name, times] of Object.entries(startup.warm)) {
    const value = percentile(times, 0.5);
    if (value !== null) found.set(`startup ${name}`, { value, unit: 'ms', spread: spreadOf(times) });
  }
  return found;
}

/** The same is nearer than two runs are to agree within; what is farther apart, and within the noise of both, says nothing. */
function compare(key: string, a: Entry, b: Entry, machinesNoise: number): ComparedRow {
  const ratio = a.value === 0 ? null : b.value / a.value;
  const row = { key, unit: a.unit, a: a.value, b: b.value, ratio };
  if (isTooNoisy(a) || isTooNoisy(b)) return { ...row, verdict: 'noisy' };
  const noise = Math.max(SAME_WITHIN, machinesNoise, (a.spread ?? 0) + (b.spread ?? 0));
  const change = ratio === null ? (b.value === 0 ? 0 : Infinity) : ratio - 1;
  if (Math.abs(change) <= Math.min(noise, NOISY_FROM)) return { ...row, verdict: 'same' };
  if (Math.abs(change) <= noise) return { ...row, verdict: 'noisy' };
  return { ...row, verdict: change < 0 === (a.unit === 'ms') ? 'better' : 'worse' };
}

export function compareResults(a: BenchmarkResult, b: BenchmarkResult): Comparison {
  const [before, after] = [entriesOf(a), entriesOf(b)];
  // A figure that was taken in steady seconds is not steadier than its machine, and either may be off by that much.
  const machinesNoise = (a.machine.noise ?? 0) + (b.machine.noise ?? 0);
  const rows = [...before].flatMap(([key, entry]) => {
    const other = after.get(key);
    return other ? [compare(key, entry, other, machinesNoise)] : [];
  });
  const keys = new Set([...before.keys(), ...after.keys()]);
  const factsOf = ({ machine, browser, settings }: BenchmarkResult) => {
    const { shape, studio, ...others } = settings;
    return {
      machine: [machine.cores, machine.memoryGiB, machine.adapter],
      browser: browser.userAgent,
      settings: { ...others, studio },
      shape,
    };
  };
  const [one, two] = [factsOf(a), factsOf(b)];
  const names = ['machine', 'browser', 'settings', 'shape'] as const;
  return {
    rows,
    onlyInOne: [...keys].filter((key) => before.has(key) !== after.has(key)),
    differences: names.filter((name) => JSON.stringify(one[name]) !== JSON.stringify(two[name])),
  };
}
