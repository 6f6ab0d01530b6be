// Whether frames go missing all the time although each costs little enough: then something else holds the picture up,
// and the measured work does not show it. Pure; time is an argument.

const BIN_MS = 500;
const BINS = 6;
/** So many of the last six half seconds: a pause of the whole machine fills one or two. */
const BAD_BINS = 5;

interface Bin {
  readonly startMs: number;
  seen: number;
  missed: number;
}

export class MissedFrames {
  #bins: Bin[] = [];

  add(missed: number, nowMs: number): void {
    let bin = this.#bins.at(-1);
    if (!bin || nowMs - bin.startMs >= BIN_MS) {
      bin = { startMs: nowMs, seen: 0, missed: 0 };
      this.#bins.push(bin);
      if (this.#bins.length > BINS) this.#bins.shift();
    }
    bin.seen += 1 + missed;
    bin.missed += missed;
  }

  clear(): void {
    this.#bins = [];
  }

  get share(): number {
    const seen = this.#bins.reduce((sum, bin) => sum + bin.seen, 0);
    return seen === 0 ? 0 : this.#bins.reduce((sum, bin) => sum + bin.missed, 0) / seen;
  }

  /** More than `share` of the frames were missed in nearly every half second of the last three. */
  isPersistent(share: number): boolean {
    return this.#bins.length === BINS && this.#bins.filter((bin) => bin.missed > share * bin.seen).length >= BAD_BINS;
  }
}
