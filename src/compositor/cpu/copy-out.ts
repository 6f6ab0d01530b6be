// Pixels out of a VideoFrame into the kernels' memory. In charge of the one kind of failure that means "try another
// way". Borrows the frame.
import type { Arena } from '../../kernels/arena';
import type { Address } from '../../kernels/kernels';

/** Chromium will not copy this frame's pixels, though it may still draw it. */
export class CopyRefused extends Error {}

/** A block that grows to the largest size asked for; what was in it is forgotten then. */
export interface Reserve {
  atLeast(bytes: number): Address;
}

export interface CopiedPlane {
  readonly at: Address;
  readonly stride: number;
}

export function createReserve(arena: Arena): Reserve {
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

/** @throws CopyRefused */
export async function copyOut(
  frame: VideoFrame,
  arena: Arena,
  reserve: Reserve,
  options: VideoFrameCopyToOptions = {},
): Promise<CopiedPlane[]> {
  try {
    const bytes = frame.allocationSize(options);
    const at = reserve.atLeast(bytes);
    const layout = await frame.copyTo(arena.u8(at, bytes), options);
    return layout.map(({ offset, stride }) => ({ at: at + offset, stride }));
  } catch (error) {
    throw new CopyRefused('the frame cannot be copied', { cause: error });
  }
}

/** Size of what `copyTo` gives: before any rotation, and odd where the visible rectangle is. */
export function copiedSize(frame: VideoFrame): { width: number; height: number } {
  return {
    width: frame.visibleRect?.width ?? frame.codedWidth,
    height: frame.visibleRect?.height ?? frame.codedHeight,
  };
}
