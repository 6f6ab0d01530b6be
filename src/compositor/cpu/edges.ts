// A small mask to alpha at program size whose edges are the picture's own: guided filter with a colour guide, worked out
// only where the mask is not sure. The planes' last alpha is its memory, which steadies what camera noise does to fine edges.
import type { Arena } from '../../kernels/arena';
import type { Address, Kernels } from '../../kernels/kernels';
import type { SmallPlanes } from './small-planes';
import type { Planes } from './planes';
import type { Steadying } from './steadying';
import { takeStretchTables } from './stretch-tables';

/**
 * Window in samples of the small mask, and the contrast (0..1, squared) below which colour is ignored. Measured on the
 * corpus (decisions/004): radius 2 beside 3 gains .01 of boundary IoU, colour beside luma as much again.
 */
const GUIDE = { radius: 2, epsilon: 0.0003 };
/** The S-curve of alpha, in 1/1024: below `low` nothing, above `high` all. */
const CURVE = { low: 180, high: 844 };
/** Where the mask is surer than this in all of a window the alpha is none or all. */
const SURE = { room: 0.06, person: 0.94 };
/** What one small sample reaches: the window, the window of the mean of the models, and its neighbour. */
const REACH = 2 * GUIDE.radius + 1;

export interface Edges {
  draw(mask: Pick<Steadying, 'state' | 'share'>, planes: Planes): void;
  release(): void;
}

export function createEdges(kernels: Kernels, arena: Arena, small: SmallPlanes, program: Planes): Edges {
  const { width, height } = small;
  const size = width * height;
  const blocks: Address[] = [];
  const take = (bytes: number) => {
    const address = arena.take(bytes);
    blocks.push(address);
    return address;
  };
  const pixels = () => take(size * 16 + 64);
  const products = { means: pixels(), withMask: pixels(), squares: pixels(), last: pixels() };
  const between = pixels();
  const numbers = take(size * 8 + 16);
  const [person, room, spare] = [take(size), take(size), take(size)];
  const rowA = take((width + 2 * GUIDE.radius + 4) * 16);
  const rowB = take((width + 2 * GUIDE.radius + 4) * 16);
  const lines = take(512 + Math.ceil(program.width / 16));
  const spacing = { x: program.width / width, y: program.height / height };
  const tables = takeStretchTables(arena, small, spacing, program);

  /** In place. */
  function box(at: Address): void {
    kernels.boxRows(at, between, width, height, GUIDE.radius, 0, 1, rowA, rowB);
    kernels.boxColumns(between, at, width, height, GUIDE.radius, 0, rowA, rowB);
  }

  /** In place, by {@link REACH}. */
  function widen(at: Address): void {
    for (let step = 0; step < REACH; step++) {
      const [from, to] = step % 2 === 0 ? [at, spare] : [spare, at];
      kernels.widen3x3(from, to, width, height);
    }
    if (REACH % 2 === 1) arena.u8(at, size).set(arena.u8(spare, size));
  }

  return {
    draw({ state, share }, planes) {
      kernels.sure(state, size, SURE.room, SURE.person, person, room);
      widen(person);
      widen(room);
      const { means, withMask, squares, last } = products;
      kernels.guidedProducts(small.y, small.u, small.v, state, size, means, withMask, squares, last);
      for (const at of [means, withMask, squares, last]) box(at);
      const { radius, epsilon } = GUIDE;
      kernels.guidedModel(means, withMask, squares, last, state, person, room, width, height, radius, epsilon);
      box(means);
      kernels.guidedNumbers(means, width, height, radius, numbers);
      kernels.guidedAlpha(
        planes.y,
        planes.u,
        planes.v,
        planes.width,
        planes.height,
        numbers,
        person,
        room,
        share,
        width,
        tables.xStarts,
        tables.xFractions,
        tables.yStarts,
        tables.yFractions,
        CURVE.low,
        CURVE.high,
        planes.alpha,
        lines,
      );
    },
    release() {
      for (const block of blocks) arena.give(block);
      tables.release();
    },
  };
}
