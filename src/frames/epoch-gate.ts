// The last gate before viewers, in memory that two threads may share: the page raises the epoch, whoever writes the track asks.
// What the page raised holds at once, not when a message arrives.

/** Indices into the shared words. */
const EPOCH = 0;
const LEAVING = 1;
export const EPOCH_GATE_BYTES = 2 * Int32Array.BYTES_PER_ELEMENT;
/** A picture leaves in microseconds; a thread that takes this long died on the way, or was stopped there. */
const LEAVING_MOST_MS = 100;

export interface EpochGate {
  /**
   * From the moment it returns on no picture of an older epoch leaves; `false`: one may be on its way for ever, and whoever
   * has the track must end it.
   */
  raise(epoch: number): boolean;
  /** Calls `leave` for a picture that may leave, in the same turn; answers whether it did. */
  pass(epoch: number, leave: () => void): boolean;
}

/** @param memory of `EPOCH_GATE_BYTES`, all 0 at first */
export function createEpochGate(memory: ArrayBuffer | SharedArrayBuffer): EpochGate {
  const words = new Int32Array(memory);
  return {
    raise(epoch) {
      Atomics.store(words, EPOCH, epoch);
      // Either the writer sees the new epoch, or it is seen here that it had looked before.
      const untilMs = performance.now() + LEAVING_MOST_MS;
      while (Atomics.load(words, LEAVING) === 1) if (performance.now() > untilMs) return false;
      return true;
    },
    pass(epoch, leave) {
      Atomics.store(words, LEAVING, 1);
      try {
        if (epoch < Atomics.load(words, EPOCH)) return false;
        leave();
        return true;
      } finally {
        Atomics.store(words, LEAVING, 0);
      }
    },
  };
}
