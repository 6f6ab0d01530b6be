/*
 * The moving parts of the presenter's face: eyes that blink and glance, brows, and a
 * mouth that talks. Small areas, so drawing them afresh each frame costs next to nothing.
 */
import type { Ctx } from './layer';
import type { Pose } from './motion';

const EYE_APART = 41;
const EYE_HALF = 21;

function eyePath(ctx: Ctx, open: number): void {
  ctx.beginPath();
  ctx.moveTo(-EYE_HALF, 2);
  ctx.bezierCurveTo(-12, 2 - 15 * open, 9, 2 - 16 * open, EYE_HALF, 0);
  ctx.bezierCurveTo(12, 3 + 9 * open, -10, 4 + 9 * open, -EYE_HALF, 2);
  ctx.closePath();
}

function drawEye(ctx: Ctx, pose: Pose, side: number): void {
  const open = 1 - pose.blink;
  ctx.save();
  ctx.translate(side * EYE_APART, 2);
  ctx.scale(side, 1);
  if (open > 0.12) {
    ctx.save();
    eyePath(ctx, open);
    ctx.fillStyle = side < 0 ? '#f3ece6' : '#dfd2c8';
    ctx.fill();
    ctx.clip();
    const x = side * pose.gazeX * 7;
    const y = pose.gazeY * 3 - 1;
    const disc = (radius: number, colour: string, dx = 0, dy = 0): void => {
      ctx.fillStyle = colour;
      ctx.beginPath();
      ctx.arc(x + dx, y + dy, radius, 0, Math.PI * 2);
      ctx.fill();
    };
    disc(9.6, '#2c1a10');
    disc(8.2, '#6a4226');
    disc(4.3, '#120a06');
    disc(2.5, 'rgba(255,255,255,0.92)', -3.2 * side, -3.6);
    // The lid's shadow on the eyeball.
    ctx.fillStyle = 'rgba(60,26,16,0.32)';
    ctx.fillRect(-24, -16 * open, 48, 6 + 3 * open);
    ctx.restore();
  } else {
    eyePath(ctx, 1);
    ctx.fillStyle = side < 0 ? '#d3946d' : '#bd7d57';
    ctx.fill();
  }
  ctx.lineCap = 'round';
  ctx.strokeStyle = 'rgba(44,24,16,0.9)';
  ctx.lineWidth = 2.6;
  ctx.beginPath();
  ctx.moveTo(-EYE_HALF, 2);
  ctx.bezierCurveTo(-12, 2 - 15 * open + 4 * pose.blink, 9, 2 - 16 * open + 6 * pose.blink, EYE_HALF, 1);
  ctx.stroke();
  ctx.strokeStyle = 'rgba(96,44,28,0.5)';
  ctx.lineWidth = 1.6;
  ctx.beginPath();
  ctx.moveTo(-EYE_HALF + 3, -7);
  ctx.bezierCurveTo(-10, -18 * open - 2, 9, -19 * open - 2, EYE_HALF, -7);
  ctx.moveTo(-EYE_HALF + 6, 9);
  ctx.quadraticCurveTo(2, 15, EYE_HALF - 3, 8);
  ctx.stroke();
  ctx.restore();
}

function drawBrow(ctx: Ctx, pose: Pose, side: number): void {
  ctx.save();
  ctx.translate(side * EYE_APART, -27 - pose.brow * 6);
  ctx.scale(side, 1);
  ctx.fillStyle = 'rgba(42,27,18,0.9)';
  ctx.beginPath();
  ctx.moveTo(-25, 3);
  ctx.bezierCurveTo(-16, -5, 6, -11, 31, 5);
  ctx.bezierCurveTo(12, -2, -8, 2, -24, 9);
  ctx.bezierCurveTo(-27, 8, -27, 5, -25, 3);
  ctx.fill();
  // A few hairs break the outline.
  ctx.strokeStyle = 'rgba(42,27,18,0.5)';
  ctx.lineWidth = 1.2;
  ctx.beginPath();
  for (let k = 0; k < 9; k++) {
    const x = -25 + k * 4.6;
    const y = 5 - 9 * Math.sin((k / 10) * Math.PI);
    ctx.moveTo(x, y + 2);
    ctx.lineTo(x + 5, y - 3);
  }
  ctx.stroke();
  ctx.restore();
}

function drawMouth(ctx: Ctx, pose: Pose): void {
  const open = pose.mouthOpen * 17;
  const half = 35 + pose.mouthWide * 6 - pose.mouthOpen * 8;
  ctx.save();
  ctx.translate(0, 92);
  // Both lips as one shape, then the line or the opening between them.
  ctx.fillStyle = '#bb6f5c';
  ctx.beginPath();
  ctx.moveTo(-half, -5);
  ctx.bezierCurveTo(-20, -6, -10, -9, -4, -8);
  ctx.quadraticCurveTo(0, -6.5, 4, -8);
  ctx.bezierCurveTo(10, -9, 20, -6, half, -5);
  ctx.bezierCurveTo(22, 9 + open, 9, 13 + open, 0, 13 + open);
  ctx.bezierCurveTo(-9, 13 + open, -22, 9 + open, -half, -5);
  ctx.fill();
  ctx.fillStyle = 'rgba(255,200,180,0.34)';
  ctx.beginPath();
  ctx.ellipse(-4, 8 + open, 12, 2.4, 0, 0, Math.PI * 2);
  ctx.fill();
  const line = (depth: number): void => {
    ctx.beginPath();
    ctx.moveTo(-half + 2, -4.5);
    ctx.bezierCurveTo(-18, 1, -8, 1, 0, 2);
    ctx.bezierCurveTo(8, 1, 18, 1, half - 2, -4.5);
    ctx.bezierCurveTo(20, 1 + depth, 8, 3 + depth, 0, 3 + depth);
    ctx.bezierCurveTo(-8, 3 + depth, -20, 1 + depth, -half + 2, -4.5);
    ctx.closePath();
  };
  line(open);
  ctx.fillStyle = '#5a211c';
  ctx.fill();
  if (open > 2) {
    ctx.save();
    ctx.clip();
    ctx.fillStyle = `rgba(234,223,213,${Math.min(1, (open - 2) / 4)})`;
    ctx.beginPath();
    ctx.ellipse(0, 0, half - 9, 2 + Math.min(6, open * 0.45), 0, 0, Math.PI * 2);
    ctx.fill();
    ctx.fillStyle = '#b0605a';
    ctx.beginPath();
    ctx.ellipse(0, open + 5, 16, 6, 0, 0, Math.PI * 2);
    ctx.fill();
    ctx.restore();
  }
  ctx.strokeStyle = 'rgba(106,44,30,0.55)';
  ctx.lineWidth = 2.2;
  ctx.lineCap = 'round';
  ctx.beginPath();
  ctx.moveTo(-half - 3, -9);
  ctx.quadraticCurveTo(-half - 1, -4, -half + 5, -3);
  ctx.moveTo(half + 3, -9);
  ctx.quadraticCurveTo(half + 1, -4, half - 5, -3);
  ctx.stroke();
  ctx.restore();
}

export function drawExpression(ctx: Ctx, pose: Pose): void {
  for (const side of [-1, 1]) {
    drawEye(ctx, pose, side);
    drawBrow(ctx, pose, side);
  }
  drawMouth(ctx, pose);
}
