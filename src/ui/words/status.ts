// What the studio says of itself: the pill, the sentence about the viewers, the four steps back to live.
// Pure functions of a snapshot and the time; the first sentence is always about the viewers.
import type { Background } from '../../config/background';
import type { OnAir, StudioSnapshot } from '../../app/studio-snapshot';
import { clock, lasting, percent, sizeOf, withUnit } from './numbers';

export type PillKind = 'starting' | 'stopped' | 'demo' | 'live' | 'held' | 'loop' | 'standin' | 'away' | 'trouble';

export interface Status {
  readonly pill: PillKind;
  readonly word: string;
  /** About the viewers. */
  readonly lead: string;
  /** About the rest: how long, what comes next. May be empty. */
  readonly rest: string;
}

/** A held picture this short is a hiccup: the status row says so, no card is opened for it. */
export const HICCUP_MS = 2000;

export function backgroundWords(background: Background): string {
  switch (background.mode) {
    case 'off':
      return 'room visible';
    case 'blur':
      return 'background blurred';
    case 'color':
      return 'plain colour behind';
    case 'image':
      return 'picture behind';
    case 'video':
      return 'video behind';
    case 'cutout':
      return 'cut out';
    case 'green':
      return 'on green';
  }
}

function subject(snapshot: StudioSnapshot): string {
  const { kind, label } = snapshot.source;
  if (kind === 'camera') return 'you';
  if (kind === 'screen') return 'your screen';
  if (kind === 'file') return label === '' ? 'the video file' : label;
  return 'the demo presenter';
}

function standInWords(background: Background): string {
  switch (background.mode) {
    case 'off':
    case 'blur':
      return 'a blurred picture';
    default:
      return 'the new background alone';
  }
}

/** One whole sentence on what viewers see at this moment. */
export function viewersSee(snapshot: StudioSnapshot): string {
  const { background } = snapshot;
  switch (snapshot.onAir) {
    case 'nothing':
      return 'Viewers see nothing yet.';
    case 'demo':
      return `Viewers see the demo presenter, ${backgroundWords(background)}.`;
    case 'live':
      if (snapshot.source.kind === 'camera' && background.mode === 'off') return 'Viewers see you and your room.';
      if (background.mode === 'off') return `Viewers see ${subject(snapshot)}.`;
      return `Viewers see ${subject(snapshot)}, ${backgroundWords(background)}.`;
    case 'standin':
      return `Viewers see ${standInWords(background)}.`;
    case 'held':
      return 'Viewers see the last good picture.';
    case 'fallback': {
      const loop = loopOnAir(snapshot);
      if (!loop) return `Viewers see “${standInName(snapshot)}”.`;
      const hidden = background.mode === 'off' ? '' : `, ${backgroundWords(background)}`;
      return `Viewers see a ${lasting(loop.lengthMs)} loop of ${subject(snapshot)}${hidden}.`;
    }
    case 'slate':
      return 'Viewers see a slate.';
  }
}

/** What stands in now, or would. */
export const standInName = ({ onAir, fallback }: StudioSnapshot) =>
  (onAir === 'slate' ? null : (fallback.active ?? fallback.next))?.name ?? 'Slate';

/** The loop that viewers see now, if it is one. */
function loopOnAir({ onAir, fallback }: StudioSnapshot) {
  return onAir === 'fallback' ? (fallback.active?.selfLoop?.loop ?? null) : null;
}

function startingRest(snapshot: StudioSnapshot): string {
  const { source } = snapshot;
  if (source.state !== 'opening') return 'Getting ready.';
  return source.label === '' ? 'Opening your camera.' : `Opening ${source.label}.`;
}

function standInStatus(snapshot: StudioSnapshot): Status {
  const { model } = snapshot;
  const lead = viewersSee(snapshot);
  if (model.state === 'loading') {
    const bytes = sizeOf(model.loadedBytes, model.totalBytes);
    return { pill: 'starting', word: 'Starting', lead, rest: `Getting the person model ready, ${bytes}.` };
  }
  const word = lead.includes('blurred') ? 'Blur on air' : 'Background only';
  return { pill: 'standin', word, lead, rest: snapshot.roomHidden ? 'Your room stays hidden.' : '' };
}

