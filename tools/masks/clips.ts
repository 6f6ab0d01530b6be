// A clip without mattes: does the mask hold still where the picture does, and follow where it moves? Runs in the page.
import { indexMp4 } from '../../src/sources/file/mp4-index';
import type { BareNet } from './bare-net';
import type { ClipResult } from './judge';
import { addLag, changeWithin, lagFrames, stillPixels, type Lag, type Size } from './measures';
import type { Pipeline } from './pipeline';
import { frameOf, type Pixels } from './stills';

export type ClipFigures = Omit<ClipResult, 'missed' | 'clip'>;

const NOISE_FRAMES = 16;
const NOISE_STEP_US = 33_333;
/** Of luma levels: a webcam indoors. */
const NOISE_SIGMA = 2.5;
/** Below this change a pixel and frame (of 255) the bare net sees nobody, and there is nothing to compare with. */
const LEAST_BARE_CHANGE = 0.02;
/** Of the picture: the nets were made for a person before a camera, and waver over people far away in a shop. */
const LEAST_PERSON = 0.05;
const SURELY = 230;
const JUMP_FRAMES = 6;
/** A jump has been followed when this share of the difference is left. */
const FOLLOWED = 0.05;

/** The first `most` frames, `step` apart. */
export async function readClip(file: Blob, most: number, step = 1): Promise<Pixels[]> {
  const index = await indexMp4(file);
  const frames: Promise<Pixels>[] = [];
  let shown = 0;
  let failure: unknown = null;
  const decoder = new VideoDecoder({
    output(frame) {
      if (shown++ % step === 0 && frames.length < most) frames.push(pixelsOf(frame).finally(() => frame.close()));
      else frame.close();
    },
    error: (error) => (failure = error),
  });
  decoder.configure(index.config);
  for (let n = 0; n < index.count && frames.length < most && !failure; n++) {
    const at = index.offsets[n] ?? 0;
    const data = await file.slice(at, at + (index.sizes[n] ?? 0)).arrayBuffer();
    decoder.decode(
      new EncodedVideoChunk({ type: index.keys[n] ? 'key' : 'delta', timestamp: index.timesUs[n] ?? 0, data }),
    );
    if (decoder.decodeQueueSize > 4) await new Promise((resolve) => (decoder.ondequeue = resolve));
  }
  if (!failure) await decoder.flush();
  if (decoder.state !== 'closed') decoder.close();
  if (frames.length === 0) throw new Error(`no frame could be decoded: ${String(failure)}`);
  return Promise.all(frames);
}

async function pixelsOf(frame: VideoFrame): Promise<Pixels> {
  const width = (frame.visibleRect?.width ?? frame.codedWidth) & ~1;
  const height = (frame.visibleRect?.height ?? frame.codedHeight) & ~1;
  const rect = { x: frame.visibleRect?.x ?? 0, y: frame.visibleRect?.y ?? 0, width, height };
  const data = new Uint8ClampedArray(width * height * 4);
  await frame.copyTo(data, { format: 'RGBX', rect });
  return { width, height, data, timestampUs: frame.timestamp };
}

/**
 * @param pipeline keeps its memory from frame to frame, as on air
 * @param forgetful the same, reset before every frame
 */
export async function judgeClip(
  frames: readonly Pixels[],
  pipeline: Pipeline,
  forgetful: Pipeline,
  bareNet: BareNet,
): Promise<ClipFigures> {
  const fresh = (picture: Pixels): Promise<Uint8Array> => {
    forgetful.reset();
    return forgetful.mask(frameOf(picture));
  };
  const lag: Lag = { behind: 0, moved: 0 };
  let flicker = 0;
  let bareFlicker = 0;
  let before: { luma: Uint8Array; ours: Uint8Array; fresh: Uint8Array; bare: Uint8Array } | null = null;
  pipeline.reset();
  for (const picture of frames) {
    const now = {
      luma: lumaOf(picture),
      ours: await pipeline.mask(frameOf(picture)),
      fresh: await fresh(picture),
      bare: await bareNet.mask(picture.data, picture),
    };
    if (before) {
      const still = stillPixels(now.luma, before.luma, picture);
      flicker += changeWithin(now.ours, before.ours, still);
      bareFlicker += changeWithin(now.bare, before.bare, still);
      addLag(lag, now.ours, now.fresh, before.fresh);
    }
    before = now;
  }
  const [first] = frames;
  if (!first) throw new Error('the clip has no frame');
  return {
    frames: frames.length,
    flickerRatio: ratio(flicker, bareFlicker, first, frames.length),
    noiseFlickerRatio: await noiseFlicker(first, pipeline, bareNet),
    lagFrames: lagFrames(lag),
    jumpFrames: await jumpFrames(first, pipeline, fresh),
  };
}

