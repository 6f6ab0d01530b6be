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

export interface Footage {
  readonly camera: string;
  readonly file: string;
}

function nameOfDrawing(): string {
  const hash = createHash('sha256').update(readFileSync(PAGE_SCRIPT));
  for (const name of readdirSync(DRAWING).sort()) hash.update(readFileSync(path.join(DRAWING, name)));
  return hash.digest('hex').slice(0, 12);
}

/** A file that is there is whole. */
function writeWhole(file: string, bytes: Buffer): void {
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
}

export async function drawDemoFootage(executable: string): Promise<Footage> {
  const folder = path.join(ROOT, '.cache/footage');
  const name = nameOfDrawing();
  const footage = { camera: path.join(folder, `${name}.mjpeg`), file: path.join(folder, `${name}.mp4`) };
  if (existsSync(footage.camera) && existsSync(footage.file)) return footage;
  mkdirSync(folder, { recursive: true });
  const chrome = await openRawChrome(executable, BASE_FLAGS);
  try {
    const page = await chrome.open('about:blank');
    await page.evaluate(await bundleForPage(PAGE_SCRIPT));
    const pictures: Buffer[] = [];
    for (let n = 0; n < CAMERA_FRAMES; n++)
      pictures.push(Buffer.from(String(await page.evaluate(`drawJpeg(${n})`)), 'base64'));
    writeWhole(footage.file, Buffer.from(String(await page.evaluate(`recordMp4(${FILE_FRAMES})`)), 'base64'));
    writeWhole(footage.camera, Buffer.concat(pictures));
  } finally {
    await chrome.close();
  }
  return footage;
}

/** The camera's pictures as JPEG files, in order. */
export function readCameraFrames({ camera }: Footage): Buffer[] {
  const clip = readFileSync(camera);
  const startOfImage = Buffer.from([0xff, 0xd8, 0xff]);
  const starts: number[] = [];
  for (let at = clip.indexOf(startOfImage); at >= 0; at = clip.indexOf(startOfImage, at + 1)) starts.push(at);
  return starts.map((from, n) => clip.subarray(from, starts[n + 1] ?? clip.length));
}
