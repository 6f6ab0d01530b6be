// The knobs of quality (product.md, 4): what each may be, what it is at first and why. What a value sets is in `scheduler/`. Pure.
import { USUAL_FAST_PATHS } from './fast-paths';
import { choice, number, toggle, type ValuesOf } from './field';

export const LEVELS = ['ultra-low', 'low', 'medium', 'high', 'ultra-high'] as const;
export const STRATEGIES = ['aggressive', 'balanced', 'conservative', 'adaptive'] as const;
export const PROCESSING_MODES = ['realtime', 'balanced', 'quality', 'batch'] as const;
/** Which frames have an inference; `nth` is the level's own cadence. */
export const FRAME_SKIPPING = ['none', 'nth', 'newest', 'adaptive'] as const;
export const PROFILES = ['low-end', 'medium', 'high-end', 'workstation'] as const;
export const OPTIMISATIONS = ['conservative', 'balanced', 'aggressive', 'custom'] as const;
/** What fills the others; `custom` is what somebody set by hand. Not a setting itself: it follows from them. */
export const PRESETS = ['streaming', 'recording', 'meeting', 'quiet', 'custom'] as const;

/** Pictures a second that may be asked for: cameras and program end there. */
export const FPS_RANGE = [1, 60] as const;
export const NEIGHBOUR_RANGE = [0, 0.9] as const;

const RATE = 'pictures a second';

export const qualityFields = {
  automatic: toggle(true, 'What a machine can hold changes by the second.'),
  level: choice(LEVELS, 'medium', 'What holds while automatic is off: most machines can.'),
  levelMax: choice(LEVELS, 'ultra-high', 'The machine is the limit, unless a person says otherwise.'),
  strategy: choice(STRATEGIES, 'adaptive', 'The rate first, as long as that helps.'),
  mode: choice(PROCESSING_MODES, 'realtime', 'An old picture is worth nothing while it happens.'),
  skipping: choice(FRAME_SKIPPING, 'nth', 'A mask as often as the level asks for one.'),
  targetFps: number(RATE, FPS_RANGE, 30, 'What cameras give and platforms take.'),
  minFps: number(RATE, FPS_RANGE, 15, 'Below that a face no longer looks alive.'),
  maxFps: number(RATE, FPS_RANGE, 60, 'No camera and no display of a viewer shows more.'),
  neighbourShare: number(
    '(a share of a frame’s time)',
    NEIGHBOUR_RANGE,
    0,
    'Nothing is left free, unless a game or an encoder needs it.',
  ),
  profile: choice(['auto', ...PROFILES], 'auto', 'What frames cost here says more than a model number.'),
  optimisation: choice(OPTIMISATIONS, 'balanced', 'Fast ways that give the same picture.'),
  frameImport: toggle(USUAL_FAST_PATHS.frameImport, 'For custom: no copy on the way to the graphics card.'),
  netThreads: toggle(USUAL_FAST_PATHS.netThreads, 'For custom: one thread holds 30 fps with the least work.'),
} as const;
export type QualitySettings = ValuesOf<typeof qualityFields>;

export interface Contradiction {
  readonly field: keyof QualitySettings;
  /** The end of a sentence that begins with the field. */
  readonly message: string;
}

/** Limits that contradict each other, though each is in its range. */
export function contradictionsOf({
  minFps,
  targetFps,
  maxFps,
}: Pick<QualitySettings, 'minFps' | 'targetFps' | 'maxFps'>): Contradiction[] {
  if (minFps > maxFps) return [{ field: 'minFps', message: `is ${minFps}; it can't be above maxFps, ${maxFps}` }];
  if (targetFps >= minFps && targetFps <= maxFps) return [];
  const message = `is ${targetFps}; it has to be between minFps and maxFps, ${minFps} to ${maxFps}`;
  return [{ field: 'targetFps', message }];
}
