// What in the figures of the last seconds is worth a word: a rule each, with the figure that it goes by and its limit. Pure.
import { percentile } from '../base/percentile';
import type { MemoryLevel } from './memory-level';
import type { Second } from './minutes';

const LOOKED_AT = 10;
const LIMITS = {
  /** Share of the frames of ten seconds. */
  missedShare: 0.02,
  gpuBusy: 0.9,
  /** Of ten seconds. */
  blockedMs: 500,
  /** 95 of 100 pictures take longer than so many intervals. */
  delayIntervals: 4,
} as const;

export const WARNINGS = [
  'over-budget',
  'missed',
  'delay',
  'gpu-busy',
  'pressure',
  'memory-tight',
  'page-blocked',
] as const;

export interface Warning {
  readonly code: (typeof WARNINGS)[number];
  /** The figure in the unit of its limit: ms, or a share; null where it is a word. */
  readonly value: number | null;
  readonly limit: number | null;
}

const sum = (rows: readonly Second[], of: (row: Second) => number) => rows.reduce((total, row) => total + of(row), 0);

export function warningsOf(rows: readonly Second[], memory: MemoryLevel): readonly Warning[] {
  const recent = rows.slice(-LOOKED_AT);
  const last = recent.at(-1);
  if (!last || recent.length < 3) return [];
  const found: Warning[] = [];
  const check = (code: Warning['code'], value: number | null, limit: number | null) => {
    if (value !== null && limit !== null && value > limit) found.push({ code, value, limit });
  };
  // Each second shows its dearest frame; one of them alone is no reason for a word.
  check(
    'over-budget',
    percentile(
      recent.flatMap(({ workP95Ms }) => workP95Ms ?? []),
      0.5,
    ),
    last.budgetMs,
  );
  const missed = sum(recent, (row) => row.missed);
  const all = missed + sum(recent, (row) => row.frames);
  check('missed', all === 0 ? null : missed / all, LIMITS.missedShare);
  check('delay', last.delayP95Ms, last.budgetMs === null ? null : LIMITS.delayIntervals * last.budgetMs);
  const busy = recent.flatMap(({ gpuBusy }) => gpuBusy ?? []);
  check('gpu-busy', busy.length === 0 ? null : sum(recent, (row) => row.gpuBusy ?? 0) / busy.length, LIMITS.gpuBusy);
  if (last.pressure === 'serious' || last.pressure === 'critical')
    found.push({ code: 'pressure', value: null, limit: null });
  if (memory === 'tight' || memory === 'short') found.push({ code: 'memory-tight', value: null, limit: null });
  check(
    'page-blocked',
    sum(recent, (row) => row.blockedMs),
    LIMITS.blockedMs,
  );
  return found;
}
