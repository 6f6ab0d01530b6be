/*
 * The fixed parts of the presenter's head, painted once around the point between the
 * eyes: ears, face with its shading, nose, and the hair. The parts that move on their
 * own (eyes, brows, mouth) are drawn afresh over these; see presenter-face.ts.
 */
import { ellipse, linear, seeded, soft, type Ctx, type Layer, paintLayer } from './layer';

export interface HeadLayers {
  readonly ears: Layer;
  readonly face: Layer;
  readonly nose: Layer;
  readonly hair: Layer;
}

function facePath(ctx: Ctx): void {
  ctx.beginPath();
  ctx.moveTo(-99, -70);
  ctx.bezierCurveTo(-103, -20, -101, 34, -88, 78);
  ctx.bezierCurveTo(-78, 112, -44, 154, 0, 156);
  ctx.bezierCurveTo(44, 154, 78, 112, 88, 78);
  ctx.bezierCurveTo(101, 34, 103, -20, 99, -70);
  ctx.bezierCurveTo(92, -150, -92, -150, -99, -70);
  ctx.closePath();
}

function paintEars(ctx: Ctx): void {
  for (const side of [-1, 1]) {
    ctx.save();
    ctx.scale(side, 1);
    ctx.beginPath();
    ctx.moveTo(92, -24);
    ctx.bezierCurveTo(112, -40, 126, -22, 121, 6);
    ctx.bezierCurveTo(117, 32, 106, 58, 92, 50);
    ctx.closePath();
    ctx.fillStyle = side < 0 ? '#d9986f' : '#a9674a';
    ctx.fill();
    ctx.clip();
    soft(ctx, 3, () => {
      ctx.strokeStyle = side < 0 ? 'rgba(140,66,44,0.65)' : 'rgba(92,40,26,0.65)';
      ctx.lineWidth = 5;
      ctx.beginPath();
      ctx.moveTo(99, -18);
      ctx.bezierCurveTo(114, -22, 114, 4, 106, 16);
      ctx.bezierCurveTo(100, 26, 104, 34, 98, 42);
      ctx.stroke();
      ctx.strokeStyle = 'rgba(255,206,172,0.5)';
      ctx.lineWidth = 3;
      ctx.beginPath();
      ctx.moveTo(108, -28);
      ctx.bezierCurveTo(122, -20, 119, 16, 106, 44);
      ctx.stroke();
    });
    ctx.restore();
  }
}

function paintFace(ctx: Ctx): void {
  ctx.save();
  facePath(ctx);
  ctx.fillStyle = linear(ctx, -100, -30, 104, 20, '#e0a37c', '#e6ab85', '#dd9f78', '#cb8760', '#ac6a49');
  ctx.fill();
  ctx.clip();
  soft(ctx, 16, () => {
    // The far side of the face, away from the window.
    ctx.fillStyle = 'rgba(104,48,28,0.5)';
    ctx.beginPath();
    ctx.moveTo(120, -140);
    ctx.bezierCurveTo(78, -60, 92, 10, 66, 60);
    ctx.bezierCurveTo(56, 100, 40, 130, 14, 168);
    ctx.lineTo(130, 170);
    ctx.closePath();
    ctx.fill();
    ctx.fillStyle = 'rgba(120,58,36,0.42)';
    ctx.beginPath();
    ctx.moveTo(-110, 70);
    ctx.bezierCurveTo(-76, 84, -60, 140, 0, 146);
    ctx.lineTo(0, 180);
    ctx.lineTo(-120, 170);
    ctx.closePath();
    ctx.fill();
    // Hair shadow on the forehead.
    ctx.fillStyle = 'rgba(96,46,28,0.5)';
    ellipse(ctx, 4, -120, 108, 30);
    ctx.fill();
    ctx.fillStyle = 'rgba(255,216,180,0.5)';
    ellipse(ctx, -20, -70, 46, 18);
    ctx.fill();
    ellipse(ctx, -58, 34, 20, 16, -0.4);
    ctx.fill();
  });
  soft(ctx, 11, () => {
    ctx.fillStyle = 'rgba(214,96,70,0.34)';
    ellipse(ctx, -56, 52, 26, 18, -0.2);
    ctx.fill();
    ctx.fillStyle = 'rgba(190,80,56,0.26)';
    ellipse(ctx, 54, 52, 24, 18, 0.2);
    ctx.fill();
    // Stubble along the jaw and above the lip.
    ctx.strokeStyle = 'rgba(70,46,40,0.24)';
    ctx.lineWidth = 34;
    ctx.beginPath();
    ctx.moveTo(-88, 60);
    ctx.bezierCurveTo(-70, 118, -36, 142, 0, 143);
    ctx.bezierCurveTo(36, 142, 70, 118, 88, 60);
    ctx.stroke();
  });
  const random = seeded(5);
  ctx.fillStyle = 'rgba(110,52,34,0.09)';
  for (let i = 0; i < 420; i++) ctx.fillRect(-100 + random() * 200, -100 + random() * 250, 1.1, 1.1);
  ctx.restore();
}

