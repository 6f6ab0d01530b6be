// One plane into a part of another: scaled, cropped, mirrored. In charge of keeping the tables of the geometries in
// use, so that a live source makes them once; knows nothing of frames or colour.
import type { Arena } from '../../kernels/arena';
import { sumTable } from '../../kernels/axis-table';
import type { Address, Kernels } from '../../kernels/kernels';
import type { Placement } from './placement';

export interface SourcePlane {
  readonly at: Address;
  readonly stride: number;
  /** Samples there are. */
  readonly width: number;
  readonly height: number;
}

export interface PlaneScaler {
  /**
   * @param extent size of the picture in samples of this plane (half of an odd size has a half sample)
   * @param subsampling 1 for luma, 2 for chroma: what the placement's target is divided by
   */
  scale(
    source: SourcePlane,
    extent: { readonly width: number; readonly height: number },
    placement: Placement,
    subsampling: 1 | 2,
    mirror: boolean,
    to: Address,
    toStride: number,
  ): void;
  /** The same for interleaved chroma (NV12), into two planes. `width` counts pairs. */
  scalePairs(
    source: SourcePlane,
    extent: { readonly width: number; readonly height: number },
    placement: Placement,
    mirror: boolean,
    toU: Address,
    toV: Address,
    toStride: number,
  ): void;
  /** Gives the tables back. */
  release(): void;
}

interface PlacedTable {
  readonly starts: Address;
  readonly weights: Address;
  readonly taps: number;
}

interface Geometry {
  readonly x: PlacedTable;
  readonly y: PlacedTable;
  readonly line: Address;
}

/** Luma and chroma of the camera and of the backdrop, and one to spare while they change. */
const KEPT_GEOMETRIES = 6;

export function createScaler(kernels: Kernels, arena: Arena): PlaneScaler {
  const geometries = new Map<string, Geometry>();

  function placeTable(length: number, start: number, extent: number, count: number, mirror: boolean): PlacedTable {
    const table = sumTable(length, start, extent, count, mirror);
    const starts = arena.take(table.starts.byteLength);
    const weights = arena.take(table.weights.byteLength);
    arena.i32(starts, table.starts.length).set(table.starts);
    arena.u16(weights, table.weights.length).set(table.weights);
    return { starts, weights, taps: table.taps };
  }

  function giveBack({ x, y, line }: Geometry): void {
    for (const block of [x.starts, x.weights, y.starts, y.weights, line]) arena.give(block);
  }

  function geometryFor(
    source: SourcePlane,
    extent: { width: number; height: number },
    { part }: Placement,
    count: { width: number; height: number },
    mirror: boolean,
    step: 1 | 2,
  ): Geometry {
    const key = JSON.stringify([source.width, source.height, extent, part, count, mirror, step]);
    const known = geometries.get(key);
    if (known) return known;
    if (geometries.size >= KEPT_GEOMETRIES) {
      const [oldest, old] = [...geometries.entries()][0] ?? [];
      if (oldest !== undefined) geometries.delete(oldest);
      if (old) giveBack(old);
    }
    const geometry = {
      x: placeTable(source.width, part.x * extent.width, part.width * extent.width, count.width, mirror),
      y: placeTable(source.height, part.y * extent.height, part.height * extent.height, count.height, false),
      line: arena.take(Math.max((source.width * step + 16) * 2, count.width * 10 + 128)),
    };
    geometries.set(key, geometry);
    return geometry;
  }

  /** Whole samples moved by whole steps: nothing to filter. */
  function isCopy(
    extent: { width: number; height: number },
    { part }: Placement,
    count: { width: number; height: number },
  ) {
    const whole = (value: number) => Math.abs(value - Math.round(value)) < 1e-6;
    return (
      Math.abs(part.width * extent.width - count.width) < 1e-6 &&
      Math.abs(part.height * extent.height - count.height) < 1e-6 &&
      whole(part.x * extent.width) &&
      whole(part.y * extent.height)
    );
  }

  function run(
    source: SourcePlane,
    extent: { width: number; height: number },
    placement: Placement,
    mirror: boolean,
    step: 1 | 2,
    count: { width: number; height: number },
    targets: readonly Address[],
    toStride: number,
  ): void {
    const { x, y, line } = geometryFor(source, extent, placement, count, mirror, step);
    for (const [offset, target] of targets.entries()) {
      kernels.resample(
        source.at + offset,
        source.stride,
        source.width * step - offset,
        target,
        toStride,
        count.width,
        count.height,
        x.starts,
        x.weights,
        x.taps,
        step,
        y.starts,
        y.weights,
        y.taps,
        line,
      );
    }
  }

  function counted(placement: Placement, subsampling: 1 | 2, stride: number, mirror: boolean) {
    const { target } = placement;
    const count = { width: target.width / subsampling, height: target.height / subsampling };
    const left = target.x / subsampling;
    const x = mirror ? stride - left - count.width : left;
    return { count, offset: (target.y / subsampling) * stride + x };
  }

  return {
    scale(source, extent, placement, subsampling, mirror, to, toStride) {
      const { count, offset } = counted(placement, subsampling, toStride, mirror);
      if (isCopy(extent, placement, count)) {
        const from = source.at + Math.round(placement.part.y * extent.height) * source.stride;
        const at = from + Math.round(placement.part.x * extent.width);
        kernels.copyPlane(at, source.stride, to + offset, toStride, count.width, count.height, Number(mirror));
        return;
      }
      run(source, extent, placement, mirror, 1, count, [to + offset], toStride);
    },
    scalePairs(source, extent, placement, mirror, toU, toV, toStride) {
      const { count, offset } = counted(placement, 2, toStride, mirror);
      if (isCopy(extent, placement, count)) {
        const from = source.at + Math.round(placement.part.y * extent.height) * source.stride;
        const at = from + 2 * Math.round(placement.part.x * extent.width);
        kernels.splitPairs(
          at,
          source.stride,
          toU + offset,
          toV + offset,
          toStride,
          count.width,
          count.height,
          Number(mirror),
        );
        return;
      }
      run(source, extent, placement, mirror, 2, count, [toU + offset, toV + offset], toStride);
    },
    release() {
      for (const geometry of geometries.values()) giveBack(geometry);
      geometries.clear();
    },
  };
}
