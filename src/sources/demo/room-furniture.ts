/*
 * What stands in the demo room, painted once: the framed light panel, the bookshelf, the
 * sideboard with its loudspeaker (whose grille is the stripes marker), lamp and vase.
 */
import { BACKGROUND_CODE } from './code-word';
import { ellipse, linear, radial, seeded, soft, type Ctx } from './layer';
import { STRIPE_DARK, STRIPE_LIGHT, STRIPES } from './stripes';

export const SIDEBOARD_TOP = 600;
export const LAMP = { x: 1162, y: 470, radius: 66 };
export const CLOCK = { x: 1196, y: 338, radius: 30 };
export const PLANT = { x: 926, y: 318 };

const SPINES = [
  '#b6473f',
  '#d3a04a',
  '#2f557f',
  '#ddd6c2',
  '#4a7a4c',
  '#8a3f55',
  '#38424c',
  '#c8743f',
  '#5d7f8f',
  '#e6dcc4',
  '#283c5c',
  '#96a06a',
];

export function paintLightPanel(ctx: Ctx): void {
  const { x, y, block, columns, rows } = BACKGROUND_CODE;
  ctx.save();
  ctx.shadowColor = 'rgba(20,26,30,0.5)';
  ctx.shadowBlur = 18;
  ctx.shadowOffsetX = 6;
  ctx.shadowOffsetY = 8;
  ctx.fillStyle = '#22282c';
  ctx.beginPath();
  ctx.roundRect(x - 12, y - 12, columns * block + 24, rows * block + 24, 6);
  ctx.fill();
  ctx.restore();
  ctx.strokeStyle = 'rgba(255,255,255,0.16)';
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.roundRect(x - 11, y - 11, columns * block + 22, rows * block + 22, 5);
  ctx.stroke();
}

function paintBooks(ctx: Ctx, from: number, to: number, floor: number, seed: number): void {
  const random = seeded(seed);
  let x = from;
  while (x < to - 14) {
    const width = Math.min(to - x, 15 + Math.floor(random() * 19));
    const height = 82 + random() * 42;
    const colour = SPINES[Math.floor(random() * SPINES.length)] ?? '#777777';
    const top = floor - height;
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.roundRect(x, top, width - 1.5, height, [3, 3, 0, 0]);
    ctx.fill();
    ctx.fillStyle = linear(
      ctx,
      x,
      0,
      x + width,
      0,
      'rgba(255,255,255,0.24)',
      'rgba(255,255,255,0.05)',
      'rgba(0,0,0,0.32)',
    );
    ctx.fill();
    ctx.fillStyle = random() > 0.5 ? 'rgba(255,240,205,0.7)' : 'rgba(20,16,12,0.45)';
    ctx.fillRect(x + 3, top + 12, width - 7.5, 2);
    ctx.fillRect(x + 3, top + 17, width - 7.5, 1);
    ctx.fillRect(x + 3, floor - 16, width - 7.5, 2);
    // A title, too small to read.
    for (let k = 0; k < 7; k++) ctx.fillRect(x + width / 2 - 2.5, top + 27 + k * 5, 2 + random() * 3, 3);
    x += width;
  }
}

function paintBoard(ctx: Ctx, y: number): void {
  ctx.save();
  ctx.shadowColor = 'rgba(20,24,28,0.5)';
  ctx.shadowBlur = 14;
  ctx.shadowOffsetY = 10;
  ctx.fillStyle = linear(ctx, 0, y, 0, y + 13, '#a97650', '#8a5b3a', '#6d452a');
  ctx.fillRect(872, y, 376, 13);
  ctx.restore();
  ctx.fillStyle = '#4a2f1d';
  for (const x of [900, 1212]) ctx.fillRect(x, y + 13, 8, 20);
}

