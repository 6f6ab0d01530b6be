// What soft edges look like before another background: in the person's own colours instead of half the room's, with a
// little of the new light on the rim. Works on the small picture that the net saw; changes program planes in place.
import type { Arena } from '../../kernels/arena';
import type { Address, Kernels } from '../../kernels/kernels';
import type { SmallPlanes } from './mask';
import type { Planes } from './planes';
import { takeStretchTables } from './stretch-tables';

/** Means of person and room reach twice this far, in samples of the small picture. */
const REACH = 3;
/** How much of the light behind the very edge takes, of 255. */
const WRAP_SHARE = 70;

export interface Fringe {
  /**
   * @param mask f32 0..1, at the size of the small picture
   * @param light the blurred light of what is behind, or null for none
   * @param blank Y, U and V where nobody is near
   */
  clean(
    mask: Address,
    planes: Planes,
    halfAlpha: Address,
    light: SmallPlanes | null,
    blank: readonly [number, number, number],
  ): void;
  /** Blurs small planes as light, in place. */
  soften(light: SmallPlanes): void;
  release(): void;
}

export function createFringe(kernels: Kernels, arena: Arena, small: SmallPlanes, program: Planes): Fringe {
  const { width, height } = small;
  const size = width * height;
  const blocks: Address[] = [];
  const take = (bytes: number) => {
    const address = arena.take(bytes);
    blocks.push(address);
    return address;
  };
  const takeMeans = () => ({ y: take(size), u: take(size), v: take(size), weight: take(size) });
  const [people, room] = [takeMeans(), takeMeans()];
  const [pixelsA, pixelsB, between] = [take(size * 16 + 64), take(size * 16 + 64), take(size * 16 + 64)];
  const rowA = take((width + 2 * REACH + 4) * 16);
  const rowB = take((width + 2 * REACH + 4) * 16);
  const [ones, cover] = [take(size * 4), take(size * 4)];
  const lines = take(256);
  arena.f32(ones, size).fill(1);
  const spacing = { x: program.width / width, y: program.height / height };
  const luma = takeStretchTables(arena, small, spacing, program);
  const half = { width: program.width / 2, height: program.height / 2 };
  const chroma = takeStretchTables(arena, small, { x: spacing.x / 2, y: spacing.y / 2 }, half);

  /** In place: a tent. */
  function spread(at: Address): void {
    kernels.boxRows(at, at, width, height, REACH, 0, 2, rowA, rowB);
    kernels.boxColumns(at, between, width, height, REACH, 0, rowA, rowB);
    kernels.boxColumns(between, at, width, height, REACH, 0, rowA, rowB);
  }

  kernels.fringeWeights(small.y, small.u, small.v, ones, size, pixelsA, pixelsB);
  spread(pixelsA);
  kernels.fringeCover(pixelsA, size, cover);

  return {
    clean(mask, planes, halfAlpha, light, blank) {
      kernels.fringeWeights(small.y, small.u, small.v, mask, size, pixelsA, pixelsB);
      spread(pixelsA);
      spread(pixelsB);
      kernels.fringeBytes(pixelsA, cover, size, people.y, people.u, people.v, people.weight);
      kernels.fringeBytes(pixelsB, cover, size, room.y, room.u, room.v, room.weight);
      const plane = (name: 'y' | 'u' | 'v', alpha: Address, extent: typeof half, value: number): void => {
        const tables = name === 'y' ? luma : chroma;
        kernels.cleanFringe(
          planes[name],
          alpha,
          extent.width,
          extent.height,
          people[name],
          people.weight,
          room[name],
          room.weight,
          light ? light[name] : 0,
          WRAP_SHARE,
          value,
          width,
          tables.xStarts,
          tables.xFractions,
          tables.yStarts,
          tables.yFractions,
          lines,
        );
      };
      plane('y', planes.alpha, planes, blank[0]);
      plane('u', halfAlpha, half, blank[1]);
      plane('v', halfAlpha, half, blank[2]);
    },
    soften(light) {
      kernels.fringeWeights(light.y, light.u, light.v, ones, size, pixelsA, pixelsB);
      spread(pixelsA);
      kernels.fringeBytes(pixelsA, cover, size, light.y, light.u, light.v, people.weight);
    },
    release() {
      for (const block of blocks) arena.give(block);
      luma.release();
      chroma.release();
    },
  };
}
