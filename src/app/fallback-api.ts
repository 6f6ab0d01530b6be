// `everframe.fallback`: what stands in for the live picture, for scripts. Documented in docs/api.md; checks what it is
// given before anything changes.
import * as v from 'valibot';
import { EverframeError } from '../base/errors';
import { FALLBACK_KINDS, type FallbackSource } from '../protocol/fallback';
import type { FallbackSourceState } from './fallback-desk';
import type { Studio } from './studio';

const common = {
  name: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))),
  /** 1 comes first. */
  priority: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000))),
  loop: v.optional(v.boolean()),
  enabled: v.optional(v.boolean()),
};
const newSource = v.variant('kind', [
  v.strictObject({ kind: v.picklist(['clip', 'picture']), source: v.union([v.instance(File), v.string()]), ...common }),
  v.strictObject({ kind: v.picklist(['bars', 'pattern']), ...common }),
]);
export type NewFallbackSource = v.InferOutput<typeof newSource>;

export interface FallbackStatus {
  /** The studio runs and the fallback is switched on. */
  readonly running: boolean;
  /** Pictures come from the source now (they may have to come for a while before they are shown). */
  readonly feedDetected: boolean;
  /** The id of the source on air; `slate` for the built-in one, null while the picture is live or held. */
  readonly activeSource: string | null;
  /** Why and since when (ms since 1970) viewers see what they see. */
  readonly reason: string;
  readonly sinceMs: number;
  readonly mode: 'immediate';
  readonly sources: readonly FallbackSourceState[];
}

export interface FallbackApi {
  status(): FallbackStatus;
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
    const { running, onAir, onAirSinceMs, feed } = studio.snapshot();
    const { active, reason, sources } = desk.state();
    return {
      running: running && desk.enabled,
      feedDetected: running && (feed.state === 'healthy' || feed.state === 'late'),
      activeSource: onAir === 'slate' ? 'slate' : onAir === 'fallback' ? (active?.id ?? null) : null,
      reason,
      sinceMs: onAirSinceMs,
      mode: 'immediate',
      sources,
    };
  };
  return {
    status,
    switchSource(id) {
      if (id !== null) requireKnown(id);
      desk.wish(id);
    },
    async addSource(source) {
      const result = v.safeParse(newSource, source);
      if (result.success) return desk.add(result.output);
      const text = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'source'}: ${issue.message}`).join('; ');
      throw invalid(`no fallback source was added: ${text}; kinds are ${FALLBACK_KINDS.join(', ')}`);
    },
    removeSource(id) {
      requireKnown(id);
      desk.remove(id);
    },
    get enabled() {
      return desk.enabled;
    },
    set enabled(on) {
      if (typeof on !== 'boolean') throw invalid('the fallback was not changed: enabled is true or false');
      desk.enabled = on;
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
