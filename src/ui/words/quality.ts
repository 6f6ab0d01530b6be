// Quality in words: the level meter, and one line why it stands where it stands. The sentences of decisions are the scheduler's. Pure.
import type { QualityState, StudioSnapshot } from '../../app/studio-snapshot';
import { clock, lasting, withUnit } from './numbers';

const LEVELS = [
  ['ultra-low', 'Ultra low'],
  ['low', 'Low'],
  ['medium', 'Medium'],
  ['high', 'High'],
  ['ultra-high', 'Ultra high'],
] as const;

export interface LevelStep {
  readonly word: string;
  readonly state: 'now' | 'below' | 'above' | 'missing';
}

export function levelSteps({ level, levels }: QualityState): readonly LevelStep[] {
  const at = LEVELS.findIndex(([name]) => name === level);
  return LEVELS.map(([name, word], step) => ({
    word,
    state: step === at ? 'now' : step < at ? 'below' : levels.includes(name) ? 'above' : 'missing',
  }));
}

/** "High, 4 of 5." */
export function levelName({ level }: QualityState): string {
  const at = LEVELS.findIndex(([name]) => name === level);
  return `${LEVELS[at]?.[1] ?? level}, ${at + 1} of ${LEVELS.length}`;
}

/** Why this level: the last change with its figure while it matters, else what is used of a frame's time. */
export function qualityReason({ quality, figures }: Pick<StudioSnapshot, 'quality' | 'figures'>): string {
  if (quality === null) return 'Measured once pictures come.';
  const { last, level, levels, resting } = quality;
  if (last !== null && level !== levels.at(-1)) {
    const next = resting.find((rest) => levels.indexOf(rest.level) > levels.indexOf(level));
    const again =
      next && next.forMs < 3_600_000 ? ` Next try in ${lasting(next.forMs)}, or as soon as there is room.` : '';
    return `${last.reason}${again}`;
  }
  if (figures.workP50Ms === null) return 'Measured once pictures come.';
  const used = `${withUnit(Math.round(figures.workP50Ms), 'ms')} of ${withUnit(Math.round(figures.budgetMs), 'ms')} used.`;
  return last === null ? used : `${used} Back here since ${clock(last.atMs)}.`;
}

/** What would help, while the level is not the highest there is. */
export function qualityHelp({ level, levels, last }: QualityState): string {
  return level === levels.at(-1) ? '' : (last?.help[0] ?? '');
}