/** Eye sockets, nose, the folds to the mouth: what slides sideways when the head turns. */
function paintNose(ctx: Ctx): void {
  soft(ctx, 7, () => {
    ctx.fillStyle = 'rgba(122,58,38,0.42)';
    for (const side of [-1, 1]) {
      ellipse(ctx, side * 40, -6, 27, 13);
      ctx.fill();
    }
    ctx.fillStyle = 'rgba(110,50,30,0.42)';
    ctx.beginPath();
    ctx.moveTo(10, -18);
    ctx.bezierCurveTo(10, 12, 22, 34, 28, 52);
    ctx.bezierCurveTo(24, 66, 8, 66, 4, 60);
    ctx.bezierCurveTo(10, 36, 6, 10, 10, -18);
    ctx.fill();
    ctx.fillStyle = 'rgba(110,52,34,0.34)';
    ellipse(ctx, 3, 74, 14, 7);
    ctx.fill();
    ellipse(ctx, 0, 117, 22, 6);
    ctx.fill();
    ctx.strokeStyle = 'rgba(120,56,36,0.34)';
    ctx.lineWidth = 6;
    for (const side of [-1, 1]) {
      ctx.beginPath();
      ctx.moveTo(side * 27, 56);
      ctx.quadraticCurveTo(side * 44, 72, side * 46, 94);
      ctx.stroke();
    }
    ctx.fillStyle = 'rgba(255,210,176,0.36)';
    ellipse(ctx, -2, 134, 16, 9);
    ctx.fill();
  });
  soft(ctx, 3, () => {
    ctx.fillStyle = 'rgba(255,222,192,0.6)';
    ctx.beginPath();
    ctx.moveTo(-5, -20);
    ctx.bezierCurveTo(-2, 10, -6, 30, -6, 46);
    ctx.bezierCurveTo(-2, 52, 4, 50, 4, 44);
    ctx.bezierCurveTo(4, 24, 3, 0, 3, -20);
    ctx.fill();
    ctx.strokeStyle = 'rgba(112,50,32,0.66)';
    ctx.lineWidth = 3.4;
    ctx.lineCap = 'round';
    ctx.beginPath();
    ctx.moveTo(-19, 45);
    ctx.bezierCurveTo(-27, 52, -22, 63, -12, 60);
    ctx.quadraticCurveTo(0, 69, 12, 60);
    ctx.bezierCurveTo(22, 63, 27, 52, 19, 44);
    ctx.stroke();
  });
  soft(ctx, 1.2, () => {
    ctx.fillStyle = 'rgba(74,28,18,0.75)';
    ellipse(ctx, -10.5, 60, 6, 2.8, 0.25);
    ctx.fill();
    ellipse(ctx, 10.5, 60, 6, 2.8, -0.25);
    ctx.fill();
  });
}

function hairPath(ctx: Ctx): void {
  ctx.beginPath();
  ctx.moveTo(-99, 22);
  ctx.bezierCurveTo(-108, -10, -116, -60, -108, -104);
  ctx.bezierCurveTo(-100, -152, -62, -192, -6, -194);
  ctx.bezierCurveTo(58, -198, 104, -164, 111, -108);
  ctx.bezierCurveTo(117, -62, 108, -12, 99, 22);
  ctx.bezierCurveTo(90, 24, 86, 20, 88, 8);
  ctx.bezierCurveTo(92, -20, 94, -48, 84, -74);
  ctx.bezierCurveTo(80, -88, 74, -98, 62, -102);
  ctx.bezierCurveTo(30, -112, -20, -114, -56, -98);
  ctx.bezierCurveTo(-76, -92, -82, -82, -86, -68);
  ctx.bezierCurveTo(-95, -44, -91, -18, -88, 8);
  ctx.bezierCurveTo(-86, 20, -90, 24, -99, 22);
  ctx.closePath();
}

