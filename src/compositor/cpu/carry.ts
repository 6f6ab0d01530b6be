// The last mask, taken to the next frame without the net: kept where nothing moved, else moved along with the picture. Says so where
// that cannot be told: then the net has to be asked, for a mask in the wrong place shows the room.
import type { Arena } from '../../kernels/arena';
import type { Address, Kernels } from '../../kernels/kernels';
import type { CarryLimit } from '../engine';
import type { SmallPlanes } from './small-planes';
import type { Steadying } from './steadying';

const BLOCK = 8;
/** Differences of a block (0..255, mean, all planes together): that much is a camera's noise, and that much is another thing than before. */
const STILL = 3;
const STRANGE = 9;
/** The same of a single sample. */
const STRANGE_SAMPLE = 30;
/**
 * The share of blocks that may show something that was not there before: in the midst of a person (a hand), `loosely` at her edges (a
 * hand that turns: what fits nowhere is hidden there, until the net answers), and far from one (a lamp).
 */
const STRANGE_SHARE = { person: 0.06, edge: 0.01, room: 0.004 };
/** Surely room and surely person, in the 3 x 3 blocks round a strange one. */
const SURE = { room: 0.06, person: 0.94 };
/**
 * An answer agrees with the mask of the frame before from this IoU on. One that does not is carried nowhere, and with each in a row that does
 * one by one frame more: a net that wavers (over people far away, .07 to .4) must not be believed for long.
 */
const AGREEMENT = 0.85;
/** Of the picture: less than that is nobody. */
const NOBODY = 0.005;
/** An answer is not carried beyond that: frames that it was moved by, and time, moved and kept. */
const OLDEST = { moves: 3, movedUs: 200_000, keptUs: 500_000 };
/** So long after the net saw the room behind something strange it is known to be restless there: a screen, a tree in the wind. */
const RESTLESS_US = 1_000_000;

export interface Carry {
  /** The net's answer for a frame, before it is taken into the state. */
  answered(fresh: Address, before: Pick<Steadying, 'state' | 'isEmpty'>, timestampUs: number): void;
  /**
   * Where the mask for what the small picture shows now comes from: `kept`, it is the one there is; `moved`, it was written there;
   * null: the net has to be asked.
   */
  carry(
    limit: CarryLimit,
    from: Pick<Steadying, 'state' | 'was' | 'isEmpty'>,
    moved: Address,
    timestampUs: number,
  ): 'kept' | 'moved' | null;
  /** Nothing is carried until the net has answered again. */
  reset(): void;
  release(): void;
}

