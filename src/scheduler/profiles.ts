// System profiles: ceilings for a kind of machine, and which kind this one is, by what a frame was measured to cost here.
// Never by counting cores. Pure.
import type { PROFILES } from '../config/quality';
import type { Speed } from './calibration';
import type { Level } from './ladder';

export type Profile = (typeof PROFILES)[number];

export interface ProfileEffect {
  /** The highest level. */
  readonly level: Level;
  /** Pictures a second at most. */
  readonly fpsMax: number;
  /** Height of the program that is recommended at most, px. */
  readonly heightMaxPx: number;
}

/** The net's lighter input belongs to a level, and of memory there is one size so far: a profile has no ceiling for them. */
export const PROFILE_TABLE: Readonly<Record<Profile, ProfileEffect>> = {
  'low-end': { level: 'medium', fpsMax: 30, heightMaxPx: 720 },
  medium: { level: 'high', fpsMax: 60, heightMaxPx: 720 },
  'high-end': { level: 'ultra-high', fpsMax: 60, heightMaxPx: 1080 },
  workstation: { level: 'ultra-high', fpsMax: 60, heightMaxPx: 2160 },
};

/** Who aims at more than that gives way in quality; nobody's machine is of another kind for it. */
const USUAL_FPS = 30;

/** By a frame at 1280 x 720 on `high`, of the time there is for one. */
export function profileFor({ modelMs, restMs }: Speed, targetFps: number): Profile {
  const highMs = modelMs + restMs;
  const frameMs = 1000 / Math.min(targetFps, USUAL_FPS);
  // A machine that needs more than a frame's time for `high` does not hold it; a tenth is room for nine times the pixels.
  if (highMs > frameMs) return 'low-end';
  if (highMs > frameMs / 2) return 'medium';
  return highMs > frameMs / 10 ? 'high-end' : 'workstation';
}
