// How long a worker has been silent, not counting the time in which this page could not have heard it: after a long task
// or a night's sleep of the machine, everybody's messages are still in the queue. Pure: time is an argument.

/** The page looks at least once a second; of a longer pause only this much counts. */
const STEP_MS = 250;

export interface Watchdog {
  heard(nowMs: number): void;
  /** To be called often; answers the silence so far, ms. */
  look(nowMs: number): number;
}

export function createWatchdog(startMs: number): Watchdog {
  let silentMs = 0;
  let lastMs = startMs;
  return {
    heard(nowMs) {
      silentMs = 0;
      lastMs = nowMs;
    },
    look(nowMs) {
      silentMs += Math.min(nowMs - lastMs, STEP_MS);
      lastMs = nowMs;
      return silentMs;
    },
  };
}
