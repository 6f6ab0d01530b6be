// The project's own footage with the marker in it: the demo presenter as a fake camera (.mjpeg) and as a file (.mp4).
// Drawn once by Chromium into .cache, and again when the drawing changes.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BASE_FLAGS } from '../../tools/browser/flags.mjs';
import { openRawChrome } from '../../tools/browser/raw-chrome.mjs';
import { bundleForPage } from './bundle';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DRAWING = path.join(ROOT, 'src/sources/demo');
const PAGE_SCRIPT = path.join(import.meta.dirname, 'footage-drawing.ts');
/** Five seconds: the camera's counter runs from 0 to one less, and starts again. */
export const CAMERA_FRAMES = 150;
/** Two seconds; recorded in real time. */
const FILE_FRAMES = 60;

/** The presenter, an empty room, two people, a hand over the lens, no light, nothing that moves but a sensor's noise. */
export type Scene = 'presenter' | 'nobody' | 'two' | 'hand' | 'dark' | 'still';
/** Two thirds of a second each. */
const STORY: readonly Scene[] = ['presenter', 'nobody', 'two', 'nobody', 'presenter', 'hand', 'presenter', 'dark'];
const SCENE_FRAMES = 20;
const SIZED_FRAMES = 10;
const STILL_FRAMES = 60;
/** A second and a half at 60: 124 MB. */
const RAW_FRAMES = 90;

export interface Footage {
  readonly camera: string;
  readonly file: string;
}

function nameOfDrawing(): string {
  const hash = createHash('sha256').update(readFileSync(PAGE_SCRIPT));
  for (const name of readdirSync(DRAWING).sort()) hash.update(readFileSync(path.join(DRAWING, name)));
  return hash.digest('hex').slice(0, 12);
}

/** A file that is there is whole, whoever else draws the same just now. */
function writeWhole(file: string, bytes: Buffer): void {
  const part = `${file}.${process.pid}.part`;
  writeFileSync(part, bytes);
  renameSync(part, file);
}

/** Has a page draw what is not in .cache yet; `make` answers the bytes of a file by its ending. */
async function drawOnce(
  executable: string,
  what: string,
  endings: readonly string[],
  make: (draw: (call: string) => Promise<Buffer>, ending: string) => Promise<Buffer>,
): Promise<string[]> {
  const folder = path.join(ROOT, '.cache/footage');
  const files = endings.map((ending) => path.join(folder, `${nameOfDrawing()}${what}.${ending}`));
  if (files.every((file) => existsSync(file))) return files;
  mkdirSync(folder, { recursive: true });
  const chrome = await openRawChrome(executable, BASE_FLAGS);
  try {
    const page = await chrome.open('about:blank');
    await page.evaluate(await bundleForPage(PAGE_SCRIPT));
    const draw = async (call: string) => Buffer.from(String(await page.evaluate(call)), 'base64');
    for (const [n, file] of files.entries()) writeWhole(file, await make(draw, endings[n] ?? ''));
  } finally {
    await chrome.close();
  }
  return files;
}

async function drawAll(draw: (call: string) => Promise<Buffer>, calls: readonly string[]): Promise<Buffer> {
  const pictures: Buffer[] = [];
  for (const call of calls) pictures.push(await draw(call));
  return Buffer.concat(pictures);
}

const count = (frames: number) => Array.from({ length: frames }, (_, n) => n);

export async function drawDemoFootage(executable: string): Promise<Footage> {
  const [camera = '', file = ''] = await drawOnce(executable, '', ['mjpeg', 'mp4'], (draw, ending) =>
    ending === 'mp4'
      ? draw(`recordMp4(${FILE_FRAMES})`)
      : drawAll(
          draw,
          count(CAMERA_FRAMES).map((n) => `drawScene('presenter', ${n})`),
        ),
  );
  return { camera, file };
}

/** A camera before which people come and go. */
export async function drawStory(executable: string): Promise<string> {
  const calls = STORY.flatMap((scene, at) =>
    count(SCENE_FRAMES).map((n) => `drawScene('${scene}', ${at * SCENE_FRAMES + n})`),
  );
  const [camera = ''] = await drawOnce(executable, '-story', ['mjpeg'], (draw) => drawAll(draw, calls));
  return camera;
}

/** A camera before which nothing moves at all. */
export async function drawStill(executable: string): Promise<string> {
  const calls = count(STILL_FRAMES).map((n) => `drawScene('still', ${n})`);
  const [camera = ''] = await drawOnce(executable, '-still', ['mjpeg'], (draw) => drawAll(draw, calls));
  return camera;
}

/** A camera whose pictures nobody has to decode, at any rate: the browser plays .mjpeg at 30, and .y4m as fast as it says. */
export async function drawRaw(executable: string, fps: number): Promise<string> {
  const [camera = ''] = await drawOnce(executable, `-${fps}`, ['y4m'], async (draw) => {
    const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W1280 H720 F${fps}:1 Ip A1:1 C420jpeg\n`)];
    for (const n of count(RAW_FRAMES)) parts.push(Buffer.from('FRAME\n'), await draw(`drawPlanes(${fps}, ${n})`));
    return Buffer.concat(parts);
  });
  return camera;
}

/** A camera of that size; the program shows the presenter where it always does. */
export async function drawSized(
  executable: string,
  width: number,
  height: number,
  frames = SIZED_FRAMES,
): Promise<string> {
  const calls = count(frames).map((n) => `drawSized(${width}, ${height}, ${n})`);
  const what = `-${width}x${height}-${frames}`;
  const [camera = ''] = await drawOnce(executable, what, ['mjpeg'], (draw) => drawAll(draw, calls));
  return camera;
}

/** The camera's pictures as JPEG files, in order. */
export function readCameraFrames({ camera }: Footage): Buffer[] {
  const clip = readFileSync(camera);
  const startOfImage = Buffer.from([0xff, 0xd8, 0xff]);
  const starts: number[] = [];
  for (let at = clip.indexOf(startOfImage); at >= 0; at = clip.indexOf(startOfImage, at + 1)) starts.push(at);
  return starts.map((from, n) => clip.subarray(from, starts[n + 1] ?? clip.length));
}
