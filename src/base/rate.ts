// How many a second come, over the last two seconds: neither a pause nor what comes all at once after one is hidden. Pure; time is an
// argument.

const WINDOW_MS = 2000;
/** Of a pause before the window, so much counts, or the usual distance: it is over. */
const PAUSE_MS = 500;

export interface Rate {
  /** Later than the one before. */
  add(atMs: number): void;
  /** A second; null before the third, and where none came in two seconds. `nowMs` never goes back. */
  at(nowMs: number): number | null;
}

export function createRate(): Rate {
  /** Within the window, in order, and the last one before it. */
  let times: number[] = [];
  return {
    add(atMs) {
      times.push(atMs);
    },
    at(nowMs) {
      const fromMs = nowMs - WINDOW_MS;
      const next = times.findIndex((time) => time > fromMs);
      times = times.slice(next < 0 ? -1 : Math.max(0, next - 1));
      const [before = 0, first = 0] = times;
      const last = times.at(-1) ?? 0;
      const count = times.length - 1;
      if (count < (before > fromMs ? 2 : 1)) return null;
      const usualMs = count < 2 ? WINDOW_MS : (last - first) / (count - 1);
      const startMs = Math.max(before, fromMs - Math.max(PAUSE_MS, usualMs));
      // One that is twice as late as usual is missing.
      return (count * 1000) / ((nowMs - last > 2 * usualMs ? nowMs : last) - startMs);
    },
  };
}
