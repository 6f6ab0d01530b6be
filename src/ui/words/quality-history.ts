// Quality over time in words: five lanes, and the changes of a time with their numbers. Pure.
import type { QualityDecision, QualityState } from '../../app/studio-snapshot';
import type { Second } from '../../telemetry/minutes';
import type { ChartWords } from './dashboard';
import { LEVELS } from '../../config/quality';
import { clock } from './numbers';
import { LEVEL_WORDS } from './quality';

export const LANES: readonly string[] = LEVELS.map((level) => LEVEL_WORDS[level]);

export const laneOf = (level: string): number => LEVELS.findIndex((name) => name === level);

export interface NumberedChange {
  readonly number: number;
  readonly decision: QualityDecision;
}

/** Numbered from the first that is known on, so that a number stays with its change. */
export function changesIn(decisions: readonly QualityDecision[], fromMs: number): readonly NumberedChange[] {
  return decisions
    .map((decision, index) => ({ number: index + 1, decision }))
    .filter(({ decision }) => decision.atMs > fromMs && decision.from !== decision.to);
}

export function qualityChart(rows: readonly Second[], quality: QualityState | null): ChartWords {
  const lane = ({ level }: Second) => (level === null ? null : laneOf(level));
  const word = quality ? (LANES[laneOf(quality.level)] ?? '') : '';
  const last = quality?.last;
  return {
    key: 'quality',
    title: 'Quality',
    value: word === '' ? null : word,
    unit: '',
    lines: [{ name: 'level', color: 2, of: lane }],
    isStep: true,
    min: -0.5,
    max: LANES.length - 0.5,
    ticks: LANES.map((label, at) => ({ at, label })),
    limit: null,
    none: rows.some((row) => lane(row) !== null) ? '' : 'No figure yet.',
    summary: `Quality: ${word}${last ? `, since ${clock(last.atMs)}. ${last.reason}` : '.'}`,
    digits: 0,
  };
}
