// The background tiles on the real page: the person in them is a cut-out whichever background is on air, the program is
// never touched by it, and what was chosen is still there after a reload.
import { expect, test, type Page } from '@playwright/test';
import { startWatching, stopWatching, waitOnAir } from './program-picture';

/** Share of a tile's pixels that are its background: #00b140 on the green one. */
function greenShare(page: Page): Promise<number> {
  return page
    .getByRole('button', { name: 'Green', exact: true })
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      let green = 0;
      for (let at = 0; at < data.length; at += 4)
        if (data[at] === 0 && data[at + 1] === 177 && data[at + 2] === 64) green += 1;
      return green / (data.length / 4);
    });
}

/** Colours in the middle of the tile: the plain figure has one, a person has many. */
function coloursInTheMiddle(page: Page): Promise<number> {
  return page
    .getByRole('button', { name: 'Green', exact: true })
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')?.getImageData(60, 40, 40, 50) ?? { data: [] };
      const seen = new Set<number>();
      for (let at = 0; at < data.length; at += 4)
        seen.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
      return seen.size;
    });
}

test('with blur on air the tiles show the presenter cut out, and the program shows nothing of it', async ({ page }) => {
  await page.goto('?source=demo&background=blur');
  await page.waitForFunction(() => 'everframe' in globalThis);
  await startWatching(page);
  await waitOnAir(page, 'demo');
  await expect.poll(() => coloursInTheMiddle(page), { timeout: 30_000 }).toBeGreaterThan(100);
  // The room is nowhere in the tile: what is not the presenter is plain green.
  expect(await greenShare(page)).toBeGreaterThan(0.35);
  const seen = await stopWatching(page);
  expect(seen.stripes).toBeLessThan(12);
  expect(seen.black).toBe(0);
});

test('picture and looping video work with one click; one’s own picture and its tile survive a reload', async ({
  page,
}) => {
  await page.goto('?source=demo');
  await waitOnAir(page, 'demo');
  const mode = () => page.evaluate(() => everframe.stats().background);
  await page.getByRole('button', { name: 'Video', exact: true }).click();
  await expect.poll(mode).toMatchObject({ mode: 'video' });
  await page.getByRole('button', { name: 'Picture', exact: true }).click();
  await expect.poll(mode).toMatchObject({ mode: 'image' });
  const own = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(320, 180);
    const context = canvas.getContext('2d');
    if (context) context.fillStyle = '#c02020';
    context?.fillRect(0, 0, 320, 180);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file…' }).click();
  await (await choosing).setFiles({ name: 'röd vägg.png', mimeType: 'image/png', buffer: Buffer.from(own) });
  await expect.poll(mode).toEqual({ mode: 'image', name: 'röd vägg.png' });
  // A broken file later on changes nothing of what is kept.
  const code = await page.evaluate(() =>
    everframe.setBackground({ mode: 'image', source: new File(['no picture'], 'broken.png') }).then(
      () => 'accepted',
      (error: { code: string }) => error.code,
    ),
  );
  expect(code).toBe('picture-unreadable');

  await page.goto('?source=demo');
  await waitOnAir(page, 'demo');
  await expect.poll(mode).toEqual({ mode: 'image', name: 'röd vägg.png' });
  const corner = () =>
    page
      .getByRole('button', { name: 'Picture', exact: true })
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => [...(canvas.getContext('2d')?.getImageData(4, 4, 1, 1).data ?? [])]);
  await expect.poll(corner).toEqual([192, 32, 32, 255]);
  await page.getByRole('button', { name: 'röd vägg.png' }).waitFor();
});

test('the address says which picture stands behind from the first frame', async ({ page }) => {
  await page.goto('?source=demo&background=image&image=backgrounds/dunes.jpg');
  await waitOnAir(page, 'demo');
  await expect.poll(() => page.evaluate(() => everframe.stats().background)).toEqual({ mode: 'image', name: 'Dunes' });
  await expect(page.getByRole('button', { name: 'Dunes' })).toHaveAttribute('aria-pressed', 'true');
});
