// The output page as OBS has it: an old or a new Chromium with a camera, the page in it, and what is seen of it. All
// pictures are judged as they come out: page screenshots with their alpha, and frames of the program's track.
import { chromium, expect, type Browser, type Page } from '@playwright/test';
import type {} from '../../src/app/automation';
import { BODY_CODE } from '../../src/sources/demo/code-word';
import { readCounter } from '../../src/sources/demo/counter-reader';
import { measureStripes } from '../../src/sources/demo/stripes';
import { BASE_FLAGS, cameraFlags } from '../../tools/browser/flags.mjs';

const WIDTH = 1280;
const HEIGHT = 720;

export interface Shot {
  /** RGBA, not premultiplied. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export const launchWithCamera = (executablePath: string, flags: readonly string[], camera: string) =>
  chromium.launch({ executablePath, args: [...BASE_FLAGS, ...flags, ...cameraFlags(camera)] });

/** Decodes PNG or JPEG with the browser at hand. */
export async function decode(page: Page, file: Buffer, type: string): Promise<Shot> {
  const { text, width, height } = await page.evaluate(
    async ({ base64, type }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type }));
      const { width, height } = bitmap;
      const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
      if (!context) throw new Error('no 2D canvas');
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      let text = '';
      for (let at = 0; at < data.length; at += 0x8000) text += String.fromCharCode(...data.subarray(at, at + 0x8000));
      return { text: btoa(text), width, height };
    },
    { base64: file.toString('base64'), type },
  );
  return { data: new Uint8Array(Buffer.from(text, 'base64')), width, height };
}

/** What OBS would put over the scene: the page with its transparency. */
export const shoot = async (page: Page): Promise<Shot> =>
  decode(page, await page.screenshot({ omitBackground: true }), 'image/png');

/** The page while the source is on air: with a readable number, and no stand-in before or after it. */
export async function shootOnAir(page: Page): Promise<{ shot: Shot; number: number }> {
  const isOnAir = () => page.evaluate(() => ['live', 'demo'].includes(everframe.stats().onAir));
  for (const untilMs = Date.now() + 30_000; Date.now() < untilMs;) {
    const before = await isOnAir();
    const shot = await shoot(page);
    expect(measureStripes(shot), 'the room, in any picture at all').toBeLessThan(0.1);
    const number = readCounter(shot, 'body');
    if (before && number !== null && (await isOnAir())) return { shot, number };
  }
  throw new Error('the source was not on air within 30 s');
}

export function pixel({ data, width }: Shot, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
}

/** Mean difference of two pictures' colours, 0..255, where the demo presenter has the face. */
export function faceDifference(one: Shot, other: Shot): number {
  let sum = 0;
  let samples = 0;
  for (let y = 170; y < 390; y += 2)
    for (let x = 570; x < 690; x += 2)
      for (const channel of [0, 1, 2]) {
        const at = (y * WIDTH + x) * 4 + channel;
        sum += Math.abs((one.data[at] ?? 0) - (other.data[at] ?? 0));
        samples += 1;
      }
  return sum / samples;
}

/** All that the page says beside its picture. */
export interface Said {
  readonly console: string[];
  /** Script errors, dialogs, and requests to anywhere else: there must be none. */
  readonly unwanted: string[];
}

