// System profiles: ceilings for a kind of machine, and which kind this one is, by what a frame was measured to cost here.
// Never by counting cores. Pure.
import type { PROFILES } from '../config/quality';
import type { Level, ModelTier } from './ladder';

export type Profile = (typeof PROFILES)[number];

export interface ProfileEffect {
  readonly modelTier: ModelTier;
  readonly level: Level;
  /** Height of the program's picture that is advised, px. */
  readonly heightMaxPx: number;
  readonly fpsMax: number;
  /** Bytes for models, pools and pictures together, MiB. */
  readonly memoryMiB: number;
}

export const PROFILE_TABLE: Readonly<Record<Profile, ProfileEffect>> = {
  'low-end': { modelTier: 'standard', level: 'medium', heightMaxPx: 720, fpsMax: 30, memoryMiB: 256 },
  medium: { modelTier: 'standard', level: 'high', heightMaxPx: 720, fpsMax: 60, memoryMiB: 512 },
  'high-end': { modelTier: 'fine', level: 'ultra-high', heightMaxPx: 1080, fpsMax: 60, memoryMiB: 1024 },
  workstation: { modelTier: 'fine', level: 'ultra-high', heightMaxPx: 2160, fpsMax: 60, memoryMiB: 4096 },
};

export interface Calibration {
  /** Median of a frame on the rung `high` at 1280 x 720, warm, ms. */
  readonly highMs: number;
  /** Median of an inference of the `fine` tier, warm, ms; null where there is no such model. */
  readonly fineMs: number | null;
}

const FRAME_MS = 1000 / 30;

/** Null where what was measured is no figure: then no ceiling is set, and the scheduler finds its own way. */
export function profileFor({ highMs, fineMs }: Calibration): Profile | null {
  if (!Number.isFinite(highMs) || highMs <= 0) return null;
  // A machine that needs more than a frame's time for `high` does not reach it; a fifth is room for four times the pixels.
  if (highMs > FRAME_MS) return 'low-end';
  if (highMs > FRAME_MS / 2) return 'medium';
  const fine = fineMs !== null && Number.isFinite(fineMs) ? fineMs : 2 * highMs;
  return highMs > FRAME_MS / 5 || fine > FRAME_MS / 2 ? 'high-end' : 'workstation';
}
