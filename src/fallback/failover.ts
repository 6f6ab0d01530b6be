// Decides what viewers see: the live picture, the last one held, or a fallback (which one is not its business). Goes by the
// feed's health (`feed-monitor.ts`), the settings and the person's own wishes. A small pure state machine: it is told what
// happened and when, and answers a state with its reason. Time is ms of any one clock.
import { DEFAULT_FALLBACK, type FallbackSettings } from '../config/fallback';
import type { FeedHealth, Hold } from '../protocol/feed-health';
import type { FeedNote } from '../protocol/program-service';
import { createFeedMonitor } from './feed-monitor';

/** A stand-in of the engine (all hidden) does not replace a held good picture that is younger than this. */
const PREFER_HELD_MS = 1000;
/** Nobody looked for longer than this: the machine slept. */
const SLEEP_MS = 1000;

export type FailoverState = 'nothing' | 'live' | 'held' | 'fallback';

export interface FailoverView {
  readonly state: FailoverState;
  readonly sinceMs: number;
  /** Why viewers see what they see. */
  readonly reason: string;
  readonly feed: FeedHealth;
  /** While a fallback is on air and pictures come again: how long they have come. */
  readonly healthyMs: number | null;
  /** How long they must. */
  readonly recoveryMs: number;
  /** The feed is well again, and the person is the one who says when it is shown. */
  readonly awaitsReturn: boolean;
}

/** `resumes`: viewers have seen a program before; they are not to wait for long. */
export function createFailover(frameMs: number, startMs: number, resumes = false, first = DEFAULT_FALLBACK) {
  const monitor = createFeedMonitor(frameMs, first, startMs);
  let settings: FallbackSettings = first;
  let state: FailoverState = 'nothing';
  let sinceMs = startMs;
  let reason = 'nothing has come yet';
  let lookedMs = startMs;
  let lastProperMs: number | null = null;
  let lostSinceMs: number | null = null;
  let hold: Hold = null;
  let hasPicture = false;
  // A change the person asked for is shown at once; only a feed that failed has to prove itself.
  let mustProve = false;
  let hasBeenLive = false;

  const become = (next: FailoverState, why: string, nowMs: number) => {
    reason = why;
    if (next === state) return;
    state = next;
    sinceMs = nowMs;
  };
  const recoveryMs = () => settings.recovery * 1000;
  /** What took too long has not failed, a rehearsal says nothing, and a first picture is waited for by everybody. */
  const isFailure = ({ state, cause }: FeedHealth) =>
    hasBeenLive && state === 'lost' && cause !== 'overdue' && cause !== 'rehearsal';

  const look = (nowMs: number) => {
    const gapMs = nowMs - lookedMs;
    lookedMs = nowMs;
    if (gapMs > SLEEP_MS) {
      monitor.slept(gapMs, nowMs);
      if (lostSinceMs !== null) lostSinceMs += gapMs;
    }
    const health = monitor.health(nowMs);
    lostSinceMs = health.state === 'lost' ? (lostSinceMs ?? nowMs) : null;
    if (hold === 'standin' || (hold === 'picture' && hasPicture)) return;
    if (state === 'fallback') {
      mustProve ||= isFailure(health);
      if (lostSinceMs !== null) reason = health.reason;
      return;
    }
    if (state === 'nothing' && resumes && nowMs - startMs > settings.noFrame * 1000) {
      become('fallback', 'the program was started anew', nowMs);
      return;
    }
    if (lostSinceMs !== null) {
      const delayMs = settings.mode === 'delayed' && state !== 'nothing' ? settings.delay * 1000 : 0;
      if (nowMs - lostSinceMs < delayMs) become('held', health.reason, nowMs);
      else {
        mustProve = isFailure(health);
        become('fallback', health.reason, nowMs);
      }
    } else if (state === 'live' && health.state !== 'healthy') become('held', health.reason, nowMs);
    else if (state === 'held') reason = health.reason;
  };
  /** Whether a feed that failed has shown for long enough that it is well. */
  const hasProved = (nowMs: number) => settings.autoRecovery && (monitor.healthyMs(nowMs) ?? -1) >= recoveryMs();

  return {
    /** A picture came. Answers whether it is to be shown now. `sourcePrint` as in `PictureOrigin`. */
    picture(nowMs: number, standIn: boolean, sourcePrint: number | null = null): boolean {
      // It was under way when the source was lost: no news of the source that comes next.
      if (!monitor.picture(nowMs, sourcePrint)) return false;
      if (hold === 'standin') return false;
      // Without a picture there is nothing to hold: this one will be.
      if (hold === 'picture' && hasPicture) return false;
      if (monitor.health(nowMs).state === 'lost') return false;
      const isKeptBetter = state === 'held' && lastProperMs !== null && nowMs - lastProperMs < PREFER_HELD_MS;
      if (standIn && isKeptBetter) return false;
      if (state === 'fallback' && mustProve && !hasProved(nowMs)) return false;
      if (!standIn) lastProperMs = nowMs;
      hasPicture = true;
      hasBeenLive = true;
      mustProve = false;
      lostSinceMs = null;
      monitor.accept();
      if (hold === 'picture') become('held', 'held by the user', nowMs);
      else become('live', 'pictures come', nowMs);
      return true;
    },
    /** Time passes; to be called every interval. */
    tick(nowMs: number): void {
      look(nowMs);
    },
    note(next: FeedNote, nowMs: number): void {
      monitor.note(next, nowMs);
      if (next.kind === 'expected' && next.what === 'source') mustProve = false;
    },
    mute(on: boolean, nowMs: number): void {
      monitor.mute(on, nowMs);
    },
    heartbeat(nowMs: number): void {
      monitor.heartbeat(nowMs);
    },
    rehearse(lengthMs: number, nowMs: number): void {
      monitor.rehearse(lengthMs, nowMs);
    },
    hold(next: Hold, nowMs: number): void {
      const before = hold;
      hold = next;
      if (next === 'standin') become('fallback', 'held by the user', nowMs);
      else if (next === 'picture' && hasPicture)
        become(state === 'fallback' ? state : 'held', 'held by the user', nowMs);
      else if (before !== null && state === 'fallback') {
        // A feed that is well now is shown at once.
        const health = monitor.health(nowMs);
        mustProve = isFailure(health);
        become('fallback', health.reason, nowMs);
      }
    },
    /** "Back to live": nothing is held any more, and pictures that come are shown without a wait. */
    release(nowMs: number): void {
      hold = null;
      monitor.rehearse(0, nowMs);
      if (monitor.health(nowMs).state !== 'lost') mustProve = false;
    },
    /** The held picture had to be given up (privacy). */
    forgetPicture(nowMs: number): void {
      hasPicture = false;
      lastProperMs = null;
      if (state !== 'held' && state !== 'live') return;
      mustProve = false;
      become('fallback', 'the older picture may no longer be shown', nowMs);
    },
    set settings(next: FallbackSettings) {
      settings = next;
      monitor.rules = next;
    },
    view(nowMs: number): FailoverView {
      const isAway = state === 'fallback' && mustProve && hold === null;
      const feed = monitor.health(nowMs);
      const healthyMs = isAway && feed.state !== 'lost' ? monitor.healthyMs(nowMs) : null;
      const awaitsReturn = healthyMs !== null && !settings.autoRecovery && healthyMs >= recoveryMs();
      return { state, sinceMs, reason, feed, healthyMs, recoveryMs: recoveryMs(), awaitsReturn };
    },
  };
}