async function noiseFlicker(picture: Pixels, pipeline: Pipeline, bareNet: BareNet): Promise<number | null> {
  const next = noise();
  const everywhere = new Uint8Array(picture.width * picture.height).fill(1);
  let ours = 0;
  let bare = 0;
  let before: { ours: Uint8Array; bare: Uint8Array } | null = null;
  const person = (await bareNet.mask(picture.data, picture)).filter((value) => value >= SURELY);
  if (person.length < LEAST_PERSON * everywhere.length) return null;
  pipeline.reset();
  for (let n = 0; n < NOISE_FRAMES; n++) {
    const data = picture.data.slice();
    for (let i = 0; i < everywhere.length; i++) {
      const level = next() * NOISE_SIGMA;
      for (let c = 0; c < 3; c++) data[i * 4 + c] = (data[i * 4 + c] ?? 0) + level;
    }
    const noisy = { ...picture, data, timestampUs: n * NOISE_STEP_US };
    const now = { ours: await pipeline.mask(frameOf(noisy)), bare: await bareNet.mask(data, noisy) };
    if (before) {
      ours += changeWithin(now.ours, before.ours, everywhere);
      bare += changeWithin(now.bare, before.bare, everywhere);
    }
    before = now;
  }
  return ratio(ours, bare, picture, NOISE_FRAMES);
}

/** The person stands still, then is on the other side: how many frames still show the mask in the wrong place. */
async function jumpFrames(
  picture: Pixels,
  pipeline: Pipeline,
  fresh: (picture: Pixels) => Promise<Uint8Array>,
): Promise<number | null> {
  const there = mirrored(picture);
  const from = await fresh(picture);
  const to = await fresh(there);
  const everywhere = new Uint8Array(to.length).fill(1);
  const apart = changeWithin(to, from, everywhere);
  if (apart < 255 * to.length * 0.02) return null;
  pipeline.reset();
  for (let n = 0; n < JUMP_FRAMES; n++) await pipeline.mask(frameOf(picture));
  for (let n = 0; n < JUMP_FRAMES; n++) {
    const left = changeWithin(await pipeline.mask(frameOf(there)), to, everywhere);
    if (left <= apart * FOLLOWED) return n;
  }
  return JUMP_FRAMES;
}

function mirrored({ width, height, data }: Pixels): Pixels {
  const source = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const target = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) target[y * width + x] = source[y * width + width - 1 - x] ?? 0;
  }
  return { width, height, data: new Uint8ClampedArray(target.buffer) };
}

export function lumaOf({ data, width, height }: Pixels & Size): Uint8Array {
  const luma = new Uint8Array(width * height);
  for (let i = 0; i < luma.length; i++) {
    luma[i] = ((data[i * 4] ?? 0) * 77 + (data[i * 4 + 1] ?? 0) * 150 + (data[i * 4 + 2] ?? 0) * 29) >> 8;
  }
  return luma;
}

/** Repeatable Gaussian numbers, near enough: the sum of four even ones. */
function noise(): () => number {
  let state = 1;
  const even = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return () => (even() + even() + even() + even()) * Math.sqrt(3);
}

export function ratio(part: number, whole: number, { width, height }: Size, frames: number): number | null {
  return whole >= LEAST_BARE_CHANGE * width * height * (frames - 1) ? part / whole : null;
}
