// Rungs that were tried and failed rest: longer with every failure, and no longer than the load lasts. Pure.

const FIRST_MS = 20_000;
const LONGEST_MS = 900_000;
/** Held for that long, a rung starts with a clean record. */
const FORGIVEN_MS = 300_000;
/** A fall of the measured cost by a fifth ends a ban. */
const RELIEF = Math.log(0.8);
/** The load under which a rung failed is known once the rung below has been measured. */
const SETTLES_MS = 2500;

interface Ban {
  failures: number;
  sinceMs: number;
  untilMs: number;
  /** Load under which it failed (logarithm). */
  load: number;
}

export class Bans {
  readonly #bans = new Map<number, Ban>();

  /** `rung` was left because it cost too much, after `heldMs`. Answers the ban's length. */
  fail(rung: number, heldMs: number, load: number, nowMs: number): number {
    const before = heldMs < FORGIVEN_MS ? (this.#bans.get(rung)?.failures ?? 0) : 0;
    const lengthMs = Math.min(FIRST_MS * 2 ** before, LONGEST_MS);
    this.#bans.set(rung, { failures: before + 1, sinceMs: nowMs, untilMs: nowMs + lengthMs, load });
    return lengthMs;
  }

  /** A rung that can't be had at all for now. */
  close(rung: number, forMs: number, nowMs: number): void {
    const failures = this.#bans.get(rung)?.failures ?? 0;
    this.#bans.set(rung, { failures, sinceMs: -Infinity, untilMs: nowMs + forMs, load: -Infinity });
  }

  /** The load now: what failed under more is open again, with a clean record. */
  ease(load: number, nowMs: number): void {
    for (const ban of this.#bans.values()) {
      if (ban.untilMs <= nowMs) continue;
      if (nowMs - ban.sinceMs < SETTLES_MS) ban.load = load;
      else if (load <= ban.load + RELIEF) {
        ban.untilMs = nowMs;
        // It was the load's fault, not the rung's.
        ban.failures = 0;
      }
    }
  }

  /** How long `rung` rests yet, ms; 0: it may be tried. */
  restsMs(rung: number, nowMs: number): number {
    return Math.max(0, (this.#bans.get(rung)?.untilMs ?? 0) - nowMs);
  }

  /** Whether `rung` can't be had at all for now, whatever it costs. */
  isClosed(rung: number, nowMs: number): boolean {
    const ban = this.#bans.get(rung);
    return ban !== undefined && ban.load === -Infinity && ban.untilMs > nowMs;
  }

  /** How often it failed of late. */
  failuresOf(rung: number): number {
    return this.#bans.get(rung)?.failures ?? 0;
  }
}
