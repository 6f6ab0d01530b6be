// Lays pictures of any size whole into the program's, plane by plane.
import { planesColour, yuvOf } from '../../frames/colour';
import type { Arena } from '../../kernels/arena';
import type { Kernels } from '../../kernels/kernels';
import type { Rgb } from '../engine';
import { CopyRefused, createReserve } from './copy-out';
import { turnOf } from './ingest';
import { place, type Placement } from './placement';
import { createScaler } from './plane-scaler';
import { planesBytes, takePlanes } from './planes';
import { createPlanesReader } from './read-planes';

/**
 * A new picture of the program's size, I420; borrows the one that is given. Null where its planes cannot be read. One at a
 * time, and nothing else may use the memory meanwhile.
 * @param ground what is round a picture of another shape
 * @param slackPx where the border would be narrower than this, in program pixels, the picture is cropped instead
 */
export type PlaneFitter = (picture: VideoFrame, ground: Rgb, slackPx: number) => Promise<VideoFrame | null>;

/** @param width of the program, pixels, as `height`; both even */
export function createPlaneFitter(kernels: Kernels, arena: Arena, width: number, height: number): PlaneFitter {
  const planes = takePlanes(arena, width, height, false);
  const scaler = createScaler(kernels, arena);
  const reader = createPlanesReader(kernels, arena, scaler, createReserve(arena), createReserve(arena));

  function placementOf(picture: VideoFrame, slackPx: number): Placement {
    const shown = { width: picture.displayWidth, height: picture.displayHeight };
    const whole = place(shown, planes, 'contain');
    const border = width - whole.target.width + height - whole.target.height;
    return border < slackPx ? place(shown, planes, 'cover') : whole;
  }
  function paintBorder({ target }: Placement, levels: ReturnType<typeof yuvOf>): void {
    for (const [n, at] of [planes.y, planes.u, planes.v].entries()) {
      const by = n === 0 ? 1 : 2;
      const [wide, high] = [width / by, height / by];
      const plane = arena.u8(at, wide * high);
      const [left, top] = [target.x / by, target.y / by];
      const [right, bottom] = [left + target.width / by, top + target.height / by];
      const level = levels[n] ?? 0;
      plane.fill(level, 0, top * wide).fill(level, bottom * wide);
      for (let y = top; y < bottom; y++)
        plane.fill(level, y * wide, y * wide + left).fill(level, y * wide + right, (y + 1) * wide);
    }
  }
  return async (picture, ground, slackPx) => {
    const colour = ['I420', 'NV12'].includes(picture.format ?? '') ? planesColour(picture.colorSpace) : null;
    if (!colour) return null;
    const placement = placementOf(picture, slackPx);
    try {
      await reader.read(picture, colour, placement, turnOf(picture), false, planes);
    } catch (error) {
      if (error instanceof CopyRefused) return null;
      throw error;
    }
    paintBorder(placement, yuvOf(ground, colour));
    return new VideoFrame(arena.u8(planes.y, planesBytes(width, height)), {
      format: 'I420',
      codedWidth: width,
      codedHeight: height,
      timestamp: picture.timestamp,
      colorSpace: colour.tag,
    });
  };
}
