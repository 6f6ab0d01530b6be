// The order and the sources that a person set up, from one visit to the next: what is remembered of each, and its files.
import type { RememberedFallback } from '../config/fallback-schema';
import { dropKeptFile, keepFile, readKeptFile } from './kept-files';
import { SHIPPED_FALLBACKS, type FallbackMaterial } from './fallback-sources';

const place = (id: string, n: number) => `/kept/fallback/${id}/${n}`;
const isShipped = (id: string) => SHIPPED_FALLBACKS.some(({ source }) => source.id === id);
const filesOf = ({ from }: FallbackMaterial) => [from ?? []].flat().filter((file) => file instanceof Blob);

export function toRemember(order: readonly FallbackMaterial[]): RememberedFallback[] {
  return order.map((material) => {
    const { id, name, kind, loop, enabled, seconds } = material.source;
    if (kind === 'self-loop' || isShipped(id)) return { id, name, kind: 'shipped', loop, enabled, files: 0 };
    const files = filesOf(material).length;
    return { id, name, kind, loop, enabled, files, ...(seconds !== undefined && { seconds }) };
  });
}

export async function keepMaterial(material: FallbackMaterial): Promise<void> {
  for (const [n, file] of filesOf(material).entries())
    await keepFile(place(material.source.id, n), file, file instanceof File ? file.name : material.source.name);
}

export async function dropMaterial(material: FallbackMaterial): Promise<void> {
  for (const n of filesOf(material).keys()) await dropKeptFile(place(material.source.id, n));
}

/** What ships, in the order that is remembered; what has been added to the build since comes at its own place. */
export function shippedInOrder(remembered: readonly RememberedFallback[]): FallbackMaterial[] {
  const at = (id: string) => remembered.findIndex((one) => one.id === id);
  if (remembered.length === 0) return [...SHIPPED_FALLBACKS];
  return SHIPPED_FALLBACKS.map((material, n) => {
    const known = remembered[at(material.source.id)];
    const priority = known ? at(known.id) + 1 : n + 0.5;
    const { loop, enabled } = known ?? material.source;
    return { ...material, source: { ...material.source, loop, enabled, priority } };
  });
}

/** What the person added, as far as its files are still there. */
export async function addedBefore(remembered: readonly RememberedFallback[]): Promise<FallbackMaterial[]> {
  const found = await Promise.all(
    remembered.map(async ({ id, name, kind, loop, enabled, seconds, files }, n): Promise<FallbackMaterial | null> => {
      if (kind === 'shipped') return null;
      const kept = await Promise.all(Array.from({ length: files }, (_, file) => readKeptFile(place(id, file))));
      const whole = kept.filter((file) => file !== null);
      if (whole.length < files) return null;
      const source = { id, name, kind, priority: n + 1, loop, enabled, ...(seconds !== undefined && { seconds }) };
      return { source, from: files === 0 ? null : kind === 'images' ? whole : (whole[0] ?? null) };
    }),
  );
  return found.filter((material) => material !== null);
}
