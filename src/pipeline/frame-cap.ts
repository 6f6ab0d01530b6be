// Which frames of a source that is quicker than the rung are taken, evenly. What is left out is left out on purpose: a skip,
// never a miss. Pure; time is the frames' own.

/** A source counts as quicker only beyond that: two clocks are never quite the same. */
const QUICKER = 0.9;
/** A frame that comes early by that share of the interval is the one that was waited for. */
const EARLY = 0.25;

export function createFrameCap() {
  let dueUs = -Infinity;
  return {
    /** `usualMs`: the source's own interval, null while it is not known. */
    takes(timestampUs: number, usualMs: number | null, fpsMax: number): boolean {
      const intervalUs = 1e6 / fpsMax;
      if (usualMs === null || usualMs * 1000 > QUICKER * intervalUs) return true;
      // Another time line (a clip that begins again): nothing is owed from the one before.
      const isAway = Math.abs(timestampUs - dueUs) > 2 * intervalUs;
      if (!isAway && timestampUs < dueUs - EARLY * intervalUs) return false;
      dueUs = isAway ? timestampUs + intervalUs : dueUs + intervalUs;
      return true;
    },
    reset(): void {
      dueUs = -Infinity;
    },
  };
}
