// The sources that may stand in for the live picture: which there are, what has become of each, and which are made ready
// in advance: the first by priority, and on from there to one that does not end. Each plays in a worker of its own, so that a
// file that breaks its decoder takes nothing else along.
import { asEverframeError, EverframeError } from '../base/errors';
import type { ProgramFormat } from '../config/program';
import type {
  FallbackEnd,
  FallbackReadiness,
  FallbackReadout,
  FallbackSource,
  FallbackTrouble,
} from '../protocol/fallback';
import type { LoopState } from '../protocol/loop-service';
import type { ProgramStatus } from '../protocol/program-service';
import { createMediaClient } from '../sources/dom/media-client';
import { createFallbackShelf, type FallbackEntry, type FallbackMemory, type NewSource } from './fallback-shelf';
import { openFallback } from './fallback-sources';
import type { ProgramClient } from './program-client';
import { createSelfLoop } from './self-loop';

/** The start belongs to the first picture. */
const START_DELAY_MS = 1500;
/** A source that has played before and failed is tried again. */
const RETRY_MS = 3000;
const MAX_RETRIES = 3;
export interface FallbackSourceState extends FallbackSource {
  readonly state: FallbackReadiness;
  readonly trouble: FallbackTrouble | null;
  /** Of the self-loop while it works; null for every other source. */
  readonly selfLoop: LoopState | null;
}

export interface FallbackDeskState {
  /** On air now; null while none is, and while the slate is. */
  readonly active: FallbackSourceState | null;
  /** What would come on air now; null: the slate. */
  readonly next: FallbackSourceState | null;
  /** By priority. */
  readonly sources: readonly FallbackSourceState[];
  /** Why viewers see what they see. */
  readonly reason: string;
  /** When that was decided, ms since 1970; null before the program has said anything. */
  readonly sinceMs: number | null;
}

export interface FallbackDesk {
  open(client: ProgramClient): void;
  close(): void;
  /** A fresh program worker needs feeds of its own. */
  respawned(): void;
  ended(end: FallbackEnd): void;
  readout(status: Pick<ProgramStatus, 'state' | 'fallback' | 'reason' | 'sinceMs'>): void;
  /** Pictures of an older epoch may not be kept or shown any more. */
  setPrivacyEpoch(epoch: number): void;
  /** Another source was chosen: the self-loop is to be of that one. */
  expectOtherSource(): void;
  /** Off: the slate alone stands in. */
  enabled: boolean;
  /** The person said that they will be right back. */
  isBreak: boolean;
  /** Sources take turns on air: the one that comes next is made ready too. */
  takesTurns: boolean;
  wish(id: string | null): void;
  /** Rejects as `openFallback` does, and then nothing is added. Without a priority it comes last. */
  add(source: NewSource): Promise<FallbackSource>;
  remove(id: string): void;
  /** Switches it on or off, or lets it play over and over. */
  arrange(id: string, changes: { readonly enabled?: boolean; readonly loop?: boolean }): void;
  /** By so many places in the order; what stands there makes room. */
  move(id: string, by: number): void;
  state(): FallbackDeskState;
}

