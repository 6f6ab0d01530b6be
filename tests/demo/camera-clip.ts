// The project's own presenter as a camera: the demo drawing as a file that Chromium plays as its fake camera, in a loop.
// Its counter and its stripes say which frame a viewer sees and whether the raw room is in it. Made once, in .cache; a
// clone without ../shared tests cameras with it.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { createServer } from 'vite';
import type { createDemoPicture as drawing } from '../../src/sources/demo/demo-picture';
import { BASE_FLAGS } from '../../tools/browser/flags.mjs';

type Create = typeof drawing;

/** Five seconds; the counter runs from 0 to one less, and starts again. */
export const CLIP_FRAMES = 150;
const DRAWING = path.resolve('src/sources/demo');
const AT_ONCE = 15;

function fingerprint(): string {
  const hash = createHash('sha256').update(readFileSync(import.meta.filename));
  for (const name of readdirSync(DRAWING).sort()) hash.update(name).update(readFileSync(path.join(DRAWING, name)));
  return hash.digest('hex').slice(0, 12);
}

/** Where the clip is once {@link makeCameraClip} has made it: browser flags are wanted before that. */
export const CAMERA_CLIP = path.resolve(`.cache/demo-camera-${fingerprint()}.mjpeg`);

/** JPEG files of `count` frames from number `first` on, as base64. */
async function drawFrames(page: Page, first: number, count: number): Promise<string[]> {
  return page.evaluate(
    async ({ first, count }) => {
      const module = '/src/sources/demo/demo-picture.ts';
      const { createDemoPicture } = (await import(/* @vite-ignore */ module)) as { createDemoPicture: Create };
      const canvas = new OffscreenCanvas(1280, 720);
      const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
      if (!context) throw new Error('no 2D canvas');
      const picture = createDemoPicture();
      const files: string[] = [];
      for (let n = first; n < first + count; n++) {
        picture.draw(context, n);
        const bytes = new Uint8Array(
          await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer(),
        );
        let text = '';
        for (let at = 0; at < bytes.length; at += 0x8000)
          text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
        files.push(btoa(text));
      }
      return files;
    },
    { first, count },
  );
}

async function drawClip(): Promise<Buffer> {
  const server = await createServer({
    configFile: false,
    cacheDir: '.cache/camera-clip',
    server: { host: '127.0.0.1', port: 0, hmr: false },
    logLevel: 'error',
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: BASE_FLAGS,
  });
  try {
    const page = await browser.newPage();
    // An empty document of the same origin as the drawing's modules.
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}public/icon.svg`);
    const files: string[] = [];
    for (let first = 0; first < CLIP_FRAMES; first += AT_ONCE)
      files.push(...(await drawFrames(page, first, Math.min(AT_ONCE, CLIP_FRAMES - first))));
    return Buffer.concat(files.map((file) => Buffer.from(file, 'base64')));
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Makes {@link CAMERA_CLIP} unless it is there. */
export async function makeCameraClip(): Promise<void> {
  if (existsSync(CAMERA_CLIP)) return;
  const clip = await drawClip();
  mkdirSync(path.dirname(CAMERA_CLIP), { recursive: true });
  // Whole or not there: an interrupted run leaves nothing that a camera would play.
  writeFileSync(`${CAMERA_CLIP}.part`, clip);
  renameSync(`${CAMERA_CLIP}.part`, CAMERA_CLIP);
}

/** The clip's frames as JPEG files, in order. */
export function readCameraClip(): Buffer[] {
  const clip = readFileSync(CAMERA_CLIP);
  const startOfImage = Buffer.from([0xff, 0xd8, 0xff]);
  const starts: number[] = [];
  for (let at = clip.indexOf(startOfImage); at >= 0; at = clip.indexOf(startOfImage, at + 1)) starts.push(at);
  return starts.map((from, n) => clip.subarray(from, starts[n + 1] ?? clip.length));
}
