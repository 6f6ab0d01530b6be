// Encodes a clip: VP9, in MP4 unless WebM is asked for. Every Chromium plays that, those without licensed codecs and the
// one in OBS too. The quantizer is constant, so that the quality does not change from one frame to the next.
import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny';

const MEASURED = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false } as const;

/** BT.709, limited range; each chroma sample is the mean of its four pixels. */
function toI420(rgba: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array((width * height * 3) / 2);
  const u = width * height;
  const v = u + u / 4;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let k = 0; k < 4; k++) {
        const pixel = (y + (k >> 1)) * width + x + (k & 1);
        const r = rgba[pixel * 4] ?? 0;
        const g = rgba[pixel * 4 + 1] ?? 0;
        const b = rgba[pixel * 4 + 2] ?? 0;
        out[pixel] = Math.round(16 + (219 / 255) * (0.2126 * r + 0.7152 * g + 0.0722 * b));
        red += r / 4;
        green += g / 4;
        blue += b / 4;
      }
      const luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      const at = ((y / 2) * width) / 2 + x / 2;
      out[u + at] = Math.round(128 + ((224 / 255) * (blue - luma)) / 1.8556);
      out[v + at] = Math.round(128 + ((224 / 255) * (red - luma)) / 1.5748);
    }
  }
  return out;
}

/** What stands still is taken over from the key frame all the way: a coarse one would show at the seam, when it comes again. */
const KEY_QUANTIZER = 5;

export interface Timing {
  /** Microseconds. */
  readonly timestamp: number;
  readonly duration: number;
}

export function frameOf(rgba: Uint8Array, width: number, height: number, timing: Timing): VideoFrame {
  const size = { codedWidth: width, codedHeight: height };
  return new VideoFrame(toI420(rgba, width, height), { format: 'I420', ...size, ...timing, colorSpace: MEASURED });
}

export interface ClipShape {
  readonly width: number;
  readonly height: number;
  /** When each frame begins and the last one ends, microseconds; the first is 0. */
  readonly timesUs: readonly number[];
  readonly quantizer: number;
  readonly container?: 'mp4' | 'webm';
}

export const evenTimes = (frames: number, fps: number): number[] =>
  Array.from({ length: frames + 1 }, (_, n) => Math.round((n * 1e6) / fps));

/** `frameAt` gives frame `n`, which is closed here. */
export async function encodeClip(
  shape: ClipShape,
  frameAt: (n: number, timing: Timing) => VideoFrame,
): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height, timesUs, quantizer, container } = shape;
  const format = container === 'webm' ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: 'in-memory' });
  const output = new Output({ format, target: new BufferTarget() });
  const track = new EncodedVideoPacketSource('vp9');
  output.addVideoTrack(track);
  await output.start();
  let adding = Promise.resolve();
  let failed: Error | null = null;
  const encoder = new VideoEncoder({
    output(chunk, meta) {
      adding = adding.then(() => track.add(EncodedPacket.fromEncodedChunk(chunk), meta));
    },
    error(error) {
      failed = error;
    },
  });
  const config = { codec: 'vp09.00.31.08', width, height, latencyMode: 'quality' } as const;
  encoder.configure({ ...config, bitrateMode: 'quantizer' });
  for (let n = 0; n + 1 < timesUs.length && !failed; n++) {
    const [timestamp = 0, end = 0] = [timesUs[n], timesUs[n + 1]];
    const frame = frameAt(n, { timestamp, duration: end - timestamp });
    encoder.encode(frame, {
      keyFrame: n === 0,
      vp9: { quantizer: n === 0 ? Math.min(quantizer, KEY_QUANTIZER) : quantizer },
    });
    frame.close();
    while (encoder.encodeQueueSize > 2) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await encoder.flush();
  await adding;
  encoder.close();
  if (failed) throw failed as Error;
  await output.finalize();
  if (!output.target.buffer) throw new Error('nothing was written');
  return new Uint8Array(output.target.buffer);
}
