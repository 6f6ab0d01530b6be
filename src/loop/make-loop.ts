// Makes a loop that is ready to be played, out of the ring's pieces: the pictures from the first to the last, and then either the last
// ones faded into what led to the first, or all of them back again. What is not in the ring as it is shown is encoded once, here,
// so that playing is decoding and nothing else. Holds copies of pictures only while it works.
import { LOOP_FADE } from '../config/loops';
import { blendBytes } from '../frames/picture-bytes';
import type { Clip, Sample } from '../sources/file/clip';
import type { LoopCandidate } from './candidate';
import { decoderConfig } from './codec';
import { decodePieces, type PieceEncoder } from './piece-codec';
import { cut, type Piece } from './ring';
import type { TimedFeatures } from './seam';

/** Of the fade at the seam. */
export const SEAM_FADE_MS = LOOP_FADE.initial * 1000;

export interface Loop {
  readonly samples: readonly Sample[];
  /** Of those that play as they were recorded: before the fade, or before the way back; times in the loop. */
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

/** How many pictures before `start` the fade can be made of. */
function fadeLength(pieces: readonly Piece[], start: number): number {
  const beginUs = (pieces[start]?.timestampUs ?? 0) - SEAM_FADE_MS * 1000;
  let count = 0;
  while (start - count > 0 && (pieces[start - count - 1]?.timestampUs ?? -Infinity) >= beginUs) count++;
  return count;
}

interface Work {
  readonly encoder: PieceEncoder;
  readonly decoding: VideoDecoderConfig;
  readonly pieces: readonly Piece[];
  readonly start: number;
  readonly end: number;
}

/** The last `count` pictures, faded into those before the first. */
async function fadeEnd({ encoder, decoding, pieces, start, end }: Work, count: number): Promise<Sample[]> {
  if (count === 0) return [];
  const before = cut(pieces, start - count, start - 1);
  const last = cut(pieces, end - count + 1, end);
  const over = await decodePieces(decoding, before.lead, before.shown);
  const under = await decodePieces(decoding, last.lead, last.shown);
  const clip = encoder.begin();
  const startUs = pieces[start]?.timestampUs ?? 0;
  for (const [n, picture] of under.entries()) {
    blendBytes(picture.bytes, over[n]?.bytes ?? picture.bytes, (n + 1) / (count + 1));
    clip.encode(picture, picture.like.timestamp - startUs, false);
  }
  return clip.finish();
}

/** From the last picture but one back to the second; a key frame's worth at a time, each as far back as it takes from the key frame on. */
async function goBack({ encoder, decoding, pieces, start, end }: Work, pause: Pause): Promise<Sample[]> {
  const [startUs, endUs] = [pieces[start]?.timestampUs ?? 0, pieces[end]?.timestampUs ?? 0];
  const clip = encoder.begin();
  for (let to = end - 1; to > start;) {
    let from = to;
    while (from > start + 1 && !pieces[from]?.isKey) from--;
    const { lead, shown } = cut(pieces, from, to);
    const pictures = await decodePieces(decoding, lead, shown);
    for (const [n, picture] of pictures.reverse().entries()) {
      clip.encode(picture, 2 * endUs - startUs - picture.like.timestamp, n === 0);
      await pause();
    }
    to = from - 1;
  }
  return clip.finish();
}

/** Awaited after each picture of the way back, which are many: how long others have the machine then. A rejection ends the work. */
export type Pause = () => Promise<void>;

/** Rejects when a picture cannot be decoded or encoded. `encoder` is of the ring's own config; `start`, `end` and `way` are the finder's. */
export async function makeLoop(
  encoder: PieceEncoder,
  colorSpace: VideoColorSpaceInit | null,
  pieces: readonly Piece[],
  { start, end, way }: Pick<LoopCandidate, 'start' | 'end' | 'way'>,
  pause: Pause = () => Promise.resolve(),
): Promise<Loop> {
  const decoding = decoderConfig(encoder.config, colorSpace);
  const work = { encoder, decoding, pieces, start, end };
  const fade = way === 'ping-pong' ? 0 : Math.min(fadeLength(pieces, start), (end - start) >> 1);
  const { lead, shown } = cut(pieces, start, end - fade);
  const startUs = pieces[start]?.timestampUs ?? 0;
  const spanUs = (pieces[end]?.timestampUs ?? 0) - startUs;
  const spent = lead.map(({ isKey, data }, n): Sample => ({ isKey, timeUs: n - lead.length, data }));
  const plain = shown.map(({ isKey, timestampUs, data }): Sample => ({ isKey, timeUs: timestampUs - startUs, data }));
  const pictures = shown.map(({ timestampUs, features }) => ({ timestampUs: timestampUs - startUs, features }));
  const rest = way === 'ping-pong' ? await goBack(work, pause) : await fadeEnd(work, fade);
  const intervalUs = spanUs / (end - start);
  const durationUs = Math.round(way === 'ping-pong' ? 2 * spanUs : spanUs + intervalUs);
  return { samples: [...spent, ...plain, ...rest], pictures, durationUs, config: decoding, fps: 1e6 / intervalUs };
}
