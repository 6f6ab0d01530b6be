// What one frame made the GPU do, for the figures page and the documentation.

export interface FrameCounts {
  readonly submits: number;
  readonly passes: number;
  readonly draws: number;
  /** Ours; the net's own come on top. */
  readonly dispatches: number;
  /** Of the frame. */
  readonly bytesUp: number;
  /** Of the finished picture; an answer that is read back to carry its mask comes on top. */
  readonly bytesDown: number;
}

export const NO_COUNTS: FrameCounts = { submits: 0, passes: 0, draws: 0, dispatches: 0, bytesUp: 0, bytesDown: 0 };
