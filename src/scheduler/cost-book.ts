// What the rungs cost in relation to each other, and the load they share, learnt from whichever rung is in use: so a rung
// that is not in use has an expected cost, and how sure that is. A Kalman filter over logarithms: the load, and a base for each
// rung; a cost is measured as their sum. Their covariance is what tells a heavy rung from a load that came with it:
// back on the rung before, the load is seen for what it is, and the rest was the rung's. Pure; time is an argument.

/** Spread of what a machine's rungs cost beside the nominal figures. */
const UNSEEN_SPREAD = 0.3;
/** How far the load strays in a second, and what a machine's rungs change in a minute, as variance. */
const LOAD_DRIFT = 0.03 ** 2;
const BASE_DRIFT = 0.03 ** 2;
/** What a switch itself may hide. */
const SWITCH_SPREAD = 0.04;
/** Measured so far off: something has happened to the load, perhaps. */
const SURPRISE = 2.5;

export class CostBook {
  /** Load, then the bases. */
  readonly #mean: number[];
  /** Rows of the covariance. */
  readonly #cov: number[][];
  #atMs: number;
  #justSwitched = false;

  constructor(nominalCosts: readonly number[], nowMs: number) {
    this.#mean = [0, ...nominalCosts.map((cost) => Math.log(cost))];
    this.#cov = this.#mean.map((_, row) =>
      this.#mean.map((__, column) => (row !== column ? 0 : row === 0 ? 9 : UNSEEN_SPREAD ** 2)),
    );
    this.#atMs = nowMs;
  }

  #of(row: number, column: number): number {
    return this.#cov[row]?.[column] ?? 0;
  }

  #grow(index: number, variance: number): void {
    const row = this.#cov[index];
    if (row) row[index] = this.#of(index, index) + variance;
  }

  #base(rung: number): number {
    const base = this.#mean[rung + 1];
    if (base === undefined) throw new RangeError(`there is no rung ${rung}`);
    return base;
  }

  #drift(nowMs: number): void {
    const seconds = Math.min(Math.max(0, nowMs - this.#atMs) / 1000, 60);
    this.#atMs = nowMs;
    this.#grow(0, LOAD_DRIFT * seconds);
    for (let index = 1; index < this.#mean.length; index++) {
      if (this.#of(index, index) < UNSEEN_SPREAD ** 2) this.#grow(index, (BASE_DRIFT * seconds) / 60);
    }
  }

  /** Another rung came into use. */
  switched(): void {
    this.#grow(0, SWITCH_SPREAD ** 2);
    this.#justSwitched = true;
  }

  /** A frame on `rung` costs `costMs`; `spread`: by how much (of a logarithm) that may be off by chance. */
  learn(rung: number, costMs: number, spread: number, nowMs: number): void {
    this.#drift(nowMs);
    const at = rung + 1;
    const off = Math.log(Math.max(costMs, 0.001)) - (this.#mean[0] ?? 0) - this.#base(rung);
    let variance = this.#of(0, 0) + this.#of(at, at) + 2 * this.#of(0, at) + spread ** 2;
    if (off ** 2 > SURPRISE ** 2 * variance) {
      this.#grow(0, off ** 2);
      variance += off ** 2;
      // Right after a switch it may as well be that this rung is not what it was.
      if (this.#justSwitched) {
        this.#grow(at, (off / 2) ** 2);
        variance += (off / 2) ** 2;
      }
    }
    this.#justSwitched = false;
    const shared = this.#mean.map((_, row) => this.#of(row, 0) + this.#of(row, at));
    shared.forEach((mine, row) => {
      this.#mean[row] = (this.#mean[row] ?? 0) + (mine / variance) * off;
      const line = this.#cov[row];
      if (line) shared.forEach((theirs, column) => (line[column] = (line[column] ?? 0) - (mine * theirs) / variance));
    });
  }

  /** How loaded the machine is, as a logarithm: only differences of it mean something. */
  get load(): number {
    return this.#mean[0] ?? 0;
  }

  /** Cost of `rung` now, from what `current` costs now: the middle, and the spread of its logarithm. */
  expect(rung: number, current: number, costMs: number): { costMs: number; spread: number } {
    const ratio = Math.exp(this.#base(rung) - this.#base(current));
    const [to, from] = [rung + 1, current + 1];
    const variance = rung === current ? 0 : this.#of(to, to) + this.#of(from, from) - 2 * this.#of(to, from);
    // A lower rung does less work; whatever was measured, it does not cost more.
    const sensible = rung < current ? Math.min(1, ratio) : Math.max(1, ratio);
    return { costMs: costMs * sensible, spread: Math.sqrt(Math.max(0, variance)) };
  }

  /** What was learnt before a long gap is worth less, and the load may be any. */
  doubt(): void {
    this.#grow(0, 1);
    for (let index = 1; index < this.#mean.length; index++) this.#grow(index, 0.1 ** 2);
  }
}
