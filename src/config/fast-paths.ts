// Faster ways to the same picture, which may not be faster, or not quite the same, on every machine. Data, so that a fresh worker takes the
// same ones.
export interface FastPaths {
  /** The graphics card takes a frame as it is; else its planes are read and sent. */
  readonly frameImport: boolean;
  /** The person model on the processor uses two threads: two thirds of the time for a quarter more work. */
  readonly netThreads: boolean;
}

export const USUAL_FAST_PATHS: FastPaths = { frameImport: true, netThreads: false };
