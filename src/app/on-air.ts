// What viewers see now, since when and why, and the memory of it: told by the packets that reach the page and by the
// person's hold. Pure but for the wall clock of its dates.
import type { ErrorCode } from '../base/errors';
import type { Hold } from '../protocol/feed-health';
import { createRibbon } from './ribbon';
import type { OnAir } from './studio-snapshot';

/** The release of a hold takes a moment to reach the program: what is held until then is still the person's hold. */
const RELEASE_MS = 500;

/** What viewers see of a hold. */
const HELD: Partial<Record<OnAir, Hold>> = { held: 'picture', fallback: 'standin', slate: 'standin' };

/** @param cause what is wrong now, asked when the picture is a makeshift */
export function createOnAir(cause: () => ErrorCode | null, changed: () => void) {
  const ribbon = createRibbon();
  let now: OnAir = 'nothing';
  let sinceMs = Date.now();
  let byUser = false;
  let hold: Hold = null;
  let releasedMs = -Infinity;

  return {
    get now() {
      return now;
    },
    /** Wall clock, ms since 1970. */
    get sinceMs() {
      return sinceMs;
    },
    get hold() {
      return hold;
    },
    ribbon: () => ribbon.parts(),
    become(next: OnAir): void {
      const isReleased = performance.now() - releasedMs < RELEASE_MS;
      const isHold = isReleased ? byUser && next === now : hold !== null && HELD[next] === hold;
      if (next === now && isHold === byUser) return;
      // What viewers saw first when, for whoever measures the start.
      const mark = `on-air-${next}`;
      if (performance.getEntriesByName(mark).length === 0) performance.mark(mark);
      now = next;
      byUser = isHold;
      sinceMs = Date.now();
      ribbon.note(next, sinceMs, next === 'live' || next === 'demo' || isHold ? null : cause(), isHold);
      changed();
    },
    setHold(next: Hold): void {
      if (hold !== null && next === null) releasedMs = performance.now();
      else releasedMs = -Infinity;
      hold = next;
      changed();
    },
  };
}
