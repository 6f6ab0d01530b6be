// How alike any two moments of a clip are, as a small square picture. Pure.
import { distance } from './features';
import type { TimedFeatures } from './seam';

export const MAX_SIDE = 256;
/** Root mean square of two thumbnails: what is this far apart is as different as a clip shows it, whatever the clip. */
const LEAST_SCALE = 0.25;

export interface Similarity {
  /** Cells along each side: moments at even distances from the clip's first picture to its last. */
  readonly side: number;
  /** Rows of `side`; 255 the same picture, 0 as different as the clip's pictures get. Symmetrical. */
  readonly values: Uint8Array;
}

/** The scale is the clip's own: the tenth of pairs that are most different are 0. */
export function similarityOf(frames: readonly TimedFeatures[], maxSide = MAX_SIDE): Similarity {
  const side = Math.min(maxSide, frames.length);
  const chosen = Array.from({ length: side }, (_, n) => frames[Math.floor((n * frames.length) / side)]);
  const distances = new Float32Array(side * side);
  for (let row = 0; row < side; row++)
    for (let column = row + 1; column < side; column++) {
      const [one, other] = [chosen[row], chosen[column]];
      const apart = one && other ? distance(one.features, other.features) : 0;
      distances[row * side + column] = apart;
      distances[column * side + row] = apart;
    }
  const sorted = Float32Array.from(distances).sort();
  const scale = Math.max(LEAST_SCALE, sorted[Math.floor(sorted.length * 0.9)] ?? 0);
  return { side, values: Uint8Array.from(distances, (apart) => Math.round(255 * (1 - Math.min(1, apart / scale)))) };
}
