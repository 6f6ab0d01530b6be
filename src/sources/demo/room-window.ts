/*
 * The window of the demo room, painted once: garden and sky behind two panes, the frame,
 * a sill and a linen curtain. Daylight changes are laid over it by the room.
 */
import { ellipse, linear, radial, seeded, soft, type Ctx } from './layer';

export const WINDOW = { x: 282, y: 48, width: 214, height: 372 };

function paintView(ctx: Ctx): void {
  const { x, y, width, height } = WINDOW;
  const random = seeded(23);
  ctx.fillStyle = linear(ctx, 0, y, 0, y + height, '#b9ddf5', '#dcecf5', '#f9ecd6', '#f3e6c8', '#cfe0b8');
  ctx.fillRect(x, y, width, height);
  soft(ctx, 7, () => {
    ctx.fillStyle = 'rgba(255,255,255,0.85)';
    for (const [cx, cy, rx] of [
      [330, 110, 34],
      [360, 98, 28],
      [392, 112, 30],
      [450, 168, 36],
      [478, 158, 26],
    ] as const) {
      ellipse(ctx, cx, cy, rx, 11);
      ctx.fill();
    }
  });
  // Hills, then trees, softer with distance.
  soft(ctx, 2, () => {
    ctx.fillStyle = '#b4c9b4';
    ctx.beginPath();
    ctx.moveTo(x, 322);
    ctx.bezierCurveTo(340, 286, 400, 318, 440, 300);
    ctx.quadraticCurveTo(480, 288, x + width, 304);
    ctx.lineTo(x + width, y + height);
    ctx.lineTo(x, y + height);
    ctx.fill();
    for (let i = 0; i < 70; i++) {
      const tx = x + random() * width;
      const ty = 336 + random() * 46;
      ctx.fillStyle = ['#8fb08a', '#7ea37c', '#a3bf92', '#6f9672'][Math.floor(random() * 4)] ?? '#8fb08a';
      ellipse(ctx, tx, ty, 8 + random() * 12, 7 + random() * 10);
      ctx.fill();
    }
    ctx.fillStyle = linear(ctx, 0, 374, 0, 420, '#a9c98c', '#8db572');
    ctx.fillRect(x, 378, width, 60);
  });
}

function paintFrame(ctx: Ctx): void {
  const { x, y, width, height } = WINDOW;
  ctx.lineJoin = 'miter';
  ctx.fillStyle = '#f4f3ef';
  ctx.shadowColor = 'rgba(30,40,48,0.35)';
  ctx.shadowBlur = 10;
  ctx.beginPath();
  ctx.rect(x - 16, y - 16, width + 32, height + 32);
  ctx.rect(x, y, width, height);
  ctx.fill('evenodd');
  ctx.shadowColor = 'transparent';
  ctx.fillStyle = linear(ctx, x + width / 2 - 7, 0, x + width / 2 + 7, 0, '#fdfdfb', '#dcdcd6');
  ctx.fillRect(x + width / 2 - 7, y, 14, height);
  ctx.fillStyle = linear(ctx, 0, 172, 0, 180, '#fdfdfb', '#d6d6d0');
  ctx.fillRect(x, 172, width, 8);
  ctx.strokeStyle = 'rgba(90,100,104,0.4)';
  ctx.lineWidth = 1.4;
  ctx.strokeRect(x - 15.5, y - 15.5, width + 31, height + 31);
  ctx.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
  ctx.fillStyle = linear(ctx, 0, y + height + 12, 0, y + height + 32, '#ffffff', '#c9c9c3');
  ctx.fillRect(x - 30, y + height + 12, width + 60, 18);
  ctx.fillStyle = linear(ctx, 0, y + height + 30, 0, y + height + 54, 'rgba(30,40,48,0.34)', 'rgba(30,40,48,0)');
  ctx.fillRect(x - 26, y + height + 30, width + 52, 24);
}

/** One linen panel, hanging between two edges. */
function paintPanel(ctx: Ctx, left: number, right: number, random: () => number): void {
  ctx.save();
  ctx.beginPath();
  ctx.moveTo(left + 4, 20);
  ctx.bezierCurveTo(left - 6, 180, left + 8, 320, left, 470);
  ctx.lineTo(right, 474);
  ctx.bezierCurveTo(right + 6, 320, right - 4, 160, right, 20);
  ctx.closePath();
  ctx.fillStyle = linear(ctx, left, 0, right, 0, '#e6dfd0', '#d3cab8', '#f0eadd', '#c3b9a6', '#e4ddcd', '#b7ad9b');
  ctx.fill();
  ctx.clip();
  for (let i = 0; i < right - left; i++) {
    ctx.strokeStyle = random() > 0.5 ? 'rgba(110,98,80,0.1)' : 'rgba(255,255,255,0.16)';
    ctx.lineWidth = 1 + random() * 2;
    const x = left + random() * (right - left);
    ctx.beginPath();
    ctx.moveTo(x, 20);
    ctx.bezierCurveTo(x - 4, 180, x + 4, 320, x - 2, 474);
    ctx.stroke();
  }
  ctx.restore();
}

function paintCurtain(ctx: Ctx): void {
  const random = seeded(31);
  ctx.fillStyle = linear(ctx, 0, 15, 0, 24, '#7a6450', '#453629');
  ctx.beginPath();
  ctx.roundRect(250, 15, 292, 8, 4);
  ctx.fill();
  paintPanel(ctx, 254, 292, random);
  paintPanel(ctx, 478, 536, random);
}

export function paintWindow(ctx: Ctx): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(WINDOW.x, WINDOW.y, WINDOW.width, WINDOW.height);
  ctx.clip();
  paintView(ctx);
  // Reflections that say there is glass.
  ctx.fillStyle = 'rgba(255,255,255,0.2)';
  ctx.beginPath();
  ctx.moveTo(300, 48);
  ctx.lineTo(352, 48);
  ctx.lineTo(282, 236);
  ctx.lineTo(282, 96);
  ctx.fill();
  ctx.beginPath();
  ctx.moveTo(470, 48);
  ctx.lineTo(490, 48);
  ctx.lineTo(404, 278);
  ctx.lineTo(404, 226);
  ctx.fill();
  ctx.restore();
  paintFrame(ctx);
  paintCurtain(ctx);
  ctx.fillStyle = radial(ctx, 389, 230, 60, 420, 'rgba(255,246,224,0.22)', 'rgba(255,246,224,0)');
  ctx.fillRect(0, 0, 820, 640);
}
