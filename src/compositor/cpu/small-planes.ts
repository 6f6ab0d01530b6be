// The small picture that a net sees, and that masks are judged and steadied by.
import type { Address } from '../../kernels/kernels';
import type { PlaneScaler } from './plane-scaler';
import type { Planes } from './planes';

/** Y, U and V of one small size. */
export interface SmallPlanes {
  readonly width: number;
  readonly height: number;
  readonly y: Address;
  readonly u: Address;
  readonly v: Address;
}

/** Luma and chroma alike to the size of `to`. */
export function shrinkPlanes(scaler: PlaneScaler, planes: Planes, to: SmallPlanes): void {
  const full = { width: planes.width, height: planes.height };
  const half = { width: planes.width / 2, height: planes.height / 2 };
  const target = { x: 0, y: 0, width: to.width, height: to.height };
  const placement = { part: { x: 0, y: 0, width: 1, height: 1 }, target };
  const plane = (at: Address, size: { width: number; height: number }, into: Address): void => {
    scaler.scale({ at, stride: size.width, ...size }, size, placement, 1, false, into, to.width);
  };
  plane(planes.y, full, to.y);
  plane(planes.u, half, to.u);
  plane(planes.v, half, to.v);
}
