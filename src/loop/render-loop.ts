// Writes a loop of a clip as a clip of its own, so that any player that goes round shows no seam: the end faded into what led to the
// first picture, or all of it back again. Holds the encoded loop and some pictures (MAX_HELD_BYTES): those of the fade, or as many as
// are decoded at a time for the way back.
import { EverframeError } from '../base/errors';
import type { LoopWay } from '../config/loops';
import { blendBytes, copyOut, type Copied } from '../frames/picture-bytes';
import type { Clip } from '../sources/file/clip';
import { intervalUs } from './clip-analysis';
import { openLoopFile, type LoopFile } from './loop-file';
import { walkPictures } from './walk';

/** Less than the whole fade where pictures are larger than 1080p at 30 a second. */
const MAX_HELD_BYTES = 64e6;

export interface LoopWork {
  /** When the first picture begins, and when the last one ends. */
  readonly startUs: number;
  readonly endUs: number;
  readonly way: LoopWay;
  /** Of the fade; less where there is less before the loop, and half the loop at most. Where it goes back there is none. */
  readonly fadeUs: number;
}

/** Takes the frame. */
type Write = (frame: VideoFrame) => Promise<void>;
type Tell = (share: number) => void;

/** Borrows the frame. Pictures of more than 8 bits, or without planes, as 8 bits: that is what is encoded and mixed. */
function inEightBits(frame: VideoFrame): VideoFrame {
  const { format, timestamp, displayWidth: width, displayHeight: height } = frame;
  if (format && !/P1[02]/.test(format)) return frame.clone();
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d', { alpha: false })?.drawImage(frame, 0, 0, width, height);
  return new VideoFrame(canvas, { timestamp, alpha: 'discard' });
}

/** Borrows the frame. */
async function copyEightBits(frame: VideoFrame): Promise<Copied> {
  const plain = inEightBits(frame);
  try {
    return await copyOut(plain);
  } finally {
    plain.close();
  }
}

function stampedAt(frame: VideoFrame, timestamp: number, duration: number): VideoFrame {
  const plain = inEightBits(frame);
  try {
    return new VideoFrame(plain, { timestamp, duration });
  } finally {
    plain.close();
  }
}

/** Of `lead`, the picture that is as far from the loop's begin as `beforeUs`. */
function nearest(lead: readonly { readonly beforeUs: number; readonly picture: Copied }[], beforeUs: number) {
  const far = (one: { readonly beforeUs: number }) => Math.abs(one.beforeUs - beforeUs);
  return lead.reduce((best, one) => (far(one) < far(best) ? one : best));
}

async function goRound(clip: Clip, { startUs, endUs, fadeUs: wantedUs }: LoopWork, write: Write, tell: Tell) {
  const lead: { beforeUs: number; picture: Copied }[] = [];
  let leadBytes = 0;
  const fadeUs = Math.min(wantedUs, startUs, (endUs - startUs) / 2);
  const duration = Math.round(intervalUs(clip));

  async function writeLoop(frame: VideoFrame): Promise<void> {
    const [oldest] = lead;
    const timestamp = frame.timestamp - startUs;
    const beforeUs = endUs - frame.timestamp;
    if (oldest && beforeUs <= oldest.beforeUs) {
      const { bytes, layout, like } = await copyEightBits(frame);
      const share = 1 - beforeUs / (oldest.beforeUs + duration);
      blendBytes(bytes, nearest(lead, beforeUs).picture.bytes, share);
      await write(new VideoFrame(bytes, { ...like, layout, timestamp, duration }));
    } else await write(stampedAt(frame, timestamp, duration));
    tell(Math.min(1, timestamp / (endUs - startUs)));
  }
  await walkPictures(clip, { fromUs: startUs - fadeUs, toUs: endUs - duration / 2 }, async (frame) => {
    if (frame.timestamp >= startUs - 1) return writeLoop(frame);
    const picture = await copyEightBits(frame);
    leadBytes += picture.bytes.byteLength;
    lead.push({ beforeUs: startUs - frame.timestamp, picture });
    while (leadBytes > MAX_HELD_BYTES) leadBytes -= lead.shift()?.picture.bytes.byteLength ?? Infinity;
  });
}

async function goThereAndBack(clip: Clip, { startUs, endUs }: LoopWork, write: Write, tell: Tell) {
  const times: number[] = [];
  const duration = Math.round(intervalUs(clip));
  let pictureBytes = 1;
  await walkPictures(clip, { fromUs: startUs - 1, toUs: endUs - duration / 2 }, async (frame) => {
    times.push(frame.timestamp);
    const stamped = stampedAt(frame, frame.timestamp - (times[0] ?? 0), duration);
    pictureBytes = stamped.allocationSize();
    await write(stamped);
    tell(Math.min(0.5, (frame.timestamp - startUs) / (endUs - startUs) / 2));
  });
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const atATime = Math.max(1, Math.floor(MAX_HELD_BYTES / pictureBytes));
  for (let to = times.length - 2; to > 0;) {
    const from = Math.max(1, to - atATime + 1);
    const held: Copied[] = [];
    await walkPictures(clip, { fromUs: times[from] ?? first, toUs: times[to] ?? last }, async (frame) => {
      held.push(await copyEightBits(frame));
    });
    for (const picture of held.reverse()) {
      const { bytes, layout, like } = picture;
      await write(new VideoFrame(bytes, { ...like, layout, timestamp: 2 * last - first - like.timestamp, duration }));
    }
    to = from - 1;
    tell(1 - to / times.length / 2);
  }
}

/** `tell` hears the share that is done, 0 to 1. Rejects with `file-unreadable` or `unsupported-browser`. */
export async function renderLoop(clip: Clip, work: LoopWork, tell: Tell): Promise<Blob> {
  let file: LoopFile | null = null;
  const write = async (frame: VideoFrame) => {
    try {
      file ??= await openLoopFile(clip, frame);
    } catch (error) {
      frame.close();
      throw error;
    }
    await file.write(frame);
  };
  try {
    await (work.way === 'ping-pong' ? goThereAndBack : goRound)(clip, work, write, tell);
    if (!file) throw new EverframeError('file-unreadable', 'there is no picture in that part of the clip');
    const blob = await (file as LoopFile).finish();
    tell(1);
    return blob;
  } finally {
    (file as LoopFile | null)?.close();
  }
}
