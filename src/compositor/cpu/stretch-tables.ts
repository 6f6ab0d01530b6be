// Tables, placed in the kernels' memory, by which a small picture is stretched over the program. Made once per pair of
// sizes by whoever owns the small picture.
import type { Arena } from '../../kernels/arena';
import { lerpTable } from '../../kernels/axis-table';
import type { Address } from '../../kernels/kernels';

export interface StretchTables {
  readonly xStarts: Address;
  readonly xFractions: Address;
  readonly yStarts: Address;
  readonly yFractions: Address;
  release(): void;
}

/** @param spacing how many program samples one small sample stands for, on each axis */
export function takeStretchTables(
  arena: Arena,
  small: { readonly width: number; readonly height: number },
  spacing: { readonly x: number; readonly y: number },
  count: { readonly width: number; readonly height: number },
): StretchTables {
  const axis = (length: number, apart: number, outputs: number) => {
    const table = lerpTable(length, apart, outputs);
    const starts = arena.take(table.starts.byteLength);
    const fractions = arena.take(table.fractions.byteLength);
    arena.i32(starts, outputs).set(table.starts);
    arena.i16(fractions, outputs).set(table.fractions);
    return { starts, fractions };
  };
  const x = axis(small.width, spacing.x, count.width);
  const y = axis(small.height, spacing.y, count.height);
  return {
    xStarts: x.starts,
    xFractions: x.fractions,
    yStarts: y.starts,
    yFractions: y.fractions,
    release: () => {
      for (const block of [x.starts, x.fractions, y.starts, y.fractions]) arena.give(block);
    },
  };
}
