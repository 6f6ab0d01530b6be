// Which source stands in: the one that was asked for, else the first by priority. Only sources that are enabled and have a
// picture count; none is an answer too (the slate). Pure.
import type { FallbackReadiness, FallbackSource } from '../protocol/fallback';

const inOrder = (sources: readonly FallbackSource[]) => [...sources].sort((a, b) => a.priority - b.priority);

/** In the order in which they come; equal priorities keep the order in which they were set up. */
export function usableSources(
  sources: readonly FallbackSource[],
  readiness: (id: string) => FallbackReadiness,
): readonly FallbackSource[] {
  return inOrder(sources).filter(({ id, enabled }) => enabled && readiness(id) === 'ready');
}

/**
 * `wished`: the source somebody switched to, whatever its priority; it counts while it can be shown. `after`: the one that
 * has had its turn, where sources take turns; the order begins anew after the last.
 */
export function chooseSource(
  sources: readonly FallbackSource[],
  readiness: (id: string) => FallbackReadiness,
  wished: string | null,
  after: FallbackSource | null = null,
): FallbackSource | null {
  const usable = usableSources(sources, readiness);
  const order = inOrder(sources).map(({ id }) => id);
  const turn = order.indexOf(after?.id ?? '');
  const next = usable.find(({ id }) => order.indexOf(id) > turn);
  return usable.find(({ id }) => id === wished) ?? next ?? usable[0] ?? null;
}
