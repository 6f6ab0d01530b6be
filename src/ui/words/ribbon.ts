// The memory of the show in words and shares: what viewers saw in the last 10 minutes. Pure.
import type { OnAir, RibbonPart, StudioSnapshot } from '../../app/studio-snapshot';
import { clock, clockShort, lasting, percent } from './numbers';
import { causeWords } from './errors';

export const RIBBON_MS = 10 * 60_000;

/** A part as it lies in the strip: shares of its width, 0 to 1. */
export interface Stretch {
  readonly onAir: OnAir;
  readonly left: number;
  readonly width: number;
  readonly text: string;
}

const SEEN: Record<OnAir, string> = {
  nothing: 'nothing',
  demo: 'demo presenter',
  live: 'live',
  standin: 'stand-in',
  held: 'picture held',
  slate: 'slate',
};

function partText(part: RibbonPart, nowMs: number): string {
  const cause = part.cause === null ? '' : `, ${causeWords(part.cause)}`;
  return `${clock(part.fromMs)}, ${lasting((part.toMs ?? nowMs) - part.fromMs)}: ${SEEN[part.onAir]}${cause}`;
}

/** The parts within the last 10 minutes, oldest first; time before the first part is left out. */
export function stretches(ribbon: readonly RibbonPart[], nowMs: number): readonly Stretch[] {
  const startMs = nowMs - RIBBON_MS;
  const out: Stretch[] = [];
  for (const part of ribbon) {
    const from = Math.max(part.fromMs, startMs);
    const to = Math.min(part.toMs ?? nowMs, nowMs);
    if (to <= from && part.toMs !== null) continue;
    out.push({
      onAir: part.onAir,
      left: (from - startMs) / RIBBON_MS,
      width: Math.max(0, to - from) / RIBBON_MS,
      text: partText(part, nowMs),
    });
  }
  return out;
}

/** The text at the right end. Once there was trouble it names "frozen or black", above all when that is 0 %. */
export function ribbonSummary(snapshot: StudioSnapshot, nowMs: number): string {
  const startMs = nowMs - RIBBON_MS;
  const lengthMs = { nothing: 0, demo: 0, live: 0, standin: 0, held: 0, slate: 0 };
  let wasLive = false;
  let black = 0;
  for (const part of snapshot.ribbon) {
    const ms = Math.max(0, (part.toMs ?? nowMs) - Math.max(part.fromMs, startMs));
    lengthMs[part.onAir] += ms;
    if (part.onAir === 'live') wasLive = true;
    // Before the show "nothing" is just not yet; after it, it is a black picture.
    if (part.onAir === 'nothing' && wasLive) black += ms;
  }
  if (!wasLive) {
    const demo = snapshot.ribbon.find((part) => part.onAir === 'demo');
    return demo === undefined ? 'Nothing yet' : `Demo since ${clockShort(demo.fromMs)}`;
  }
  const { live, standin, held, slate } = lengthMs;
  const all = live + standin + held + slate + black;
  if (all === 0) return 'Nothing yet';
  const words = [`Live ${percent(live / all)}`];
  if (slate > 0) words.push(`slate ${percent(slate / all)}`);
  if (standin > 0) words.push(`stand-in ${percent(standin / all)}`);
  if (live < all) words.push(`frozen or black ${percent((held + black) / all)}`);
  return words.join(', ');
}
