/*
 * The stripes marker: the fine grille of the loudspeaker on the sideboard. Blurring the
 * background wipes it out and replacing the background removes it, so its contrast tells
 * whether the raw room can be seen. Coordinates are those of the 1280 x 720 picture.
 */
import type { Picture } from './counter-reader';

export const STRIPES = { x: 60, y: 456, width: 128, height: 104, stripe: 4 };
export const STRIPE_LIGHT = '#c9a273';
export const STRIPE_DARK = '#2b1d14';
/** Half the luma difference between the two colours, as the square wave's fundamental. */
const NOMINAL = (4 / Math.PI) * ((167 - 31) / 2);

/** 0 where the stripes are gone, 1 where they show as drawn. */
export function measureStripes(picture: Picture): number {
  const { data, width, height } = picture;
  const step = data.length >= width * height * 4 ? 4 : 1;
  const sx = width / 1280;
  const sy = height / 720;
  const x0 = Math.ceil(STRIPES.x * sx);
  const x1 = Math.min(width, Math.floor((STRIPES.x + STRIPES.width) * sx));
  const y0 = Math.ceil((STRIPES.y + 4) * sy);
  const y1 = Math.min(height, Math.floor((STRIPES.y + STRIPES.height - 4) * sy));
  if (x1 <= x0 || y1 <= y0) return 0;
  const columns = new Float64Array(x1 - x0);
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const i = (y * width + x) * step;
      const luma =
        step === 1
          ? (data[i] ?? 0)
          : 0.2126 * (data[i] ?? 0) + 0.7152 * (data[i + 1] ?? 0) + 0.0722 * (data[i + 2] ?? 0);
      columns[x - x0] = (columns[x - x0] ?? 0) + luma / (y1 - y0);
    }
  }
  let mean = 0;
  for (const value of columns) mean += value / columns.length;
  let re = 0;
  let im = 0;
  columns.forEach((value, i) => {
    const phase = (Math.PI * ((i + x0 + 0.5) / sx - STRIPES.x)) / STRIPES.stripe;
    re += (value - mean) * Math.cos(phase);
    im += (value - mean) * Math.sin(phase);
  });
  return Math.min(1, ((2 / columns.length) * Math.hypot(re, im)) / NOMINAL);
}
