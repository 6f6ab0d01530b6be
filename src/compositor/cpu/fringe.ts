// The person before another background, with soft edges in her own colours instead of half the room's and a little of
// the new light on her rim. Gathers colours from the small picture that the net saw; changes program planes in place.
import type { Arena } from '../../kernels/arena';
import type { Address, Kernels } from '../../kernels/kernels';
import type { SmallPlanes } from './small-planes';
import type { Planes } from './planes';
import { takeStretchTables } from './stretch-tables';

/**
 * Means of person and room are taken at half the size of the small picture: a box of this radius with end samples of this
 * weight, twice, has the spread of a tent six small samples wide.
 */
const BOX = { radius: 1, ends: 1 / 6 };
/** How much of the light behind the very edge takes, of 255. */
const WRAP_SHARE = 70;

/** What the person is put before. */
export interface Ground {
  /** A picture, whose light falls on her; null: `value`. */
  readonly picture: Planes | null;
  /** Y, U and V. */
  readonly value: readonly [number, number, number];
  /** Nothing is mixed: the alpha stays straight, and where nobody is near there is `value`. */
  readonly isCut: boolean;
}

export interface Fringe {
  /** @param mask f32 0..1, at the size of the small picture */
  put(mask: Address, planes: Planes, halfAlpha: Address, ground: Ground): void;
  /** The light of what is behind: planes of the small picture's size, blurred and kept. */
  setLight(light: SmallPlanes): void;
  release(): void;
}

export function createFringe(kernels: Kernels, arena: Arena, small: SmallPlanes, program: Planes): Fringe {
  const width = small.width >> 1;
  const height = small.height >> 1;
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
  const rowA = take((width + 2 * BOX.radius + 4) * 16);
  const rowB = take((width + 2 * BOX.radius + 4) * 16);
  const light = takeMeans();
  const allOf = small.width * small.height;
  const [ones, cover] = [take(allOf * 4), take(size * 4)];
  const lines = take(256);
  arena.f32(ones, allOf).fill(1);
  const spacing = { x: (2 * program.width) / small.width, y: (2 * program.height) / small.height };
  const luma = takeStretchTables(arena, { width, height }, spacing, program);
  const half = { width: program.width / 2, height: program.height / 2 };
  const chroma = takeStretchTables(arena, { width, height }, { x: spacing.x / 2, y: spacing.y / 2 }, half);

  /** In place: a tent. */
  function spread(at: Address): void {
    const { radius, ends } = BOX;
    kernels.boxRows(at, at, width, height, radius, ends, 2, rowA, rowB);
    kernels.boxColumns(at, between, width, height, radius, ends, rowA, rowB);
    kernels.boxColumns(between, at, width, height, radius, ends, rowA, rowB);
  }

  /** To `pixelsA` and `pixelsB`. */
  function weigh({ y, u, v }: SmallPlanes, mask: Address): void {
    kernels.fringeWeights(y, u, v, mask, small.width, small.height, pixelsA, pixelsB);
  }

  weigh(small, ones);
  spread(pixelsA);
  kernels.fringeCover(pixelsA, size, cover);

  return {
    put(mask, planes, halfAlpha, { picture, value, isCut }) {
      weigh(small, mask);
      spread(pixelsA);
      spread(pixelsB);
      kernels.fringeBytes(pixelsA, cover, size, people.y, people.u, people.v, people.weight);
      kernels.fringeBytes(pixelsB, cover, size, room.y, room.u, room.v, room.weight);
      const plane = (name: 'y' | 'u' | 'v', alpha: Address, extent: typeof half, plain: number): void => {
        const tables = name === 'y' ? luma : chroma;
        kernels.putBefore(
          planes[name],
          alpha,
          extent.width,
          extent.height,
          picture?.[name] ?? 0,
          plain,
          Number(isCut),
          people[name],
          people.weight,
          room[name],
          room.weight,
          picture ? light[name] : 0,
          WRAP_SHARE,
          width,
          tables.xStarts,
          tables.xFractions,
          tables.yStarts,
          tables.yFractions,
          lines,
        );
      };
      plane('y', planes.alpha, planes, value[0]);
      plane('u', halfAlpha, half, value[1]);
      plane('v', halfAlpha, half, value[2]);
    },
    setLight(given) {
      weigh(given, ones);
      spread(pixelsA);
      kernels.fringeBytes(pixelsA, cover, size, light.y, light.u, light.v, light.weight);
    },
    release() {
      for (const block of blocks) arena.give(block);
      luma.release();
      chroma.release();
    },
  };
}
