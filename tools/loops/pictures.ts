// The pictures of a clip, and of each what any tier could know: the thumbnail, the face, what a net for pictures says. What
// each costs is measured beside one run of the net that finds the person, picture by picture, so that noise falls on all.
import type { FaceMeasures, FaceReader } from '../../src/faces/face-reader';
import { readFeatures } from '../../src/loop/features';
import type { TimedFeatures } from '../../src/loop/seam';
import { openClip } from '../../src/sources/file/clip';
import { decodeAhead } from '../../src/sources/file/decode-ahead';

const WIDTH = 320;
const SHEET_WIDTH = 240;

export interface Picture extends TimedFeatures {
  readonly luma: Uint8Array;
  readonly small: ImageBitmap;
  readonly face: FaceMeasures | null;
  /** Of length 1. */
  readonly embedding: Float32Array | null;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Milliseconds, one of each a picture that was measured. */
export interface Costs {
  readonly person: number[];
  readonly thumbnail: number[];
  readonly face: number[];
  readonly embedding: number[];
}

export interface Lookers {
  readonly reader: FaceReader;
  /** One run of the person net; the yardstick of costs. */
  readonly person: () => Promise<unknown>;
  /** Null where the net is not there. */
  readonly embed: ((frame: VideoFrame) => Promise<Float32Array>) | null;
}

const COST_EVERY = 10;

async function shrink(frame: VideoFrame) {
  const bytes = new Uint8Array(frame.allocationSize());
  const [plane] = await frame.copyTo(bytes);
  const { width, height } = frame.visibleRect ?? { width: 0, height: 0 };
  const { offset = 0, stride = width } = plane ?? {};
  const factor = Math.max(1, Math.floor(width / WIDTH));
  const size = { width: Math.floor(width / factor), height: Math.floor(height / factor) };
  const luma = new Uint8Array(size.width * size.height);
  let at = 0;
  for (let y = 0; y + factor <= height; y += factor)
    for (let x = 0; x + factor <= width; x += factor) {
      let sum = 0;
      for (let v = 0; v < factor; v++)
        for (let u = 0; u < factor; u++) sum += bytes[offset + (y + v) * stride + x + u] ?? 0;
      luma[at++] = sum / (factor * factor);
    }
  const plain = { bytes: bytes.subarray(offset), stride, width, height };
  const small = await createImageBitmap(frame, {
    resizeWidth: SHEET_WIDTH,
    resizeHeight: Math.round((SHEET_WIDTH * height) / width),
  });
  return { plain, luma, small, size };
}

export async function* picturesOf(
  file: Blob,
  { reader, person, embed }: Lookers,
  costs: Costs,
): AsyncGenerator<Picture & { readonly size: Size }> {
  const clip = await openClip(file, true);
  reader.forget();
  let wake = () => undefined as void;
  let failure: unknown = null;
  const ahead = decodeAhead(clip, false, {
    changed: () => {
      wake();
    },
    failed(error) {
      failure = error;
      wake();
    },
  });
  let count = 0;
  try {
    while (!ahead.isOver) {
      if (failure) throw failure as Error;
      const frame = ahead.take();
      if (!frame) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      try {
        const { plain, ...rest } = await shrink(frame);
        const isMeasured = ++count % COST_EVERY === 0;
        const timed = async <Result>(to: number[], job: () => Promise<Result> | Result): Promise<Result> => {
          const startedMs = performance.now();
          const result = await job();
          if (isMeasured) to.push(performance.now() - startedMs);
          return result;
        };
        if (isMeasured) await timed(costs.person, person);
        const features = await timed(costs.thumbnail, () => readFeatures(plain));
        const face = await timed(costs.face, () => reader.read(frame));
        const embedding = embed && (await timed(costs.embedding, () => embed(frame)));
        yield { timestampUs: frame.timestamp, features, face, embedding, ...rest };
      } finally {
        frame.close();
      }
    }
  } finally {
    ahead.close();
    clip.close();
  }
}
