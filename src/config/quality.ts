// The knobs of quality (product.md, 4): their names and what they may be. What each value sets is in `scheduler/`.
import { choice, number, toggle } from './field';

export const LEVELS = ['ultra-low', 'low', 'medium', 'high', 'ultra-high'] as const;
export const STRATEGIES = ['aggressive', 'balanced', 'conservative', 'adaptive'] as const;
export const PROCESSING_MODES = ['realtime', 'balanced', 'quality', 'batch'] as const;

/** Pictures a second that may be asked for: cameras and program end there. */
export const FPS_RANGE = [1, 60] as const;
export const NEIGHBOUR_RANGE = [0, 0.9] as const;

const RATE = 'pictures a second';

export const qualityFields = {
  automatic: toggle(true, 'What a machine can hold changes by the second.'),
  level: choice(LEVELS, 'medium', 'Where automatic begins: most machines hold it, and it goes up within seconds.'),
  levelMax: choice(LEVELS, 'ultra-high', 'The machine is the limit, unless a person says otherwise.'),
  strategy: choice(STRATEGIES, 'adaptive', 'The rate first, as long as that helps.'),
  mode: choice(PROCESSING_MODES, 'realtime', 'An old picture is worth nothing while it happens.'),
  targetFps: number(RATE, FPS_RANGE, 30, 'What cameras give and platforms take.'),
  minFps: number(RATE, FPS_RANGE, 15, 'Below that a face no longer looks alive.'),
  maxFps: number(RATE, FPS_RANGE, 60, 'No camera and no display of a viewer shows more.'),
  neighbourShare: number(
    '(a share of a frame’s time)',
    NEIGHBOUR_RANGE,
    0,
    'Nothing is left free, unless a game or an encoder needs it.',
  ),
} as const;
