// The last seconds of the program as encoded pictures: one unbroken run of them, in order, bounded in time and in bytes.
// Forgets from its old end, a key frame and all that hangs on it at a time, so that every picture left can be decoded.
// Holds bytes, never an open frame.
import type { FrameFeatures } from './features';

export interface Piece {
  readonly isKey: boolean;
  readonly timestampUs: number;
  readonly data: Uint8Array;
  readonly features: FrameFeatures;
}

export interface RingLimits {
  readonly seconds: number;
  readonly bytes: number;
}

/** Product.md, 5: twenty seconds, at most 12 MB. */
export const RING_LIMITS: RingLimits = { seconds: 20, bytes: 12e6 };

export interface Ring {
  /** Later than all before it; the first has to be a key frame, and others are left out until one comes. */
  add(piece: Piece): void;
  clear(): void;
  /** Oldest first; borrowed until the next call. */
  readonly pieces: readonly Piece[];
  readonly bytes: number;
  /** From the oldest to the newest. */
  readonly spanMs: number;
}

export function createRing(limits: RingLimits = RING_LIMITS): Ring {
  let pieces: Piece[] = [];
  let bytes = 0;
  const spanUs = () => (pieces.at(-1)?.timestampUs ?? 0) - (pieces[0]?.timestampUs ?? 0);

  function dropOldest(): boolean {
    const nextKey = pieces.findIndex((piece, n) => n > 0 && piece.isKey);
    const count = nextKey < 0 ? pieces.length : nextKey;
    for (const { data } of pieces.splice(0, count)) bytes -= data.byteLength;
    return pieces.length > 0;
  }

  return {
    add(piece) {
      if (pieces.length === 0 && !piece.isKey) return;
      pieces.push(piece);
      bytes += piece.data.byteLength;
      while ((spanUs() > limits.seconds * 1e6 || bytes > limits.bytes) && dropOldest());
    },
    clear() {
      pieces = [];
      bytes = 0;
    },
    get pieces() {
      return pieces;
    },
    get bytes() {
      return bytes;
    },
    get spanMs() {
      return spanUs() / 1000;
    },
  };
}

/** The pictures `from` to `to`, with those before them that their decoding needs. */
export function cut(pieces: readonly Piece[], from: number, to: number): { lead: Piece[]; shown: Piece[] } {
  let key = from;
  while (key > 0 && !pieces[key]?.isKey) key--;
  return { lead: pieces.slice(key, from), shown: pieces.slice(from, to + 1) };
}
