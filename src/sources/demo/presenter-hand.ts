/*
 * The presenter's raised hand and the sleeve below it, each painted once in its own
 * coordinates: the hand around its wrist, the sleeve around the elbow, so that waving is
 * two rotations. The palm faces the viewer, with the thumb towards the head.
 */
import { drawLayer, ellipse, linear, radial, seeded, soft, type Ctx, type Layer, paintLayer } from './layer';

/** From elbow to wrist, in picture pixels. */
export const FOREARM = 250;

const SKIN_LINE = 'rgba(120,62,38,0.55)';

interface Finger {
  readonly from: readonly [number, number];
  readonly knuckle: readonly [number, number];
  readonly tip: readonly [number, number];
  readonly root: number;
  readonly end: number;
}

const FINGERS: readonly Finger[] = [
  { from: [32, -84], knuckle: [48, -132], tip: [57, -163], root: 12.5, end: 9.5 },
  { from: [14, -92], knuckle: [22, -152], tip: [26, -192], root: 14, end: 10.5 },
  { from: [-8, -94], knuckle: [-9, -158], tip: [-9, -203], root: 14.5, end: 11 },
  { from: [-31, -90], knuckle: [-40, -147], tip: [-46, -184], root: 14, end: 10.5 },
];
const THUMB: Finger = { from: [-34, -34], knuckle: [-68, -76], tip: [-88, -106], root: 20, end: 12 };

function segment(ctx: Ctx, a: readonly [number, number], b: readonly [number, number], ra: number, rb: number): void {
  const angle = Math.atan2(b[1] - a[1], b[0] - a[0]);
  ctx.moveTo(a[0] + Math.cos(angle + Math.PI / 2) * ra, a[1] + Math.sin(angle + Math.PI / 2) * ra);
  ctx.arc(a[0], a[1], ra, angle + Math.PI / 2, angle + (Math.PI * 3) / 2);
  ctx.arc(b[0], b[1], rb, angle - Math.PI / 2, angle + Math.PI / 2);
  ctx.closePath();
}

function fingerPath(ctx: Ctx, f: Finger): void {
  const middle = (f.root + f.end) / 2 + 0.4;
  ctx.beginPath();
  segment(ctx, f.from, f.knuckle, f.root, middle);
  segment(ctx, f.knuckle, f.tip, middle, f.end);
}

function paintFinger(ctx: Ctx, f: Finger): void {
  const [x0] = f.from;
  ctx.save();
  ctx.lineWidth = 2.4;
  ctx.strokeStyle = SKIN_LINE;
  fingerPath(ctx, f);
  ctx.stroke();
  ctx.fillStyle = linear(ctx, f.from[0], f.from[1], f.tip[0], f.tip[1], '#d4926b', '#df9f78', '#e9ae8b');
  fingerPath(ctx, f);
  ctx.fill();
  ctx.clip();
  soft(ctx, 4, () => {
    ctx.lineWidth = f.end * 0.9;
    ctx.strokeStyle = 'rgba(140,74,46,0.5)';
    ctx.beginPath();
    ctx.moveTo(f.from[0] + f.root, f.from[1]);
    ctx.lineTo(f.knuckle[0] + f.root, f.knuckle[1]);
    ctx.lineTo(f.tip[0] + f.end, f.tip[1]);
    ctx.stroke();
    ctx.strokeStyle = 'rgba(255,222,192,0.5)';
    ctx.lineWidth = f.end * 0.6;
    ctx.beginPath();
    ctx.moveTo(f.from[0] - f.root * 0.55, f.from[1] - 14);
    ctx.lineTo(f.knuckle[0] - f.end * 0.55, f.knuckle[1]);
    ctx.lineTo(f.tip[0] - f.end * 0.5, f.tip[1] + 4);
    ctx.stroke();
  });
  // Creases across the two joints.
  ctx.strokeStyle = 'rgba(140,72,46,0.42)';
  ctx.lineWidth = 1.3;
  for (const k of [0.42, 0.72]) {
    const x = x0 + (f.tip[0] - x0) * k;
    const y = f.from[1] + (f.tip[1] - f.from[1]) * k;
    ctx.beginPath();
    ctx.moveTo(x - f.end * 0.75, y + 1);
    ctx.quadraticCurveTo(x, y + 3, x + f.end * 0.75, y);
    ctx.stroke();
  }
  ctx.restore();
}

function palmPath(ctx: Ctx): void {
  ctx.beginPath();
  ctx.moveTo(-27, 40);
  ctx.bezierCurveTo(-29, 10, -40, -2, -46, -34);
  ctx.bezierCurveTo(-50, -60, -48, -82, -44, -94);
  ctx.bezierCurveTo(-30, -108, 30, -106, 42, -90);
  ctx.bezierCurveTo(54, -66, 48, -28, 38, -6);
  ctx.bezierCurveTo(32, 8, 29, 20, 28, 40);
  ctx.closePath();
}

