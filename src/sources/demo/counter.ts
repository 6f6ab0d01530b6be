/*
 * The frame number burnt into the demo picture, three times over: as digits to read, as
 * lit tiles on the wall (gone once the background is replaced, blurred when it is
 * blurred) and as tiles knitted into the sweater (there as long as the person is).
 * Rectangles are in 1280 x 720 coordinates.
 */
import { BACKGROUND_CODE, BODY_CODE, encodeWord, type CodePlace } from './code-word';
import type { Ctx } from './layer';

export { readCounter } from './counter-reader';

export const COUNTER_LABEL = { x: 24, y: 666, width: 134, height: 30 };

export const TILE_ON = '#8fd3c1';
export const TILE_OFF = '#133f3c';
const LIGHT_ON = '#f7e3b8';
const LIGHT_OFF = '#22282c';

export function formatCounter(n: number): string {
  const digits = String(Math.max(0, Math.trunc(n)) % 100_000_000).padStart(8, '0');
  return `${digits.slice(0, 2)} ${digits.slice(2, 5)} ${digits.slice(5)}`;
}

function drawTiles(ctx: Ctx, n: number, place: CodePlace, x0: number, y0: number, on: string, off: string): void {
  const bits = encodeWord(n);
  for (const [wanted, colour] of [
    [0, off],
    [1, on],
  ] as const) {
    ctx.fillStyle = colour;
    for (let i = 0; i < bits.length; i++) {
      if (bits[i] !== wanted) continue;
      const x = x0 + (i % place.columns) * place.block;
      const y = y0 + Math.floor(i / place.columns) * place.block;
      ctx.fillRect(x + 1, y + 1, place.block - 2, place.block - 2);
    }
  }
}

export function drawBackgroundCode(ctx: Ctx, n: number): void {
  drawTiles(ctx, n, BACKGROUND_CODE, BACKGROUND_CODE.x, BACKGROUND_CODE.y, LIGHT_ON, LIGHT_OFF);
}

export function drawBodyCode(ctx: Ctx, n: number, dx = 0, dy = 0): void {
  drawTiles(ctx, n, BODY_CODE, BODY_CODE.x + dx, BODY_CODE.y + dy, TILE_ON, TILE_OFF);
}

export function drawCounterLabel(ctx: Ctx, n: number): void {
  const { x, y, width, height } = COUNTER_LABEL;
  ctx.fillStyle = 'rgba(14,14,15,0.82)';
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, 5);
  ctx.fill();
  ctx.fillStyle = '#f5f5f5';
  ctx.font = '500 19px "Geist Variable", "Geist", system-ui, sans-serif';
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'center';
  ctx.fillText(formatCounter(n), x + width / 2, y + height / 2 + 1);
}
