// Frames that are RGB, or that only the browser can turn into RGB, into program planes. They all become bt709 limited
// range. In charge of the two ways to their pixels: a copy, or a 2D canvas (40 times the time of a plane copy).
import { BT709_LIMITED } from '../../frames/colour';
import type { Arena } from '../../kernels/arena';
import type { Address, Kernels } from '../../kernels/kernels';
import { pixelNumbers } from './colour';
import { copiedSize, copyOut, type Reserve } from './copy-out';
import type { Placement } from './placement';
import type { Planes } from './planes';
import { fillsProgram, type PlanesReader } from './read-planes';

type Order = 'rgba' | 'bgra';
const NATIVE: Readonly<Record<string, Order>> = { RGBA: 'rgba', RGBX: 'rgba', BGRA: 'bgra', BGRX: 'bgra' };

export interface PixelsReader {
  /** Frames that are not turned. Other formats than RGB are converted by the browser on the way. @throws CopyRefused */
  copy(frame: VideoFrame, placement: Placement, mirror: boolean, to: Planes): Promise<void>;
  /** Any frame the browser can draw. */
  draw(frame: VideoFrame, placement: Placement, mirror: boolean, to: Planes): void;
}

export function createPixelsReader(
  kernels: Kernels,
  arena: Arena,
  planes: PlanesReader,
  raw: Reserve,
  converted: Reserve,
): PixelsReader {
  const coefficients = arena.take(64);
  let canvas: OffscreenCanvasRenderingContext2D | null = null;

  function convert(at: Address, stride: number, order: Order, to: Planes): void {
    arena.u8(coefficients, 36).set(pixelNumbers(BT709_LIMITED, order));
    const { width, height } = to;
    kernels.rgbaToPlanes(at, stride, width, height, to.y, width, to.u, to.v, (width + 1) >> 1, coefficients);
  }

  function programCanvas({ width, height }: Planes): OffscreenCanvasRenderingContext2D {
    canvas ??= new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true, alpha: false });
    if (!canvas) throw new Error('no 2D canvas');
    return canvas;
  }

  return {
    async copy(frame, placement, mirror, to) {
      const native = NATIVE[frame.format ?? ''];
      const [pixels] = await copyOut(frame, arena, raw, native ? {} : { format: 'RGBA', colorSpace: 'srgb' });
      if (!pixels) throw new Error('pixels are missing');
      const { width, height } = copiedSize(frame);
      const hasAlpha = frame.format === 'RGBA' || frame.format === 'BGRA';
      if (hasAlpha) kernels.flattenOnBlack(pixels.at, (pixels.stride / 4) * height);
      const order = native ?? 'rgba';
      if (!mirror && width === to.width && height === to.height && fillsProgram(placement, to)) {
        convert(pixels.at, pixels.stride, order, to);
        return;
      }
      const half = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
      const y = converted.atLeast(width * height + 2 * half.width * half.height);
      const u = y + width * height;
      const v = u + half.width * half.height;
      convert(pixels.at, pixels.stride, order, { width, height, y, u, v, alpha: 0 });
      const chroma = (at: Address) => ({ at, stride: half.width });
      const loose = { width, height, y: { at: y, stride: width }, u: chroma(u), v: chroma(v) };
      planes.lay(loose, BT709_LIMITED, placement, mirror, to);
    },
    draw(frame, { part, target }, mirror, to) {
      const context = programCanvas(to);
      const { displayWidth: w, displayHeight: h } = frame;
      context.setTransform(mirror ? -1 : 1, 0, 0, 1, mirror ? to.width : 0, 0);
      context.fillStyle = '#000';
      context.fillRect(0, 0, to.width, to.height);
      context.imageSmoothingQuality = 'medium';
      const { x, y, width, height } = target;
      context.drawImage(frame, part.x * w, part.y * h, part.width * w, part.height * h, x, y, width, height);
      const pixels = context.getImageData(0, 0, to.width, to.height).data;
      const at = raw.atLeast(pixels.length);
      arena.u8(at, pixels.length).set(pixels);
      convert(at, to.width * 4, 'rgba', to);
    },
  };
}
