// The net's answer, steadied from frame to frame: what did not change in the picture does not change in the mask, and
// what did change is followed at once. Keeps the last small picture and the last answer, nothing else.
import type { Arena } from '../../kernels/arena';
import type { Address, Kernels } from '../../kernels/kernels';
import type { SmallPlanes } from './small-planes';

/**
 * Share of the new answer where nothing changed, and the changes of the answer (0..1) from which on it counts for more
 * and then wholly.
 */
const STEADY = { least: 0.16, low: 0.12, high: 0.4 };
/** The same for a mask that was moved along: the picture alone counts. */
const FOLLOW = { least: 0, low: 2, high: 3 };
/**
 * Changes of the small picture (0..255, largest of 3 x 3) that count as none, and how much more counts as movement. A
 * small sample is the mean of 25 at 720p: an edge with a contrast of 50 changes it by 10 for a pixel of movement. What
 * a camera's noise does is measured on the picture: `perNoise` times the median change, which movement of less than
 * half of the picture does not raise.
 */
const STILL = { least: 4.5, most: 6, perNoise: 5, movedBeyond: 4.5 };

export interface Steadying {
  /** Takes the net's answer (f32 0..1) for the small picture as it is now. */
  steady(fresh: Address): void;
  /** Takes a mask that was moved along with the picture: where the picture did not change it stays, whatever that says. */
  follow(moved: Address): void;
  /** The next answer is taken as it is. */
  reset(): void;
  release(): void;
  /** f32 0..1 */
  readonly state: Address;
  /** Bytes: how much of the new each place took, 255 all. */
  readonly share: Address;
  /** The small picture of the last answer. */
  readonly was: Pick<SmallPlanes, 'y' | 'u' | 'v'>;
  /** Nothing has been answered yet, or all of it was forgotten. */
  readonly isEmpty: boolean;
}

export function createSteadying(kernels: Kernels, arena: Arena, picture: SmallPlanes): Steadying {
  const { width, height } = picture;
  const size = width * height;
  const [state, share, change, widened] = [arena.take(size * 4), arena.take(size), arena.take(size), arena.take(size)];
  const was = { y: arena.take(size), u: arena.take(size), v: arena.take(size) };
  let isFirst = true;

  function stillBelow(): number {
    const noise = median(arena.u8(change, size));
    return Math.min(Math.max(STILL.perNoise * noise, STILL.least), STILL.most);
  }

  function take(fresh: Address, { least, low, high }: typeof STEADY): void {
    kernels.pictureChange(picture.y, picture.u, picture.v, was.y, was.u, was.v, size, change);
    if (isFirst) {
      arena.f32(state, size).set(arena.f32(fresh, size));
      arena.u8(share, size).fill(255);
    } else {
      kernels.widen3x3(change, widened, width, height);
      const still = stillBelow();
      kernels.steady(fresh, state, widened, size, share, least, low, high, still, still + STILL.movedBeyond);
    }
    isFirst = false;
  }

  return {
    state,
    share,
    was,
    get isEmpty() {
      return isFirst;
    },
    steady: (fresh) => {
      take(fresh, STEADY);
    },
    follow: (moved) => {
      take(moved, FOLLOW);
    },
    reset() {
      isFirst = true;
    },
    release() {
      for (const block of [state, share, change, widened, was.y, was.u, was.v]) arena.give(block);
    },
  };
}

/** Of bytes. */
function median(values: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  let seen = 0;
  return counts.findIndex((count) => (seen += count) * 2 >= values.length);
}
