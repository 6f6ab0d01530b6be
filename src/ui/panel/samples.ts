// Draws the small samples on the background tiles: a stand-in of the background with the person's cut-out over it.
// Never given a raw frame; while there is no cut-out yet a plain figure takes its place.
import { DEFAULT_COLOR, GREEN_SCREEN, type BackgroundMode } from '../../config/background';

export const SAMPLE_WIDTH = 160;
export const SAMPLE_HEIGHT = 102;

export interface SampleParts {
  readonly person: ImageBitmap | null;
  /** Of the picture or the clip that a click would take. */
  readonly still: ImageBitmap | null;
  readonly color: string;
}

type Context = CanvasRenderingContext2D;

function fill(context: Context, style: string | CanvasGradient): void {
  context.fillStyle = style;
  context.fillRect(0, 0, SAMPLE_WIDTH, SAMPLE_HEIGHT);
}

function drawRoom(context: Context): void {
  const wall = context.createLinearGradient(0, 0, SAMPLE_WIDTH, SAMPLE_HEIGHT);
  wall.addColorStop(0, '#c9d2cf');
  wall.addColorStop(1, '#8d9a9d');
  fill(context, wall);
  context.filter = 'blur(7px)';
  context.fillStyle = '#eef4f8';
  context.fillRect(10, 10, 34, 56);
  context.fillStyle = '#3d739b';
  context.fillRect(122, -8, 50, 62);
  context.fillStyle = '#7b5a41';
  context.fillRect(-10, 86, 180, 30);
  context.filter = 'none';
}

function drawChequers(context: Context): void {
  fill(context, '#ffffff');
  context.fillStyle = '#d4d4d8';
  const side = 10;
  for (let y = 0; y < SAMPLE_HEIGHT; y += side) {
    for (let x = (y / side) % 2 === 0 ? 0 : side; x < SAMPLE_WIDTH; x += side * 2) context.fillRect(x, y, side, side);
  }
}

/** Fills the sample the way the program is filled: cover, centred. */
function drawCover(context: Context, image: ImageBitmap): void {
  const scale = Math.max(SAMPLE_WIDTH / image.width, SAMPLE_HEIGHT / image.height);
  const width = image.width * scale;
  const height = image.height * scale;
  context.drawImage(image, (SAMPLE_WIDTH - width) / 2, (SAMPLE_HEIGHT - height) / 2, width, height);
}

/** The ground of a tile whose still is on its way. */
export function drawStill(context: Context, still: ImageBitmap | null): void {
  fill(context, '#3a3f4a');
  if (still !== null) drawCover(context, still);
}

function drawFigure(context: Context): void {
  context.fillStyle = '#5b6472';
  context.beginPath();
  context.arc(80, 44, 17, 0, Math.PI * 2);
  context.fill();
  context.beginPath();
  context.ellipse(80, 104, 36, 38, 0, Math.PI, 0);
  context.fill();
}

export function drawSample(context: Context, mode: BackgroundMode, parts: SampleParts): void {
  context.clearRect(0, 0, SAMPLE_WIDTH, SAMPLE_HEIGHT);
  if (mode === 'blur') drawRoom(context);
  else if (mode === 'color') fill(context, parts.color === '' ? DEFAULT_COLOR : parts.color);
  else if (mode === 'image' || mode === 'video') drawStill(context, parts.still);
  else if (mode === 'cutout') drawChequers(context);
  else if (mode === 'green') fill(context, GREEN_SCREEN);
  if (parts.person === null) drawFigure(context);
  else drawCover(context, parts.person);
}
