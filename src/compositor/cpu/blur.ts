// The blurred room. In charge of a small picture of what is behind the person, blurred without the person's colours
// (normalised convolution: colour and weight are blurred alike, then divided) as a lens does it, every point a disc, and of
// stretching it under the person.
import type { Arena } from '../../kernels/arena';
import type { Address, Kernels } from '../../kernels/kernels';
import { discRows } from '../disc';
import { createScaler } from './plane-scaler';
import type { Planes } from './planes';
import { takeStretchTables } from './stretch-tables';

/**
 * How fast a pixel loses its say with the person's alpha: none left from 40 % on. Together with the largest alpha of a
 * block and one block around it, this keeps hair and sleeves that the mask half missed out of the halo.
 */
const STEEPNESS = 2.5;
/** What the fill behind the person weighs against the room itself: it counts only where the room is far. */
const FILL_SHARE = 1 / 64;
/** The smallest blur, in program pixels, whose discs are still round at a quarter and at an eighth of the size. */
const ROUND_FROM_SIGMA = { quarter: 5, eighth: 20 };
type Factor = 2 | 4 | 8;

export interface Blur {
  /**
   * Blurs what `planes` show into Y, U and V in place; `masked`: keeps the person that their alpha tells. `coarse`: at an
   * eighth of the size whatever the blur; small discs are not round then, and never smaller than asked for.
   */
  apply(planes: Planes, halfAlpha: Address, sigmaPx: number, masked: boolean, greyLuma: number, coarse?: boolean): void;
}

export function createBlur(kernels: Kernels, arena: Arena, program: Planes): Blur {
  const scaler = createScaler(kernels, arena);
  const levels = new Map<Factor, ReturnType<typeof takeLevel>>();

  function takeLevel(factor: Factor) {
    const width = Math.ceil(program.width / factor);
    const height = Math.ceil(program.height / factor);
    const size = width * height;
    /** The largest half width of a disc that is of use. */
    const pad = Math.max(width, height) >> 2;
    const small = { width, height };
    const half = { width: program.width / 2, height: program.height / 2 };
    const pyramid: { width: number; height: number; at: Address }[] = [];
    for (let w = width, h = height; w > 1 || h > 1;) {
      w = (w + 1) >> 1;
      h = (h + 1) >> 1;
      pyramid.push({ width: w, height: h, at: arena.take(w * h * 16) });
    }
    return {
      factor,
      width,
      height,
      size,
      pyramid,
      y: arena.take(size + 16),
      u: arena.take(size + 16),
      v: arena.take(size + 16),
      alpha: arena.take(size + 16),
      widened: arena.take(size + 16),
      between: arena.take(factor === 8 ? size * 4 : 0),
      pixels: arena.take(size * 16 + 64),
      pad,
      sums: arena.take((width + 1 + 2 * pad) * height * 16 + 64),
      smooth: arena.take((width + 2) * 16),
      halves: arena.take((pad + 1) * 4),
      line: arena.take(program.width + 32),
      lines: arena.take(2 * (program.width * 2 + 64)),
      luma: takeStretchTables(arena, small, { x: factor, y: factor }, program),
      chroma: takeStretchTables(arena, small, { x: factor / 2, y: factor / 2 }, half),
    };
  }
  type Level = ReturnType<typeof takeLevel>;

  function levelFor(sigmaPx: number, coarse: boolean): Level {
    const { quarter, eighth } = ROUND_FROM_SIGMA;
    const factor = coarse || sigmaPx >= eighth ? 8 : sigmaPx >= quarter ? 4 : 2;
    const level = levels.get(factor) ?? takeLevel(factor);
    levels.set(factor, level);
    return level;
  }

  function shrinkPlane(at: Address, width: number, height: number, by: 1 | Factor, to: Address, level: Level): void {
    const fitsVectors = width === level.width * by && height === level.height * by && level.width % 8 === 0;
    if (fitsVectors && by === 8) {
      kernels.shrinkBy(4, at, width, level.between, level.width * 2, level.height * 2);
      kernels.shrinkBy(2, level.between, level.width * 2, to, level.width, level.height);
      return;
    }
    if (fitsVectors && (by === 2 || by === 4)) {
      kernels.shrinkBy(by, at, width, to, level.width, level.height);
      return;
    }
    // The last block may reach beyond the picture: its edge samples then count for what is missing.
    const extent = { width: level.width * by, height: level.height * by };
    const target = { x: 0, y: 0, width: level.width, height: level.height };
    const placement = { part: { x: 0, y: 0, width: 1, height: 1 }, target };
    scaler.scale({ at, stride: width, width, height }, extent, placement, 1, false, to, level.width);
  }

  /** Gives every pixel of `pixels` a little of the colours around it, so that none is left without. */
  function fillBehind(level: Level, greyLuma: number): void {
    let below = { width: level.width, height: level.height, at: level.pixels };
    for (const above of level.pyramid) {
      kernels.push(below.at, below.width, below.height, above.at);
      below = above;
    }
    kernels.crown(below.at, greyLuma);
    const downwards = [{ width: level.width, height: level.height, at: level.pixels }, ...level.pyramid];
    for (let i = downwards.length - 2; i >= 0; i--) {
      const [below, above] = [downwards[i], downwards[i + 1]];
      if (below && above) kernels.pull(above.at, below.width, below.height, below.at, i === 0 ? FILL_SHARE : 1);
    }
  }

  /** In place. */
  function spread({ factor, width, height, pixels, pad, sums, smooth, halves }: Level, sigmaPx: number): void {
    const rows = discRows(sigmaPx, factor, pad);
    arena.i32(halves, rows.length).set(rows);
    kernels.discSums(pixels, width, height, pad, sums, smooth);
    kernels.discs(sums, width, height, pad, halves, rows.length, pixels);
  }

  function stretch(
    plane: Address,
    alpha: Address,
    width: number,
    height: number,
    small: Address,
    level: Level,
    tables: Level['luma'],
  ) {
    kernels.blendStretched(
      plane,
      alpha,
      width,
      height,
      small,
      level.width,
      tables.xStarts,
      tables.xFractions,
      tables.yStarts,
      tables.yFractions,
      level.lines,
    );
  }

  return {
    apply(planes, halfAlpha, sigmaPx, masked, greyLuma, coarse = false) {
      const level = levelFor(sigmaPx, coarse);
      const { width, height } = planes;
      const chromaBy = level.factor === 2 ? 1 : level.factor === 4 ? 2 : 4;
      shrinkPlane(planes.y, width, height, level.factor, level.y, level);
      shrinkPlane(planes.u, width / 2, height / 2, chromaBy, level.u, level);
      shrinkPlane(planes.v, width / 2, height / 2, chromaBy, level.v, level);
      if (masked) {
        kernels.largestAlpha(
          planes.alpha,
          width,
          height,
          level.factor,
          level.alpha,
          level.width,
          level.height,
          level.line,
        );
        kernels.widen3x3(level.alpha, level.widened, level.width, level.height);
      }
      kernels.weigh(level.y, level.u, level.v, masked ? level.widened : 0, level.size, level.pixels, STEEPNESS);
      if (masked) fillBehind(level, greyLuma);
      spread(level, sigmaPx);
      kernels.settle(level.pixels, level.size, level.y, level.u, level.v);
      stretch(planes.y, masked ? planes.alpha : 0, width, height, level.y, level, level.luma);
      stretch(planes.u, masked ? halfAlpha : 0, width / 2, height / 2, level.u, level, level.chroma);
      stretch(planes.v, masked ? halfAlpha : 0, width / 2, height / 2, level.v, level, level.chroma);
    },
  };
}
