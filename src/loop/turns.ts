// Where a loop can turn, to go there and back: pairs of moments in which next to nothing moves, far enough apart. Pure; each picture is
// looked at once, since how much a turn shows does not depend on the other.
import { costOfLength } from './candidate';
import { seamCost, turnParts, type TimedFeatures } from './seam';

export interface Turns {
  readonly start: number;
  readonly end: number;
}

/**
 * For each picture at which one could begin the best at which to turn back, best first. `costOfFace` is what the face in a picture
 * costs there.
 */
export function findTurns(
  frames: readonly TimedFeatures[],
  { minMs, maxMs }: { readonly minMs: number; readonly maxMs: number },
  step: number,
  costOfFace: (n: number) => number,
): Turns[] {
  const timeMs = (n: number) => (frames[n]?.timestampUs ?? 0) / 1000;
  const costs = (side: 'start' | 'end') =>
    frames.map((_, n) => seamCost(turnParts(frames, n, side, step, costOfFace(n))));
  const [starts, ends] = [costs('start'), costs('end')];
  const found: { readonly start: number; readonly end: number; readonly cost: number }[] = [];
  for (let start = 0; start < frames.length; start++) {
    let best = -1;
    let least = Infinity;
    for (let end = start + 1; end < frames.length; end++) {
      const lengthMs = timeMs(end) - timeMs(start);
      if (2 * lengthMs > maxMs) break;
      if (2 * lengthMs < minMs) continue;
      const cost = Math.max(starts[start] ?? 0, ends[end] ?? 0) + costOfLength(lengthMs);
      if (cost >= least) continue;
      least = cost;
      best = end;
    }
    if (best > 0) found.push({ start, end: best, cost: least });
  }
  return found.sort((a, b) => a.cost - b.cost);
}
