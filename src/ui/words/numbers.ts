// Numbers as Everframe writes them: a unit on each, a thin gap that does not break, clock times for what happened and
// seconds for what lasts. Pure; knows nothing of the studio.

/** The gap between a number and its unit; it does not break. (Geist draws the narrow one, U+202F, too thin to be seen.) */
export const GAP = '\u00a0';

export function withUnit(value: number | string, unit: string): string {
  return `${value}${GAP}${unit}`;
}

// Made once: making one takes some hundred times as long as using it.
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', hourCycle: 'h23' });

/** 14:32:08, in the reader's own time zone. */
export function clock(atMs: number): string {
  return CLOCK.format(atMs);
}

/** 14:32, for what needs no seconds. */
export function clockShort(atMs: number): string {
  return clock(atMs).slice(0, 5);
}

/** "0.5 s", "14 s", "42 min", "2 h 5 min". */
export function lasting(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return withUnit(seconds.toFixed(1), 's');
  if (seconds < 120) return withUnit(Math.floor(seconds), 's');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return withUnit(minutes, 'min');
  const rest = minutes % 60;
  const hours = withUnit(Math.floor(minutes / 60), 'h');
  return rest === 0 ? hours : `${hours} ${withUnit(rest, 'min')}`;
}

/** Counting up on a card: 0:14, 12:05, 1:02:05. */
export function counter(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total / 60) % 60;
  const seconds = two(total % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${seconds}` : `${minutes}:${seconds}`;
}

const MEGABYTE = 1_000_000;

function megabytes(bytes: number): string {
  const value = bytes / MEGABYTE;
  return value < 100 ? value.toFixed(1) : value.toFixed(0);
}

export function size(bytes: number): string {
  return bytes < MEGABYTE / 10 ? withUnit(Math.ceil(bytes / 1000), 'kB') : withUnit(megabytes(bytes), 'MB');
}

/** "0.4 of 0.9 MB"; the bytes so far when the whole is not known. */
export function sizeOf(loaded: number, total: number): string {
  return total > 0 ? `${megabytes(Math.min(loaded, total))} of ${withUnit(megabytes(total), 'MB')}` : size(loaded);
}

/** A share in whole percent that never says 0 or 100 for something that only nearly is. */
export function percent(part: number): string {
  const rounded = Math.round(part * 100);
  const honest = part > 0 && rounded === 0 ? 1 : part < 1 && rounded === 100 ? 99 : rounded;
  return withUnit(honest, '%');
}

export function pictureSize(width: number, height: number): string {
  return `${width}${GAP}×${GAP}${height}`;
}