function heldStatus(snapshot: StudioSnapshot, nowMs: number): Status {
  const pill = 'held' as const;
  const word = 'Picture held';
  if (snapshot.hold === 'picture') {
    const rest = `For ${lasting(nowMs - snapshot.onAirSinceMs)}.`;
    return { pill, word, lead: 'Held by you. Viewers see the last picture.', rest };
  }
  const rest = `Waiting for ${waitedFor(snapshot)}, ${lasting(nowMs - snapshot.onAirSinceMs)} so far.`;
  return { pill, word, lead: viewersSee(snapshot), rest };
}

/** "Be right back", or a stand-in that came on air by itself and is held. */
function awayStatus(snapshot: StudioSnapshot, nowMs: number): Status {
  const lead = `Held by you. ${viewersSee(snapshot)}`;
  const isWell = snapshot.feed.state === 'healthy' || snapshot.feed.state === 'late';
  const rest = `For ${lasting(nowMs - snapshot.onAirSinceMs)}.`;
  const source = upper(waitedFor(snapshot));
  return {
    pill: 'away',
    word: 'Be right back',
    lead,
    rest: isWell ? rest : `${rest} ${source} sends no new pictures.`,
  };
}

/** Pill and sentence of the status row. Trouble that needs a card has its own words in `errors.ts`. */
export function statusOf(snapshot: StudioSnapshot, nowMs: number): Status {
  const lead = viewersSee(snapshot);
  const onAirFor = lasting(nowMs - (snapshot.liveSinceMs ?? snapshot.onAirSinceMs));
  if (!snapshot.running && snapshot.ribbon.some((part) => part.onAir !== 'nothing')) {
    return { pill: 'stopped', word: 'Stopped', lead: 'Viewers see nothing.', rest: 'The studio is stopped.' };
  }
  switch (snapshot.onAir) {
    case 'nothing':
      return { pill: 'starting', word: 'Starting', lead, rest: startingRest(snapshot) };
    case 'demo':
      return { pill: 'demo', word: 'Demo', lead, rest: 'Nothing leaves this tab.' };
    case 'live':
      return { pill: 'live', word: 'Live', lead, rest: `On air for ${onAirFor}.` };
    case 'standin':
      return standInStatus(snapshot);
    case 'held':
      return heldStatus(snapshot, nowMs);
    case 'slate':
    case 'fallback':
      if (snapshot.hold === 'standin') return awayStatus(snapshot, nowMs);
      if (snapshot.onAir === 'slate')
        return { pill: 'standin', word: 'Slate on air', lead, rest: standInRest(snapshot) };
      if (loopOnAir(snapshot)) return { pill: 'loop', word: 'Loop on air', lead, rest: standInRest(snapshot) };
      return { pill: 'standin', word: standInName(snapshot), lead, rest: standInRest(snapshot) };
  }
}

const upper = (words: string) => words.replace(/^the (.)/, (_, first: string) => first.toUpperCase());

function standInRest(snapshot: StudioSnapshot): string {
  if (snapshot.feed.cause === 'rehearsal') return 'You are trying it: live again by itself in a moment.';
  if (snapshot.recovery?.awaitsReturn)
    return `${upper(waitedFor(snapshot))} is healthy. Go back to live when you like.`;
  if (snapshot.recovery === null) return `Waiting for ${waitedFor(snapshot)}.`;
  const who = upper(waitedFor(snapshot));
  return `${who} healthy for ${healthWords(snapshot.recovery)}, then live again.`;
}

function waitedFor(snapshot: StudioSnapshot): string {
  const { kind } = snapshot.source;
  if (kind === 'camera') return 'the camera';
  if (kind === 'screen') return 'the screen';
  return kind === 'file' ? 'the video file' : 'the demo';
}

const isStandingIn = (onAir: OnAir) => onAir === 'fallback' || onAir === 'slate';

/** Whether the picture is away for long enough that the card with the steps takes the place of the row. */
export function isAway(snapshot: StudioSnapshot, nowMs: number): boolean {
  if (snapshot.hold !== null || snapshot.feed.cause === 'rehearsal') return false;
  if (isStandingIn(snapshot.onAir)) return true;
  return snapshot.onAir === 'held' && nowMs - snapshot.onAirSinceMs >= HICCUP_MS;
}