/** Opens the page in a tab whose camera can be pulled out and put back: {@link plug}. */
export async function openOutput(
  browser: Browser,
  address: string,
  plugged = true,
): Promise<{ page: Page; said: Said }> {
  const context = await browser.newContext({ viewport: { width: WIDTH, height: HEIGHT }, colorScheme: 'dark' });
  const page = await context.newPage();
  const said: Said = { console: [], unwanted: [] };
  page.on('console', (message) => said.console.push(`${message.type()} ${message.text()}`));
  page.on('pageerror', (error) => said.unwanted.push(error.message));
  page.on('dialog', (dialog) => {
    said.unwanted.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!/^(http:\/\/localhost:|data:|blob:)/.test(request.url())) said.unwanted.push(request.url());
  });
  await page.addInitScript((there) => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    const tracks: MediaStreamTrack[] = [];
    let isThere = there;
    mediaDevices.getUserMedia = async (wishes) => {
      if (!isThere) throw new DOMException('Requested device not found', 'NotFoundError');
      const stream = await open(wishes);
      tracks.push(...stream.getTracks());
      return stream;
    };
    globalThis.plug = (back) => {
      isThere = back;
      if (back) return;
      for (const track of tracks) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
    };
  }, plugged);
  await page.goto(address, { waitUntil: 'commit' });
  return { page, said };
}

export const plug = (page: Page, back: boolean) =>
  page.evaluate((isBack) => {
    globalThis.plug(isBack);
  }, back);

/** The page has a canvas, nothing else that can be seen, no text, and said nothing but in the console. */
export async function expectOnlyThePicture(page: Page, said: Said): Promise<void> {
  const seen = await page.evaluate(() => ({
    text: document.body.innerText.trim(),
    elements: [...document.querySelectorAll('body *')]
      .filter((element) => element.getClientRects().length > 0 && element.children.length === 0)
      .map(({ tagName }) => tagName),
    scrolls: document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth,
  }));
  expect(seen).toEqual({ text: '', elements: ['CANVAS'], scrolls: false });
  expect(said.unwanted).toEqual([]);
}

/**
 * Numbers burnt into the frames of the program's track over `seconds`: those seen, and how many the source went on by
 * in that time (`range`: where its numbers start again).
 */
export async function countNumbers(page: Page, seconds: number, range: number) {
  const strips = await page.evaluate(
    async ({ seconds, rect }) => {
      const track = everframe.stream().getVideoTracks()[0];
      if (!track) throw new Error('no program track');
      const reader = new MediaStreamTrackProcessor({ track: track.clone() }).readable.getReader();
      const texts: string[] = [];
      const until = performance.now() + seconds * 1000;
      while (performance.now() < until) {
        const { value: frame } = await reader.read();
        if (!frame) break;
        // The slate is drawn, and carries no number.
        if (!/^(I420|NV12)/.test(frame.format ?? '')) {
          frame.close();
          texts.push('');
          continue;
        }
        const bytes = new Uint8Array(frame.allocationSize({ rect }));
        const [luma] = await frame.copyTo(bytes, { rect });
        frame.close();
        let text = '';
        for (let y = 0; y < rect.height; y++) {
          const from = (luma?.offset ?? 0) + y * (luma?.stride ?? 0);
          text += String.fromCharCode(...bytes.subarray(from, from + rect.width));
        }
        texts.push(btoa(text));
      }
      await reader.cancel();
      return texts;
    },
    {
      seconds,
      rect: {
        x: BODY_CODE.x,
        y: BODY_CODE.y,
        width: BODY_CODE.columns * BODY_CODE.block,
        height: BODY_CODE.rows * BODY_CODE.block,
      },
    },
  );
  const picture = { data: new Uint8Array(WIDTH * HEIGHT), width: WIDTH, height: HEIGHT };
  const width = BODY_CODE.columns * BODY_CODE.block;
  const numbers = strips.flatMap((strip) => {
    if (strip === '') return [];
    const luma = Buffer.from(strip, 'base64');
    for (let y = 0; y * width < luma.length; y++)
      picture.data.set(luma.subarray(y * width, (y + 1) * width), (BODY_CODE.y + y) * WIDTH + BODY_CODE.x);
    return readCounter(picture, 'body') ?? [];
  });
  let wentOn = 0;
  numbers.forEach((number, i) => (wentOn += (number - (numbers[i - 1] ?? number) + range) % range));
  return { frames: strips.length, read: numbers.length, distinct: new Set(numbers).size, wentOn: wentOn + 1 };
}
