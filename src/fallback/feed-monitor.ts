// Says whether the feed is healthy, and why not. It goes by what comes (pictures, how they differ, a script's heartbeat)
// and by what is known for certain (gone, muted); never by flags alone. Its exclusions come first: while a source or an
// engine starts or is being changed, and after a sleep of the machine, silence is no fault. Pure: time is ms of any one clock.
import type { FallbackSettings } from '../config/fallback';
import type { FeedCause, FeedHealth } from '../protocol/feed-health';
import type { FeedNote } from '../protocol/program-service';

/** How long a change of source or engine may take, and how long a first picture may be in coming. */
export const EXPECTED_PAUSE_MS = 5000;
/** Pictures further apart than this tell nothing of a rhythm; the slowest machine gives some every second or two. */
const RHYTHM_MS = 4000;
/** A camera that stood still for a tenth of the limit and went on, this often in a minute, does so when it is well. */
const REPEAT_SHARE = 0.1;
const REPEATS = 3;
const REPEATS_WITHIN_MS = 60_000;

type Rules = Pick<FallbackSettings, 'noFrame' | 'frozen'>;
const secondsOf = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

export function createFeedMonitor(frameMs: number, firstRules: Rules, startMs: number) {
  let rules = firstRules;
  let note: FeedNote = { kind: 'expected', what: 'source' };
  let noteMs = startMs;
  let sourceId: number | null = null;
  /** Pictures and heartbeats: the last sign of life, and since when they have come without a gap. */
  let beatMs: number | null = null;
  let healthySinceMs: number | null = null;
  let hasBeatenSinceNote = false;
  let hasSlept = false;
  let usualMs = frameMs;
  let mutedMs: number | null = null;
  let isScripted = false;
  let rehearsal: { fromMs: number; untilMs: number } | null = null;
  // Frozen content.
  let print: number | null = null;
  let sameSinceMs: number | null = null;
  let isFrozen = false;
  let standstills: number[] = [];
  let repeatsWhenWell = false;

  /** Longest silence that still counts as the feed's own rhythm. */
  const silenceLimitMs = () => Math.max(rules.noFrame * 1000, 4 * usualMs);
  const beat = (nowMs: number, tellsRhythm = true) => {
    const gapMs = beatMs === null ? null : nowMs - beatMs;
    if (tellsRhythm && gapMs !== null && gapMs < RHYTHM_MS) usualMs += (gapMs - usualMs) * 0.1;
    if (healthySinceMs === null || gapMs === null || gapMs > silenceLimitMs()) healthySinceMs = nowMs;
    beatMs = nowMs;
    hasBeatenSinceNote = true;
  };
  /** Whether this picture differs from the one before; null where that is not known. */
  const seeChange = (next: number | null, nowMs: number): boolean | null => {
    const isSame = next !== null && next === print;
    if (!isSame && print !== null && sameSinceMs !== null && !isFrozen) {
      const stoodMs = (beatMs ?? nowMs) - sameSinceMs;
      if (stoodMs >= rules.frozen * 1000 * REPEAT_SHARE && stoodMs > frameMs) standstills.push(nowMs);
      standstills = standstills.filter((atMs) => nowMs - atMs < REPEATS_WITHIN_MS);
      repeatsWhenWell ||= standstills.length >= REPEATS;
    }
    print = next;
    if (!isSame) sameSinceMs = nowMs;
    else if (!repeatsWhenWell && sameSinceMs !== null && nowMs - sameSinceMs >= rules.frozen * 1000) {
      isFrozen = true;
      healthySinceMs = null;
    }
    return next === null ? null : !isSame;
  };
  const lost = (cause: FeedCause, reason: string, sinceMs: number): FeedHealth => ({
    state: 'lost',
    cause,
    reason,
    sinceMs,
  });
  const waiting = (cause: FeedCause, reason: string): FeedHealth => ({
    state: 'waiting',
    cause,
    reason,
    sinceMs: noteMs,
  });

  function health(nowMs: number): FeedHealth {
    if (rehearsal && nowMs < rehearsal.untilMs) return lost('rehearsal', 'a rehearsal', rehearsal.fromMs);
    if (note.kind === 'lost')
      return note.what === 'engine'
        ? lost('engine', 'the engine is gone', noteMs)
        : lost('gone', 'the source is gone', noteMs);
    if (mutedMs !== null && (beatMs === null || beatMs <= mutedMs))
      return lost('muted', 'the source is muted', mutedMs);
    const silentMs = nowMs - Math.max(beatMs ?? noteMs, hasBeatenSinceNote ? 0 : noteMs);
    if (isFrozen && healthySinceMs === null)
      return lost('frozen', `the same picture for ${secondsOf(rules.frozen * 1000)}`, sameSinceMs ?? nowMs);
    const lateMs = 2 * Math.max(frameMs, usualMs);
    if (beatMs !== null && nowMs - beatMs <= lateMs)
      return { state: 'healthy', cause: 'healthy', reason: 'pictures come', sinceMs: healthySinceMs ?? beatMs };
    if (note.kind === 'expected') {
      if (nowMs - Math.max(noteMs, beatMs ?? noteMs) <= EXPECTED_PAUSE_MS)
        return waiting('changing', `the ${note.what} is being changed`);
      return lost('overdue', `the ${note.what} took over ${secondsOf(EXPECTED_PAUSE_MS)}`, noteMs);
    }
    const isWatched = note.heartbeat || isScripted;
    const sinceMs = beatMs ?? noteMs;
    if (!hasBeatenSinceNote) {
      if (!isWatched || silentMs <= EXPECTED_PAUSE_MS)
        return hasSlept
          ? waiting('resumed', 'the machine slept')
          : waiting('starting', 'the first picture has not come yet');
      return lost('silent', `no first picture for ${secondsOf(EXPECTED_PAUSE_MS)}`, noteMs);
    }
    if (!isWatched || silentMs <= silenceLimitMs())
      return { state: 'late', cause: 'late', reason: 'no picture for two intervals', sinceMs };
    // Pictures that stay the same are no sign of life of a camera that was frozen.
    if (isFrozen) return lost('frozen', 'the same picture again', sameSinceMs ?? sinceMs);
    const limit = secondsOf(silenceLimitMs());
    return isScripted
      ? lost('heartbeat', `no heartbeat for ${limit}`, sinceMs)
      : lost('silent', `no picture for ${limit}`, sinceMs);
  }

  return {
    health,
    /** How long it has been healthy without a break; null while it is not. */
    healthyMs: (nowMs: number): number | null =>
      note.kind === 'lost' || healthySinceMs === null || beatMs === null || nowMs - beatMs >= silenceLimitMs()
        ? null
        : nowMs - healthySinceMs,
    /** `sourcePrint` as in `PictureOrigin`. Answers false for one that was under way when its source was lost. */
    picture(nowMs: number, sourcePrint: number | null): boolean {
      if (note.kind === 'lost') return false;
      const isChanged = seeChange(sourcePrint, nowMs);
      // While it is frozen, coming back from that, or muted, only a picture that differs is a sign of life.
      const mustChange = isFrozen || mutedMs !== null;
      if (isScripted || (mustChange && isChanged === false)) return true;
      beat(nowMs, !mustChange);
      return true;
    },
    /** From now on the feed is a script's, and alive while it says so. */
    heartbeat(nowMs: number): void {
      if (note.kind === 'lost') return;
      if (!isScripted) usualMs = frameMs;
      isScripted = true;
      beat(nowMs);
    },
    note(next: FeedNote, nowMs: number): void {
      if (next.kind === 'open' && note.kind === 'open' && note.sourceId === next.sourceId) return;
      const isOther = next.kind === 'open' && next.sourceId !== sourceId;
      note = next;
      noteMs = nowMs;
      hasBeatenSinceNote = false;
      hasSlept = false;
      if (next.kind === 'lost') healthySinceMs = null;
      if (next.kind !== 'open') return;
      sourceId = next.sourceId;
      usualMs = frameMs;
      if (!isOther) return;
      mutedMs = null;
      isScripted = false;
      standstills = [];
      repeatsWhenWell = false;
    },
    mute(on: boolean, nowMs: number): void {
      mutedMs = on ? nowMs : null;
      if (on) healthySinceMs = null;
    },
    /** The feed counts as lost for so long; what it really does is watched all the same. */
    rehearse(lengthMs: number, nowMs: number): void {
      rehearsal = lengthMs > 0 ? { fromMs: nowMs, untilMs: nowMs + lengthMs } : null;
    },
    /** It is on air again: what it was frozen before does not count any more. */
    accept(): void {
      isFrozen = false;
      rehearsal = null;
    },
    /** Nobody looked for so long (the machine slept): that time has not been, and the feed may start anew. */
    slept(gapMs: number, nowMs: number): void {
      if (note.kind !== 'lost') noteMs = nowMs;
      hasBeatenSinceNote = false;
      hasSlept = true;
      if (beatMs !== null) beatMs += gapMs;
      if (healthySinceMs !== null) healthySinceMs += gapMs;
      if (sameSinceMs !== null) sameSinceMs = nowMs;
      if (mutedMs !== null) mutedMs += gapMs;
    },
    set rules(next: Rules) {
      rules = next;
    },
  };
}
