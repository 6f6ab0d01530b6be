// The priority of a worker's thread.

/**
 * Viewers wait for this worker: its thread is to go before what only computes. There is no call for that; Chromium gives the
 * priority of what paints, and leaves it, to a worker that has asked for an animation frame once (as to one that reads a camera),
 * in a hidden tab too, where the system lets it. None is waited for.
 */
export function askDisplayPriority(): void {
  cancelAnimationFrame(requestAnimationFrame(() => undefined));
}