function paintPalm(ctx: Ctx): void {
  ctx.save();
  palmPath(ctx);
  ctx.fillStyle = linear(ctx, -46, 0, 50, 0, '#e6a983', '#dc9c75', '#cb875f', '#b87250');
  ctx.fill();
  ctx.clip();
  soft(ctx, 9, () => {
    ctx.fillStyle = 'rgba(248,196,164,0.55)';
    ellipse(ctx, -26, -36, 20, 34, 0.35);
    ctx.fill();
    ellipse(ctx, 24, -30, 14, 34, 0.1);
    ctx.fill();
    ctx.fillStyle = 'rgba(226,128,98,0.4)';
    ellipse(ctx, -2, -84, 40, 10);
    ctx.fill();
    ctx.fillStyle = 'rgba(150,82,54,0.34)';
    ellipse(ctx, 4, -52, 15, 22);
    ctx.fill();
    ctx.fillStyle = 'rgba(104,50,30,0.55)';
    ellipse(ctx, 0, 44, 40, 26);
    ctx.fill();
  });
  ctx.strokeStyle = 'rgba(140,70,46,0.5)';
  ctx.lineWidth = 1.8;
  ctx.lineCap = 'round';
  ctx.beginPath();
  ctx.moveTo(-43, -72);
  ctx.bezierCurveTo(-16, -70, -6, -40, -14, -6);
  ctx.moveTo(-42, -74);
  ctx.bezierCurveTo(-14, -72, 14, -58, 30, -34);
  ctx.moveTo(42, -74);
  ctx.bezierCurveTo(24, -66, 2, -68, -14, -88);
  ctx.stroke();
  ctx.restore();
}

export function paintHand(scale: number): Layer {
  return paintLayer(-112, -224, 196, 272, scale, (ctx) => {
    for (const finger of FINGERS) paintFinger(ctx, finger);
    paintFinger(ctx, THUMB);
    // The palm fades into the fingers' roots, or its rim would show across them.
    const palm = paintLayer(-112, -224, 196, 272, scale, (palmCtx) => {
      paintPalm(palmCtx);
      palmCtx.globalCompositeOperation = 'destination-out';
      palmCtx.fillStyle = linear(palmCtx, 0, -106, 0, -80, 'rgba(0,0,0,1)', 'rgba(0,0,0,0)');
      palmCtx.fillRect(-112, -120, 196, 40);
    });
    drawLayer(ctx, palm);
    // The ball of the thumb folds over the palm's edge.
    soft(ctx, 5, () => {
      ctx.fillStyle = '#e2a47d';
      ctx.beginPath();
      segment(ctx, [-30, -30], [-52, -58], 15, 12);
      ctx.fill();
    });
  });
}

export function paintSleeve(scale: number): Layer {
  const top = -FOREARM + 22;
  return paintLayer(-110, top - 12, 220, FOREARM + 110, scale, (ctx) => {
    ctx.save();
    ctx.beginPath();
    ctx.moveTo(-40, top);
    ctx.bezierCurveTo(-50, top + 70, -78, top + 150, -90, 90);
    ctx.lineTo(92, 90);
    ctx.bezierCurveTo(82, top + 150, 52, top + 70, 41, top);
    ctx.closePath();
    ctx.fillStyle = linear(ctx, -80, 0, 80, 0, '#34796f', '#3f8e83', '#2a6a63', '#174441');
    ctx.fill();
    ctx.clip();
    const random = seeded(19);
    ctx.lineWidth = 1.1;
    for (const [colour, shift] of [
      ['rgba(6,34,32,0.19)', 0],
      ['rgba(190,240,225,0.08)', 2],
    ] as const) {
      ctx.strokeStyle = colour;
      ctx.beginPath();
      for (let y = top; y < 90; y += 6) {
        const half = 42 + ((y - top) / FOREARM) * 42;
        for (let k = -1; k < 1; k += 6 / half) {
          const x = k * half + shift + random() * 0.6;
          ctx.moveTo(x, y);
          ctx.lineTo(x + 2.2, y + 3.2);
          ctx.lineTo(x + 4.4, y);
        }
      }
      ctx.stroke();
    }
    soft(ctx, 8, () => {
      ctx.lineWidth = 9;
      ctx.strokeStyle = 'rgba(3,26,26,0.4)';
      ctx.beginPath();
      ctx.moveTo(-64, top + 96);
      ctx.quadraticCurveTo(-10, top + 118, 34, top + 92);
      ctx.moveTo(-76, top + 160);
      ctx.quadraticCurveTo(-10, top + 190, 60, top + 150);
      ctx.stroke();
      ctx.strokeStyle = 'rgba(170,236,220,0.24)';
      ctx.beginPath();
      ctx.moveTo(-26, top + 40);
      ctx.quadraticCurveTo(-40, top + 130, -48, 60);
      ctx.stroke();
    });
    ctx.restore();
    paintCuff(ctx, top);
  });
}

function paintCuff(ctx: Ctx, top: number): void {
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(-43, top - 6, 87, 34, 10);
  // Short enough to stay on the sleeve: a shadow on the air beside it would be in the matte.
  ctx.shadowColor = 'rgba(2,22,22,0.5)';
  ctx.shadowBlur = 3;
  ctx.shadowOffsetY = 3;
  ctx.fillStyle = linear(ctx, -43, 0, 44, 0, '#37807a', '#2f756d', '#173f3d');
  ctx.fill();
  ctx.shadowColor = 'transparent';
  ctx.clip();
  ctx.strokeStyle = 'rgba(4,34,34,0.4)';
  ctx.lineWidth = 1.6;
  ctx.beginPath();
  for (let x = -40; x < 44; x += 6) {
    ctx.moveTo(x, top - 6);
    ctx.lineTo(x * 1.03, top + 30);
  }
  ctx.stroke();
  ctx.fillStyle = radial(ctx, 0, top - 8, 4, 44, 'rgba(0,18,18,0.4)', 'rgba(0,18,18,0)');
  ctx.fillRect(-44, top - 8, 90, 10);
  ctx.restore();
}
