// What viewers see now, since when and why, and the memory of it: told by the packets that reach the page and by the
// person's hold. Pure but for the wall clock of its dates.
import type { ErrorCode } from '../base/errors';
import { createRibbon } from './ribbon';
import type { OnAir } from './studio-snapshot';

/** The release of a hold takes a moment to reach the program: what is held until then is still the person's hold. */
const RELEASE_MS = 500;

/** @param cause what is wrong now, asked when the picture is a makeshift */
export function createOnAir(cause: () => ErrorCode | null, changed: () => void) {
  const ribbon = createRibbon();
  let now: OnAir = 'nothing';
  let sinceMs = Date.now();
  let byUser = false;
  let heldByUser = false;
  let releasedMs = -Infinity;

  return {
    get now() {
      return now;
    },
    /** Wall clock, ms since 1970. */
    get sinceMs() {
      return sinceMs;
    },
    get heldByUser() {
      return heldByUser;
    },
    ribbon: () => ribbon.parts(),
    become(next: OnAir): void {
      const isHold = next === 'held' && (heldByUser || performance.now() - releasedMs < RELEASE_MS);
      if (next === now && isHold === byUser) return;
      now = next;
      byUser = isHold;
      sinceMs = Date.now();
      ribbon.note(next, sinceMs, next === 'live' || next === 'demo' || isHold ? null : cause(), isHold);
      changed();
    },
    hold(on: boolean): void {
      if (heldByUser && !on) releasedMs = performance.now();
      heldByUser = on;
      changed();
    },
  };
}
