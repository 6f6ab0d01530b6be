// A camera for the benchmark: pictures of the demo, drawn beforehand; each carries a number in the sweater's tiles, and when it left is
// noted. Runs to and fro through its pictures: there is no jump. It costs what a camera does: JPEG is what most send at these sizes.
import type { ProgramFormat } from '../config/program';
import { toI420 } from '../frames/rgba-planes';
import { BODY_CODE, CODE_RANGE, encodeWord } from '../sources/demo/code-word';
import { readCounter } from '../sources/demo/counter-reader';
import { createDemoPicture } from '../sources/demo/demo-picture';
import type { SeenPicture } from '../protocol/benchmark-service';

const PICTURES = 20;
/**
 * Slower than it says by that share, as no two clocks agree: in five seconds it goes through every moment between two pictures of a
 * screen of 60. In step with the screen, the time to the canvas was half as long again in one run as in the next.
 */
const DRIFT = 1 / 300;
/** Luma of the tiles, as the demo's colours have it. */
const LIT = 190;
const DARK = 64;

interface CameraPicture {
  readonly planes: Uint8Array<ArrayBuffer>;
  readonly jpeg: Blob;
}

/** As a camera makes it: 100 to 150 KB at 1280 x 720. */
const JPEG = { type: 'image/jpeg', quality: 0.9 } as const;

async function drawPictures({ width, height, fps }: ProgramFormat): Promise<CameraPicture[]> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) throw new Error('no 2D canvas in this worker');
  const picture = createDemoPicture(width, height, fps);
  const pictures: CameraPicture[] = [];
  for (let n = 0; n < PICTURES; n++) {
    picture.draw(context, n);
    const planes = toI420(context.getImageData(0, 0, width, height).data, width, height);
    pictures.push({ planes, jpeg: await canvas.convertToBlob(JPEG) });
  }
  return pictures;
}

/** Does the work of taking a picture, one at a time, beside whoever needs the processor; nobody waits for it. */
function createPrice() {
  let isPaying = false;
  return async (jpeg: Blob) => {
    if (isPaying) return;
    isPaying = true;
    const decoder = new ImageDecoder({ data: jpeg.stream(), type: JPEG.type });
    try {
      (await decoder.decode()).image.close();
    } finally {
      decoder.close();
      isPaying = false;
    }
  };
}

function stamp(planes: Uint8Array, { width, height }: ProgramFormat, number: number): void {
  const [sx, sy] = [width / 1280, height / 720];
  const { x, y, block, columns } = BODY_CODE;
  encodeWord(number).forEach((bit, n) => {
    const [left, top] = [x + (n % columns) * block, y + Math.floor(n / columns) * block];
    const [from, to] = [Math.round((left + 1) * sx), Math.round((left + block - 1) * sx)];
    for (let row = Math.round((top + 1) * sy); row < Math.round((top + block - 1) * sy); row++)
      planes.fill(bit ? LIT : DARK, row * width + from, row * width + to);
  });
}

export function createBenchmarkCamera() {
  const leftAtMs = new Float64Array(CODE_RANGE);
  let isSilent = false;

  return {
    async open(writable: WritableStream<VideoFrame>, format: ProgramFormat): Promise<void> {
      const { width, height, fps } = format;
      const pictures = await drawPictures(format);
      const pay = createPrice();
      const writer = writable.getWriter();
      const frameMs = (1000 / fps) * (1 + DRIFT);
      const beganMs = performance.now();
      let number = 0;
      const serve = () => {
        const dueMs = () => beganMs + number * frameMs;
        // A late clock misses pictures, as a late camera does.
        const nowMs = performance.now();
        number = Math.max(number, Math.floor((nowMs - beganMs) / frameMs));
        const turn = number % (2 * PICTURES);
        const picture = pictures[turn < PICTURES ? turn : 2 * PICTURES - 1 - turn];
        // One that cannot be decoded costs nothing, and is a picture all the same.
        if (picture && !isSilent) pay(picture.jpeg).catch(() => undefined);
        if (picture && !isSilent && (writer.desiredSize ?? 0) > 0) {
          stamp(picture.planes, format, number);
          const frame = new VideoFrame(picture.planes, {
            format: 'I420',
            codedWidth: width,
            codedHeight: height,
            timestamp: Math.round(number * frameMs * 1000),
            colorSpace: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
          });
          leftAtMs[number % CODE_RANGE] = performance.timeOrigin + performance.now();
          // It takes the frame; it fails once nobody reads any more.
          writer.write(frame).catch(() => frame.close());
        }
        number += 1;
        setTimeout(serve, Math.max(0, dueMs() - performance.now()));
      };
      serve();
    },
    stall(on: boolean): void {
      isSilent = on;
    },
    delaysOf(seen: readonly SeenPicture[]): number[] {
      const known = new Set<number>();
      return seen.flatMap((picture) => {
        const number = readCounter(picture, 'body');
        if (number === null || known.has(number)) return [];
        known.add(number);
        const delay = picture.atMs - (leftAtMs[number] ?? 0);
        // A number that was misread is of another time.
        return delay > 0 && delay < 5000 ? [delay] : [];
      });
    },
  };
}