export function createFallbackDesk(
  format: ProgramFormat,
  changed: () => void,
  memory: FallbackMemory = { saved: [], save: () => undefined },
): FallbackDesk {
  let client: ProgramClient | null = null;
  let timer = 0;
  let now: FallbackReadout = { active: null, ready: [] };
  let reason = '';
  let sinceMs: number | null = null;
  let enabled = true;
  let takesTurns = false;
  let isBreak = false;
  let wished: string | null = null;

  const shelf = createFallbackShelf(memory, rearranged);
  const selfLoop = createSelfLoop('self-loop', format, () => {
    const entry = shelf.byPriority().find(isSelfLoop);
    if (entry) entry.state = selfLoop.state?.loop ? 'ready' : 'waiting';
    changed();
  });
  const isSelfLoop = ({ material }: FallbackEntry) => material.source.kind === 'self-loop';
  const idOf = (entry: FallbackEntry) => entry.material.source.id;

  function letGo(entry: FallbackEntry): void {
    if (isSelfLoop(entry)) selfLoop.stop();
    entry.turn += 1;
    entry.media?.close();
    entry.media = null;
  }
  async function prepare(entry: FallbackEntry): Promise<void> {
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
  function fail(entry: FallbackEntry, trouble: FallbackTrouble): void {
    letGo(entry);
    entry.state = 'failed';
    entry.trouble = trouble;
    prepareNext();
  }
  /** In a break the person is away, and says so: not a loop of them, unless that is asked for. */
  const wishNow = () => {
    if (!isBreak || takesTurns || wished !== null) return wished;
    const first = shelf
      .byPriority()
      .find((entry) => entry.material.source.enabled && entry.state !== 'failed' && !isSelfLoop(entry));
    return first ? idOf(first) : null;
  };
  /** By priority, on to one that does not end; where sources take turns, the one on air and the next. */
  function prepareNext(): void {
    if (!client || !enabled) return;
    const wish = wishNow();
    const isWished = (entry: FallbackEntry) => idOf(entry) === wish;
    const order = shelf.byPriority();
    const onAir = takesTurns
      ? Math.max(
          0,
          order.findIndex((entry) => idOf(entry) === now.active),
        )
      : 0;
    let wanted = takesTurns ? 2 : 1;
    for (const entry of [...order.filter(isWished), ...order.slice(onAir), ...order.slice(0, onAir)]) {
      const { enabled, loop, kind } = entry.material.source;
      if (!enabled || entry.state === 'failed') continue;
      if (isSelfLoop(entry)) {
        // What is next is prepared beside it: it may be a while until there is a loop.
        selfLoop.start(client);
        continue;
      }
      if (entry.state === 'waiting') void prepare(entry);
      if (!isWished(entry) && (loop || (kind !== 'clip' && kind !== 'images'))) wanted -= 1;
      if (wanted === 0) return;
    }
  }
  const stateOf = ({ material, state, trouble }: FallbackEntry): FallbackSourceState => ({
    ...material.source,
    state,
    trouble,
    selfLoop: material.source.kind === 'self-loop' ? selfLoop.state : null,
  });
  const find = (id: string | undefined | null) => {
    const entry = shelf.find(id);
    return entry ? stateOf(entry) : null;
  };
  const tellSources = () => {
    client?.setFallbacks(enabled ? shelf.byPriority().map(({ material }) => material.source) : []);
    client?.wishFallback(wishNow());
  };
  /** After every change of what there is and in which order. */
  function rearranged(): void {
    tellSources();
    prepareNext();
    changed();
  }

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
      sinceMs = null;
      isBreak = false;
      for (const entry of shelf.byPriority()) {
        letGo(entry);
        Object.assign(entry, { state: 'waiting', trouble: null, retries: 0 });
      }
    },
    respawned() {
      tellSources();
      selfLoop.respawned();
      for (const entry of shelf.byPriority())
        if (!isSelfLoop(entry) && entry.state !== 'waiting' && entry.state !== 'failed') void prepare(entry);
    },
    ended({ id, kind, message, hadPicture }) {
      const entry = shelf.find(id);
      if (!entry) return;
      if (isSelfLoop(entry)) {
        // A loop that was given up for a better one, or whose worker is gone: another comes by itself.
        window.setTimeout(() => {
          selfLoop.feedAgain();
        }, RETRY_MS);
        return;
      }
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
    readout({ state, fallback: next, ...status }) {
      const hasTurned = next.active !== now.active;
      now = next;
      ({ reason, sinceMs } = status);
      for (const entry of shelf.byPriority())
        if (entry.state === 'preparing' && next.ready.includes(idOf(entry))) entry.state = 'ready';
      // The slate is what viewers see while there is nothing better: not for longer than that takes.
      if (state === 'slate' || (takesTurns && hasTurned)) prepareNext();
    },
    setPrivacyEpoch(epoch) {
      selfLoop.setPrivacyEpoch(epoch);
    },
    expectOtherSource() {
      selfLoop.expectOtherSource();
    },
    state: () => ({
      active: find(now.active),
      next: find(now.active ?? now.ready[0]),
      sources: shelf.byPriority().map(stateOf),
      reason,
      sinceMs,
    }),
    get enabled() {
      return enabled;
    },
    set enabled(on) {
      if (on === enabled) return;
      enabled = on;
      for (const entry of shelf.byPriority()) {
        if (!on) letGo(entry);
        if (entry.state !== 'failed') entry.state = 'waiting';
      }
      rearranged();
    },
    get isBreak() {
      return isBreak;
    },
    set isBreak(on) {
      if (on === isBreak) return;
      isBreak = on;
      rearranged();
    },
    get takesTurns() {
      return takesTurns;
    },
    set takesTurns(on) {
      if (on === takesTurns) return;
      takesTurns = on;
      rearranged();
    },
    wish(id) {
      wished = id;
      const entry = shelf.find(id);
      // Whoever asks for one that failed wants it tried again.
      if (entry?.state === 'failed') entry.state = 'waiting';
      rearranged();
    },
    async add({ keep = false, ...given }) {
      const material = shelf.describe(given);
      const { source, from } = material;
      const media = createMediaClient('fallback');
      try {
        const { file } = await openFallback(material, media, format);
        await shelf.put({ source, from: file ?? from }, keep);
      } catch (error) {
        const { code, message, facts } = asEverframeError(error, 'file-unreadable');
        throw new EverframeError(code, `no fallback source was added: ${message}`, {
          facts: { ...facts, name: source.name },
        });
      } finally {
        media.close();
      }
      rearranged();
      return source;
    },
    remove(id) {
      const entry = shelf.take(id);
      if (entry) letGo(entry);
      if (wished === id) wished = null;
      rearranged();
    },
    arrange(id, changes) {
      const entry = shelf.find(id);
      if (!entry) return;
      shelf.change(entry, changes);
      // How often it plays is decided where it is opened.
      if (changes.loop !== undefined && !isSelfLoop(entry) && entry.state !== 'waiting' && entry.state !== 'failed')
        void prepare(entry);
      if (changes.enabled === false) {
        letGo(entry);
        if (entry.state !== 'failed') entry.state = 'waiting';
      }
      rearranged();
    },
    move(id, by) {
      shelf.move(id, by);
      rearranged();
    },
  };
}
