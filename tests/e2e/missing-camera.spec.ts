// No camera (the browser itself answers NotFoundError): said so while the demo stands in, and the picture comes once there
// is one. The fake camera is missing for as long as its file is.
import { copyFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { chromiumWith } from '../../playwright.config';
import { cameraFlags } from '../../tools/browser/flags.mjs';
import { drawDemoFootage } from '../demo/footage';
import { executable } from '../executable';
import { waitOnAir } from './program-picture';

const camera = path.join(tmpdir(), `everframe-missing-camera-${process.pid}.mjpeg`);
test.use(chromiumWith(cameraFlags(camera)));
test.afterAll(() => {
  rmSync(camera, { force: true });
});

test('a missing camera is told, and is live when it is asked for again', async ({ page }) => {
  const footage = await drawDemoFootage(executable());
  await page.goto('?source=camera&autostart=1');
  await waitOnAir(page, 'demo');
  await expect(page.getByTestId('trouble')).toContainText('No camera was found');
  copyFileSync(footage.camera, camera);
  // The fake one raises no `devicechange`: it is asked for again.
  await page.evaluate(() => everframe.setSource({ kind: 'camera' }));
  await waitOnAir(page, 'live');
  await expect(page.getByTestId('trouble')).toBeHidden();
});
