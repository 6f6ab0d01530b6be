// Looks at one picture that leaves, by its pixels alone. Runs in the page under test and in its output worker.
import { readCounter } from '../../src/sources/demo/counter-reader';
import { STRIPES } from '../../src/sources/demo/stripes';
import type { Place, Sight } from './sights';

/** Wall clock: comparable across documents and with the test. */
export const nowMs = () => performance.timeOrigin + performance.now();

/** A picture in memory: luma alone, or four bytes a pixel, of which green does for the luma. */
interface Picture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly step: 1 | 4;
}

const buffers = new Map<Place, Uint8Array>();

/** Borrows the frame; the picture is good until the next one of the same place. */
async function readPicture(place: Place, frame: VideoFrame): Promise<Picture> {
  const size = frame.allocationSize();
  let buffer = buffers.get(place);
  if (!buffer || buffer.length < size) buffers.set(place, (buffer = new Uint8Array(size)));
  const [plane] = await frame.copyTo(buffer);
  const { displayWidth: width, displayHeight: height } = frame;
  const step = frame.format?.startsWith('I420') ? 1 : 4;
  if (plane?.offset !== 0 || plane.stride !== width * step) throw new Error(`unforeseen picture: ${frame.format}`);
  return { data: buffer.subarray(0, width * height * step), width, height, step };
}

const levelAt = ({ data, width, step }: Picture, x: number, y: number) =>
  data[(y * width + x) * step + (step === 4 ? 1 : 0)] ?? 0;

/** Mean contrast of the room's stripes, 0..255: 90 and more when the raw room shows, below 12 when it is hidden. */
function stripeContrast(picture: Picture): number {
  let contrast = 0;
  let samples = 0;
  // The grille as it lies in a picture of 1280 x 720, or of half that.
  const scale = picture.width / 1280;
  const stripe = STRIPES.stripe * scale;
  for (let y = STRIPES.y + 10; y < STRIPES.y + STRIPES.height - 10; y += 4)
    for (let x = (STRIPES.x + 8) * scale; x < (STRIPES.x + STRIPES.width - 12) * scale; x++) {
      contrast += Math.abs(levelAt(picture, x, y * scale) - levelAt(picture, x + stripe, y * scale));
      samples += 1;
    }
  return contrast / samples;
}

function isDark(picture: Picture): boolean {
  for (let y = 20; y < picture.height; y += 40)
    for (let x = 20; x < picture.width; x += 40) if (levelAt(picture, x, y) > 30) return false;
  return true;
}

/** A sum in which every sixteenth sample counts by its place. */
function printOf(picture: Picture): number {
  let print = 0;
  for (let y = 2; y < picture.height; y += 4)
    for (let x = y % 4; x < picture.width; x += 4) print = (Math.imul(print, 31) + levelAt(picture, x, y)) | 0;
  return print;
}

/** Takes the frame. */
export async function look(place: Place, atMs: number, frame: VideoFrame): Promise<Sight> {
  try {
    const { timestamp: timestampUs } = frame;
    const picture = await readPicture(place, frame);
    return {
      place,
      atMs,
      timestampUs,
      stripes: Math.round(stripeContrast(picture) * 10) / 10,
      counter: readCounter(picture, 'body'),
      dark: isDark(picture),
      print: printOf(picture),
    };
  } finally {
    frame.close();
  }
}

/** Looks at pictures one after the other, in the order in which they left; takes each frame. */
export function looker(place: Place, tell: (seen: Sight) => void) {
  let tail = Promise.resolve();
  return (frame: VideoFrame) => {
    const atMs = nowMs();
    tail = tail
      .then(async () => {
        tell(await look(place, atMs, frame));
      })
      .catch(() => undefined);
  };
}
