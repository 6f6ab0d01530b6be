/*
 * The 16-bit word that carries a frame number in the demo picture: 12 bits of the number
 * in Gray code (neighbouring frames differ in one bit, so the tiles do not flash) and
 * 4 bits of check; and where the word stands in the 1280 x 720 picture. Pure, shared by
 * the drawing and the reader.
 */

export interface CodePlace {
  readonly x: number;
  readonly y: number;
  readonly block: number;
  readonly columns: number;
  readonly rows: number;
}

/** A framed light panel, top left on the wall. */
export const BACKGROUND_CODE: CodePlace = { x: 40, y: 56, block: 48, columns: 4, rows: 4 };
/** The knitted band on the chest; it moves with the body by at most 3 pixels. */
export const BODY_CODE: CodePlace = { x: 544, y: 606, block: 24, columns: 8, rows: 2 };

export const CODE_BITS = 16;
/** Numbers are carried modulo this: a little over two minutes at 30 frames a second. */
export const CODE_RANGE = 4096;

/** Flipped tiles: keeps some lit and some dark at any number, so that both panels look like patterns. */
const PATTERN = [1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0];

/** Bits of the number, then the check; 1 is a lit tile. */
export function encodeWord(n: number): Uint8Array {
  const value = ((Math.trunc(n) % CODE_RANGE) + CODE_RANGE) % CODE_RANGE;
  const gray = value ^ (value >> 1);
  // CRC-4 (x^4 + x + 1), started off zero so that no word is all dark.
  let check = 0b1010;
  const bits = new Uint8Array(CODE_BITS);
  for (let i = 0; i < 12; i++) {
    const bit = (gray >> (11 - i)) & 1;
    bits[i] = bit;
    const feedback = ((check >> 3) & 1) ^ bit;
    check = ((check << 1) & 0xf) ^ (feedback ? 0b0011 : 0);
  }
  for (let i = 0; i < 4; i++) bits[12 + i] = (check >> (3 - i)) & 1;
  return bits.map((bit, i) => bit ^ (PATTERN[i] ?? 0));
}
