// A camera that another program has (the browser really answers NotReadableError): said so while the demo stands in, and
// the picture comes once it is free. The fake camera is busy for as long as its file is not there.
import { copyFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { executable } from '../executable';
import { chromiumWith } from '../../playwright.config';
import { cameraFlags } from '../../tools/browser/flags.mjs';
import { drawDemoFootage } from '../demo/footage';
import { waitOnAir } from './program-picture';

const camera = path.join(tmpdir(), `everframe-busy-camera-${process.pid}.mjpeg`);
test.use(chromiumWith(cameraFlags(camera)));
test.afterAll(() => {
  rmSync(camera, { force: true });
});

test('a busy camera is told, and is live after “Try now” once it is free', async ({ page }) => {
  const footage = await drawDemoFootage(executable());
  await page.goto('?source=camera&autostart=1');
  await waitOnAir(page, 'demo');
  const name = await page.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'opened',
      (error: unknown) => (error as DOMException).name,
    ),
  );
  expect(name).toBe('NotReadableError');
  await expect(page.getByTestId('trouble')).toContainText('Another program is using');
  await expect(page.getByTestId('trouble')).toContainText('Close the other program');
  copyFileSync(footage.camera, camera);
  await page.getByRole('button', { name: 'Try now' }).click();
  await waitOnAir(page, 'live');
  await expect(page.getByTestId('trouble')).toBeHidden();
});
