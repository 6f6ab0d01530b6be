// Processing modes: whether frames may be dropped, as a table (product.md, 4). Cameras, screens and the demo wait for nobody: there
// the newest frame wins in every mode. Data and nothing else.
import type { PROCESSING_MODES } from '../config/quality';

export type ProcessingMode = (typeof PROCESSING_MODES)[number];

export interface ModeEffect {
  /**
   * How far a file falls behind its clock before pictures of it are left out, ms. Null: none is ever left out, the file waits.
   */
  readonly slackMs: number | null;
  /** There is a clock to keep up with: quality follows cost. */
  readonly followsCost: boolean;
}

export const MODE_TABLE: Readonly<Record<ProcessingMode, ModeEffect>> = {
  /** The newest frame wins. */
  realtime: { slackMs: 0, followsCost: true },
  /** A short pause costs delay, not a picture. */
  balanced: { slackMs: 150, followsCost: true },
  /** Every frame: the picture gives way, never a frame. */
  quality: { slackMs: null, followsCost: true },
  /** Every frame, at the highest level allowed, however long it takes. */
  batch: { slackMs: null, followsCost: false },
};
