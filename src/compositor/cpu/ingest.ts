// A frame's pixels into program planes: fitted, mirrored, in YUV. In charge of which way its pixels are read: planes as
// they are (I420, I420A, NV12), through RGBA, or through a 2D canvas (no readable format, turned RGB). Borrows the
// frame. Must not change a sample where nothing has to be changed.
import { BT709_LIMITED, planesColour, type PlanesColour } from '../../frames/colour';
import type { Arena } from '../../kernels/arena';
import type { Kernels } from '../../kernels/kernels';
import type { Fit } from '../engine';
import { CopyRefused, createReserve } from './copy-out';
import { place, type Placement } from './placement';
import { createScaler } from './plane-scaler';
import type { Planes } from './planes';
import { createPixelsReader } from './read-pixels';
import { createPlanesReader, type Turn } from './read-planes';

export interface Ingest {
  /** Fills Y, U and V of `target` and says how they are to be read. Borrows `frame`. */
  read(frame: VideoFrame, fit: Fit, mirror: boolean, target: Planes): Promise<PlanesColour>;
}

const PLANAR = ['I420', 'I420A', 'NV12'];

export function createIngest(kernels: Kernels, arena: Arena): Ingest {
  const raw = createReserve(arena);
  const between = createReserve(arena);
  const planes = createPlanesReader(kernels, arena, createScaler(kernels, arena), raw, between);
  const pixels = createPixelsReader(kernels, arena, planes, raw, between);

  async function copied(
    frame: VideoFrame,
    placement: Placement,
    mirror: boolean,
    target: Planes,
  ): Promise<PlanesColour | null> {
    if (!frame.format) return null;
    const turn = turnOf(frame);
    const colour = PLANAR.includes(frame.format) ? planesColour(frame.colorSpace) : null;
    try {
      if (colour) {
        await planes.read(frame, colour, placement, turn, mirror, target);
        return colour;
      }
      if (turn.quarters !== 0 || turn.isFlipped) return null;
      await pixels.copy(frame, placement, mirror, target);
      return BT709_LIMITED;
    } catch (error) {
      // A visible rectangle off the chroma grid, rare formats.
      if (error instanceof CopyRefused) return null;
      throw error;
    }
  }

  return {
    async read(frame, fit, mirror, target) {
      const placement = place({ width: frame.displayWidth, height: frame.displayHeight }, target, fit);
      const colour = await copied(frame, placement, mirror, target);
      if (colour) return colour;
      pixels.draw(frame, placement, mirror, target);
      return BT709_LIMITED;
    },
  };
}

/** `rotation` and `flip` came to VideoFrame after the oldest browser that is meant (127) and after the typings. */
export function turnOf(frame: VideoFrame): Turn {
  const { rotation = 0, flip = false } = frame as { readonly rotation?: number; readonly flip?: boolean };
  return { quarters: (Math.round(rotation / 90) & 3) as Turn['quarters'], isFlipped: flip };
}
