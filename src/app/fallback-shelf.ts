// Which sources may stand in and in which order: what ships, what a person or a script added, and what is remembered of
// both. Opens and plays nothing.
import type { RememberedFallback } from '../config/fallback-schema';
import type {
  FALLBACK_KINDS,
  FallbackKind,
  FallbackReadiness,
  FallbackSource,
  FallbackTrouble,
} from '../protocol/fallback';
import type { MediaClient } from '../sources/dom/media-client';
import type { FallbackMaterial, FileOrAddress } from './fallback-sources';
import { addedBefore, dropMaterial, keepMaterial, shippedInOrder, toRemember } from './kept-fallbacks';

const KIND_NAMES: Record<FallbackKind, string> = {
  clip: 'Clip',
  picture: 'Picture',
  images: 'Pictures',
  bars: 'Colour bars',
  pattern: 'Moving light',
  'self-loop': 'Loop of you',
};

export interface NewSource {
  readonly kind: (typeof FALLBACK_KINDS)[number];
  /** Of `images` several. */
  readonly source?: readonly FileOrAddress[] | FileOrAddress | undefined;
  /** `images` only. */
  readonly seconds?: number | undefined;
  /** Remembered with its files; without it the source lasts as long as the page. */
  readonly keep?: boolean | undefined;
  readonly name?: string | undefined;
  readonly priority?: number | undefined;
  readonly loop?: boolean | undefined;
  readonly enabled?: boolean | undefined;
}

export interface FallbackEntry {
  readonly isKept: boolean;
  material: FallbackMaterial;
  media: MediaClient | null;
  state: FallbackReadiness;
  trouble: FallbackTrouble | null;
  retries: number;
  /** Counts what was asked of it: an answer to an older wish is dropped. */
  turn: number;
}

export interface FallbackMemory {
  readonly saved: readonly RememberedFallback[];
  save(sources: readonly RememberedFallback[]): void;
}

export interface FallbackShelf {
  byPriority(): FallbackEntry[];
  find(id: string | null | undefined): FallbackEntry | undefined;
  /** What a new one is, under an id of its own; without a priority it comes last. */
  describe(source: NewSource): FallbackMaterial;
  put(material: FallbackMaterial, isKept: boolean): Promise<void>;
  /** Off the shelf, with the files that were kept of it. */
  take(id: string): FallbackEntry | null;
  change(entry: FallbackEntry, changes: Partial<FallbackSource>): void;
  /** By so many places in the order; what stands there makes room. */
  move(id: string, by: number): void;
}

/** `grown`: what was added at an earlier visit has been found. */
export function createFallbackShelf(memory: FallbackMemory, grown: () => void): FallbackShelf {
  const entryOf = (material: FallbackMaterial, isKept: boolean): FallbackEntry => ({
    material,
    isKept,
    media: null,
    state: 'waiting',
    trouble: null,
    retries: 0,
    turn: 0,
  });
  const entries = shippedInOrder(memory.saved).map((material) => entryOf(material, true));
  let added = 0;

  const idOf = ({ material }: FallbackEntry) => material.source.id;
  const find = (id: string | null | undefined) => entries.find((entry) => idOf(entry) === id);
  const byPriority = () => [...entries].sort((a, b) => a.material.source.priority - b.material.source.priority);
  const remember = () => {
    const kept = byPriority().filter(({ isKept }) => isKept);
    memory.save(toRemember(kept.map(({ material }) => material)));
  };
  const setSource = (entry: FallbackEntry, changes: Partial<FallbackSource>) => {
    entry.material = { ...entry.material, source: { ...entry.material.source, ...changes } };
  };
  void addedBefore(memory.saved).then((found) => {
    entries.push(...found.map((material) => entryOf(material, true)));
    if (found.length > 0) grown();
  });

  return {
    byPriority,
    find,
    describe({ kind, source: from = null, seconds, ...given }) {
      // The id outlives the page, where the source does.
      do added += 1;
      while (find(`${kind}-${added}`));
      const last = Math.max(0, ...entries.map(({ material }) => material.source.priority));
      const fileName = from instanceof File ? from.name : typeof from === 'string' ? from : KIND_NAMES[kind];
      const { name = fileName, priority = last + 1, loop = true, enabled = true } = given;
      return {
        source: { id: `${kind}-${added}`, name, kind, priority, loop, enabled, ...(seconds && { seconds }) },
        from,
      };
    },
    async put(material, isKept) {
      if (isKept) await keepMaterial(material);
      entries.push(entryOf(material, isKept));
      if (isKept) remember();
    },
    take(id) {
      const at = entries.findIndex((entry) => idOf(entry) === id);
      const [entry = null] = at < 0 ? [] : entries.splice(at, 1);
      if (entry?.isKept) void dropMaterial(entry.material);
      remember();
      return entry;
    },
    change(entry, changes) {
      setSource(entry, changes);
      remember();
    },
    move(id, by) {
      const order = byPriority();
      const from = order.findIndex((entry) => idOf(entry) === id);
      if (from < 0) return;
      const to = Math.min(order.length - 1, Math.max(0, from + by));
      order.splice(to, 0, ...order.splice(from, 1));
      for (const [n, entry] of order.entries()) setSource(entry, { priority: n + 1 });
      remember();
    },
  };
}
