// Quality in words: the level meter, and one line why it stands where it stands. The sentences of decisions are the scheduler's. Pure.
import type { QualityState, StudioSnapshot } from '../../app/studio-snapshot';
import { LEVELS } from '../../config/quality';
import { clock, lasting, withUnit } from './numbers';

export const LEVEL_WORDS: Readonly<Record<(typeof LEVELS)[number], string>> = {
  'ultra-low': 'Ultra low',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  'ultra-high': 'Ultra high',
};

export interface LevelStep {
  readonly level: (typeof LEVELS)[number];
  readonly word: string;
  readonly state: 'now' | 'below' | 'above' | 'missing';
}

export function levelSteps({ level, levels }: Pick<QualityState, 'level' | 'levels'>): readonly LevelStep[] {
  const at = LEVELS.indexOf(level);
  return LEVELS.map((name, step) => ({
    level: name,
    word: LEVEL_WORDS[name],
    state: step === at ? 'now' : step < at ? 'below' : levels.includes(name) ? 'above' : 'missing',
  }));
}

/** "High, 4 of 5." */
export const levelName = ({ level }: Pick<QualityState, 'level'>): string =>
  `${LEVEL_WORDS[level]}, ${LEVELS.indexOf(level) + 1} of ${LEVELS.length}`;

/** Why this level: the last change with its figure while it matters, else what is used of a frame's time. */
export function qualityReason({ quality, figures }: Pick<StudioSnapshot, 'quality' | 'figures'>): string {
  if (quality === null) return 'Measured once pictures come.';
  const { last, level, levels, resting, settings, costMs, budgetMs, wantedFps } = quality;
  if (!settings.automatic) {
    if (costMs === null) return 'Chosen by hand.';
    const cost = Math.round(costMs);
    const may = withUnit(Math.round(budgetMs), 'ms');
    return cost > budgetMs
      ? `Chosen by hand. A frame takes ${cost} of the ${may} there are, so some are left out.`
      : `Chosen by hand. A frame takes ${cost} of ${may}.`;
  }
  if (last !== null && level !== levels.at(-1)) {
    const next = resting.find((rest) => levels.indexOf(rest.level) > levels.indexOf(level));
    const again =
      next && next.forMs < 3_600_000 ? ` Next try in ${lasting(next.forMs)}, or as soon as there is room.` : '';
    return `${last.reason}${again}`;
  }
  if (figures.workP50Ms === null) return 'Measured once pictures come.';
  const used = `${withUnit(Math.round(figures.workP50Ms), 'ms')} of ${withUnit(Math.round(1000 / wantedFps), 'ms')} used.`;
  return last === null ? used : `${used} Back here since ${clock(last.atMs)}.`;
}

/** What would help, while the level is not the highest there is. */
export function qualityHelp({ level, levels, last, settings }: QualityState): string {
  return level === levels.at(-1) || !settings.automatic ? '' : (last?.help[0] ?? '');
}
