/*
 * The demo presenter's room: a wall with a window, shelf, plant, clock, sideboard and
 * lamp. The room is painted once; the slowly changing daylight is baked in again about
 * once a second, and only small things move on every frame (clock hand, leaves, lamp).
 */
import { contextOf, drawLayer, ellipse, linear, paintLayer, radial, seeded, soft, type Ctx, type Layer } from './layer';
import {
  CLOCK,
  LAMP,
  paintLamp,
  paintLightPanel,
  paintShelf,
  paintSideboard,
  paintSpeaker,
  paintVase,
  PLANT,
} from './room-furniture';
import { paintWindow, WINDOW } from './room-window';

const WIDTH = 1280;
const HEIGHT = 720;
/** Seconds between two bakes of the daylight: each changes the picture by less than one step of 255. */
const BAKE_EVERY = 1;
const DAY_PERIOD = 96;
const TAU = Math.PI * 2;

interface Leaf {
  readonly x: number;
  readonly y: number;
  readonly turn: number;
  readonly period: number;
  readonly layer: Layer;
}

export interface Room {
  draw(ctx: Ctx, t: number): void;
}

function paintWall(ctx: Ctx): void {
  const random = seeded(2);
  ctx.fillStyle = linear(ctx, 0, 0, WIDTH, 560, '#c9d0cf', '#b4bdbf', '#929ea4', '#76838a', '#67737a');
  ctx.fillRect(0, 0, WIDTH, HEIGHT);
  // Plaster: a fine speckle that a camera would see and a blur would not.
  for (let i = 0; i < 5200; i++) {
    ctx.fillStyle = random() > 0.5 ? 'rgba(255,255,255,0.055)' : 'rgba(20,30,36,0.05)';
    ctx.fillRect(random() * WIDTH, random() * 600, 1.2, 1.2);
  }
  ctx.fillStyle = radial(
    ctx,
    LAMP.x,
    LAMP.y,
    30,
    330,
    'rgba(255,214,140,0.46)',
    'rgba(255,206,130,0.12)',
    'rgba(255,200,120,0)',
  );
  ctx.fillRect(800, 120, 480, 500);
  ctx.fillStyle = linear(ctx, 0, 520, 0, 600, 'rgba(30,36,40,0)', 'rgba(30,36,40,0.3)');
  ctx.fillRect(0, 520, WIDTH, 80);
}

function paintRoom(ctx: Ctx): void {
  paintWall(ctx);
  paintWindow(ctx);
  paintLightPanel(ctx);
  paintShelf(ctx);
  paintSideboard(ctx);
  paintSpeaker(ctx);
  paintVase(ctx);
  paintLamp(ctx);
  // Light from the window across the sideboard.
  soft(ctx, 10, () => {
    ctx.fillStyle = 'rgba(255,238,204,0.2)';
    ctx.beginPath();
    ctx.moveTo(330, 597);
    ctx.lineTo(560, 597);
    ctx.lineTo(640, 640);
    ctx.lineTo(340, 640);
    ctx.fill();
  });
}

/** What a lower sun adds: a warmer window and a warm wall around it. */
function paintEvening(ctx: Ctx): void {
  ctx.fillStyle = linear(
    ctx,
    0,
    WINDOW.y,
    0,
    WINDOW.y + WINDOW.height,
    'rgba(250,190,150,0.6)',
    'rgba(255,206,140,0.75)',
    'rgba(226,150,96,0.5)',
  );
  const half = WINDOW.width / 2;
  ctx.fillRect(WINDOW.x + 10, WINDOW.y, half - 17, 124);
  ctx.fillRect(WINDOW.x + half + 7, WINDOW.y, half - 21, 124);
  ctx.fillRect(WINDOW.x + 10, 180, half - 17, WINDOW.height - 132);
  ctx.fillRect(WINDOW.x + half + 7, 180, half - 21, WINDOW.height - 132);
  ctx.fillStyle = radial(ctx, 389, 230, 80, 560, 'rgba(255,196,128,0.22)', 'rgba(255,180,110,0)');
  ctx.fillRect(0, 0, 960, 720);
  ctx.fillStyle = 'rgba(44,30,60,0.1)';
  ctx.fillRect(0, 0, WIDTH, HEIGHT);
}

