// A loop as a file of its own: pictures are encoded and written into an MP4, which is held until it is done.
import type { EncodedVideoPacketSource } from 'mediabunny';
import { EverframeError } from '../base/errors';
import type { Clip } from '../sources/file/clip';
import { chooseFileCodec } from './codec';

const KEY_EVERY_US = 1e6;
/** Pictures that wait in the encoder. */
const MAX_QUEUE = 2;

export interface LoopFile {
  /** Takes the frame, later than the one before; waits for the encoder. */
  write(frame: VideoFrame): Promise<void>;
  finish(): Promise<Blob>;
  close(): void;
}

/** For pictures like `first`, which is borrowed. Rejects with `unsupported-browser`. */
export async function openLoopFile({ fps, rotation }: Clip, first: VideoFrame): Promise<LoopFile> {
  const size = { width: first.displayWidth & ~1, height: first.displayHeight & ~1 };
  const config = await chooseFileCodec({ ...size, fps: Math.max(1, Math.min(60, Math.round(fps))) });
  if (!config)
    throw new EverframeError('unsupported-browser', `no encoder takes pictures of ${size.width} x ${size.height}`);
  const { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output } = await import('mediabunny');
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
  const track: EncodedVideoPacketSource = new EncodedVideoPacketSource(config.codec.startsWith('avc1') ? 'avc' : 'vp9');
  output.addVideoTrack(track, { rotation });
  await output.start();
  let adding = Promise.resolve();
  let failed: unknown = null;
  let lastKeyUs = -Infinity;
  const encoder = new VideoEncoder({
    output(chunk, meta) {
      adding = adding.then(() => track.add(EncodedPacket.fromEncodedChunk(chunk), meta));
      adding.catch((error: unknown) => (failed = error));
    },
    error(error) {
      failed = error;
    },
  });
  encoder.configure(config);
  const check = () => {
    if (failed) throw new EverframeError('internal', 'the loop could not be encoded', { cause: failed });
  };
  return {
    async write(frame) {
      const keyFrame = frame.timestamp - lastKeyUs >= KEY_EVERY_US;
      if (keyFrame) lastKeyUs = frame.timestamp;
      try {
        check();
        encoder.encode(frame, { keyFrame });
      } finally {
        frame.close();
      }
      while (encoder.encodeQueueSize > MAX_QUEUE && !failed)
        await new Promise<void>((resolve) => {
          encoder.addEventListener('dequeue', () => resolve(), { once: true });
        });
    },
    async finish() {
      check();
      await encoder.flush();
      await adding;
      check();
      await output.finalize();
      return new Blob([target.buffer ?? new ArrayBuffer(0)], { type: 'video/mp4' });
    },
    close() {
      if (encoder.state !== 'closed') encoder.close();
    },
  };
}
