/*
 * Pre-rendered picture layers for the demo presenter. A layer is painted once, at the
 * scale it will be shown at, so that every frame is a handful of image copies: the demo
 * has to stay cheap on a canvas without a graphics card. Also the seeded randomness
 * that keeps every drawing the same from run to run.
 */

export type Ctx = OffscreenCanvasRenderingContext2D;

export interface Layer {
  readonly canvas: OffscreenCanvas;
  /** Where the layer's top left corner sits, in the coordinates it was painted in. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** `willReadFrequently` keeps a canvas in main memory, where the CPU paths read it back for nothing. */
export function contextOf(canvas: OffscreenCanvas, alpha = true): Ctx {
  const ctx = canvas.getContext('2d', { willReadFrequently: true, alpha });
  if (!ctx) throw new Error('This browser gives no 2D drawing context to a worker');
  return ctx;
}

export function paintLayer(
  x: number,
  y: number,
  width: number,
  height: number,
  scale: number,
  paint: (ctx: Ctx) => void,
): Layer {
  const canvas = new OffscreenCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
  const ctx = contextOf(canvas);
  ctx.scale(scale, scale);
  ctx.translate(-x, -y);
  paint(ctx);
  return { canvas, x, y, width, height };
}

export function drawLayer(ctx: Ctx, layer: Layer, dx = 0, dy = 0): void {
  ctx.drawImage(layer.canvas, layer.x + dx, layer.y + dy, layer.width, layer.height);
}

/** A small seeded generator (mulberry32): the same drawing every time. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}

export function linear(ctx: Ctx, x0: number, y0: number, x1: number, y1: number, ...colours: string[]): CanvasGradient {
  const gradient = ctx.createLinearGradient(x0, y0, x1, y1);
  colours.forEach((colour, i) => gradient.addColorStop(colours.length > 1 ? i / (colours.length - 1) : 0, colour));
  return gradient;
}

export function radial(ctx: Ctx, x: number, y: number, r0: number, r1: number, ...colours: string[]): CanvasGradient {
  const gradient = ctx.createRadialGradient(x, y, r0, x, y, r1);
  colours.forEach((colour, i) => gradient.addColorStop(colours.length > 1 ? i / (colours.length - 1) : 0, colour));
  return gradient;
}

/** Paints with soft edges; where the browser has no canvas filters the edges stay hard. */
export function soft(ctx: Ctx, radius: number, paint: () => void): void {
  ctx.save();
  ctx.filter = `blur(${radius}px)`;
  paint();
  ctx.restore();
}

export function ellipse(ctx: Ctx, x: number, y: number, rx: number, ry: number, turn = 0): void {
  ctx.beginPath();
  ctx.ellipse(x, y, rx, ry, turn, 0, Math.PI * 2);
}
