// The ladder: every quality the studio can run at, as data. A level is a name for a rung; the pipeline and the engines read
// rungs, the scheduler chooses one. Nothing here knows how a rung is put in place.

import { LEVELS } from '../config/quality';
import type { LiveRung } from '../config/rung';

export type Level = (typeof LEVELS)[number];

/** The number a level goes by in settings, the address and the automation API. */
export const LEVEL_VALUES: Readonly<Record<Level, number>> = {
  'ultra-low': 0.1,
  low: 0.25,
  medium: 0.5,
  high: 0.75,
  'ultra-high': 1,
};

export const MODEL_TIERS = ['light', 'standard', 'fine'] as const;
export type ModelTier = (typeof MODEL_TIERS)[number];

export interface Rung extends LiveRung {
  readonly modelTier: ModelTier;
  /** Largest height of what the net sees, px; a net of one fixed size keeps its own. */
  readonly inputHeightPx: number;
  /** One inference every so many frames; between them the mask is carried forward by motion. */
  readonly cadence: number;
  /** Of the program's width and height; the picture that leaves has the program's size always. */
  readonly renderScale: number;
  /** Expected cost of a frame, `high` = 1. A guess to begin with: what is measured here takes its place. */
  readonly nominalCost: number;
}

export const LADDER: readonly Rung[] = [
  {
    level: 'ultra-low',
    modelTier: 'light',
    inputHeightPx: 144,
    cadence: 4,
    renderScale: 0.5,
    effects: 'plain',
    fpsMax: 30,
    nominalCost: 0.33,
  },
  {
    level: 'low',
    modelTier: 'standard',
    inputHeightPx: 144,
    cadence: 3,
    renderScale: 2 / 3,
    effects: 'plain',
    fpsMax: 60,
    nominalCost: 0.46,
  },
  {
    level: 'medium',
    modelTier: 'standard',
    inputHeightPx: 256,
    cadence: 2,
    renderScale: 0.75,
    effects: 'normal',
    fpsMax: 60,
    nominalCost: 0.66,
  },
  {
    level: 'high',
    modelTier: 'standard',
    inputHeightPx: 256,
    cadence: 1,
    renderScale: 1,
    effects: 'normal',
    fpsMax: 60,
    nominalCost: 1,
  },
  {
    level: 'ultra-high',
    modelTier: 'fine',
    inputHeightPx: 512,
    cadence: 1,
    renderScale: 1,
    effects: 'fine',
    fpsMax: 60,
    nominalCost: 1.8,
  },
];

/** The level whose value is nearest: a script may say 0.6. */
export function levelNear(value: number): Level {
  const distance = (level: Level) => Math.abs(LEVEL_VALUES[level] - value);
  return LEVELS.reduce((best, level) => (distance(level) < distance(best) ? level : best));
}

/** The best tier there is that is not above the one asked for, else the least above it; null of none. */
function tierInstead(asked: ModelTier, present: readonly ModelTier[]): ModelTier | null {
  const rank = (tier: ModelTier) => MODEL_TIERS.indexOf(tier);
  const sorted = [...present].sort((a, b) => rank(a) - rank(b));
  return sorted.filter((tier) => rank(tier) <= rank(asked)).at(-1) ?? sorted[0] ?? null;
}

const sameWork = (a: Rung, b: Rung) =>
  a.modelTier === b.modelTier && a.cadence === b.cadence && a.renderScale === b.renderScale && a.effects === b.effects;

/**
 * The ladder for the models that are here: a tier that is missing is replaced by the nearest below it, and a rung that
 * then does the same work as the one below is left out.
 */
export function ladderFor(present: readonly ModelTier[], rungs: readonly Rung[] = LADDER): readonly Rung[] {
  const kept: Rung[] = [];
  for (const rung of rungs) {
    const modelTier = tierInstead(rung.modelTier, present);
    if (modelTier === null) continue;
    const here = { ...rung, modelTier };
    const below = kept.at(-1);
    if (!below || !sameWork(below, here)) kept.push(here);
  }
  return kept;
}
