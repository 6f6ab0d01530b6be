// What is round the studio and can only take away: who watches, what the machine has to spare, what the camera gives. Each
// rule proposes a ceiling with its name, the lowest counts. A figure that this browser does not give is `unknown`, which
// takes nothing. Pure.
import type { Level } from './ladder';

export interface EventBase {
  /** ms on any one clock, the same for all events. */
  readonly atMs: number;
}

export interface Surroundings {
  /** What the camera is set to, not what comes: in the dark a camera slows down, and no rung makes it faster. */
  readonly cameraFps: number | null;
  /** Somebody sees the program: the page is in front, or it is sent, recorded or shown elsewhere. */
  readonly watched: boolean;
  /** Compute Pressure API. */
  readonly pressure: 'unknown' | 'nominal' | 'fair' | 'serious' | 'critical';
  readonly memory: 'unknown' | 'plenty' | 'tight' | 'short';
  /** What the page's own pictures do (`page-rhythm.ts`): `late` when they go missing while it is in front. */
  readonly page: 'unknown' | 'even' | 'halved' | 'late';
  /** The system profile's ceilings. */
  readonly profileLevel: Level | null;
  readonly profileFps: number | null;
}

export const UNKNOWN_SURROUNDINGS: Surroundings = {
  cameraFps: null,
  watched: true,
  pressure: 'unknown',
  memory: 'unknown',
  page: 'unknown',
  profileLevel: null,
  profileFps: null,
};

export const CAPS = ['user', 'unwatched', 'pressure', 'memory', 'page', 'profile'] as const;
export type Cap = (typeof CAPS)[number];

export interface Ceiling {
  readonly rung: number;
  readonly cap: Cap | null;
}

type Grip = 'none' | 'hold' | 'less';

/** Has to last before a rung is given up for it, and has to be over for that long before it is believed. */
const LASTS_MS = 3000;
const OVER_MS = 10_000;

/**
 * A shortage that no figure says how to end. `hold`: no rung above the one in use when it began; `less`: one below it.
 * One rung and no more: what else runs here may be the reason, and all rungs together would not end it.
 */
export class Squeeze {
  #grip: Grip = 'none';
  #sinceMs = 0;
  #easedSinceMs: number | null = null;
  #beganAt = 0;
  #takes = false;

  note(grip: Grip, rung: number, nowMs: number): void {
    if (grip === 'none') {
      if (this.#grip === 'none') return;
      this.#easedSinceMs ??= nowMs;
      if (nowMs - this.#easedSinceMs < OVER_MS) return;
      this.#grip = 'none';
      this.#takes = false;
      return;
    }
    this.#easedSinceMs = null;
    if (this.#grip === 'none') this.#beganAt = rung;
    if (grip !== this.#grip) this.#sinceMs = nowMs;
    this.#grip = grip;
    if (grip === 'less' && nowMs - this.#sinceMs >= LASTS_MS) this.#takes = true;
  }

  /** Index of the highest rung it allows; null: all. */
  get ceiling(): number | null {
    if (this.#grip === 'none') return null;
    return Math.max(0, this.#takes ? this.#beganAt - 1 : this.#beganAt);
  }
}

const PRESSURE_GRIP = { unknown: 'none', nominal: 'none', fair: 'none', serious: 'hold', critical: 'less' } as const;
const MEMORY_GRIP = { unknown: 'none', plenty: 'none', tight: 'hold', short: 'less' } as const;
const PAGE_GRIP = { unknown: 'none', even: 'none', halved: 'none', late: 'less' } as const;

export class Caps {
  readonly #pressure = new Squeeze();
  readonly #memory = new Squeeze();
  readonly #page = new Squeeze();

  /** To be told of time going by, as a shortage has to last. */
  note(around: Surroundings, rung: number, nowMs: number): void {
    this.#pressure.note(PRESSURE_GRIP[around.pressure], rung, nowMs);
    this.#memory.note(MEMORY_GRIP[around.memory], rung, nowMs);
    this.#page.note(PAGE_GRIP[around.page], rung, nowMs);
  }

  /** `rungOf` gives the highest rung of this ladder that is not above a level. */
  ceiling(around: Surroundings, levelMax: Level, top: number, rungOf: (level: Level) => number): Ceiling {
    const proposals: { rung: number | null; cap: Cap }[] = [
      { cap: 'user', rung: rungOf(levelMax) },
      { cap: 'unwatched', rung: around.watched ? null : 0 },
      { cap: 'memory', rung: this.#memory.ceiling },
      { cap: 'pressure', rung: this.#pressure.ceiling },
      { cap: 'page', rung: this.#page.ceiling },
      { cap: 'profile', rung: around.profileLevel === null ? null : rungOf(around.profileLevel) },
    ];
    return proposals.reduce<Ceiling>(
      (lowest, { rung, cap }) => (rung !== null && rung < lowest.rung ? { rung, cap } : lowest),
      { rung: top, cap: null },
    );
  }
}
