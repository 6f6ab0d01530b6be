// What a preset sets (product.md, 4), as a table, and which preset some settings are. Pure.
import { PRESETS, type QualitySettings } from '../config/quality';

export type Preset = (typeof PRESETS)[number];

type Effect = Pick<QualitySettings, 'automatic' | 'mode' | 'strategy' | 'skipping' | 'neighbourShare'>;

/**
 * All aim at the program's rate, which is 30 where nobody chose another. Limits (lowest and highest rate, highest level, profile) are a person's own: no preset touches them. Nothing between a frame and its
 * picture is buffered in any of them, so a meeting needs no knob for a short delay.
 */
export const PRESET_TABLE: Readonly<Record<Exclude<Preset, 'custom'>, Effect>> = {
  streaming: {
    automatic: true,
    mode: 'realtime',
    strategy: 'adaptive',
    skipping: 'nth',
    neighbourShare: 0,
  },
  recording: {
    automatic: true,
    mode: 'quality',
    strategy: 'conservative',
    skipping: 'none',
    neighbourShare: 0,
  },
  meeting: {
    automatic: true,
    mode: 'realtime',
    strategy: 'balanced',
    skipping: 'newest',
    neighbourShare: 0,
  },
  quiet: {
    automatic: true,
    mode: 'balanced',
    strategy: 'balanced',
    skipping: 'adaptive',
    neighbourShare: 0.5,
  },
};

type Limits = Pick<QualitySettings, 'minFps' | 'maxFps'>;

/** The rate aimed at where nobody chose one: the program's, within these limits. */
export const usualFps = (programFps: number, { minFps, maxFps }: Limits): number =>
  Math.min(Math.max(programFps, minFps), maxFps);

/** What it sets within these limits. */
export const effectOf = (preset: Exclude<Preset, 'custom'>, programFps: number, limits: Limits) => ({
  ...PRESET_TABLE[preset],
  targetFps: usualFps(programFps, limits),
});

/** The preset that these settings are, else `custom`: one knob turned by hand leaves the preset. */
export function presetOf(now: QualitySettings, programFps: number): Preset {
  const isSame = (effect: Partial<QualitySettings>) =>
    (Object.keys(effect) as (keyof QualitySettings)[]).every((knob) => effect[knob] === now[knob]);
  return PRESETS.find((preset) => preset !== 'custom' && isSame(effectOf(preset, programFps, now))) ?? 'custom';
}
