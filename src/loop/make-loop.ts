// Makes a loop that is ready to be played, out of the ring's pieces: the pictures from the first to the last, whose end has
// been faded into what led to the first. The fade is encoded once, here, so that playing it is decoding and nothing else.
// Holds copies of pictures only while it works.
import { LOOP_FADE } from '../config/loops';
import { blendBytes, copyOut, toFrame, type Copied } from '../frames/picture-bytes';
import type { Clip, Sample } from '../sources/file/clip';
import { decoderConfig } from './codec';
import { cut, type Piece } from './ring';
import type { TimedFeatures } from './seam';

/** Of the fade at the seam. */
export const SEAM_FADE_MS = LOOP_FADE.initial * 1000;

export interface Loop {
  readonly samples: readonly Sample[];
  /** Of those that play as they were recorded, before the fade; times in the loop. */
  readonly pictures: readonly TimedFeatures[];
  readonly durationUs: number;
  readonly config: VideoDecoderConfig;
  readonly fps: number;
}

/** A loop as the player of clips wants it; the first round begins with the picture of `beginUs`. */
export function clipOf({ samples, durationUs, config, fps }: Loop, beginUs = 0): Clip {
  let fromUs = beginUs;
  return {
    config,
    rotation: 0,
    durationUs,
    fps,
    read() {
      const shownFromUs = fromUs;
      fromUs = 0;
      let next = 0;
      for (const [n, { isKey, timeUs }] of samples.entries()) if (isKey && timeUs <= shownFromUs) next = n;
      return () => {
        const sample = samples[next++];
        if (!sample) return Promise.resolve(null);
        return Promise.resolve(sample.timeUs < shownFromUs ? { ...sample, timeUs: -1 } : sample);
      };
    },
    close: () => undefined,
  };
}

/** Decodes `lead`, of which nothing is kept, then `shown`: copies of those. */
async function decode(config: VideoDecoderConfig, lead: readonly Piece[], shown: readonly Piece[]): Promise<Copied[]> {
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

async function encode(config: VideoEncoderConfig, pictures: readonly Copied[], startUs: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  let failed: Error | null = null;
  const encoder = new VideoEncoder({
    output(chunk) {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      samples.push({ isKey: chunk.type === 'key', timeUs: chunk.timestamp - startUs, data });
    },
    error(error) {
      failed = error;
    },
  });
  try {
    encoder.configure(config);
    for (const [n, picture] of pictures.entries()) {
      const frame = toFrame(picture);
      encoder.encode(frame, { keyFrame: n === 0 });
      frame.close();
    }
    await encoder.flush();
  } finally {
    if (encoder.state !== 'closed') encoder.close();
  }
  if (failed ?? samples.length !== pictures.length) throw failed ?? new Error('the encoder left pictures out');
  return samples;
}

/** How many pictures before `start` the fade can be made of. */
function fadeLength(pieces: readonly Piece[], start: number): number {
  const beginUs = (pieces[start]?.timestampUs ?? 0) - SEAM_FADE_MS * 1000;
  let count = 0;
  while (start - count > 0 && (pieces[start - count - 1]?.timestampUs ?? -Infinity) >= beginUs) count++;
  return count;
}

/** Rejects when a picture cannot be decoded or encoded. `start` and `end` are the finder's. */
export async function makeLoop(
  encoding: VideoEncoderConfig,
  colorSpace: VideoColorSpaceInit | null,
  pieces: readonly Piece[],
  { start, end }: { readonly start: number; readonly end: number },
): Promise<Loop> {
  const config = decoderConfig(encoding, colorSpace);
  const fade = Math.min(fadeLength(pieces, start), (end - start) >> 1);
  const { lead, shown } = cut(pieces, start, end - fade);
  const startUs = pieces[start]?.timestampUs ?? 0;
  const endUs = pieces[end]?.timestampUs ?? 0;
  const spent = lead.map(({ isKey, data }, n): Sample => ({ isKey, timeUs: n - lead.length, data }));
  const plain = shown.map(({ isKey, timestampUs, data }): Sample => ({ isKey, timeUs: timestampUs - startUs, data }));
  const pictures = shown.map(({ timestampUs, features }) => ({ timestampUs: timestampUs - startUs, features }));
  let faded: Sample[] = [];
  if (fade > 0) {
    const before = cut(pieces, start - fade, start - 1);
    const last = cut(pieces, end - fade + 1, end);
    const over = await decode(config, before.lead, before.shown);
    const under = await decode(config, last.lead, last.shown);
    for (const [n, { bytes }] of under.entries()) blendBytes(bytes, over[n]?.bytes ?? bytes, (n + 1) / (fade + 1));
    faded = await encode(encoding, under, startUs);
  }
  const intervalUs = (endUs - startUs) / (end - start);
  const durationUs = Math.round(endUs - startUs + intervalUs);
  return { samples: [...spent, ...plain, ...faded], pictures, durationUs, config, fps: 1e6 / intervalUs };
}
