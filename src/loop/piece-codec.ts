// The ring's pieces as copies of pictures, and such copies as pieces again. Holds what it is given only while it works.
import { copyOut, toFrame, type Copied } from '../frames/picture-bytes';
import type { Sample } from '../sources/file/clip';
import type { Piece } from './ring';

/** Between two clips, so that no picture of one can be taken for one of the other. */
const CLIP_GAP_US = 60e6;

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

export interface ClipEncoding {
  /** Later than the one before. The first is a key frame whatever is asked for. */
  encode(picture: Copied, timeUs: number, isKey: boolean): void;
  /** All of them, in order; no more can be encoded then. Rejects when one could not be. */
  finish(): Promise<Sample[]>;
}

export interface PieceEncoder {
  readonly config: VideoEncoderConfig;
  /** The one before is over, whether it was finished or not: nothing of it comes any more. */
  begin(): ClipEncoding;
  close(): void;
}

/** One encoder for all clips that are made, one after the other: to end one can end the tab (decisions/023). */
export function createPieceEncoder(config: VideoEncoderConfig): PieceEncoder {
  let encoder: VideoEncoder | null = null;
  let failed: Error | null = null;
  /** Of the clip that goes on, and when it begins in the encoder's own time, which never goes back. */
  let samples: Sample[] = [];
  let beginUs = 0;
  let lastUs = 0;

  function open(): VideoEncoder {
    const opened = new VideoEncoder({
      output(chunk) {
        if (chunk.timestamp < beginUs) return;
        const data = new Uint8Array(chunk.byteLength);
        chunk.copyTo(data);
        samples.push({ isKey: chunk.type === 'key', timeUs: chunk.timestamp - beginUs, data });
      },
      error(error) {
        failed = error;
      },
    });
    opened.configure(config);
    return opened;
  }
  return {
    config,
    begin() {
      const used = encoder?.state === 'configured' ? encoder : open();
      encoder = used;
      const mine: Sample[] = [];
      [samples, failed, beginUs] = [mine, null, lastUs + CLIP_GAP_US];
      let count = 0;
      return {
        encode(picture, timeUs, isKey) {
          lastUs = beginUs + timeUs;
          const frame = toFrame(picture, lastUs);
          used.encode(frame, { keyFrame: isKey || count === 0 });
          frame.close();
          count += 1;
        },
        async finish() {
          await used.flush();
          if (failed ?? mine.length !== count) throw failed ?? new Error('the encoder left pictures out');
          return mine;
        },
      };
    },
    close() {
      if (encoder && encoder.state !== 'closed') encoder.close();
    },
  };
}
