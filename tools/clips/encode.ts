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
import { toI420 } from '../../src/frames/rgba-planes';

const MEASURED = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false } as const;

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
