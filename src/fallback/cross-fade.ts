// The fade between what was on air and what comes: whenever a stand-in begins, ends or changes, the picture that went out
// last lies under the new ones for a moment, whatever it was. Owns that picture; it is given up when privacy says so. Pictures
// come out in the order in which they went in; while one is being mixed the newest of those that follow waits.
import type { Mixer, Under } from './mixer';

export interface Passed {
  /** The receiver's. */
  readonly frame: VideoFrame;
  /** Of the oldest picture that can be seen in it; Infinity where nothing of any room is. */
  readonly epoch: number;
  readonly isFading: boolean;
}

interface Given {
  readonly frame: VideoFrame;
  readonly what: OnAirName;
  readonly epoch: number;
  readonly out: (passed: Passed) => void;
}

/** What is on air: the live picture (or the one held), or a stand-in by its name. */
export type OnAirName = { readonly kind: 'picture' } | { readonly kind: 'standin'; readonly name: string };
const nameOf = (what: OnAirName) => (what.kind === 'picture' ? 'picture' : `stand-in ${what.name}`);

export function createCrossFade(mixer: Mixer, frameMs: number) {
  let shown: string | null = null;
  let last: { readonly frame: VideoFrame; readonly epoch: number } | null = null;
  let under: { readonly picture: Under; readonly epoch: number } | null = null;
  let startMs = 0;
  let fadeMs = 0;
  /** When a stand-in came on air without a fade: it gives way without one, should that be a moment later. */
  let cutInMs: number | null = null;
  let isMixing = false;
  let waiting: { readonly given: Given; readonly nowMs: number; readonly lengthMs: number } | null = null;
  /** Older pictures may not be seen any more. */
  let oldest = -Infinity;

  const dropUnder = () => {
    under?.picture.close();
    under = null;
  };
  const dropLast = () => {
    last?.frame.close();
    last = null;
  };
  const dropWaiting = () => {
    waiting?.given.frame.close();
    waiting = null;
  };
  function begin(what: OnAirName, nowMs: number, lengthMs: number): void {
    const isMomentary = what.kind === 'picture' && cutInMs !== null && nowMs - cutInMs < lengthMs;
    cutInMs = what.kind === 'standin' && !last ? nowMs : null;
    dropUnder();
    if (isMomentary || !last) return;
    under = { picture: mixer.lay(last.frame), epoch: last.epoch };
    last = null;
    startMs = nowMs;
    fadeMs = lengthMs;
  }
  function give({ out }: Given, passed: Passed): void {
    if (passed.epoch < oldest) {
      passed.frame.close();
      return;
    }
    dropLast();
    last = { frame: passed.frame.clone(), epoch: passed.epoch };
    out(passed);
  }
  async function mix(given: Given, beneath: NonNullable<typeof under>, share: number): Promise<void> {
    isMixing = true;
    const { frame, epoch } = given;
    try {
      const mixed = await beneath.picture.mix(frame.timestamp, frame, share);
      give(given, { frame: mixed, epoch: Math.min(epoch, beneath.epoch), isFading: true });
      frame.close();
    } catch {
      // What lay under it was given up meanwhile, or cannot be read: a picture without its fade is better than none.
      give(given, { frame, epoch, isFading: false });
    }
    isMixing = false;
    const next = waiting;
    waiting = null;
    if (next) pass(next.given, next.nowMs, next.lengthMs);
  }

  /**
   * Takes the frame that is to go out now, and hands it on to `out`, mixed where there is a fade. Answers whether it has gone
   * out already, as it is.
   */
  function pass(given: Given, nowMs: number, lengthMs: number): boolean {
    if (isMixing) {
      dropWaiting();
      waiting = { given, nowMs, lengthMs };
      return false;
    }
    const { frame, what, epoch } = given;
    const name = nameOf(what);
    if (name !== shown && shown !== null) begin(what, nowMs, lengthMs);
    else if (shown === null && what.kind === 'standin') cutInMs = nowMs;
    shown = name;
    const share = (nowMs - startMs + frameMs) / fadeMs;
    if (under && share < 1) {
      void mix(given, under, share);
      return false;
    }
    dropUnder();
    give(given, { frame, epoch, isFading: false });
    return true;
  }

  return {
    pass,
    /** Pictures of an older epoch may not be seen any more. */
    forget(before: number): void {
      oldest = before;
      if (last && last.epoch < before) dropLast();
      if (under && under.epoch < before) dropUnder();
      if (waiting && waiting.given.epoch < before) dropWaiting();
    },
    get openFrames() {
      return [last, under, waiting].filter((one) => one !== null).length;
    },
    close(): void {
      dropLast();
      dropUnder();
      dropWaiting();
    },
  };
}

export type CrossFade = ReturnType<typeof createCrossFade>;
