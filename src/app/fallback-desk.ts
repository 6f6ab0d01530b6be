// The sources that may stand in for the live picture: which there are, what has become of each, and which are made ready
// in advance: the first by priority, and on from there to one that does not end. Each plays in a worker of its own, so that a
// file that breaks its decoder takes nothing else along.
import { asEverframeError } from '../base/errors';
import type { ProgramFormat } from '../config/program';
import type {
  FallbackEnd,
  FallbackReadiness,
  FallbackReadout,
  FallbackSource,
  FallbackTrouble,
} from '../protocol/fallback';
import { createMediaClient, type MediaClient } from '../sources/dom/media-client';
import { openFallback, SHIPPED_FALLBACKS, type FallbackMaterial } from './fallback-sources';
import type { ProgramClient } from './program-client';

/** The start belongs to the first picture. */
const START_DELAY_MS = 1500;
/** A source that has played before and failed is tried again. */
const RETRY_MS = 3000;
const MAX_RETRIES = 3;

export interface FallbackSourceState extends FallbackSource {
  readonly state: FallbackReadiness;
  readonly trouble: FallbackTrouble | null;
}

export interface FallbackDeskState {
  /** On air now; null while none is, and while the slate is. */
  readonly active: FallbackSourceState | null;
  /** What would come on air now; null: the slate. */
  readonly next: FallbackSourceState | null;
  /** By priority. */
  readonly sources: readonly FallbackSourceState[];
}

interface Entry {
  material: FallbackMaterial;
  media: MediaClient | null;
  state: FallbackReadiness;
  trouble: FallbackTrouble | null;
  retries: number;
  /** Counts what was asked of it: an answer to an older wish is dropped. */
  turn: number;
}

export interface FallbackDesk {
  open(client: ProgramClient): void;
  close(): void;
  /** A fresh program worker needs feeds of its own. */
  respawned(): void;
  ended(end: FallbackEnd): void;
  readout(readout: FallbackReadout): void;
  state(): FallbackDeskState;
}

export function createFallbackDesk(format: ProgramFormat, changed: () => void): FallbackDesk {
  const entryOf = (material: FallbackMaterial): Entry => ({
    material,
    media: null,
    state: 'waiting',
    trouble: null,
    retries: 0,
    turn: 0,
  });
  const entries: Entry[] = SHIPPED_FALLBACKS.map(entryOf);
  let client: ProgramClient | null = null;
  let timer = 0;
  let now: FallbackReadout = { active: null, ready: [] };

  const idOf = (entry: Entry) => entry.material.source.id;
  const byPriority = () => [...entries].sort((a, b) => a.material.source.priority - b.material.source.priority);

  function letGo(entry: Entry): void {
    entry.turn += 1;
    entry.media?.close();
    entry.media = null;
  }
  async function prepare(entry: Entry): Promise<void> {
    letGo(entry);
    const mine = entry.turn;
    const media = createMediaClient('fallback');
    entry.media = media;
    entry.state = 'preparing';
    try {
      const { playing, file, silenceMs } = await openFallback(entry.material, media, format);
      if (mine !== entry.turn) return;
      if (file) entry.material = { ...entry.material, from: file };
      entry.trouble = null;
      client?.feedFallback(idOf(entry), playing.feed, silenceMs);
    } catch (error) {
      if (mine !== entry.turn) return;
      const { code, message, facts } = asEverframeError(error, 'file-unreadable');
      fail(entry, { code, message, facts });
    }
    changed();
  }
  function fail(entry: Entry, trouble: FallbackTrouble): void {
    letGo(entry);
    entry.state = 'failed';
    entry.trouble = trouble;
    prepareNext();
  }
  /** By priority, on to one that does not end. */
  function prepareNext(): void {
    if (!client) return;
    for (const entry of byPriority()) {
      const { enabled, loop, kind } = entry.material.source;
      if (!enabled || entry.state === 'failed') continue;
      if (entry.state === 'waiting') void prepare(entry);
      if (loop || kind !== 'clip') return;
    }
  }
  const stateOf = ({ material, state, trouble }: Entry): FallbackSourceState => ({
    ...material.source,
    state,
    trouble,
  });
  const find = (id: string | undefined | null) => {
    const entry = entries.find((one) => idOf(one) === id);
    return entry ? stateOf(entry) : null;
  };
  const tellSources = () => client?.setFallbacks(byPriority().map(({ material }) => material.source));

  return {
    open(next) {
      client = next;
      tellSources();
      timer = window.setTimeout(prepareNext, START_DELAY_MS);
    },
    close() {
      clearTimeout(timer);
      client = null;
      now = { active: null, ready: [] };
      for (const entry of entries) {
        letGo(entry);
        Object.assign(entry, { state: 'waiting', trouble: null, retries: 0 });
      }
    },
    respawned() {
      tellSources();
      for (const entry of entries) if (entry.state !== 'waiting' && entry.state !== 'failed') void prepare(entry);
    },
    ended({ id, kind, message, hadPicture }) {
      const entry = entries.find((one) => idOf(one) === id);
      if (!entry) return;
      if (kind === 'over') {
        // Made ready for its next turn; the program knows that it has had this one.
        void prepare(entry);
        return;
      }
      fail(entry, { code: 'file-unreadable', message, facts: { name: entry.material.source.name } });
      if (hadPicture && entry.retries < MAX_RETRIES) {
        entry.retries += 1;
        const failed = entry.turn;
        window.setTimeout(() => {
          if (client && entry.turn === failed) void prepare(entry);
        }, RETRY_MS);
      }
      changed();
    },
    readout(next) {
      now = next;
      for (const entry of entries)
        if (entry.state === 'preparing' && next.ready.includes(idOf(entry))) entry.state = 'ready';
    },
    state: () => ({
      active: find(now.active),
      next: find(now.active ?? now.ready[0]),
      sources: byPriority().map(stateOf),
    }),
  };
}
