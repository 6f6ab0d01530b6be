// Plays the sources that stand in for the live picture. Each has a feed with a first picture pulled in advance; more is
// pulled only while it is on air. Owns the pictures it keeps: one a source. A source that fails, falls silent or is over
// makes room for the next by priority; when none is left the answer is none (the slate).
import { readFeed, type FeedReader } from '../frames/frame-feed';
import type { FallbackEnd, FallbackReadiness, FallbackReadout, FallbackSource } from '../protocol/fallback';
import type { Feed } from '../protocol/feed';
import { chooseSource, usableSources } from './choose-source';

interface Played {
  readonly reader: FeedReader;
  /** On air and without a new picture for this long it has failed; null: one picture is all there is. */
  readonly silenceMs: number | null;
  state: 'preparing' | 'ready' | 'over' | 'failed';
  picture: VideoFrame | null;
  isReading: boolean;
  /** When it last gave a picture, or went on air. */
  newestMs: number;
}

export interface OnAirNow {
  readonly id: string;
  /** Borrowed until the next call. */
  readonly picture: VideoFrame;
}

export function createFallbackPlayer(on: {
  /** Takes a picture of any size; answers one of the program's. */
  fit(picture: VideoFrame): VideoFrame;
  ended(end: FallbackEnd): void;
  changed(): void;
}) {
  let sources: readonly FallbackSource[] = [];
  let wished: string | null = null;
  let active: string | null = null;
  /** Where sources take turns: how long each is on air, and which is on air since when. */
  let dwellMs: number | null = null;
  let turn: { source: FallbackSource; sinceMs: number } | null = null;
  const played = new Map<string, Played>();
  /** Played to their end since the fallback came on air: their turn comes again in the next absence. */
  const finished = new Set<string>();

  const readiness = (id: string): FallbackReadiness =>
    finished.has(id) ? 'over' : (played.get(id)?.state ?? 'waiting');

  function drop(id: string): void {
    const one = played.get(id);
    if (!one) return;
    played.delete(id);
    one.reader.cancel();
    one.picture?.close();
    one.picture = null;
  }
  function end(id: string, one: Played, kind: FallbackEnd['kind'], message: string): void {
    if (played.get(id) !== one) return;
    const hadPicture = one.picture !== null;
    drop(id);
    if (kind === 'over') finished.add(id);
    on.ended({ id, kind, message, hadPicture });
    on.changed();
  }
  async function pull(id: string, one: Played): Promise<void> {
    if (one.isReading) return;
    one.isReading = true;
    try {
      do {
        const picture = await one.reader.read();
        if (played.get(id) !== one) {
          picture?.close();
          return;
        }
        if (!picture) {
          end(id, one, 'over', '');
          return;
        }
        const fitted = on.fit(picture);
        one.picture?.close();
        one.picture = fitted;
        one.newestMs = performance.now();
        const isFirst = one.state === 'preparing';
        one.state = 'ready';
        if (isFirst) on.changed();
      } while (active === id && one.silenceMs !== null);
    } catch (error) {
      end(id, one, 'failed', error instanceof Error ? error.message : String(error));
    } finally {
      one.isReading = false;
    }
  }

  /** What is to be on air now. */
  function pick(nowMs: number): FallbackSource | null {
    if (dwellMs === null || !turn) return chooseSource(sources, readiness, wished);
    const { source, sinceMs } = turn;
    const mayStay = nowMs - sinceMs < dwellMs && sources.some(({ id, enabled }) => id === source.id && enabled);
    if (mayStay && readiness(source.id) === 'ready') return chooseSource(sources, readiness, wished ?? source.id);
    const next = chooseSource(sources, readiness, wished, source);
    // Nobody else can take the turn: another round.
    if (next?.id === source.id) turn = { source: next, sinceMs: nowMs };
    return next;
  }

  return {
    set(next: readonly FallbackSource[]): void {
      sources = next;
      for (const id of played.keys()) if (!next.some((source) => source.id === id && source.enabled)) drop(id);
    },
    /** A source's pictures from now on; an older feed of it is ended. Its first picture is fetched at once. */
    feed(id: string, feed: Feed, silenceMs: number | null): void {
      drop(id);
      const reader = readFeed(feed);
      const one: Played = { reader, silenceMs, state: 'preparing', picture: null, isReading: false, newestMs: 0 };
      played.set(id, one);
      void pull(id, one);
    },
    /** How long each source is on air before the next takes its turn; null: the first stays. */
    rotate(next: number | null): void {
      dwellMs = next;
    },
    /** Null: the order of priorities decides again. */
    wish(id: string | null): void {
      wished = id;
      if (id !== null) finished.delete(id);
    },
    /** Once an interval while the fallback is on air: what stands in now; null when nothing can. */
    advance(nowMs: number): OnAirNow | null {
      const now = active === null ? undefined : played.get(active);
      if (active !== null && now?.silenceMs != null && nowMs - now.newestMs > now.silenceMs)
        end(active, now, 'failed', `no picture for ${(now.silenceMs / 1000).toFixed(1)} s`);
      const source = pick(nowMs);
      const id = source?.id ?? null;
      const one = id === null ? undefined : played.get(id);
      if (id === null || !one?.picture) {
        active = null;
        return null;
      }
      if (id !== active) {
        turn = source && { source, sinceMs: nowMs };
        active = id;
        one.newestMs = nowMs;
        on.changed();
      }
      if (one.silenceMs !== null) void pull(id, one);
      return { id, picture: one.picture };
    },
    /** Off air: nothing more is pulled, and what was over may play again. */
    rest(): void {
      if (active === null && finished.size === 0) return;
      active = null;
      turn = null;
      finished.clear();
      on.changed();
    },
    readout: (): FallbackReadout => ({ active, ready: usableSources(sources, readiness).map(({ id }) => id) }),
    get openFrames() {
      return [...played.values()].filter(({ picture }) => picture !== null).length;
    },
    close(): void {
      for (const id of [...played.keys()]) drop(id);
    },
  };
}

export type FallbackPlayer = ReturnType<typeof createFallbackPlayer>;
