// Clips made for a test: every frame carries its number as dark and light tiles, which survive compression.
import { encodeClip, frameOf, type ClipShape } from '../../tools/clips/encode';

const BITS = 6;
/** Each bit has a grey of its own: libvpx takes a block for unchanged when two tiles in it swap. */
const litGrey = (bit: number) => 140 + 18 * bit;
const DARK = 20;
const TILE = 32;
export const MADE_WIDTH = BITS * TILE;
export const MADE_HEIGHT = 64;

function paintNumber(n: number): Uint8Array {
  const rgba = new Uint8Array(MADE_WIDTH * MADE_HEIGHT * 4).fill(255);
  for (let at = 0; at < MADE_WIDTH * MADE_HEIGHT; at++) {
    const bit = Math.floor((at % MADE_WIDTH) / TILE);
    rgba.fill((n >> bit) & 1 ? litGrey(bit) : DARK, at * 4, at * 4 + 3);
  }
  return rgba;
}

/** A clip of up to 64 numbered frames. */
export async function makeNumberedClip(timesUs: readonly number[], container: ClipShape['container'] = 'mp4') {
  const shape = { width: MADE_WIDTH, height: MADE_HEIGHT, timesUs, quantizer: 30, container };
  const bytes = await encodeClip(shape, (n, timing) => frameOf(paintNumber(n), MADE_WIDTH, MADE_HEIGHT, timing));
  return new File([bytes], `numbered.${container}`);
}

/** The number a frame carries; borrows the frame. */
export async function readNumber(frame: VideoFrame): Promise<number> {
  const bytes = new Uint8Array(frame.allocationSize());
  const [layout] = await frame.copyTo(bytes);
  const row = (layout?.offset ?? 0) + (MADE_HEIGHT / 2) * (layout?.stride ?? 0);
  let n = 0;
  for (let bit = 0; bit < BITS; bit++) if ((bytes[row + bit * TILE + TILE / 2] ?? 0) > 80) n |= 1 << bit;
  return n;
}
