// Program-size planes in the kernels' memory: Y, U, V and alpha in one piece, as a VideoFrame wants them.
// Says where they are; owns no bytes.
import type { Arena } from '../../kernels/arena';
import type { Address } from '../../kernels/kernels';

export interface Planes {
  readonly width: number;
  readonly height: number;
  readonly y: Address;
  readonly u: Address;
  readonly v: Address;
  /** Right behind V. */
  readonly alpha: Address;
}

/** Bytes of Y, U and V. */
export function planesBytes(width: number, height: number): number {
  return (width * height * 3) / 2;
}

export function takePlanes(arena: Arena, width: number, height: number, withAlpha: boolean): Planes {
  const bytes = planesBytes(width, height) + (withAlpha ? width * height : 0);
  const y = arena.take(bytes);
  const u = y + width * height;
  const v = u + (width * height) / 4;
  return { width, height, y, u, v, alpha: v + (width * height) / 4 };
}

/** Copies Y, U and V. */
export function copyPlanes(arena: Arena, from: Planes, to: Planes): void {
  const bytes = planesBytes(from.width, from.height);
  arena.u8(to.y, bytes).set(arena.u8(from.y, bytes));
}

/** One colour all over. */
export function fillPlanes(arena: Arena, planes: Planes, yuv: readonly [number, number, number]): void {
  const size = planes.width * planes.height;
  arena.u8(planes.y, size).fill(yuv[0]);
  arena.u8(planes.u, size / 4).fill(yuv[1]);
  arena.u8(planes.v, size / 4).fill(yuv[2]);
}
