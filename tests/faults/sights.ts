// What the watcher saw, in order, and what follows from it: whether anything raw left, whether the picture lives. Pure.
/** `given`: as it was given to the track; `track`: as it was read from there. */
const PLACES = ['given', 'track', 'canvas'] as const;
export type Place = (typeof PLACES)[number];

/** One picture that left. */
export interface Sight {
  readonly place: Place;
  /** When it left, or was read, ms since 1970. */
  readonly atMs: number;
  /** The picture's own, by the clock of whatever made it. Chromium's track brings that of a held picture, not the new one it was given. */
  readonly timestampUs: number;
  /** Contrast of the room's stripes, 0..255. */
  readonly stripes: number;
  /** The frame number on the presenter's chest; null where no masked presenter is to be seen. */
  readonly counter: number | null;
  readonly dark: boolean;
  /** Pictures of another print are other pictures. */
  readonly print: number;
}

/** What the test did, in the same order as what it saw: the room may be seen from `show` on, and not from `hide` on. */
export interface Mark {
  readonly mark: 'show' | 'hide';
  readonly atMs: number;
}

/** Below this no stripes are to be seen; the raw room has 90 and more. */
export const HIDDEN_STRIPES = 12;

export const isSight = (entry: Sight | Mark): entry is Sight => 'place' in entry;
const isRaw = ({ stripes }: Sight) => stripes >= HIDDEN_STRIPES;

/** When a picture that was read from the track had been given to it, told by its print; one that never was left when it was read. */
function timesGiven(entries: readonly (Sight | Mark)[]): Map<Sight | Mark, number> {
  const sights = entries.filter(isSight);
  const given = sights.filter(({ place }) => place === 'given');
  const times = new Map<Sight | Mark, number>();
  // Pictures may be lost on the way, but none overtakes another.
  let next = 0;
  for (const sight of sights.filter(({ place }) => place === 'track')) {
    const at = given.findIndex(({ print }, n) => n >= next && print === sight.print);
    if (at >= 0) next = at + 1;
    times.set(sight, given[at]?.atMs ?? sight.atMs);
  }
  return times;
}

/**
 * The pictures that showed the room although it was to be hidden, of those looked at from entry `since` on. What counts is when each
 * left the page: a busy one looks at them late.
 */
export function findRaw(entries: readonly (Sight | Mark)[], since = 0): Sight[] {
  const judged = new Set(entries.slice(since));
  const times = timesGiven(entries);
  const leftMs = (entry: Sight | Mark) => times.get(entry) ?? entry.atMs;
  let mayBeRaw = false;
  const raw: Sight[] = [];
  for (const entry of [...entries].sort((a, b) => leftMs(a) - leftMs(b)))
    if (!isSight(entry)) mayBeRaw = entry.mark === 'show';
    else if (isRaw(entry) && !mayBeRaw && judged.has(entry)) raw.push(entry);
  return raw;
}

/** Whether the room was to be seen in every place, as after `show`. */
export function hasShownRoom(entries: readonly (Sight | Mark)[]): boolean {
  const raw = entries.filter(isSight).filter(isRaw);
  return PLACES.every((place) => raw.some((sight) => sight.place === place));
}

/** Whether every place shows a presenter who moves, room hidden, in pictures seen after `sinceMs`. */
export function isAlive(entries: readonly (Sight | Mark)[], sinceMs: number, pictures: number): boolean {
  const sights = entries.filter(isSight).filter(({ atMs }) => atMs > sinceMs);
  return PLACES.every((place) => {
    const here = sights.filter((sight) => sight.place === place && sight.counter !== null && !isRaw(sight));
    return new Set(here.map(({ counter }) => counter)).size >= pictures;
  });
}

/** The longest time between two pictures at `place` after `sinceMs`. */
export function longestGapMs(entries: readonly (Sight | Mark)[], place: Place, sinceMs: number): number {
  const times = entries
    .filter(isSight)
    .flatMap((sight) => (sight.place === place && sight.atMs > sinceMs ? [sight.atMs] : []));
  return times.reduce((longest, atMs, n) => Math.max(longest, n === 0 ? 0 : atMs - (times[n - 1] ?? atMs)), 0);
}
