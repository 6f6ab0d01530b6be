// The shape of the background blur, for both engines: a disc, as a lens draws a point that is out of focus. Pure.

/** What is left over by shrinking to small pixels (a box) and by growing back (bilinear): variance in small pixels. */
const growing = (factor: number): number => (1 - 1 / (factor * factor)) / 12 + 1 / 6;
/** Of the 1-2-1 that small pixels are smoothed by first, on both axes: it rounds the disc's rim. */
const ROUNDING = 0.5;

/**
 * Half widths of the rows of a disc, from the middle row outwards: row `i` above and below it reaches that many small
 * pixels to either side. Its spread, with what shrinking by `factor`, rounding and growing back do by themselves, is
 * that of a Gaussian of `sigmaPx`.
 * @param most the largest half width that is of use
 */
export function discRows(sigmaPx: number, factor: number, most: number): readonly number[] {
  const wanted = Math.max((sigmaPx / factor) ** 2 - growing(factor) - ROUNDING, 0);
  let best: readonly number[] = [0];
  // All discs about a pixel, by the square of their radius; a disc's variance is a quarter of that.
  const largest = Math.min(Math.ceil(4 * wanted + 4 * Math.sqrt(wanted)) + 2, most * most);
  for (let square = 1; square <= largest; square++) {
    const rows = rowsWithin(square);
    if (Math.abs(varianceOf(rows) - wanted) < Math.abs(varianceOf(best) - wanted)) best = rows;
  }
  return best;
}

function rowsWithin(square: number): readonly number[] {
  const radius = Math.floor(Math.sqrt(square));
  return Array.from({ length: radius + 1 }, (_, y) => Math.floor(Math.sqrt(square - y * y)));
}

/** On either axis: a disc is as wide as it is high. */
function varianceOf(rows: readonly number[]): number {
  let sum = 0;
  let count = 0;
  for (const [y, half] of rows.entries()) {
    const samples = (2 * half + 1) * (y === 0 ? 1 : 2);
    count += samples;
    sum += y * y * samples;
  }
  return sum / count;
}
