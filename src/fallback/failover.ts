// Decides what viewers see: the live picture, the last one held, or a fallback (which one is not its business). A small
// pure state machine: it is told what happened and when, and answers a state with its reason. Time is ms of any one clock.
import type { FeedNote } from '../protocol/program-service';

export interface FailoverSettings {
  /** Interval of the program, ms. */
  readonly frameMs: number;
  /** No picture for this long: fall back (product.md, 5). */
  readonly noFrameMs: number;
  /** How long a change of source or engine may hold the last picture, and how long a first one may be in coming. */
  readonly expectedPauseMs: number;
  /** Pictures have to come for this long before the fallback gives way. */
  readonly recoveryMs: number;
  /** A stand-in (all hidden) does not replace a held good picture that is younger than this. */
  readonly preferHeldMs: number;
}

export const DEFAULT_FAILOVER: FailoverSettings = {
  frameMs: 1000 / 30,
  noFrameMs: 500,
  expectedPauseMs: 5000,
  recoveryMs: 3000,
  preferHeldMs: 1000,
};

/** Pictures further apart than this tell nothing of a rhythm; the slowest machine gives some every second or two. */
const RHYTHM_MS = 4000;

export type FailoverState = 'nothing' | 'live' | 'held' | 'fallback';

export interface FailoverView {
  readonly state: FailoverState;
  readonly sinceMs: number;
  readonly reason: string;
  readonly healthyMs: number | null;
}

/** `resumes`: viewers have seen a program before; they are not to wait for long. */
export function createFailover(settings: FailoverSettings, startMs: number, resumes = false) {
  let state: FailoverState = 'nothing';
  let sinceMs = startMs;
  let reason = 'nothing has come yet';
  let note: FeedNote = { kind: 'expected', what: 'source' };
  let noteAtMs = startMs;
  let lastPictureMs: number | null = null;
  let lastProperMs: number | null = null;
  let usualMs = settings.frameMs;
  let healthySinceMs: number | null = null;
  let heldByUser = false;
  let hasPicture = false;
  // A change the user asked for is shown at once; only a feed that failed has to prove itself.
  let skipRecovery = true;

  const become = (next: FailoverState, why: string, nowMs: number) => {
    if (next === state) return;
    state = next;
    // What came before proves nothing any more.
    if (next === 'fallback') healthySinceMs = null;
    sinceMs = nowMs;
    reason = why;
  };
  /** Longest silence that still counts as the source's own rhythm. */
  const silenceLimitMs = () => Math.max(settings.noFrameMs, 4 * usualMs);

  const whenSilent = (nowMs: number) => {
    const silentMs = nowMs - (lastPictureMs ?? noteAtMs);
    if (state === 'fallback') return;
    if (state === 'nothing' && resumes && nowMs - startMs > settings.noFrameMs) {
      become('fallback', 'the program was started anew', nowMs);
      return;
    }
    if (heldByUser) return;
    if (state === 'live' && silentMs > 2 * Math.max(settings.frameMs, usualMs))
      become('held', 'no picture for two intervals', nowMs);
    if (note.kind === 'lost') {
      become('fallback', 'the source is gone', nowMs);
    } else if (note.kind === 'expected') {
      const waitedMs = nowMs - Math.max(noteAtMs, lastPictureMs ?? noteAtMs);
      if (waitedMs > settings.expectedPauseMs)
        become('fallback', `the ${note.what} took over ${settings.expectedPauseMs / 1000} s`, nowMs);
    } else {
      const limitMs = hasPicture ? silenceLimitMs() : settings.expectedPauseMs;
      if (note.heartbeat && silentMs > limitMs)
        become('fallback', `no picture for ${(limitMs / 1000).toFixed(1)} s`, nowMs);
    }
  };

  return {
    /** A picture came. Answers whether it is to be shown now. */
    picture(nowMs: number, standIn: boolean): boolean {
      // It was under way when the source was lost: no news of the source that comes next.
      if (note.kind === 'lost') return false;
      const gapMs = lastPictureMs === null ? null : nowMs - lastPictureMs;
      if (gapMs !== null && gapMs < RHYTHM_MS) usualMs += (gapMs - usualMs) * 0.1;
      if (healthySinceMs === null || gapMs === null || gapMs > silenceLimitMs()) healthySinceMs = nowMs;
      lastPictureMs = nowMs;
      // Without a picture there is nothing to hold: this one will be.
      if (heldByUser && hasPicture) return false;
      if (standIn && state === 'held' && lastProperMs !== null && nowMs - lastProperMs < settings.preferHeldMs)
        return false;
      if (state === 'fallback' && !skipRecovery && nowMs - (healthySinceMs ?? nowMs) < settings.recoveryMs)
        return false;
      if (!standIn) lastProperMs = nowMs;
      hasPicture = true;
      skipRecovery = false;
      if (heldByUser) become('held', 'held by the user', nowMs);
      else become('live', 'pictures come', nowMs);
      return true;
    },
    /** Time passes. */
    tick(nowMs: number): void {
      whenSilent(nowMs);
    },
    note(next: FeedNote, nowMs: number): void {
      note = next;
      noteAtMs = nowMs;
      if (next.kind === 'expected') skipRecovery = true;
      if (next.kind === 'open') usualMs = settings.frameMs;
    },
    hold(on: boolean, nowMs: number): void {
      heldByUser = on;
      if (on && hasPicture) become('held', 'held by the user', nowMs);
      else if (state === 'held') lastPictureMs = nowMs;
    },
    /** The held picture had to be given up (privacy). */
    forgetPicture(nowMs: number): void {
      hasPicture = false;
      skipRecovery = true;
      lastProperMs = null;
      if (state === 'held' || state === 'live') become('fallback', 'the older picture may no longer be shown', nowMs);
    },
    view(nowMs: number): FailoverView {
      const recovering =
        state === 'fallback' &&
        !skipRecovery &&
        healthySinceMs !== null &&
        lastPictureMs !== null &&
        nowMs - lastPictureMs < silenceLimitMs();
      return { state, sinceMs, reason, healthyMs: recovering ? nowMs - (healthySinceMs ?? nowMs) : null };
    },
  };
}
