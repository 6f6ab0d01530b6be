// YUV frames into program planes without leaving YUV: copied, turned, scaled, mirrored. A frame that already has the
// program's size and shape is copied straight to its place, bit by bit.
import { yuvOf, type PlanesColour } from '../../frames/colour';
import type { Arena } from '../../kernels/arena';
import type { Address, Kernels } from '../../kernels/kernels';
import { copiedSize, copyOut, type CopiedPlane, type Reserve } from './copy-out';
import type { Placement } from './placement';
import type { PlaneScaler } from './plane-scaler';
import { fillPlanes, type Planes } from './planes';

/** Clockwise, in quarters; then flipped left to right. */
export interface Turn {
  readonly quarters: 0 | 1 | 2 | 3;
  readonly isFlipped: boolean;
}

/** I420 of any size in the kernels' memory; chroma sizes are rounded up. */
export interface LoosePlanes {
  readonly width: number;
  readonly height: number;
  readonly y: CopiedPlane;
  readonly u: CopiedPlane;
  readonly v: CopiedPlane;
}

export interface PlanesReader {
  /** @throws CopyRefused */
  read(
    frame: VideoFrame,
    colour: PlanesColour,
    placement: Placement,
    turn: Turn,
    mirror: boolean,
    to: Planes,
  ): Promise<void>;
  /** Puts planes of another size where they belong, on black. */
  lay(from: LoosePlanes, colour: PlanesColour, placement: Placement, mirror: boolean, to: Planes): void;
}

export function fillsProgram({ part, target }: Placement, to: Planes): boolean {
  return part.width === 1 && part.height === 1 && target.width === to.width && target.height === to.height;
}

export function createPlanesReader(
  kernels: Kernels,
  arena: Arena,
  scaler: PlaneScaler,
  raw: Reserve,
  turned: Reserve,
): PlanesReader {
  function clear(to: Planes, { target }: Placement, colour: PlanesColour): void {
    const leavesBars = target.width !== to.width || target.height !== to.height;
    if (leavesBars) fillPlanes(arena, to, yuvOf([0, 0, 0], colour));
  }

  /** `chroma`: U and V, or the one plane of pairs that NV12 has. */
  function turn(
    luma: CopiedPlane,
    chroma: readonly CopiedPlane[],
    width: number,
    height: number,
    quarters: 1 | 2 | 3,
  ): LoosePlanes {
    const half = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
    const lies = quarters !== 2;
    const stride = lies ? height : width;
    const halfStride = lies ? half.height : half.width;
    const y = turned.atLeast(width * height + 2 * half.width * half.height);
    const u = y + width * height;
    const v = u + half.width * half.height;
    kernels.turnPlane(luma.at, luma.stride, 1, width, height, y, stride, quarters);
    const [first, second] = chroma;
    const step = second ? 1 : 2;
    const sources: [CopiedPlane | undefined, Address][] = [
      [first, u],
      [second ?? (first && { ...first, at: first.at + 1 }), v],
    ];
    for (const [from, to] of sources) {
      if (from) kernels.turnPlane(from.at, from.stride, step, half.width, half.height, to, halfStride, quarters);
    }
    return {
      width: stride,
      height: lies ? width : height,
      y: { at: y, stride },
      u: { at: u, stride: halfStride },
      v: { at: v, stride: halfStride },
    };
  }

  function lay(from: LoosePlanes, colour: PlanesColour, placement: Placement, mirror: boolean, to: Planes): void {
    const { width, height } = from;
    clear(to, placement, colour);
    scaler.scale({ ...from.y, width, height }, { width, height }, placement, 1, mirror, to.y, to.width);
    const half = { width: width / 2, height: height / 2 };
    const samples = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
    scaler.scale({ ...from.u, ...samples }, half, placement, 2, mirror, to.u, to.width / 2);
    scaler.scale({ ...from.v, ...samples }, half, placement, 2, mirror, to.v, to.width / 2);
  }

  return {
    lay,
    async read(frame, colour, placement, { quarters, isFlipped }, mirrored, to) {
      const { width, height } = copiedSize(frame);
      const mirror = mirrored !== isFlipped;
      const isAsIs =
        quarters === 0 && !mirror && width === to.width && height === to.height && fillsProgram(placement, to);
      if (isAsIs && frame.format === 'I420') {
        await copyOut(frame, arena, { atLeast: () => to.y });
        return;
      }
      const isPairs = frame.format === 'NV12';
      const [y, u, v] = await copyOut(frame, arena, raw);
      if (!y || !u || (!isPairs && !v)) throw new Error('planes are missing');
      if (quarters !== 0) {
        lay(turn(y, isPairs || !v ? [u] : [u, v], width, height, quarters), colour, placement, mirror, to);
      } else if (v && !isPairs) {
        lay({ width, height, y, u, v }, colour, placement, mirror, to);
      } else {
        clear(to, placement, colour);
        scaler.scale({ ...y, width, height }, { width, height }, placement, 1, mirror, to.y, to.width);
        const pairs = { ...u, width: (width + 1) >> 1, height: (height + 1) >> 1 };
        const half = { width: width / 2, height: height / 2 };
        scaler.scalePairs(pairs, half, placement, mirror, to.u, to.v, to.width / 2);
      }
    },
  };
}
