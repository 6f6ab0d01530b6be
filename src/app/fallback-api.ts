// `everframe.fallback`: what stands in for the live picture, for scripts. Documented in docs/api.md; checks what it is
// given before anything changes.
import * as v from 'valibot';
import { EverframeError } from '../base/errors';
import type { FallbackMode, FallbackSettings } from '../config/fallback';
import { fallbackEntries, fallbackSchema } from '../config/fallback-schema';
import type { FallbackSource } from '../protocol/fallback';
import type { Hold } from '../protocol/feed-health';
import { check, fileOrAddress } from './checked';
import type { FallbackSourceState } from './fallback-desk';
import type { Studio } from './studio';

const common = {
  name: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))),
  /** 1 comes first. */
  priority: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000))),
  loop: v.optional(v.boolean()),
  enabled: v.optional(v.boolean()),
  keep: v.optional(v.boolean()),
};
const newSource = v.variant('kind', [
  v.strictObject({ kind: v.picklist(['clip', 'picture']), source: fileOrAddress, ...common }),
  v.strictObject({
    kind: v.literal('images'),
    source: v.pipe(v.array(fileOrAddress), v.minLength(1), v.maxLength(1000)),
    /** Each. */
    seconds: v.optional(v.pipe(v.number(), v.minValue(0.02), v.maxValue(600))),
    ...common,
  }),
  v.strictObject({ kind: v.picklist(['bars', 'pattern']), ...common }),
]);
export type NewFallbackSource = v.InferOutput<typeof newSource>;

/** Only what is given is changed. */
const changes = v.partial(v.strictObject(fallbackEntries));
const length = v.pipe(v.number(), v.minValue(0.1), v.maxValue(60));

export interface FallbackStatus {
  /** The studio runs and the fallback is switched on. */
  readonly running: boolean;
  /** Pictures come from the source now (they may have to come for a while before they are shown). */
  readonly feedDetected: boolean;
  /** The id of the source on air; `slate` for the built-in one, null while the picture is live or held. */
  readonly activeSource: string | null;
  /** Why viewers see what they see, and when that was decided (ms since 1970). */
  readonly reason: string;
  readonly sinceMs: number;
  /** Held by the person or a script until they say otherwise. */
  readonly hold: Hold;
  readonly mode: FallbackMode;
  readonly sources: readonly FallbackSourceState[];
}

export interface FallbackApi {
  status(): FallbackStatus;
  /** Puts a stand-in on air until `stop`. */
  start(): void;
  /** Back to live: nothing is held, and pictures that come are shown without a wait. */
  stop(): void;
  /** Shows for so many seconds (0.1 to 60; 5) what a loss of the source would show. */
  rehearse(seconds?: number): void;
  /** The source is fed by a script, which says that it is alive: from now on its silence is a loss, whatever comes. */
  heartbeat(): void;
  /** How it behaves; times in seconds. */
  readonly settings: FallbackSettings;
  configure(changes: Partial<FallbackSettings>): void;
  /** Shows that source whenever a fallback is on air, whatever its priority; null: by priority again. */
  switchSource(id: string | null): void;
  /** Resolves once the source is known to open; rejects with a code, and nothing is added. */
  addSource(source: NewFallbackSource): Promise<FallbackSource>;
  removeSource(id: string): void;
  /** Off: the slate alone stands in. */
  enabled: boolean;
  /** Whether a stand-in is on air. */
  isActive(): boolean;
  /** Calls back with changes of the status, ten times a second at most; answers the unsubscriber. */
  on(event: 'change', listener: (status: FallbackStatus) => void): () => void;
}

function invalid(message: string): EverframeError {
  return new EverframeError('setting-invalid', message);
}

export function createFallbackApi(studio: Studio): FallbackApi {
  const desk = studio.fallbacks;
  const requireKnown = (id: string) => {
    const known = desk.state().sources.map((source) => source.id);
    if (!known.includes(id))
      throw invalid(`no fallback source is called ${JSON.stringify(id)}; there are: ${known.join(', ')}`);
  };
  const status = (): FallbackStatus => {
    const { running, onAir, onAirSinceMs, feed, hold, fallbackSettings } = studio.snapshot();
    const { active, reason, sinceMs, sources } = desk.state();
    return {
      running: running && fallbackSettings.enabled,
      feedDetected: running && (feed.state === 'healthy' || feed.state === 'late'),
      activeSource: onAir === 'slate' ? 'slate' : onAir === 'fallback' ? (active?.id ?? null) : null,
      reason,
      sinceMs: sinceMs ?? onAirSinceMs,
      hold,
      mode: fallbackSettings.mode,
      sources,
    };
  };
  const requireRunning = () => {
    if (!studio.snapshot().running) throw new EverframeError('not-running', 'the studio is stopped');
  };
  return {
    status,
    start() {
      requireRunning();
      studio.setHold('standin');
    },
    stop() {
      studio.backToLive();
    },
    rehearse(seconds = 5) {
      requireRunning();
      if (!v.is(length, seconds)) throw invalid('nothing was rehearsed: a rehearsal takes 0.1 to 60 seconds');
      studio.rehearseLoss(seconds);
    },
    heartbeat() {
      studio.heartbeat();
    },
    get settings() {
      return studio.snapshot().fallbackSettings;
    },
    configure(asked) {
      const checked = check(changes, asked, 'settings', 'the fallback was not changed');
      studio.setFallback(v.parse(fallbackSchema, { ...studio.snapshot().fallbackSettings, ...checked }));
    },
    switchSource(id) {
      if (id !== null) requireKnown(id);
      desk.wish(id);
    },
    async addSource(source) {
      return desk.add(check(newSource, source, 'source', 'no fallback source was added'));
    },
    removeSource(id) {
      requireKnown(id);
      desk.remove(id);
    },
    get enabled() {
      return studio.snapshot().fallbackSettings.enabled;
    },
    set enabled(on) {
      if (typeof on !== 'boolean') throw invalid('the fallback was not changed: enabled is true or false');
      studio.setFallback({ enabled: on });
    },
    isActive: () => ['fallback', 'slate'].includes(studio.snapshot().onAir),
    on(event, listener) {
      if (event !== 'change') throw invalid(`there is no event ${JSON.stringify(event)}; there is: change`);
      let last = JSON.stringify(status());
      return studio.subscribe(() => {
        const now = status();
        const text = JSON.stringify(now);
        if (text === last) return;
        last = text;
        listener(now);
      });
    },
  };
}
