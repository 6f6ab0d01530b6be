// The memory of the show in words and shares: what viewers saw in the last 10 minutes. Pure.
import { RIBBON_MS } from '../../app/ribbon';
import type { OnAir, RibbonPart, StudioSnapshot } from '../../app/studio-snapshot';
import { clock, clockShort, lasting, percent } from './numbers';
import { causeWords } from './errors';

/** The share of a part that lies within the last 10 minutes, ms since 1970. */
export interface Stretch {
  readonly part: RibbonPart;
  readonly fromMs: number;
  readonly toMs: number;
}

const SEEN: Record<OnAir, string> = {
  nothing: 'nothing',
  demo: 'demo presenter',
  live: 'live',
  standin: 'stand-in',
  held: 'picture held',
  fallback: 'fallback',
  slate: 'slate',
};

/** What it was, when and why: what the strip says of the part that is pointed at. */
export function stretchText({ part }: Stretch, nowMs: number): string {
  const cause = part.cause === null ? '' : `, ${causeWords(part.cause)}`;
  const seen = part.byUser ? (part.onAir === 'held' ? 'picture held by you' : 'be right back') : SEEN[part.onAir];
  return `${clock(part.fromMs)}, ${lasting((part.toMs ?? nowMs) - part.fromMs)}: ${seen}${cause}`;
}

/** The parts within the last 10 minutes, oldest first; time before the first part is left out. */
export function stretches(ribbon: readonly RibbonPart[], nowMs: number): readonly Stretch[] {
  const startMs = nowMs - RIBBON_MS;
  const out: Stretch[] = [];
  for (const part of ribbon) {
    const from = Math.max(part.fromMs, startMs);
    const to = Math.min(part.toMs ?? nowMs, nowMs);
    if (to <= from && part.toMs !== null) continue;
    out.push({ part, fromMs: from, toMs: Math.max(from, to) });
  }
  return out;
}

/** When counting begins: what stood in while the very first picture was made ready was no trouble. */
function countFromMs({ ribbon, liveSinceMs }: StudioSnapshot, nowMs: number): number | null {
  const startMs = nowMs - RIBBON_MS;
  if (liveSinceMs !== null && liveSinceMs < startMs) return startMs;
  return ribbon.find((part) => part.onAir === 'live')?.fromMs ?? null;
}

function beforeTheShow({ ribbon, onAir }: StudioSnapshot): string {
  const demo = ribbon.find((part) => part.onAir === 'demo');
  if (demo !== undefined) return `Demo since ${clockShort(demo.fromMs)}`;
  return onAir === 'standin' ? 'Getting ready' : 'Nothing yet';
}

/** The text at the right end. Once there was trouble it names "frozen or black", above all when that is 0 %. */
export function ribbonSummary(snapshot: StudioSnapshot, nowMs: number): string {
  const fromMs = countFromMs(snapshot, nowMs);
  if (fromMs === null) return beforeTheShow(snapshot);
  const lengthMs = { nothing: 0, live: 0, standin: 0, held: 0, heldByUser: 0, fallback: 0, slate: 0 };
  for (const part of snapshot.ribbon) {
    if (part.onAir === 'demo') continue;
    const ms = Math.max(0, (part.toMs ?? nowMs) - Math.max(part.fromMs, fromMs));
    lengthMs[part.byUser ? 'heldByUser' : part.onAir] += ms;
  }
  const { nothing, live, standin, held, heldByUser, fallback, slate } = lengthMs;
  const all = nothing + live + standin + held + heldByUser + fallback + slate;
  if (all === 0) return beforeTheShow(snapshot);
  const words = [`Live ${percent(live / all)}`];
  if (heldByUser > 0) words.push(`held by you ${percent(heldByUser / all)}`);
  if (fallback > 0) words.push(`fallback ${percent(fallback / all)}`);
  if (slate > 0) words.push(`slate ${percent(slate / all)}`);
  if (standin > 0) words.push(`stand-in ${percent(standin / all)}`);
  if (live + heldByUser < all) words.push(`frozen or black ${percent((held + nothing) / all)}`);
  return words.join(', ');
}
