// A frame's pixels into program planes: fitted, mirrored, in YUV. In charge of which way its pixels are read:
// planes as they are (I420, I420A, NV12), through RGBA, or through a 2D canvas (rotation, flips, frames without a
// readable format). Borrows the frame. Must not change a sample where nothing has to be changed.
import type { Arena } from '../../kernels/arena';
import type { Address, Kernels } from '../../kernels/kernels';
import type { Fit } from '../engine';
import { BT709_LIMITED, pixelNumbers, planesColour, yuvOf, type PlanesColour } from './colour';
import { place, type Placement } from './placement';
import { fillPlanes, planesBytes, type Planes } from './planes';
import { createScaler, type PlaneScaler } from './plane-scaler';

export interface Ingest {
  /** Fills Y, U and V of `target` and says how they are to be read. Borrows `frame`. */
  read(frame: VideoFrame, fit: Fit, mirror: boolean, target: Planes): Promise<PlanesColour>;
}

const PLANAR = ['I420', 'I420A', 'NV12'];
const PIXELS: Readonly<Record<string, 'rgba' | 'bgra'>> = { RGBA: 'rgba', RGBX: 'rgba', BGRA: 'bgra', BGRX: 'bgra' };

export function createIngest(kernels: Kernels, arena: Arena): Ingest {
  const scaler = createScaler(kernels, arena);
  const raw = createReserve(arena);
  const converted = createReserve(arena);
  const coefficients = arena.take(64);
  let canvas: OffscreenCanvasRenderingContext2D | null = null;

  /** Bars first, where the picture leaves any. */
  function clear(target: Planes, placement: Placement, colour: PlanesColour): void {
    const { width, height } = placement.target;
    if (width !== target.width || height !== target.height) fillPlanes(arena, target, yuvOf([0, 0, 0], colour));
  }

  async function readPlanes(
    frame: VideoFrame,
    colour: PlanesColour,
    placement: Placement,
    mirror: boolean,
    to: Planes,
  ) {
    const size = visibleSize(frame);
    const wholePicture = placement.part.width === 1 && placement.part.height === 1;
    if (frame.format === 'I420' && !mirror && wholePicture && size.width === to.width && size.height === to.height) {
      const bars = placement.target.width !== to.width || placement.target.height !== to.height;
      if (!bars) {
        await frame.copyTo(arena.u8(to.y, planesBytes(to.width, to.height)));
        return colour;
      }
    }
    const bytes = frame.allocationSize();
    const at = raw.atLeast(bytes);
    const [luma, first, second] = await frame.copyTo(arena.u8(at, bytes));
    if (!luma || !first) throw new Error(`${String(frame.format)} frame without planes`);
    clear(to, placement, colour);
    const chroma = { width: (size.width + 1) >> 1, height: (size.height + 1) >> 1 };
    scaler.scale({ at: at + luma.offset, stride: luma.stride, ...size }, size, placement, 1, mirror, to.y, to.width);
    const half = { width: size.width / 2, height: size.height / 2 };
    if (frame.format === 'NV12') {
      const pairs = { at: at + first.offset, stride: first.stride, ...chroma };
      scaler.scalePairs(pairs, half, placement, mirror, to.u, to.v, to.width / 2);
      return colour;
    }
    if (!second) throw new Error(`${String(frame.format)} frame without a V plane`);
    for (const [plane, target] of [
      [first, to.u],
      [second, to.v],
    ] as const) {
      const source = { at: at + plane.offset, stride: plane.stride, ...chroma };
      scaler.scale(source, half, placement, 2, mirror, target, to.width / 2);
    }
    return colour;
  }

  function convert(
    at: Address,
    stride: number,
    width: number,
    height: number,
    order: 'rgba' | 'bgra',
    to: Planes,
  ): void {
    arena.u8(coefficients, 36).set(pixelNumbers(BT709_LIMITED, order));
    const chromaStride = (to.width + 1) >> 1;
    kernels.rgbaToPlanes(at, stride, width, height, to.y, to.width, to.u, to.v, chromaStride, coefficients);
  }

  async function readPixels(frame: VideoFrame, placement: Placement, mirror: boolean, to: Planes) {
    const native = PIXELS[frame.format ?? ''];
    const options: VideoFrameCopyToOptions = native ? {} : { format: 'RGBA', colorSpace: 'srgb' };
    const bytes = frame.allocationSize(options);
    const at = raw.atLeast(bytes);
    const [plane] = await frame.copyTo(arena.u8(at, bytes), options);
    if (!plane) throw new Error(`${String(frame.format)} frame without pixels`);
    const { width, height } = visibleSize(frame);
    if (frame.format === 'RGBA' || frame.format === 'BGRA')
      kernels.flattenOnBlack(at + plane.offset, (plane.stride / 4) * height);
    const order = native ?? 'rgba';
    const { part, target } = placement;
    const same = part.width === 1 && part.height === 1 && target.width === to.width && target.height === to.height;
    if (same && !mirror && width === to.width && height === to.height) {
      convert(at + plane.offset, plane.stride, width, height, order, to);
      return BT709_LIMITED;
    }
    const chroma = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
    const y = converted.atLeast(width * height + 2 * chroma.width * chroma.height);
    const u = y + width * height;
    const v = u + chroma.width * chroma.height;
    convert(at + plane.offset, plane.stride, width, height, order, { width, height, y, u, v, alpha: 0 });
    clear(to, placement, BT709_LIMITED);
    const whole = { width, height };
    const half = { width: width / 2, height: height / 2 };
    scaler.scale({ at: y, stride: width, ...whole }, whole, placement, 1, mirror, to.y, to.width);
    for (const [from, target] of [
      [u, to.u],
      [v, to.v],
    ] as const) {
      scaler.scale({ at: from, stride: chroma.width, ...chroma }, half, placement, 2, mirror, target, to.width / 2);
    }
    return BT709_LIMITED;
  }

  function readDrawn(frame: VideoFrame, placement: Placement, mirror: boolean, to: Planes): PlanesColour {
    if (!canvas || canvas.canvas.width !== to.width || canvas.canvas.height !== to.height) {
      canvas = new OffscreenCanvas(to.width, to.height).getContext('2d', { willReadFrequently: true, alpha: false });
    }
    if (!canvas) throw new Error('no 2D canvas');
    const { part, target } = placement;
    const { displayWidth: w, displayHeight: h } = frame;
    canvas.setTransform(mirror ? -1 : 1, 0, 0, 1, mirror ? to.width : 0, 0);
    canvas.fillStyle = '#000';
    canvas.fillRect(0, 0, to.width, to.height);
    canvas.imageSmoothingQuality = 'medium';
    canvas.drawImage(
      frame,
      part.x * w,
      part.y * h,
      part.width * w,
      part.height * h,
      target.x,
      target.y,
      target.width,
      target.height,
    );
    const pixels = canvas.getImageData(0, 0, to.width, to.height).data;
    const at = raw.atLeast(pixels.length);
    arena.u8(at, pixels.length).set(pixels);
    convert(at, to.width * 4, to.width, to.height, 'rgba', to);
    return BT709_LIMITED;
  }

  return {
    async read(frame, fit, mirror, target) {
      const shown = { width: frame.displayWidth, height: frame.displayHeight };
      const placement = place(shown, target, fit);
      if (!frame.format || isTurned(frame)) return readDrawn(frame, placement, mirror, target);
      const colour = PLANAR.includes(frame.format) ? planesColour(frame.colorSpace) : null;
      try {
        if (colour) return await readPlanes(frame, colour, placement, mirror, target);
        return await readPixels(frame, placement, mirror, target);
      } catch {
        // Chromium refuses some copies (a visible rectangle off the chroma grid, rare formats) that it can draw.
        return readDrawn(frame, placement, mirror, target);
      }
    },
  };
}

/** `rotation` and `flip` came to VideoFrame later than the typings and the oldest browsers meant. */
function isTurned(frame: VideoFrame): boolean {
  const { rotation, flip } = frame as { readonly rotation?: number; readonly flip?: boolean };
  return (rotation ?? 0) !== 0 || flip === true;
}

function visibleSize(frame: VideoFrame): { width: number; height: number } {
  return {
    width: frame.visibleRect?.width ?? frame.codedWidth,
    height: frame.visibleRect?.height ?? frame.codedHeight,
  };
}

/** A block that grows to the largest size asked for. */
function createReserve(arena: Arena): { atLeast(bytes: number): Address } {
  let address: Address = 0;
  let size = 0;
  return {
    atLeast(bytes) {
      if (bytes > size) {
        if (address) arena.give(address);
        address = arena.take(bytes);
        size = bytes;
      }
      return address;
    },
  };
}