export function paintShelf(ctx: Ctx): void {
  paintBooks(ctx, 886, 1086, 188, 3);
  // A leaning pair, then a glazed bowl.
  ctx.save();
  ctx.translate(1092, 188);
  ctx.rotate(0.2);
  ctx.fillStyle = '#3d6076';
  ctx.fillRect(4, -98, 20, 96);
  ctx.fillStyle = 'rgba(255,240,205,0.65)';
  ctx.fillRect(7, -86, 14, 2);
  ctx.restore();
  ctx.fillStyle = linear(ctx, 1150, 0, 1226, 0, '#e8e2d4', '#c5bba6', '#82796a');
  ctx.beginPath();
  ctx.moveTo(1148, 146);
  ctx.bezierCurveTo(1152, 186, 1166, 188, 1187, 188);
  ctx.bezierCurveTo(1208, 188, 1222, 186, 1226, 146);
  ctx.fill();
  ctx.fillStyle = '#5f584d';
  ellipse(ctx, 1187, 146, 39, 7);
  ctx.fill();
  paintBoard(ctx, 188);
  paintBooks(ctx, 1000, 1150, 372, 13);
  paintBoard(ctx, 372);
  paintClock(ctx);
  paintPot(ctx);
}

function paintClock(ctx: Ctx): void {
  const { x, y, radius } = CLOCK;
  ctx.fillStyle = '#5b3a24';
  ctx.fillRect(x - 17, y + 24, 8, 12);
  ctx.fillRect(x + 9, y + 24, 8, 12);
  ctx.fillStyle = linear(ctx, x - radius, 0, x + radius, 0, '#b9834f', '#75492a');
  ellipse(ctx, x, y, radius + 4, radius + 4);
  ctx.fill();
  ctx.fillStyle = radial(ctx, x - 8, y - 8, 4, radius * 1.6, '#fbf7ec', '#e3dac6');
  ellipse(ctx, x, y, radius - 2, radius - 2);
  ctx.fill();
  ctx.strokeStyle = '#4a4238';
  ctx.lineWidth = 1.8;
  ctx.beginPath();
  for (let k = 0; k < 12; k++) {
    const a = (k / 12) * Math.PI * 2;
    ctx.moveTo(x + Math.sin(a) * (radius - 5), y - Math.cos(a) * (radius - 5));
    ctx.lineTo(x + Math.sin(a) * (radius - (k % 3 ? 8 : 11)), y - Math.cos(a) * (radius - (k % 3 ? 8 : 11)));
  }
  ctx.stroke();
  ctx.lineWidth = 2.6;
  ctx.lineCap = 'round';
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x - 11, y - 8);
  ctx.moveTo(x, y);
  ctx.lineTo(x + 8, y - 18);
  ctx.stroke();
}

function paintPot(ctx: Ctx): void {
  const { x, y } = PLANT;
  ctx.fillStyle = linear(ctx, x - 34, 0, x + 34, 0, '#d98459', '#c4683f', '#8d4526');
  ctx.beginPath();
  ctx.moveTo(x - 34, y);
  ctx.lineTo(x + 34, y);
  ctx.lineTo(x + 25, y + 54);
  ctx.lineTo(x - 25, y + 54);
  ctx.fill();
  ctx.fillStyle = linear(ctx, x - 38, 0, x + 38, 0, '#e69468', '#cc7048', '#96492a');
  ctx.beginPath();
  ctx.roundRect(x - 38, y - 8, 76, 15, 3);
  ctx.fill();
}

export function paintSideboard(ctx: Ctx): void {
  const top = SIDEBOARD_TOP;
  const random = seeded(53);
  ctx.fillStyle = linear(ctx, 0, top - 4, 0, 720, '#8d6443', '#76512f', '#553822');
  ctx.fillRect(0, top, 1280, 120);
  ctx.fillStyle = linear(ctx, 0, top - 6, 0, top + 14, '#c0946b', '#a3754d');
  ctx.fillRect(0, top - 6, 1280, 20);
  ctx.fillStyle = linear(ctx, 0, top + 14, 0, top + 30, 'rgba(22,12,6,0.55)', 'rgba(22,12,6,0)');
  ctx.fillRect(0, top + 14, 1280, 16);
  for (let i = 0; i < 260; i++) {
    const y = top - 4 + random() * 122;
    const x = random() * 1280;
    ctx.strokeStyle = random() > 0.5 ? 'rgba(255,220,170,0.09)' : 'rgba(40,20,8,0.16)';
    ctx.lineWidth = 0.7 + random() * 1.2;
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.bezierCurveTo(x + 40, y + random() * 3, x + 90, y - random() * 3, x + 120 + random() * 160, y);
    ctx.stroke();
  }
  ctx.strokeStyle = 'rgba(24,12,6,0.55)';
  ctx.lineWidth = 2.5;
  ctx.beginPath();
  for (const x of [212, 424, 856, 1068]) {
    ctx.moveTo(x, top + 22);
    ctx.lineTo(x, 720);
  }
  ctx.stroke();
  ctx.fillStyle = '#d9b56c';
  for (const x of [232, 404, 1048, 1088]) {
    ellipse(ctx, x, 664, 6, 6);
    ctx.fill();
  }
}

