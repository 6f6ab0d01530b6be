// A camera that sends frames, and the same picture in each: lost like one that sends nothing, and back when it moves again.
// A sitter who hardly moves is no such camera.
import { existsSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, expect, test, type Page } from '@playwright/test';
import { BASE_FLAGS, WEBGPU_FLAGS, cameraFlags } from '../../tools/browser/flags.mjs';
import { drawDemoFootage, readCameraFrames } from '../demo/footage';
import { executable } from '../executable';
import { waitOnAir } from './program-picture';

const SITTER = path.resolve('../shared/media/webcam_asl_book_640x480_30.mjpeg');
const camera = path.join(tmpdir(), `everframe-frozen-camera-${process.pid}.mjpeg`);
test.beforeAll(async () => {
  const frames = readCameraFrames(await drawDemoFootage(executable()));
  // Five seconds of the presenter, and five of a single picture: the fake camera plays them over and over.
  const last = frames.at(-1) ?? Buffer.alloc(0);
  writeFileSync(camera, Buffer.concat([...frames, ...frames.map(() => last)]));
});
test.afterAll(() => {
  rmSync(camera, { force: true });
});

async function openStudio(file: string, address: string, flags: readonly string[] = []): Promise<Page> {
  const browser = await chromium.launch({
    executablePath: executable(),
    args: [...BASE_FLAGS, ...flags, ...cameraFlags(file)],
  });
  const page = await browser.newPage();
  await page.goto(address);
  return page;
}
const untilReason = (page: Page, wanted: string) =>
  page.waitForFunction((reason) => everframe.fallback.status().reason === reason, wanted, { timeout: 60_000 });
const feed = (page: Page) => page.evaluate(() => everframe.fallback.status());

for (const engine of ['cpu', 'webgpu'] as const)
  test(`${engine}: a camera whose picture stands still is lost, told with its time, and live again when it moves`, async ({
    baseURL,
  }) => {
    const flags = engine === 'webgpu' ? WEBGPU_FLAGS : [];
    const slow = engine === 'webgpu' ? '&program=640x360@15' : '';
    const address = `${baseURL ?? ''}?source=camera&autostart=1&background=off&engine=${engine}${slow}`;
    const page = await openStudio(camera, address, flags);
    await waitOnAir(page, 'live');
    await untilReason(page, 'the same picture for 2.0 s');
    expect(await feed(page)).toMatchObject({ feedDetected: false });
    await expect(page.getByTestId('away')).toContainText(/Your camera has sent the same picture since \d/);
    await waitOnAir(page, 'live');
    expect(await feed(page)).toMatchObject({ reason: 'pictures come', feedDetected: true });
    await page.context().browser()?.close();
  });

test('a sitter who hardly moves, and hands that do: nothing is taken for frozen', async ({ baseURL }) => {
  test.skip(!existsSync(SITTER), 'needs ../shared/media, which this clone does not have');
  const page = await openStudio(SITTER, `${baseURL ?? ''}?source=camera&autostart=1`);
  await waitOnAir(page, 'live');
  await page.evaluate(() => {
    globalThis.told = [];
    everframe.fallback.on('change', ({ reason }) => told.push(reason));
  });
  await page.waitForTimeout(15_000);
  expect(await page.evaluate(() => told)).not.toContain('the same picture for 2.0 s');
  await page.context().browser()?.close();
});
