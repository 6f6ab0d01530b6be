// Nets kept at hand in the page: a worker that follows another, or another engine, has its net at once and needs no server for
// it. The worker checks what it gets from here as it checks what comes from the server.
import { ByteCache } from '../base/byte-cache';

/** A few nets of the sizes that are in use. */
const MOST_BYTES = 32e6;
const IN_USE = 1;
/** After a fetch that failed. */
const AGAIN_MS = 60_000;

export interface ShelfFigures {
  readonly count: number;
  readonly bytes: number;
  readonly hits: number;
  readonly misses: number;
}

export interface ModelShelf {
  /** Where that net is to be read: from here when it is at hand. Counts as asked for. */
  urlOf(url: string): string;
  /** The net that is in use: kept from now on, and the last to go. */
  use(url: string, nowMs: number): void;
  /** Lets go of all that is not in use. Answers the bytes. */
  free(): number;
  readonly figures: ShelfFigures;
  close(): void;
}

export function createModelShelf(): ModelShelf {
  const cache = new ByteCache<string>(MOST_BYTES, (kept) => {
    URL.revokeObjectURL(kept);
  });
  let inUse = '';
  let askedMs = -Infinity;

  async function fetchNet(url: string): Promise<void> {
    const answer = await fetch(url);
    if (!answer.ok) return;
    const file = await answer.blob();
    const kept = URL.createObjectURL(file);
    if (!cache.put(url, kept, file.size, url === inUse ? IN_USE : 0)) URL.revokeObjectURL(kept);
  }

  return {
    urlOf: (url) => cache.get(url) ?? url,
    use(url, nowMs) {
      if (url !== inUse) {
        inUse = url;
        askedMs = -Infinity;
        cache.prefer(url, IN_USE);
      }
      // A file of the person's own is at hand where it lies.
      if (url.startsWith('blob:')) return;
      if (cache.has(url) || nowMs - askedMs < AGAIN_MS) return;
      askedMs = nowMs;
      // It is in use already; without it here the next worker asks the server, as the first did.
      fetchNet(url).catch(() => undefined);
    },
    free: () => cache.dropBelow(IN_USE),
    get figures() {
      const { count, bytes, hits, misses } = cache;
      return { count, bytes, hits, misses };
    },
    close() {
      inUse = '';
      cache.dropBelow(Infinity);
    },
  };
}
