// Going there and back instead of round: where a clip could turn, and how much the turns show. A turn mixes nothing and is
// never a leap; what gives it away is that everything stops and goes back at once. So both ways are measured by how much the
// movement changes within three pictures, in what is usual for the clip.
import { blendBytes } from '../../src/frames/picture-bytes';
import { distance } from '../../src/loop/features';
import { LOOP_WISHES } from '../../src/loop/finder';
import { SEAM_FADE_MS } from '../../src/loop/make-loop';
import { naturalStep } from '../../src/loop/seam';
import type { Picture } from './pictures';
import { median } from './seam-measure';

const REACH = 3;
const LENGTH_WEIGHT = 0.35;
/** Of the clip's pictures, one in so many tells what is usual. */
const USUAL_EVERY = 5;

export interface TurnResult {
  /** Largest change of movement at the seam of the loop that goes round, and at the two turns of the other. */
  readonly round: number;
  readonly thereAndBack: number;
}

function changeOfMovement(before: Uint8Array, at: Uint8Array, after: Uint8Array): number {
  let sum = 0;
  for (let n = 0; n < at.length; n++) sum += ((before[n] ?? 0) - 2 * (at[n] ?? 0) + (after[n] ?? 0)) ** 2;
  return Math.sqrt(sum / at.length);
}

/** The two places with the least movement that are far enough apart. */
function findTurns(pictures: readonly Picture[], minMs: number): readonly [number, number] | null {
  const step = naturalStep(pictures);
  const timeMs = (n: number) => (pictures[n]?.timestampUs ?? 0) / 1000;
  const movement = (from: number, to: number) => {
    const [one, other] = [pictures[from], pictures[to]];
    return one && other ? distance(one.features, other.features) / step : Infinity;
  };
  const before = pictures.map((_, n) => movement(n - 2, n));
  const after = pictures.map((_, n) => movement(n, n + 2));
  let best: readonly [number, number] | null = null;
  let least = Infinity;
  for (let start = REACH; start < pictures.length - REACH; start++)
    for (let end = start + 1; end < pictures.length - REACH; end++) {
      const lengthMs = timeMs(end) - timeMs(start);
      if (lengthMs < minMs || lengthMs > LOOP_WISHES.maxMs) continue;
      const short = Math.max(0, 1 - lengthMs / LOOP_WISHES.goodMs);
      const cost = (before[end] ?? Infinity) + (after[start] ?? Infinity) + LENGTH_WEIGHT * short;
      if (cost >= least) continue;
      least = cost;
      best = [start, end];
    }
  return best;
}

/** `start` and `end` of the loop that goes round. Null where a clip is too short to turn in. */
export function compareTurns(
  pictures: readonly Picture[],
  start: number,
  end: number,
  minMs: number,
): TurnResult | null {
  const turns = findTurns(pictures, minMs);
  if (!turns) return null;
  const luma = (n: number) => pictures[n]?.luma ?? new Uint8Array(0);
  const usual: number[] = [];
  for (let n = REACH; n < pictures.length - REACH; n += USUAL_EVERY)
    usual.push(changeOfMovement(luma(n - REACH), luma(n), luma(n + REACH)));
  const scale = Math.max(0.05, median(usual));

  const largest = (seen: readonly Uint8Array[]) => {
    let most = 0;
    for (let n = REACH; n < seen.length - REACH; n++)
      most = Math.max(
        most,
        changeOfMovement(seen[n - REACH] ?? luma(0), seen[n] ?? luma(0), seen[n + REACH] ?? luma(0)),
      );
    return most / scale;
  };
  const beginUs = (pictures[start]?.timestampUs ?? 0) - SEAM_FADE_MS * 1000;
  let fade = 0;
  while (start - fade > 0 && (pictures[start - fade - 1]?.timestampUs ?? -Infinity) >= beginUs) fade++;
  const places = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => luma(from + n));
  const mixed = Array.from({ length: fade }, (_, n) => {
    const bytes = luma(end - fade + 1 + n).slice();
    blendBytes(bytes, luma(start - fade + n), (n + 1) / (fade + 1));
    return bytes;
  });
  const round = largest([...places(end - fade - REACH, end - fade), ...mixed, ...places(start, start + REACH)]);
  const turnAt = (n: number, way: 1 | -1) => {
    const coming = Array.from({ length: REACH + 1 }, (_, k) => luma(n - way * (REACH - k)));
    return largest([...coming, ...coming.slice(0, REACH).reverse()]);
  };
  const [first, last] = turns;
  return { round, thereAndBack: Math.max(turnAt(last, 1), turnAt(first, -1)) };
}
