// A camera for the benchmark: pictures of the demo, drawn beforehand, so that being a camera costs next to nothing; each carries a number in
// the sweater's tiles, and when it left is noted. Runs to and fro through its pictures: there is no jump.
import type { ProgramFormat } from '../config/program';
import { toI420 } from '../frames/rgba-planes';
import { BODY_CODE, CODE_RANGE, encodeWord } from '../sources/demo/code-word';
import { readCounter } from '../sources/demo/counter-reader';
import { createDemoPicture } from '../sources/demo/demo-picture';
import type { SeenPicture } from '../protocol/benchmark-service';

const PICTURES = 20;
/** Luma of the tiles, as the demo's colours have it. */
const LIT = 190;
const DARK = 64;

function drawPictures({ width, height }: ProgramFormat): Uint8Array<ArrayBuffer>[] {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) throw new Error('no 2D canvas in this worker');
  const picture = createDemoPicture(width, height);
  return Array.from({ length: PICTURES }, (_, n) => {
    picture.draw(context, n);
    return toI420(context.getImageData(0, 0, width, height).data, width, height);
  });
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
    open(writable: WritableStream<VideoFrame>, format: ProgramFormat): void {
      const { width, height, fps } = format;
      const pictures = drawPictures(format);
      const writer = writable.getWriter();
      const frameMs = 1000 / fps;
      const beganMs = performance.now();
      let number = 0;
      const serve = () => {
        const dueMs = () => beganMs + number * frameMs;
        // A late clock misses pictures, as a late camera does.
        const nowMs = performance.now();
        number = Math.max(number, Math.floor((nowMs - beganMs) / frameMs));
        const turn = number % (2 * PICTURES);
        const planes = pictures[turn < PICTURES ? turn : 2 * PICTURES - 1 - turn];
        if (planes && !isSilent && (writer.desiredSize ?? 0) > 0) {
          stamp(planes, format, number);
          const frame = new VideoFrame(planes, {
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