export function paintSpeaker(ctx: Ctx): void {
  const { x, y, width, height, stripe } = STRIPES;
  ctx.save();
  ctx.shadowColor = 'rgba(16,10,6,0.6)';
  ctx.shadowBlur = 16;
  ctx.shadowOffsetX = 8;
  ctx.fillStyle = linear(ctx, x - 14, 0, x + width + 14, 0, '#a0704a', '#8a5c39', '#64401f');
  ctx.beginPath();
  ctx.roundRect(x - 14, y - 14, width + 28, SIDEBOARD_TOP - y + 12, 8);
  ctx.fill();
  ctx.restore();
  ctx.fillStyle = STRIPE_LIGHT;
  ctx.fillRect(x, y, width, height);
  ctx.fillStyle = STRIPE_DARK;
  for (let k = 0; k < width; k += stripe * 2) ctx.fillRect(x + k + stripe, y, stripe, height);
  ctx.strokeStyle = 'rgba(24,14,8,0.7)';
  ctx.lineWidth = 2;
  ctx.strokeRect(x - 1, y - 1, width + 2, height + 2);
  for (const k of [24, 64, 104]) {
    ctx.fillStyle = radial(ctx, x + k - 3, y + height + 13, 1, 12, '#f0dfba', '#a98850');
    ellipse(ctx, x + k, y + height + 16, 7.5, 7.5);
    ctx.fill();
  }
}

export function paintVase(ctx: Ctx): void {
  ctx.strokeStyle = '#9a7d4e';
  ctx.lineWidth = 2;
  const random = seeded(71);
  for (let i = 0; i < 7; i++) {
    const tx = 236 + i * 11 + random() * 8;
    const ty = 452 + random() * 34;
    ctx.beginPath();
    ctx.moveTo(272, 540);
    ctx.quadraticCurveTo(268 + (tx - 268) * 0.3, 500, tx, ty);
    ctx.stroke();
    for (let k = 0; k < 9; k++) {
      ctx.fillStyle = ['#d9bd86', '#c6a268', '#e7d3a4'][k % 3] ?? '#d9bd86';
      ellipse(ctx, tx + (random() - 0.5) * 12, ty + k * 3.4 - 10, 4.6, 2.6, random() * 3);
      ctx.fill();
    }
  }
  ctx.fillStyle = linear(ctx, 244, 0, 302, 0, '#f0ece3', '#d3cbbd', '#968e80');
  ctx.beginPath();
  ctx.moveTo(262, 530);
  ctx.bezierCurveTo(264, 548, 240, 556, 242, 580);
  ctx.bezierCurveTo(244, 596, 256, 598, 272, 598);
  ctx.bezierCurveTo(290, 598, 301, 596, 302, 580);
  ctx.bezierCurveTo(304, 556, 280, 548, 282, 530);
  ctx.fill();
}

export function paintLamp(ctx: Ctx): void {
  const { x, y, radius } = LAMP;
  soft(ctx, 12, () => {
    ctx.fillStyle = 'rgba(20,10,4,0.5)';
    ellipse(ctx, x, SIDEBOARD_TOP + 2, 54, 8);
    ctx.fill();
  });
  ctx.fillStyle = linear(ctx, x - 8, 0, x + 8, 0, '#8a6a4a', '#3d2b1c');
  ctx.fillRect(x - 7, y + radius - 8, 14, SIDEBOARD_TOP - y - radius + 6);
  ctx.fillStyle = linear(ctx, x - 40, 0, x + 40, 0, '#7d5f42', '#59402b', '#35251a');
  ctx.beginPath();
  ctx.roundRect(x - 40, SIDEBOARD_TOP - 10, 80, 12, 5);
  ctx.fill();
  ctx.fillStyle = radial(ctx, x - 6, y - 4, 10, radius * 1.05, '#fff6dc', '#ffe6ae', '#f3c878');
  ellipse(ctx, x, y, radius, radius);
  ctx.fill();
}
