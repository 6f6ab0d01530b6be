// Going there and back instead of round: how much the turns show. A turn mixes nothing and is never a leap; what gives it away is that everything stops and goes back at once. So both ways are measured by how much the
// movement changes within three pictures, in what is usual for the clip.
import { blendBytes } from '../../src/frames/picture-bytes';
import type { LoopCandidate } from '../../src/loop/candidate';
import { findLoops, type LoopWishes } from '../../src/loop/finder';
import { SEAM_FADE_MS } from '../../src/loop/make-loop';
import type { Picture } from './pictures';
import { median } from './seam-measure';

const REACH = 3;
/** Of the clip's pictures, one in so many tells what is usual. */
const USUAL_EVERY = 5;

export interface TurnResult {
  /** Largest change of movement at the seam of the loop that goes round, and at the two turns of the other. */
  readonly round: number;
  readonly thereAndBack: number;
  /** Of the way that the finder chooses. */
  readonly chosen: number;
}

function changeOfMovement(before: Uint8Array, at: Uint8Array, after: Uint8Array): number {
  let sum = 0;
  for (let n = 0; n < at.length; n++) sum += ((before[n] ?? 0) - 2 * (at[n] ?? 0) + (after[n] ?? 0)) ** 2;
  return Math.sqrt(sum / at.length);
}

/** Beside the best loop that goes round. Null where a clip is too short to turn in. */
export function compareTurns(
  pictures: readonly Picture[],
  { start, end, cost }: LoopCandidate,
  wishes: LoopWishes,
): TurnResult | null {
  const [turns] = findLoops(pictures, { ...wishes, ways: ['ping-pong'] });
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
  const thereAndBack = Math.max(turnAt(turns.end, 1), turnAt(turns.start, -1));
  return { round, thereAndBack, chosen: turns.cost < cost ? thereAndBack : round };
}
