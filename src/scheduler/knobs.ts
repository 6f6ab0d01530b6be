// The few knobs in front of the scheduler and what each value sets, as tables (product.md, 4). Data and nothing else.
import type { PROCESSING_MODES } from '../config/quality';

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
