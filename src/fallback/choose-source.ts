// Which source stands in: the one that was asked for, else the first by priority. Only sources that are enabled and have a
// picture count; none is an answer too (the slate). Pure.
import type { FallbackReadiness, FallbackSource } from '../protocol/fallback';

/** In the order in which they come; equal priorities keep the order in which they were set up. */
export function usableSources(
  sources: readonly FallbackSource[],
  readiness: (id: string) => FallbackReadiness,
): readonly FallbackSource[] {
  return sources
    .filter(({ id, enabled }) => enabled && readiness(id) === 'ready')
    .sort((a, b) => a.priority - b.priority);
}

/** `wished`: the source somebody switched to, whatever its priority; it counts while it can be shown. */
export function chooseSource(
  sources: readonly FallbackSource[],
  readiness: (id: string) => FallbackReadiness,
  wished: string | null,
): FallbackSource | null {
  const usable = usableSources(sources, readiness);
  return usable.find(({ id }) => id === wished) ?? usable[0] ?? null;
}
