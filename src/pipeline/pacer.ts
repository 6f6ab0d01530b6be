// When finished pictures leave, where some take longer to make than others: none sooner after its arrival than the slowest of the
// last two rounds of the cadence, so that they leave as evenly as they came. It costs delay, no time of the worker.

/** Of the usual interval: what took longer was a pause, and waiting for its like would only make more pictures late. */
const LONGEST = 1.5;

export interface Pace {
  /**
   * When a picture that came at `arrivedMs` and is done at `doneMs` may leave. `usualMs`: the source's interval; null where it is not
   * known, or where frames go missing: what is late already is not made later for the sake of evenness.
   */
  leavesAt(arrivedMs: number, doneMs: number, cadence: number, usualMs: number | null): number;
}

/** Pure; at a cadence of 1 nothing waits. */
export function createPace(): Pace {
  let delays: number[] = [];
  return {
    leavesAt(arrivedMs, doneMs, cadence, usualMs) {
      if (cadence <= 1 || usualMs === null) {
        delays = [];
        return doneMs;
      }
      delays.push(Math.min(doneMs - arrivedMs, LONGEST * usualMs));
      delays = delays.slice(-2 * cadence);
      return Math.max(doneMs, arrivedMs + Math.max(...delays));
    },
  };
}

/** Holds what waits, in order; `leave` takes each at its time. */
export function createWaitingRoom<T>(leave: (item: T) => void, refuse: (item: T) => void) {
  const waiting: { item: T; timer: ReturnType<typeof setTimeout> }[] = [];
  /** All up to one of them: timers that are due together come in any order. */
  const letOut = (count: number) => {
    for (const { item, timer } of waiting.splice(0, count)) {
      clearTimeout(timer);
      leave(item);
    }
  };
  return {
    /** Takes the item. */
    send(item: T, waitMs: number): void {
      if (waitMs <= 0) {
        letOut(waiting.length);
        leave(item);
        return;
      }
      const mine = { item, timer: setTimeout(() => letOut(waiting.indexOf(mine) + 1), waitMs) };
      waiting.push(mine);
    },
    clear(): void {
      for (const { item, timer } of waiting.splice(0)) {
        clearTimeout(timer);
        refuse(item);
      }
    },
    get count(): number {
      return waiting.length;
    },
  };
}
