// A looping clip behind the person: it moves, also in a hidden tab, and a clip that breaks leaves its last picture.
import { expect, test, type Page } from '@playwright/test';
import { executable } from '../executable';
import type {} from '../../src/app/automation';
import { openRawChrome } from '../../tools/browser/raw-chrome.mjs';
import { BASE_FLAGS, cameraFlags } from '../../tools/browser/flags.mjs';
import { waitOnAir, watchFrames } from './program-picture';

const HIDDEN_STRIPES = 12;
const CLIP = 'backgrounds/drift.mp4';

/** How many different pictures the top right corner of the program shows in `seconds`; the person is never there. */
const countCorners = (seconds: number) => `(async () => {
  const reader = new MediaStreamTrackProcessor({ track: everframe.stream().getVideoTracks()[0].clone() }).readable.getReader();
  const until = performance.now() + ${seconds * 1000};
  const seen = new Set();
  while (performance.now() < until) {
    const { value } = await reader.read();
    const bytes = new Uint8Array(value.allocationSize());
    const [{ stride }] = await value.copyTo(bytes);
    value.close();
    const width = bytes.length > 1280 * 720 * 2 ? 4 : 1;
    let text = '';
    for (let y = 16; y < 176; y += 8) for (let x = 1080; x < 1264; x += 8) text += bytes[y * stride + x * width] + ' ';
    seen.add(text);
  }
  await reader.cancel();
  return { corners: seen.size, hidden: document.hidden };
})()`;
interface Corners {
  corners: number;
  hidden: boolean;
}
const watchCorners = (page: Page, seconds: number) => page.evaluate<Corners>(countCorners(seconds));

test('a shipped clip moves behind the person, by its address, and stops with another background', async ({ page }) => {
  await page.goto('?source=demo');
  await waitOnAir(page, 'demo');
  await page.evaluate((source) => everframe.setBackground({ mode: 'video', source }), CLIP);
  expect((await watchFrames(page, 20)).stripes).toBeLessThan(HIDDEN_STRIPES);
  expect((await watchCorners(page, 3)).corners).toBeGreaterThan(5);
  await page.evaluate(() => everframe.setBackground({ mode: 'color', color: '#24344d' }));
  expect((await watchCorners(page, 1)).corners).toBe(1);
  // Chosen again, without a file: the one that was kept.
  await page.evaluate(() => everframe.setBackground({ mode: 'video' }));
  expect((await watchCorners(page, 3)).corners).toBeGreaterThan(5);
});

test('the clip goes on in a hidden tab', async ({ baseURL }) => {
  const chrome = await openRawChrome(executable(), [...BASE_FLAGS, ...cameraFlags(undefined)]);
  try {
    const studio = await chrome.open(`${baseURL ?? ''}?source=demo`);
    await expect
      .poll(() => studio.evaluate('globalThis.everframe?.stats().onAir').catch(() => null), { timeout: 60_000 })
      .toBe('demo');
    await studio.evaluate(`everframe.setBackground({ mode: 'video', source: '${CLIP}' })`);
    await (await chrome.open('about:blank')).toFront();
    const seen = (await studio.evaluate(countCorners(4))) as Corners;
    expect(seen.hidden).toBe(true);
    expect(seen.corners).toBeGreaterThan(5);
  } finally {
    await chrome.close();
  }
});

test('a clip that breaks in the middle leaves its last picture, says so, and shows nothing raw', async ({ page }) => {
  await page.goto('?source=demo');
  await waitOnAir(page, 'demo');
  await page.evaluate(async (address) => {
    const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
    bytes.fill(0xff, Math.round(bytes.length * 0.1));
    await everframe.setBackground({ mode: 'video', source: new File([bytes], 'broken.mp4') });
  }, CLIP);
  await expect(page.getByText('broken.mp4 could not be read').first()).toBeVisible({ timeout: 20_000 });
  const after = await watchFrames(page, 20);
  expect(after.stripes).toBeLessThan(HIDDEN_STRIPES);
  expect(after.black).toBe(0);
  expect((await watchCorners(page, 1)).corners).toBe(1);
});
