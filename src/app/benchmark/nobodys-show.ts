// Whether the studio may stop for some minutes: it shows the demo, whatever has become of that on a busy machine, and nobody holds anything on air.
import type { StudioSnapshot } from '../studio-snapshot';

export function isNobodysShow({
  running,
  source,
  hold,
}: Pick<StudioSnapshot, 'running' | 'hold'> & { readonly source: Pick<StudioSnapshot['source'], 'kind'> }): boolean {
  return running && source.kind === 'demo' && hold === null;
}
