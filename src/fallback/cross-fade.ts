// The fade between what was on air and what comes: whenever a stand-in begins, ends or changes, the picture that went out
// last lies under the new ones for a moment, whatever it was. Owns that picture; it is given up when privacy says so.
import type { Mixer } from './mixer';

export interface Passed {
  /** The caller's. */
  readonly frame: VideoFrame;
  /** Of the oldest picture that can be seen in it; Infinity where nothing of any room is. */
  readonly epoch: number;
  readonly isFading: boolean;
}

interface Kept {
  readonly frame: VideoFrame;
  readonly epoch: number;
}

/** What is on air: the live picture (or the one held), or a stand-in by its name. */
export type OnAirName = { readonly kind: 'picture' } | { readonly kind: 'standin'; readonly name: string };
const nameOf = (what: OnAirName) => (what.kind === 'picture' ? 'picture' : `stand-in ${what.name}`);

export function createCrossFade(mixer: Mixer, frameMs: number) {
  let shown: string | null = null;
  let last: Kept | null = null;
  let under: Kept | null = null;
  let startMs = 0;
  let fadeMs = 0;
  /** When a stand-in came on air without a fade: it gives way without one, should that be a moment later. */
  let cutInMs: number | null = null;

  const drop = (kept: Kept | null) => {
    kept?.frame.close();
    return null;
  };
  function begin(what: OnAirName, nowMs: number, lengthMs: number): void {
    const isMomentary = what.kind === 'picture' && cutInMs !== null && nowMs - cutInMs < lengthMs;
    cutInMs = what.kind === 'standin' && !last ? nowMs : null;
    under = drop(under);
    if (isMomentary || !last) return;
    under = last;
    last = null;
    startMs = nowMs;
    fadeMs = lengthMs;
  }

  return {
    /** Takes the frame that is to go out now. */
    pass(frame: VideoFrame, what: OnAirName, epoch: number, nowMs: number, lengthMs: number): Passed {
      const name = nameOf(what);
      if (name !== shown && shown !== null) begin(what, nowMs, lengthMs);
      else if (shown === null && what.kind === 'standin') cutInMs = nowMs;
      shown = name;
      let passed: Passed = { frame, epoch, isFading: false };
      const share = under ? (nowMs - startMs + frameMs) / fadeMs : 1;
      if (under && share < 1) {
        const mixed = mixer.mix(frame.timestamp, under.frame, frame, share);
        frame.close();
        passed = { frame: mixed, epoch: Math.min(epoch, under.epoch), isFading: true };
      } else under = drop(under);
      drop(last);
      last = { frame: passed.frame.clone(), epoch: passed.epoch };
      return passed;
    },
    /** Pictures of an older epoch may not be seen any more. */
    forget(before: number): void {
      if (last && last.epoch < before) last = drop(last);
      if (under && under.epoch < before) under = drop(under);
    },
    get openFrames() {
      return (last ? 1 : 0) + (under ? 1 : 0);
    },
    close(): void {
      last = drop(last);
      under = drop(under);
    },
  };
}

export type CrossFade = ReturnType<typeof createCrossFade>;
