// The ring's pieces as copies of pictures, and such copies as pieces again. Holds what it is given only while it works.
import { copyOut, toFrame, type Copied } from '../frames/picture-bytes';
import type { Sample } from '../sources/file/clip';
import type { Piece } from './ring';

/** Decodes `lead`, of which nothing is kept, then `shown`: copies of those. */
export async function decodePieces(
  config: VideoDecoderConfig,
  lead: readonly Piece[],
  shown: readonly Piece[],
): Promise<Copied[]> {
  const fromUs = shown[0]?.timestampUs ?? Infinity;
  const copies: Promise<Copied>[] = [];
  let failed: Error | null = null;
  const decoder = new VideoDecoder({
    output(frame) {
      if (frame.timestamp < fromUs) frame.close();
      else
        copies.push(
          copyOut(frame).finally(() => {
            frame.close();
          }),
        );
    },
    error(error) {
      failed = error;
    },
  });
  try {
    decoder.configure(config);
    for (const { isKey, timestampUs, data } of [...lead, ...shown])
      decoder.decode(new EncodedVideoChunk({ type: isKey ? 'key' : 'delta', timestamp: timestampUs, data }));
    await decoder.flush();
  } finally {
    if (decoder.state !== 'closed') decoder.close();
  }
  const done = await Promise.all(copies);
  if (failed ?? done.length !== shown.length) throw failed ?? new Error('the decoder left pictures out');
  return done;
}

export interface PieceEncoder {
  /** Later than the one before. The first is a key frame whatever is asked for. */
  encode(picture: Copied, timeUs: number, isKey: boolean): void;
  /** All of them, in order; no more can be encoded then. Rejects when one could not be. */
  finish(): Promise<Sample[]>;
  close(): void;
}

export function openPieceEncoder(config: VideoEncoderConfig): PieceEncoder {
  const samples: Sample[] = [];
  let count = 0;
  let failed: Error | null = null;
  const encoder = new VideoEncoder({
    output(chunk) {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      samples.push({ isKey: chunk.type === 'key', timeUs: chunk.timestamp, data });
    },
    error(error) {
      failed = error;
    },
  });
  encoder.configure(config);
  return {
    encode(picture, timeUs, isKey) {
      const frame = toFrame(picture, timeUs);
      encoder.encode(frame, { keyFrame: isKey || count === 0 });
      frame.close();
      count += 1;
    },
    async finish() {
      await encoder.flush();
      if (failed ?? samples.length !== count) throw failed ?? new Error('the encoder left pictures out');
      return samples;
    },
    close() {
      if (encoder.state !== 'closed') encoder.close();
    },
  };
}
