// Writes a loop of a clip as a clip of its own: MP4, the end faded into what led to the first picture, so that any player
// that goes round shows no seam. One pass; holds the encoded loop and the pictures of one fade (MAX_FADE_BYTES).
import type { EncodedVideoPacketSource } from 'mediabunny';
import { EverframeError } from '../base/errors';
import { blendBytes, copyOut, type Copied } from '../frames/picture-bytes';
import type { Clip } from '../sources/file/clip';
import { chooseFileCodec } from './codec';
import { intervalUs } from './clip-analysis';
import { walkPictures } from './walk';

/** Less than the whole fade where pictures are larger than 1080p at 30 a second. */
const MAX_FADE_BYTES = 64e6;
const KEY_EVERY_US = 1e6;

export interface LoopWork {
  /** When the first picture begins, and when the last one ends. */
  readonly startUs: number;
  readonly endUs: number;
  /** Of the fade; less where there is less before the loop, and half the loop at most. */
  readonly fadeUs: number;
}

/** Takes the frame. Pictures of more than 8 bits, or without planes, as 8 bits: that is what is encoded and mixed. */
function toEightBits(frame: VideoFrame): VideoFrame {
  const { format, timestamp, displayWidth: width, displayHeight: height } = frame;
  if (format && !/P1[02]/.test(format)) return frame;
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d', { alpha: false })?.drawImage(frame, 0, 0, width, height);
  frame.close();
  return new VideoFrame(canvas, { timestamp, alpha: 'discard' });
}

/** Of `lead`, the picture that is as far from the loop's begin as `beforeUs`. */
function nearest(lead: readonly { readonly beforeUs: number; readonly picture: Copied }[], beforeUs: number) {
  const far = (one: { readonly beforeUs: number }) => Math.abs(one.beforeUs - beforeUs);
  return lead.reduce((best, one) => (far(one) < far(best) ? one : best));
}

async function openEncoder(config: VideoEncoderConfig, rotation: Clip['rotation']) {
  const { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output } = await import('mediabunny');
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
  const track: EncodedVideoPacketSource = new EncodedVideoPacketSource(config.codec.startsWith('avc1') ? 'avc' : 'vp9');
  output.addVideoTrack(track, { rotation });
  await output.start();
  let adding = Promise.resolve();
  let failed: unknown = null;
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
    /** Borrows the frame; waits for the encoder. */
    async encode(frame: VideoFrame, keyFrame: boolean): Promise<void> {
      check();
      encoder.encode(frame, { keyFrame });
      while (encoder.encodeQueueSize > 2 && !failed)
        await new Promise<void>((resolve) => {
          encoder.addEventListener('dequeue', () => resolve(), { once: true });
        });
    },
    async finish(): Promise<Blob> {
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

/** `tell` hears the share that is done, 0 to 1. Rejects with `file-unreadable` or `unsupported-browser`. */
export async function renderLoop(
  clip: Clip,
  { startUs, endUs, fadeUs: wantedUs }: LoopWork,
  tell: (share: number) => void,
): Promise<Blob> {
  let encoder: Awaited<ReturnType<typeof openEncoder>> | null = null;
  const lead: { beforeUs: number; picture: Copied }[] = [];
  let leadBytes = 0;
  let lastKeyUs = -Infinity;
  const fadeUs = Math.min(wantedUs, startUs, (endUs - startUs) / 2);
  const beginUs = startUs - fadeUs;
  const duration = Math.round(intervalUs(clip));

  async function write(given: VideoFrame): Promise<void> {
    const timeUs = given.timestamp;
    encoder ??= await openFor(given);
    const [oldest] = lead;
    const at = { timestamp: timeUs - startUs, duration };
    const beforeUs = endUs - timeUs;
    let frame: VideoFrame;
    if (oldest && beforeUs <= oldest.beforeUs) {
      const { bytes, layout, like } = await copyOut(given);
      const share = 1 - beforeUs / (oldest.beforeUs + duration);
      blendBytes(bytes, nearest(lead, beforeUs).picture.bytes, share);
      frame = new VideoFrame(bytes, { ...like, layout, ...at });
    } else frame = new VideoFrame(given, at);
    try {
      const isKey = timeUs - lastKeyUs >= KEY_EVERY_US;
      if (isKey) lastKeyUs = timeUs;
      await encoder.encode(frame, isKey);
    } finally {
      frame.close();
    }
    tell(Math.min(1, (timeUs - startUs) / (endUs - startUs)));
  }
  async function openFor(frame: VideoFrame) {
    const size = { width: frame.displayWidth & ~1, height: frame.displayHeight & ~1 };
    const config = await chooseFileCodec({ ...size, fps: Math.max(1, Math.min(60, Math.round(clip.fps))) });
    if (!config)
      throw new EverframeError('unsupported-browser', `no encoder takes pictures of ${size.width} x ${size.height}`);
    return openEncoder(config, clip.rotation);
  }

  try {
    await walkPictures(clip, { fromUs: beginUs, toUs: endUs - duration / 2 }, async (borrowed) => {
      const frame = toEightBits(borrowed.clone());
      try {
        if (frame.timestamp >= startUs - 1) await write(frame);
        else {
          const picture = await copyOut(frame);
          leadBytes += picture.bytes.byteLength;
          lead.push({ beforeUs: startUs - frame.timestamp, picture });
          while (leadBytes > MAX_FADE_BYTES) leadBytes -= lead.shift()?.picture.bytes.byteLength ?? Infinity;
        }
      } finally {
        frame.close();
      }
    });
    if (!encoder) throw new EverframeError('file-unreadable', 'there is no picture in that part of the clip');
    const blob = await (encoder as Awaited<ReturnType<typeof openEncoder>>).finish();
    tell(1);
    return blob;
  } finally {
    (encoder as Awaited<ReturnType<typeof openEncoder>> | null)?.close();
  }
}
