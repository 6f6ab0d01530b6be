// Where a loop begins when it goes on air: with the picture that is most like the one viewers saw last. Pure.
import { distance, type FrameFeatures } from './features';
import type { TimedFeatures } from './seam';

/** Of `pictures`, the time of the one that differs least from `last`; 0 where there are none. */
export function nearestTimeUs(pictures: readonly TimedFeatures[], last: FrameFeatures): number {
  let nearestUs = 0;
  let least = Infinity;
  for (const { timestampUs, features } of pictures) {
    const apart = distance(features, last);
    if (apart >= least) continue;
    least = apart;
    nearestUs = timestampUs;
  }
  return nearestUs;
}
