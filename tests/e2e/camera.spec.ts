// The live path on real footage as the camera: `../shared/media` has it in development and CI, a clone alone does not.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { chromiumWith } from '../../playwright.config';
import { cameraFlags } from '../../tools/browser/flags.mjs';
import { waitOnAir, watchFrames } from './program-picture';

const footage = path.resolve('../shared/media/webcam_asl_book_640x480_30.mjpeg');
test.use(chromiumWith(cameraFlags(footage)));
test.skip(!existsSync(footage), 'needs ../shared/media, which this clone does not have');

test('a camera of another size fills the program, and its background is replaced', async ({ page }) => {
  await page.goto('?source=camera&autostart=1&background=green');
  await waitOnAir(page, 'live');
  const { source } = await page.evaluate(() => everframe.stats());
  expect([source.width, source.height]).toEqual([640, 480]);
  const seen = await watchFrames(page, 40);
  expect(seen.black).toBe(0);
  expect(seen.corner[2], 'green: little red chroma').toBeLessThan(90);
});

test('from the camera to the demo and back without a black picture', async ({ page }) => {
  await page.goto('?source=camera&autostart=1&background=blur');
  await waitOnAir(page, 'live');
  await page.evaluate(() => everframe.setSource({ kind: 'demo' }));
  await page.evaluate(() => everframe.setSource({ kind: 'camera' }));
  await waitOnAir(page, 'live');
  expect((await watchFrames(page, 20)).black).toBe(0);
});