export interface Away {
  /** When viewers last saw a live picture, as far as the ribbon tells. */
  readonly sinceMs: number;
  readonly what: string;
  readonly viewers: string;
}

/** When this absence began: the start of the unbroken run of held and fallback parts that is on air now. */
export function awaySinceMs(snapshot: StudioSnapshot): number {
  let sinceMs = snapshot.onAirSinceMs;
  for (const part of [...snapshot.ribbon].reverse()) {
    if (part.onAir !== 'held' && !isStandingIn(part.onAir) && part.onAir !== 'standin') break;
    sinceMs = Math.min(sinceMs, part.fromMs);
  }
  return sinceMs;
}

export function awayOf(snapshot: StudioSnapshot): Away {
  const sinceMs = awaySinceMs(snapshot);
  const at = clock(sinceMs);
  const { kind, state } = snapshot.source;
  const stopped: Record<typeof kind, string> = {
    camera:
      snapshot.feed.cause === 'frozen'
        ? `Your camera has sent the same picture since ${clock(snapshot.feed.sinceMs)}.`
        : state === 'lost'
          ? `Your camera was lost at ${at}.`
          : `Your camera stopped sending frames at ${at}.`,
    screen: `The screen share ended at ${at}.`,
    file: state === 'ended' ? `The video file ended at ${at}.` : `The video file stopped at ${at}.`,
    demo: `The demo stopped at ${at}.`,
  };
  const nothingNew =
    state === 'open' && snapshot.feed.cause !== 'frozen' ? `No new picture since ${at}.` : stopped[kind];
  const what = snapshot.recovery === null ? nothingNew : `Frames come again from ${waitedFor(snapshot)}.`;
  const hidden =
    snapshot.roomHidden && snapshot.onAir === 'held' ? ` Still ${backgroundWords(snapshot.background)}.` : '';
  return { sinceMs, what, viewers: viewersSee(snapshot) + hidden };
}

export interface Step {
  readonly title: string;
  readonly detail: string;
  readonly state: 'done' | 'now' | 'next';
}

/** "1.4 of 3.0 s": how long pictures have come again, of how long they must. */
function healthWords({ healthyMs, neededMs }: NonNullable<StudioSnapshot['recovery']>): string {
  return `${(Math.min(healthyMs, neededMs) / 1000).toFixed(1)} of ${withUnit((neededMs / 1000).toFixed(1), 's')}`;
}

/** The way back, in the order it happens. Only what this version really does. */
export function stepsBack(snapshot: StudioSnapshot, nowMs: number): readonly Step[] {
  const isStandIn = isStandingIn(snapshot.onAir);
  const { recovery } = snapshot;
  const framesCome = recovery !== null;
  const sinceMs = awaySinceMs(snapshot);
  const heldFor = isStandIn ? snapshot.onAirSinceMs - sinceMs : nowMs - sinceMs;
  const who = waitedFor(snapshot);
  const loop = loopOnAir(snapshot);
  const seam = loop ? `, seam ${percent(loop.score)}` : '';
  return [
    {
      title: 'Last picture held',
      detail: `${lasting(heldFor)}, ${clock(sinceMs)}`,
      state: isStandIn || framesCome ? 'done' : 'now',
    },
    {
      title: `${loop ? 'Loop' : standInName(snapshot)} on air`,
      detail: isStandIn
        ? `since ${clock(snapshot.onAirSinceMs)}${seam}`
        : framesCome
          ? 'not needed'
          : 'if nothing comes',
      state: framesCome ? 'done' : isStandIn ? 'now' : 'next',
    },
    {
      title: `${upper(who)} healthy`,
      detail: recovery
        ? healthWords(recovery)
        : snapshot.feed.cause === 'frozen'
          ? 'waiting for a new picture'
          : 'waiting for the first frame',
      state: recovery?.awaitsReturn ? 'done' : framesCome ? 'now' : 'next',
    },
    {
      title: 'Live again',
      detail: snapshot.fallbackSettings.autoRecovery ? 'by itself' : 'when you say so',
      state: recovery?.awaitsReturn ? 'now' : 'next',
    },
  ];
}
