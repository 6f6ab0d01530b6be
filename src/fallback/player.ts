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
  /** Of what it shows of a room; Infinity where it shows none. */
  readonly epoch: number;
  /** When it last gave a picture, or went on air. */
  newestMs: number;
}

export interface OnAirNow {
  readonly id: string;
  /** Borrowed until the next call. */
  readonly picture: VideoFrame;
  readonly epoch: number;
}

export function createFallbackPlayer(on: {
  /** Takes a picture of any size; answers one of the program's. */
  fit(picture: VideoFrame): Promise<VideoFrame>;
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
  /** Feeds that take the place of one in `played` as soon as they have a picture, and that one is not on air. */
  const coming = new Map<string, Played>();
  /** Played to their end since the fallback came on air: their turn comes again in the next absence. */
  const finished = new Set<string>();

  const readiness = (id: string): FallbackReadiness =>
    finished.has(id) ? 'over' : (played.get(id)?.state ?? 'waiting');

  function drop(id: string, from = played): void {
    const one = from.get(id);
    if (!one) return;
    from.delete(id);
    one.reader.cancel();
    one.picture?.close();
    one.picture = null;
  }
  /** Puts it in its place, unless that would be seen. */
  function settle(id: string, one: Played): void {
    if (coming.get(id) !== one || !one.picture || (active === id && played.has(id))) return;
    coming.delete(id);
    drop(id);
    played.set(id, one);
    on.changed();
  }
  function end(id: string, one: Played, kind: FallbackEnd['kind'], message: string): void {
    if (coming.get(id) === one) {
      drop(id, coming);
      return;
    }
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
        const fitted = picture && (await on.fit(picture));
        if (played.get(id) !== one && coming.get(id) !== one) {
          fitted?.close();
          return;
        }
        if (!fitted) {
          end(id, one, 'over', '');
          return;
        }
        one.picture?.close();
        one.picture = fitted;
        one.newestMs = performance.now();
        const isFirst = one.state === 'preparing';
        one.state = 'ready';
        settle(id, one);
        if (isFirst) on.changed();
      } while (active === id && played.get(id) === one && one.silenceMs !== null);
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
      for (const from of [played, coming])
        for (const id of [...from.keys()])
          if (!next.some((source) => source.id === id && source.enabled)) drop(id, from);
    },
    /**
     * A source's pictures from now on; its first is fetched at once. An older feed of it that has pictures goes on until
     * then, and until it is off air.
     */
    feed(id: string, feed: Feed, silenceMs: number | null, epoch: number): void {
      const reader = readFeed(feed);
      const one: Played = {
        reader,
        silenceMs,
        epoch,
        state: 'preparing',
        picture: null,
        isReading: false,
        newestMs: 0,
      };
      drop(id, coming);
      if (played.get(id)?.picture) coming.set(id, one);
      else {
        drop(id);
        played.set(id, one);
      }
      void pull(id, one);
    },
    /** How long each source is on air before the next takes its turn; null: the first stays. */
    rotate(next: number | null): void {
      dwellMs = next;
    },
    /** Its pictures are not shown any more, from now on. */
    drop(id: string): void {
      drop(id, coming);
      drop(id);
      on.changed();
    },
    /** Pictures of an older epoch may not be seen any more. */
    forget(before: number): void {
      for (const from of [played, coming]) for (const [id, { epoch }] of [...from]) if (epoch < before) drop(id, from);
      on.changed();
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
      return { id, picture: one.picture, epoch: one.epoch };
    },
    /** Off air: nothing more is pulled, and what was over may play again. */
    rest(): void {
      if (active === null && finished.size === 0) return;
      active = null;
      turn = null;
      finished.clear();
      for (const [id, one] of [...coming]) settle(id, one);
      on.changed();
    },
    readout: (): FallbackReadout => ({ active, ready: usableSources(sources, readiness).map(({ id }) => id) }),
    get openFrames() {
      return [...played.values(), ...coming.values()].filter(({ picture }) => picture !== null).length;
    },
    close(): void {
      for (const from of [played, coming]) for (const id of [...from.keys()]) drop(id, from);
    },
  };
}

export type FallbackPlayer = ReturnType<typeof createFallbackPlayer>;