export function createCarry(kernels: Kernels, arena: Arena, { width, height, y, u, v }: SmallPlanes): Carry {
  const fits = width % BLOCK === 0 && height % BLOCK === 0;
  const across = width / BLOCK;
  const count = fits ? across * (height / BLOCK) : 0;
  const [vectors, rest] = [arena.take(2 * count + 16), arena.take(count + 16)];
  let answeredUs = NaN;
  /** Answers in a row that agreed. */
  let agreed = 0;
  let isSomebody = false;
  let moves = 0;
  /** There is something in the picture that was not there when the net answered. */
  let isUnseen = false;
  /** What was strange in the frame that was last looked at: what its answer is also about, if the net is asked. */
  let lookedAt: { readonly timestampUs: number; readonly strange: readonly number[] } | null = null;
  /** When the net last saw nothing but the room at a block that was strange. */
  const restlessUs = new Float64Array(count).fill(-Infinity);

  /** Of two masks, by their soft IoU. */
  function agree(a: Float32Array, b: Float32Array): boolean {
    let [both, either] = [0, 0];
    for (let i = 0; i < a.length; i++) {
      const [p, q] = [a[i] ?? 0, b[i] ?? 0];
      both += p < q ? p : q;
      either += p < q ? q : p;
    }
    return either <= NOBODY * a.length || both >= AGREEMENT * either;
  }

  function isNobody(mask: Float32Array): boolean {
    let sum = 0;
    for (const value of mask) sum += value;
    return sum <= NOBODY * mask.length;
  }

  /** What the mask says all round a block. */
  function placeOf(mask: Float32Array, block: number): 'person' | 'room' | 'edge' {
    const [left, top] = [(block % across) * BLOCK, Math.floor(block / across) * BLOCK];
    let [least, most] = [1, 0];
    for (let row = Math.max(0, top - BLOCK); row < Math.min(height, top + 2 * BLOCK); row++) {
      for (let column = Math.max(0, left - BLOCK); column < Math.min(width, left + 2 * BLOCK); column++) {
        const value = mask[row * width + column] ?? 0;
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    return least >= SURE.person ? 'person' : most <= SURE.room ? 'room' : 'edge';
  }

  /** And all round it: what is restless is seldom cut along the blocks. */
  function noteRestless(block: number, timestampUs: number): void {
    const [column, row] = [block % across, Math.floor(block / across)];
    for (let r = Math.max(0, row - 1); r <= Math.min(count / across - 1, row + 1); r++)
      for (let c = Math.max(0, column - 1); c <= Math.min(across - 1, column + 1); c++)
        restlessUs[r * across + c] = timestampUs;
  }

  /** Where there are strange blocks that the net has not seen yet. */
  function placesOf(mask: Float32Array, strange: readonly number[], timestampUs: number) {
    const found = { person: 0, edge: 0, room: 0 };
    for (const block of strange) {
      const place = placeOf(mask, block);
      const knownForUs = timestampUs - (restlessUs[block] ?? -Infinity);
      const isKnown = place === 'room' && knownForUs >= 0 && knownForUs <= RESTLESS_US;
      if (!isKnown) found[place] += 1;
    }
    return found;
  }

  return {
    answered(fresh, { state, isEmpty }, timestampUs) {
      const mask = arena.f32(fresh, width * height);
      agreed = !isEmpty && agree(mask, arena.f32(state, width * height)) ? agreed + 1 : 0;
      answeredUs = timestampUs;
      moves = 0;
      isUnseen = false;
      isSomebody = !isNobody(mask);
      // A net that wavers says so of a person, too.
      if (agreed >= OLDEST.moves && lookedAt?.timestampUs === timestampUs)
        for (const block of lookedAt.strange) if (placeOf(mask, block) === 'room') noteRestless(block, timestampUs);
    },
    carry(limit, { state, was, isEmpty }, moved, timestampUs) {
      const ageUs = timestampUs - answeredUs;
      // Also where it is no number: no answer yet.
      if (!fits || isEmpty || agreed === 0 || !(ageUs >= 0 && ageUs <= OLDEST.keptUs)) return null;
      // Where nobody is and something moves, somebody may be coming.
      const isYoung = moves < Math.min(OLDEST.moves, agreed) && ageUs <= OLDEST.movedUs;
      const mayMove = (limit === 'moved' || limit === 'loosely') && isSomebody && isYoung;
      kernels.blockMotion(y, u, v, was.y, was.u, was.v, width, height, mayMove ? STILL : 255, vectors, rest);
      const left = arena.u8(rest, count);
      const isStill = left.every((value) => value <= STILL) && arena.u8(vectors, 2 * count).every((step) => step === 0);
      if (isStill && !isUnseen) return 'kept';
      if (isStill) {
        // Stillness alone is not enough where the net has yet to see what came.
        if (limit === 'still' || !isYoung) return null;
        moves += 1;
        return 'kept';
      }
      if (!mayMove) return null;
      const strange: number[] = [];
      for (let block = 0; block < count; block++) if ((left[block] ?? 0) > STRANGE) strange.push(block);
      lookedAt = { timestampUs, strange };
      if (strange.length > STRANGE_SHARE.person * count) return null;
      kernels.moveAlong(state, width, height, vectors, STRANGE_SAMPLE, moved);
      const { edge, room } = placesOf(arena.f32(moved, width * height), strange, timestampUs);
      const edgesMost = limit === 'loosely' ? STRANGE_SHARE.edge * count : 0;
      if (edge > edgesMost || room > STRANGE_SHARE.room * count) return null;
      isUnseen ||= strange.length > 0;
      moves += 1;
      return 'moved';
    },
    reset() {
      answeredUs = NaN;
      lookedAt = null;
      restlessUs.fill(-Infinity);
    },
    release() {
      arena.give(vectors);
      arena.give(rest);
    },
  };
}
