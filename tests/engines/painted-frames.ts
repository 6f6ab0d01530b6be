// Frames painted pixel by pixel, and pictures read back pixel by pixel. Decoding is done here by the book, not by the
// code under test.
import { SINGLE_FRAME, type Look, type RenderRequest } from '../../src/compositor/engine';

export type Rgb = readonly [number, number, number];
export type Paint = (x: number, y: number) => Rgb;

export const BT709: VideoColorSpaceInit = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false };
export const UNTAGGED: VideoColorSpaceInit = { primaries: null, transfer: null, matrix: null, fullRange: null };

interface FrameOptions {
  readonly format?: 'I420' | 'NV12' | 'RGBA';
  readonly colorSpace?: VideoColorSpaceInit;
  readonly timestamp?: number;
}

function weightsOf(space: VideoColorSpaceInit): readonly [red: number, blue: number] {
  return space.matrix === 'bt709' ? [0.2126, 0.0722] : [0.299, 0.114];
}

const byte = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));

/** Chroma is the mean of two by two pixels, limited range. */
export function paintFrame(width: number, height: number, paint: Paint, options: FrameOptions = {}): VideoFrame {
  const { format = 'I420', colorSpace = BT709, timestamp = 0 } = options;
  const init = { codedWidth: width, codedHeight: height, timestamp };
  if (format === 'RGBA') {
    const bytes = new Uint8Array(width * height * 4);
    for (let i = 0; i < width * height; i++) bytes.set([...paint(i % width, Math.floor(i / width)), 255], i * 4);
    return new VideoFrame(bytes, { ...init, format });
  }
  const [red, blue] = weightsOf(colorSpace);
  const luma = ([r, g, b]: Rgb): number => red * r + (1 - red - blue) * g + blue * b;
  const size = width * height;
  const bytes = new Uint8Array(size * 1.5);
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let cb = 0;
      let cr = 0;
      for (const [dx, dy] of [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ] as const) {
        const colour = paint(x + dx, y + dy);
        bytes[(y + dy) * width + x + dx] = byte(16 + (luma(colour) * 219) / 255);
        cb += (colour[2] - luma(colour)) / (2 * (1 - blue)) / 4;
        cr += (colour[0] - luma(colour)) / (2 * (1 - red)) / 4;
      }
      const at = ((y / 2) * width) / 2 + x / 2;
      const places = format === 'NV12' ? [size + at * 2, size + at * 2 + 1] : [size + at, size * 1.25 + at];
      bytes[places[0] ?? 0] = byte(128 + (cb * 224) / 255);
      bytes[places[1] ?? 0] = byte(128 + (cr * 224) / 255);
    }
  }
  return new VideoFrame(bytes, { ...init, format, colorSpace });
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly colorSpace: VideoColorSpaceInit;
  readonly format: VideoPixelFormat | null;
  readonly timestamp: number;
  at(x: number, y: number): Rgb;
  alphaAt(x: number, y: number): number;
}

/** Takes the frame. */
export async function readPicture(frame: VideoFrame): Promise<Picture> {
  const { codedWidth: width, codedHeight: height, format, timestamp } = frame;
  const colorSpace = frame.colorSpace.toJSON();
  const bytes = new Uint8Array(frame.allocationSize());
  const planes = await frame.copyTo(bytes);
  frame.close();
  const [red, blue] = weightsOf(colorSpace);
  const sample = (plane: number, x: number, y: number): number => {
    const layout = planes[plane];
    return layout ? (bytes[layout.offset + y * layout.stride + x] ?? 0) : 255;
  };
  return {
    width,
    height,
    format,
    timestamp,
    colorSpace,
    at(x, y) {
      const light = ((sample(0, x, y) - 16) * 255) / 219;
      const cb = ((sample(1, x >> 1, y >> 1) - 128) * 255) / 224;
      const cr = ((sample(2, x >> 1, y >> 1) - 128) * 255) / 224;
      const r = light + 2 * (1 - red) * cr;
      const b = light + 2 * (1 - blue) * cb;
      return [byte(r), byte((light - red * r - blue * b) / (1 - red - blue)), byte(b)];
    },
    alphaAt: (x, y) => sample(3, x, y),
  };
}

export function request(look: Look, more: Partial<RenderRequest> = {}): RenderRequest {
  return { ...SINGLE_FRAME, look, ...more };
}

/** Largest difference of a channel. */
export function difference(one: Rgb, other: Rgb): number {
  return Math.max(...one.map((channel, i) => Math.abs(channel - (other[i] ?? 0))));
}

/** Largest difference over points on a grid, away from the borders by `margin`. */
export function largestDifference(picture: Picture, expected: Paint, margin = 0, step = 3): number {
  let worst = 0;
  for (let y = margin; y < picture.height - margin; y += step) {
    for (let x = margin; x < picture.width - margin; x += step) {
      worst = Math.max(worst, difference(picture.at(x, y), expected(x, y)));
    }
  }
  return worst;
}

export const RED: Rgb = [220, 30, 30];
export const GREEN: Rgb = [30, 200, 60];
export const BLUE: Rgb = [40, 60, 210];
export const WHITE: Rgb = [230, 230, 230];

/** Red, green, blue, white from the top left in reading order. */
export function corners(width: number, height: number): Paint {
  return (x, y) => (y < height / 2 ? (x < width / 2 ? RED : GREEN) : x < width / 2 ? BLUE : WHITE);
}
