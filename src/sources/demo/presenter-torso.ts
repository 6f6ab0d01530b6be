/*
 * The presenter's shoulders, knitted sweater and neck, painted once. The chest carries
 * a band of knitted tiles; its middle is left plain for the frame code drawn over it.
 */
import { ellipse, linear, radial, seeded, soft, type Ctx, type Layer, paintLayer } from './layer';
import { BODY_CODE } from './code-word';
import { TILE_OFF, TILE_ON } from './counter';

const TORSO_BOX = { x: 290, y: 310, width: 700, height: 430 };

function torsoPath(ctx: Ctx): void {
  ctx.beginPath();
  ctx.moveTo(561, 452);
  ctx.bezierCurveTo(535, 478, 478, 494, 436, 510);
  ctx.bezierCurveTo(372, 536, 348, 580, 336, 634);
  ctx.bezierCurveTo(326, 680, 316, 716, 312, 760);
  ctx.lineTo(968, 760);
  ctx.bezierCurveTo(964, 716, 954, 680, 944, 634);
  ctx.bezierCurveTo(932, 580, 908, 536, 844, 510);
  ctx.bezierCurveTo(802, 494, 745, 478, 719, 452);
  ctx.bezierCurveTo(700, 500, 580, 500, 561, 452);
  ctx.closePath();
}

function neckPath(ctx: Ctx): void {
  ctx.beginPath();
  ctx.moveTo(580, 320);
  ctx.bezierCurveTo(584, 420, 580, 440, 548, 462);
  ctx.bezierCurveTo(580, 506, 700, 506, 732, 462);
  ctx.bezierCurveTo(700, 440, 696, 420, 700, 320);
  ctx.closePath();
}

function paintNeck(ctx: Ctx): void {
  ctx.save();
  neckPath(ctx);
  ctx.fillStyle = linear(ctx, 575, 0, 705, 0, '#d59a76', '#cf926c', '#b97a55', '#955a3b');
  ctx.fill();
  ctx.clip();
  // The head's shadow, then the two muscles that run down to the collar bone.
  soft(ctx, 12, () => {
    ctx.fillStyle = 'rgba(92,44,26,0.62)';
    ellipse(ctx, 648, 388, 84, 46);
    ctx.fill();
  });
  soft(ctx, 5, () => {
    ctx.strokeStyle = 'rgba(110,58,36,0.4)';
    ctx.lineWidth = 7;
    ctx.beginPath();
    ctx.moveTo(598, 420);
    ctx.quadraticCurveTo(606, 455, 630, 482);
    ctx.moveTo(688, 420);
    ctx.quadraticCurveTo(682, 455, 656, 482);
    ctx.stroke();
    ctx.fillStyle = 'rgba(255,208,170,0.28)';
    ellipse(ctx, 592, 446, 7, 26, -0.2);
    ctx.fill();
  });
  ctx.restore();
}

/** Rows of tiny stitches: enough to read as wool, faint enough not to shimmer. */
function paintStitches(ctx: Ctx): void {
  const random = seeded(7);
  ctx.lineWidth = 1.1;
  for (const [colour, shift] of [
    ['rgba(6,34,32,0.17)', 0],
    ['rgba(190,240,225,0.075)', 2],
  ] as const) {
    ctx.strokeStyle = colour;
    ctx.beginPath();
    for (let x = 300 + shift; x < 980; x += 6) {
      const bend = (x - 640) / 340;
      for (let y = 440; y < 760; y += 6) {
        const dx = bend * (y - 440) * 0.03 + (random() - 0.5) * 0.6;
        ctx.moveTo(x + dx, y);
        ctx.lineTo(x + dx + 2.2, y + 3.2);
        ctx.lineTo(x + dx + 4.4, y);
      }
    }
    ctx.stroke();
  }
}

function paintBand(ctx: Ctx): void {
  const { x, y, block, columns, rows } = BODY_CODE;
  const motif = ['100110011010', '110011001100'];
  const height = rows * block;
  ctx.fillStyle = TILE_OFF;
  ctx.fillRect(280, y - 6, 720, height + 12);
  ctx.fillStyle = TILE_ON;
  ctx.globalAlpha = 0.85;
  ctx.fillRect(280, y - 14, 720, 3);
  ctx.fillRect(280, y + height + 11, 720, 3);
  // Both sides repeat the tile look in a fixed motif, one tile clear of the live part.
  for (const side of [-1, 1]) {
    for (let i = 1; i < 12; i++) {
      for (let row = 0; row < rows; row++) {
        if (motif[row]?.[i] !== '1') continue;
        const left = side < 0 ? x - (i + 1) * block : x + (columns + i) * block;
        ctx.globalAlpha = 0.42;
        ctx.fillRect(left + 1, y + row * block + 1, block - 2, block - 2);
      }
    }
  }
  ctx.globalAlpha = 1;
}