/** Strands swept up from the hairline and over to the viewer's right. */
function paintStrands(ctx: Ctx, random: () => number): void {
  ctx.lineCap = 'round';
  for (let i = 0; i < 560; i++) {
    const k = random();
    const root = -100 + k * 190;
    const depth = random();
    const y = -96 - depth * 66 - 14 * (1 - ((root + 5) / 100) ** 2);
    const lift = 20 + random() * 40;
    const lean = 16 + random() * 34 + 14 * k;
    const light = random();
    const bright = (1 - k) * 0.16 + depth * 0.1;
    ctx.strokeStyle =
      light > 0.66
        ? `rgba(168,126,92,${0.08 + random() * (0.14 + bright)})`
        : light > 0.36
          ? `rgba(104,74,52,${0.12 + random() * 0.26})`
          : `rgba(12,7,4,${0.12 + random() * 0.28})`;
    ctx.lineWidth = 0.9 + random() * 1.9;
    ctx.beginPath();
    ctx.moveTo(root, y + 12);
    ctx.bezierCurveTo(root + 2, y - lift * 0.5, root + lean * 0.4, y - lift, root + lean, y - lift * 0.8);
    ctx.stroke();
  }
  // The short sides lie flat and run down.
  for (const side of [-1, 1]) {
    for (let i = 0; i < 150; i++) {
      const x = side * (84 + random() * 30);
      const y = -118 + random() * 118;
      ctx.strokeStyle = random() > 0.55 ? 'rgba(122,88,64,0.24)' : 'rgba(10,6,4,0.3)';
      ctx.lineWidth = 0.9 + random() * 0.9;
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.quadraticCurveTo(x + side * 2, y + 8, x - side * 2, y + 18);
      ctx.stroke();
    }
  }
}

/** Single hairs over the forehead's edge and the crown, so that the hair is no cap. */
function paintLooseHair(ctx: Ctx, random: () => number): void {
  ctx.lineCap = 'round';
  for (let i = 0; i < 130; i++) {
    const k = random();
    const x = -74 + k * 146;
    const edge = -98 - 12 * (1 - ((x - 3) / 76) ** 2);
    ctx.strokeStyle = `rgba(36,24,17,${0.3 + random() * 0.4})`;
    ctx.lineWidth = 0.8 + random() * 1.1;
    ctx.beginPath();
    ctx.moveTo(x - 2, edge + 3 + random() * 5);
    ctx.quadraticCurveTo(x + 1, edge - 8, x + 8 + random() * 8, edge - 16);
    ctx.stroke();
  }
  for (let i = 0; i < 60; i++) {
    const a = -2.6 + random() * 1.7;
    const x = 1 + Math.cos(a) * 105;
    const y = -98 + Math.sin(a) * 91;
    ctx.strokeStyle = 'rgba(42,28,20,0.55)';
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(x, y + 4);
    ctx.quadraticCurveTo(x + 4, y - 2, x + 11, y - 2 + random() * 4);
    ctx.stroke();
  }
}

function paintHair(ctx: Ctx): void {
  const random = seeded(11);
  ctx.save();
  hairPath(ctx);
  ctx.fillStyle = linear(ctx, -110, -180, 116, -40, '#5e4533', '#463124', '#2f2018', '#1d140f');
  ctx.fill();
  ctx.clip();
  paintStrands(ctx, random);
  soft(ctx, 10, () => {
    ctx.strokeStyle = 'rgba(222,178,138,0.36)';
    ctx.lineWidth = 13;
    ctx.beginPath();
    ctx.moveTo(-98, -92);
    ctx.bezierCurveTo(-86, -138, -48, -172, 2, -172);
    ctx.stroke();
    ctx.strokeStyle = 'rgba(0,0,0,0.4)';
    ctx.lineWidth = 20;
    ctx.beginPath();
    ctx.moveTo(116, -30);
    ctx.bezierCurveTo(124, -110, 92, -170, 40, -192);
    ctx.stroke();
  });
  ctx.restore();
  paintLooseHair(ctx, random);
  // Sideburns thin out towards their lower end.
  ctx.globalCompositeOperation = 'destination-out';
  ctx.fillStyle = linear(ctx, 0, -20, 0, 24, 'rgba(0,0,0,0)', 'rgba(0,0,0,0.35)', 'rgba(0,0,0,1)');
  ctx.fillRect(-132, -20, 264, 60);
  ctx.globalCompositeOperation = 'source-over';
}

export function paintHead(scale: number): HeadLayers {
  return {
    ears: paintLayer(-130, -44, 260, 110, scale, paintEars),
    face: paintLayer(-112, -140, 224, 304, scale, paintFace),
    nose: paintLayer(-84, -40, 168, 200, scale, paintNose),
    hair: paintLayer(-134, -206, 268, 240, scale, paintHair),
  };
}
