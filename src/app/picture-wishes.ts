// What viewers' picture is to be, as the vision worker is told: data with a revision, and with the privacy epoch, which begins anew with
// every change that hides more. Pure.
import { hidesMore, type Background } from '../config/background';
import { FULL_RUNG, type LiveRung } from '../config/rung';
import type { VisionSettings } from '../protocol/vision-service';

export interface PictureWishes {
  readonly now: VisionSettings;
  /** A new revision. True when it hides more than before: nothing older may be shown from here on. */
  change(changes: { readonly background?: Background; readonly mirror?: boolean }): boolean;
  /** The same background under another name; nothing that is seen changes. */
  rename(background: Background): void;
  spend(rung: LiveRung): void;
}

export function createPictureWishes(background: Background, mirror: boolean): PictureWishes {
  let now: VisionSettings = { revision: 1, privacyEpoch: 1, background, mirror, rung: FULL_RUNG };
  return {
    get now() {
      return now;
    },
    change(changes) {
      const conceals = changes.background !== undefined && hidesMore(changes.background, now.background);
      const privacyEpoch = now.privacyEpoch + (conceals ? 1 : 0);
      now = { ...now, ...changes, revision: now.revision + 1, privacyEpoch };
      return conceals;
    },
    rename(next) {
      now = { ...now, background: next };
    },
    spend(rung) {
      now = { ...now, rung };
    },
  };
}
