// The ladder: every quality the studio can run at, as data. A level is a name for a rung; the pipeline and the engines read
// rungs, the scheduler chooses one. Nothing here knows how a rung is put in place.

import type { LEVELS } from '../config/quality';
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

export interface Rung extends Omit<LiveRung, 'skipping'> {
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
    cadence: 4,
    renderScale: 0.5,
    effects: 'plain',
    fpsMax: 60,
    nominalCost: 0.33,
  },
  {
    level: 'low',
    modelTier: 'standard',
    cadence: 3,
    renderScale: 2 / 3,
    effects: 'plain',
    fpsMax: 60,
    nominalCost: 0.46,
  },
  {
    level: 'medium',
    modelTier: 'standard',
    cadence: 2,
    renderScale: 0.75,
    effects: 'normal',
    fpsMax: 60,
    nominalCost: 0.66,
  },
  {
    level: 'high',
    modelTier: 'standard',
    cadence: 1,
    renderScale: 1,
    effects: 'normal',
    fpsMax: 60,
    nominalCost: 1,
  },
  {
    level: 'ultra-high',
    modelTier: 'fine',
    cadence: 1,
    renderScale: 1,
    effects: 'fine',
    fpsMax: 60,
    nominalCost: 1.8,
  },
];
