// The pictures round a seam side by side, to be looked at: those before it, then those from the loop's first on.
import type { Picture } from './pictures';

const REACH = 4;

/** PNG, base64. */
export function drawSheet(pictures: readonly Picture[], start: number, end: number): string {
  const places = Array.from({ length: 2 * REACH }, (_, n) => (n < REACH ? end - REACH + 1 + n : start + n - REACH));
  const { width, height } = pictures[0]?.small ?? { width: 1, height: 1 };
  const canvas = document.createElement('canvas');
  canvas.width = width * places.length;
  canvas.height = height;
  const context = canvas.getContext('2d');
  for (const [n, at] of places.entries()) {
    const small = pictures[at]?.small;
    if (small) context?.drawImage(small, n * width, 0);
  }
  return canvas.toDataURL('image/png').split(',')[1] ?? '';
}