function paintFolds(ctx: Ctx): void {
  soft(ctx, 9, () => {
    ctx.lineCap = 'round';
    ctx.strokeStyle = 'rgba(3,26,26,0.36)';
    ctx.lineWidth = 11;
    for (const side of [-1, 1]) {
      ctx.beginPath();
      ctx.moveTo(640 + side * 212, 566);
      ctx.bezierCurveTo(640 + side * 208, 620, 640 + side * 222, 690, 640 + side * 218, 770);
      ctx.stroke();
    }
    ctx.lineWidth = 8;
    ctx.strokeStyle = 'rgba(3,26,26,0.34)';
    ctx.beginPath();
    ctx.moveTo(438, 578);
    ctx.quadraticCurveTo(480, 560, 512, 528);
    ctx.moveTo(842, 578);
    ctx.quadraticCurveTo(800, 560, 768, 528);
    ctx.moveTo(352, 700);
    ctx.quadraticCurveTo(385, 690, 408, 664);
    ctx.moveTo(930, 700);
    ctx.quadraticCurveTo(895, 690, 872, 664);
    ctx.stroke();
    ctx.strokeStyle = 'rgba(160,232,214,0.22)';
    ctx.lineWidth = 10;
    ctx.beginPath();
    ctx.moveTo(450, 520);
    ctx.bezierCurveTo(392, 544, 366, 584, 352, 650);
    ctx.moveTo(456, 590);
    ctx.quadraticCurveTo(506, 572, 540, 530);
    ctx.stroke();
  });
}

/** The collar's far side, seen behind the neck. */
function paintCollarBack(ctx: Ctx): void {
  ctx.fillStyle = linear(ctx, 562, 0, 718, 0, '#2b6a63', '#1b4a47', '#123634');
  ctx.beginPath();
  ctx.moveTo(560, 444);
  ctx.bezierCurveTo(570, 424, 710, 424, 720, 444);
  ctx.bezierCurveTo(722, 500, 558, 500, 560, 444);
  ctx.fill();
}

function paintCollar(ctx: Ctx): void {
  ctx.save();
  ctx.beginPath();
  ctx.moveTo(562, 440);
  ctx.bezierCurveTo(564, 498, 716, 498, 718, 440);
  ctx.bezierCurveTo(732, 444, 740, 454, 742, 466);
  ctx.bezierCurveTo(722, 538, 558, 538, 538, 466);
  ctx.bezierCurveTo(540, 454, 548, 444, 562, 440);
  ctx.closePath();
  ctx.shadowColor = 'rgba(2,22,22,0.6)';
  ctx.shadowBlur = 12;
  ctx.shadowOffsetY = 5;
  ctx.fillStyle = linear(ctx, 540, 0, 745, 0, '#3d8a80', '#2c6f68', '#1b4d4a');
  ctx.fill();
  ctx.shadowColor = 'transparent';
  ctx.clip();
  ctx.lineWidth = 1.6;
  for (let i = -18; i <= 18; i++) {
    const a = (i / 18) * 1.35;
    const x = 640 + Math.sin(a) * 96;
    const y = 452 + Math.cos(a) * 44;
    ctx.strokeStyle = 'rgba(4,34,34,0.42)';
    ctx.beginPath();
    ctx.moveTo(x - Math.sin(a) * 20, y - 24);
    ctx.lineTo(x + Math.sin(a) * 16, y + 34);
    ctx.stroke();
  }
  ctx.restore();
}

export function paintTorso(scale: number): Layer {
  const { x, y, width, height } = TORSO_BOX;
  return paintLayer(x, y, width, height, scale, (ctx) => {
    paintCollarBack(ctx);
    paintNeck(ctx);
    ctx.save();
    torsoPath(ctx);
    ctx.fillStyle = linear(ctx, 330, 470, 940, 740, '#3f8e83', '#327a71', '#25605b', '#194744', '#143b3a');
    ctx.fill();
    ctx.clip();
    paintBand(ctx);
    paintStitches(ctx);
    paintFolds(ctx);
    // Form: the chest turns away from the window towards the right and the bottom.
    ctx.fillStyle = linear(
      ctx,
      312,
      0,
      968,
      0,
      'rgba(2,24,24,0.34)',
      'rgba(2,24,24,0)',
      'rgba(2,24,24,0)',
      'rgba(2,24,24,0)',
      'rgba(2,24,24,0.1)',
      'rgba(2,24,24,0.42)',
    );
    ctx.fillRect(x, y, width, height);
    ctx.fillStyle = radial(ctx, 470, 540, 10, 260, 'rgba(190,245,228,0.16)', 'rgba(190,245,228,0)');
    ctx.fillRect(x, y, width, height);
    ctx.restore();
    paintCollar(ctx);
  });
}