function paintLeaf(length: number, shade: number, scale: number): Layer {
  return paintLayer(-length * 0.36, -length - 4, length * 0.72, length + 8, scale, (ctx) => {
    ctx.beginPath();
    ctx.moveTo(0, 0);
    ctx.bezierCurveTo(-length * 0.44, -length * 0.36, -length * 0.3, -length * 0.8, 0, -length);
    ctx.bezierCurveTo(length * 0.3, -length * 0.8, length * 0.44, -length * 0.36, 0, 0);
    const green = (k: number): string => `hsl(${132 - shade * 22} 30% ${Math.round(22 + shade * 14 + k)}%)`;
    ctx.fillStyle = linear(ctx, -length * 0.3, 0, length * 0.3, 0, green(14), green(5), green(-6));
    ctx.fill();
    ctx.clip();
    ctx.strokeStyle = 'rgba(214,236,196,0.34)';
    ctx.lineWidth = 1.3;
    ctx.beginPath();
    ctx.moveTo(0, 0);
    ctx.lineTo(0, -length * 0.94);
    for (let k = 0.2; k < 0.85; k += 0.16) {
      ctx.moveTo(0, -length * k);
      ctx.lineTo(-length * 0.17, -length * (k + 0.13));
      ctx.moveTo(0, -length * k);
      ctx.lineTo(length * 0.17, -length * (k + 0.13));
    }
    ctx.stroke();
  });
}

function growPlant(scale: number): Leaf[] {
  const random = seeded(17);
  return [-1.3, 1.25, -0.95, 0.98, -0.58, 0.62, -0.3, 0.28, -0.02].map((turn, i) => ({
    x: PLANT.x + turn * 12,
    y: PLANT.y - 2,
    turn,
    period: 3.4 + random() * 2.4,
    layer: paintLeaf(70 + (1 - Math.abs(turn)) * 24 - i * 1.5, random() * 0.6 + i * 0.06, scale),
  }));
}

export function createRoom(scale = 1): Room {
  const base = paintLayer(0, 0, WIDTH, HEIGHT, scale, paintRoom);
  const evening = paintLayer(0, 0, WIDTH, HEIGHT, scale, paintEvening);
  const glow = paintLayer(LAMP.x - 110, LAMP.y - 110, 220, 220, scale, (ctx) => {
    ctx.fillStyle = radial(
      ctx,
      LAMP.x,
      LAMP.y,
      20,
      108,
      'rgba(255,236,186,0.55)',
      'rgba(255,216,140,0.2)',
      'rgba(255,206,120,0)',
    );
    ctx.fillRect(LAMP.x - 110, LAMP.y - 110, 220, 220);
  });
  const plant = growPlant(scale);
  const baked = new OffscreenCanvas(base.canvas.width, base.canvas.height);
  const bakedCtx = contextOf(baked, false);
  let bakedAt = NaN;

  const bake = (slot: number): void => {
    bakedAt = slot;
    bakedCtx.globalAlpha = 1;
    bakedCtx.drawImage(base.canvas, 0, 0);
    bakedCtx.globalAlpha = 0.5 - 0.5 * Math.cos((TAU * (slot * BAKE_EVERY + 14)) / DAY_PERIOD);
    bakedCtx.drawImage(evening.canvas, 0, 0);
  };

  return {
    draw(ctx, t) {
      const slot = Math.floor(t / BAKE_EVERY);
      if (slot !== bakedAt) bake(slot);
      ctx.drawImage(baked, 0, 0, WIDTH, HEIGHT);
      ctx.save();
      ctx.globalAlpha = 0.5 + 0.18 * Math.sin((TAU * t) / 3.7) + 0.1 * Math.sin((TAU * t) / 0.83);
      drawLayer(ctx, glow);
      ctx.restore();
      for (const leaf of plant) {
        ctx.save();
        ctx.translate(leaf.x, leaf.y);
        ctx.rotate(leaf.turn + 0.03 * Math.sin(TAU * (t / leaf.period + leaf.turn)));
        drawLayer(ctx, leaf.layer);
        ctx.restore();
      }
      drawSecondHand(ctx, t);
    },
  };
}

function drawSecondHand(ctx: Ctx, t: number): void {
  const angle = (TAU * Math.floor(t)) / 60;
  ctx.strokeStyle = '#c0402f';
  ctx.lineWidth = 1.6;
  ctx.beginPath();
  ctx.moveTo(CLOCK.x - Math.sin(angle) * 6, CLOCK.y + Math.cos(angle) * 6);
  ctx.lineTo(CLOCK.x + Math.sin(angle) * 22, CLOCK.y - Math.cos(angle) * 22);
  ctx.stroke();
  ctx.fillStyle = '#c0402f';
  ellipse(ctx, CLOCK.x, CLOCK.y, 2.4, 2.4);
  ctx.fill();
}
