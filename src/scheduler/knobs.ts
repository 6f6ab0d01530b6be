// The few knobs in front of the scheduler and what each value sets, as tables (product.md, 4). Data and nothing else.
import {
  OLDEST_MASK_FRAMES,
  PRESETS,
  type FRAME_SKIPPING,
  type OPTIMISATIONS,
  type PROCESSING_MODES,
} from '../config/quality';
import type { SchedulerSettings } from './settings';

export type ProcessingMode = (typeof PROCESSING_MODES)[number];

export interface ModeEffect {
  /** Frames that may wait for the worker; one more takes the place of the oldest where frames may be dropped. */
  readonly pendingMax: number;
  readonly mayDrop: boolean;
  /** There is a clock to keep up with: quality follows cost. */
  readonly followsClock: boolean;
}

export const MODE_TABLE: Readonly<Record<ProcessingMode, ModeEffect>> = {
  /** The newest frame wins. */
  realtime: { pendingMax: 1, mayDrop: true, followsClock: true },
  /** One frame more may wait: a short pause costs delay, not a picture. */
  balanced: { pendingMax: 2, mayDrop: true, followsClock: true },
  /** Every frame, as long as the source itself waits: the picture gives way, never a frame. */
  quality: { pendingMax: 1, mayDrop: false, followsClock: true },
  /** Files: as long as it takes, at the highest rung allowed. */
  batch: { pendingMax: 1, mayDrop: false, followsClock: false },
};

export type FrameSkipping = (typeof FRAME_SKIPPING)[number];

/**
 * One inference every so many frames. `motion`: 0 nothing moves, 1 as much as can be; null not known.
 * `newest`: as soon as the last one is done, which the pipeline knows; 1 is all that can be said here.
 */
export function cadenceFor(
  skipping: FrameSkipping,
  rungCadence: number,
  { everyNth, motion }: { readonly everyNth: number; readonly motion: number | null },
): number {
  const bounded = (frames: number) => Math.min(Math.max(1, Math.round(frames)), OLDEST_MASK_FRAMES);
  switch (skipping) {
    case 'none':
    case 'newest':
      return 1;
    case 'every-nth':
      return bounded(Number.isFinite(everyNth) ? everyNth : rungCadence);
    case 'motion':
      // Never more often than the rung: that is what its cost was measured with.
      return bounded(motion !== null && motion < 0.05 ? rungCadence * 2 : rungCadence);
  }
}

export type Preset = (typeof PRESETS)[number];

export interface PresetEffect extends Pick<
  SchedulerSettings,
  'mode' | 'strategy' | 'targetFps' | 'minFps' | 'neighbourShare'
> {
  readonly skipping: FrameSkipping;
  /** Delay before evenness: outputs keep their buffers short. */
  readonly lowLatency: boolean;
}

/** `custom` is what somebody set by hand: it changes nothing. */
export const PRESET_TABLE: Readonly<Record<Exclude<Preset, 'custom'>, PresetEffect>> = {
  streaming: {
    mode: 'realtime',
    strategy: 'adaptive',
    targetFps: 30,
    minFps: 15,
    neighbourShare: 0,
    skipping: 'motion',
    lowLatency: false,
  },
  recording: {
    mode: 'quality',
    strategy: 'conservative',
    targetFps: 30,
    minFps: 15,
    neighbourShare: 0,
    skipping: 'none',
    lowLatency: false,
  },
  meeting: {
    mode: 'realtime',
    strategy: 'balanced',
    targetFps: 30,
    minFps: 15,
    neighbourShare: 0,
    skipping: 'motion',
    lowLatency: true,
  },
  quiet: {
    mode: 'balanced',
    strategy: 'balanced',
    targetFps: 30,
    minFps: 15,
    neighbourShare: 0.5,
    skipping: 'motion',
    lowLatency: false,
  },
};

/** The preset that these settings are, else `custom`: one knob turned by hand leaves the preset. */
export function presetOf(now: PresetEffect): Preset {
  const isSame = (effect: PresetEffect) =>
    (Object.keys(effect) as (keyof PresetEffect)[]).every((knob) => effect[knob] === now[knob]);
  return PRESETS.find((preset) => preset !== 'custom' && isSame(PRESET_TABLE[preset])) ?? 'custom';
}

export type Optimisation = (typeof OPTIMISATIONS)[number];

/** Ways to the same picture that may be faster and may be wrong on one machine or another. */
export const FAST_PATHS = ['f16', 'external-texture', 'gpu-frames', 'nhwc', 'wasm-threads'] as const;
export type FastPath = (typeof FAST_PATHS)[number];

/** What the calibration found on this machine: equal to the plain way, not equal, or not tried. */
export type Proof = Readonly<Record<FastPath, 'equal' | 'different' | 'untried'>>;

/** Which fast paths may be used. One that was found to give another picture is used by nobody but who switched it on by hand. */
export function fastPathsFor(
  level: Optimisation,
  proof: Proof,
  switches: Readonly<Record<FastPath, boolean>>,
): readonly FastPath[] {
  const isEqual = (path: FastPath) => proof[path] === 'equal';
  switch (level) {
    case 'conservative':
      return FAST_PATHS.filter((path) => path !== 'f16' && isEqual(path));
    case 'balanced':
      return FAST_PATHS.filter(isEqual);
    case 'aggressive':
      return FAST_PATHS.filter((path) => proof[path] !== 'different');
    case 'custom':
      return FAST_PATHS.filter((path) => switches[path]);
  }
}
