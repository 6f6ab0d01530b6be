// The live path end to end on the project's own demo source, in a real browser: pictures judged by pixels on the
// program's track, never by state.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { awaitFrames, startWatching, stopWatching, waitOnAir, watchFrames } from './program-picture';

/** Contrast of the raw room's stripes is 90 and more of 255; an eighth of it is no longer stripes. */
const RAW_STRIPES = 60;
const HIDDEN_STRIPES = 12;

test('the demo presenter comes by itself, blurred from the first frame', async ({ page }) => {
  await page.goto('?source=demo');
  await page.waitForFunction(() => 'everframe' in globalThis);
  await startWatching(page);
  await waitOnAir(page, 'demo');
  await awaitFrames(page, 40);
  const seen = await stopWatching(page);
  expect(seen.stripes).toBeLessThan(HIDDEN_STRIPES);
  expect(seen.black).toBe(0);
});

test('a program for phones has the square net and fetches no other', async ({ page }) => {
  const nets = new Set<string>();
  page.on('request', (request) => {
    if (request.url().endsWith('.onnx')) nets.add(request.url().replace(/.*\//, ''));
  });
  await page.goto('?source=demo&background=blur&program=720x1280');
  await waitOnAir(page, 'demo');
  expect([...nets]).toEqual(['selfie-square.onnx']);
});

test('every background shows what it says, and only “off” shows the room', async ({ page }) => {
  await page.goto('?source=demo');
  await waitOnAir(page, 'demo');
  for (const mode of ['green', 'color', 'cutout', 'blur'] as const) {
    await page.evaluate((chosen) => everframe.setBackground({ mode: chosen }), mode);
    const seen = await watchFrames(page, 14);
    expect(seen.stripes, mode).toBeLessThan(HIDDEN_STRIPES);
    if (mode === 'green') {
      // #00b140 in bt709 limited range.
      expect(Math.abs(seen.corner[0] - 129)).toBeLessThan(12);
      expect(seen.corner[2]).toBeLessThan(90);
    }
  }
  await page.evaluate(() => everframe.setBackground({ mode: 'off' }));
  expect((await watchFrames(page, 14)).stripes).toBeGreaterThan(RAW_STRIPES);

  await startWatching(page);
  await page.evaluate(() => everframe.setBackground({ mode: 'blur', strength: 5 }));
  await stopWatching(page);
  expect((await watchFrames(page, 20)).stripes, 'nothing raw after the promise resolved').toBeLessThan(HIDDEN_STRIPES);
});

test('a background chosen while a picture is still being decoded is the one that stays', async ({ page }) => {
  await page.goto('?source=demo');
  await waitOnAir(page, 'demo');
  const outcome = await page.evaluate(async () => {
    const older = everframe.setBackground({ mode: 'image', source: 'backgrounds/dunes.jpg' });
    const newer = everframe.setBackground({ mode: 'green' });
    const codes = await Promise.allSettled([older, newer]);
    return {
      codes: codes.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'shown')),
      background: everframe.stats().background,
    };
  });
  expect(outcome).toEqual({ codes: ['superseded', 'shown'], background: { mode: 'green' } });
});

test('a picture that does not decode does not bring the room back while another is on its way', async ({ page }) => {
  await page.route('**/dunes.jpg', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await route.continue();
  });
  await page.goto('?source=demo&background=off');
  await waitOnAir(page, 'demo');
  const code = await page.evaluate(async () => {
    const broken = new File(['not a picture'], 'broken.png', { type: 'image/png' });
    const older = everframe.setBackground({ mode: 'image', source: broken });
    globalThis.newer = everframe.setBackground({ mode: 'image', source: 'backgrounds/dunes.jpg' });
    return older.then(
      () => 'shown',
      (error: { code: string }) => error.code,
    );
  });
  expect(code).toBe('picture-unreadable');
  expect((await watchFrames(page, 20)).stripes, 'until the picture comes').toBeLessThan(HIDDEN_STRIPES);
  const name = await page.evaluate(async () => {
    const shown = await globalThis.newer;
    return shown.mode === 'image' ? shown.name : shown.mode;
  });
  expect(name).toBe('Dunes');
  expect((await watchFrames(page, 14)).stripes).toBeLessThan(HIDDEN_STRIPES);
});

test('a picture goes behind the person; one that does not decode changes nothing', async ({ page }) => {
  await page.goto('?source=demo');
  await waitOnAir(page, 'demo');
  const after = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(320, 180);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = '#c02020';
    context.fillRect(0, 0, 320, 180);
    await everframe.setBackground({
      mode: 'image',
      source: new File([await canvas.convertToBlob()], 'red.png', { type: 'image/png' }),
    });
    const code = await everframe
      .setBackground({ mode: 'image', source: new File(['not a picture'], 'broken.png', { type: 'image/png' }) })
      .then(
        () => 'accepted',
        (error: { code: string }) => error.code,
      );
    return { code, background: everframe.stats().background };
  });
  expect(after).toEqual({ code: 'picture-unreadable', background: { mode: 'image', name: 'red.png' } });
  const { corner } = await watchFrames(page, 14);
  expect(corner[2], 'red').toBeGreaterThan(170);
});

for (const fault of ['vision-killed', 'program-killed', 'output-killed'] as const) {
  test(`${fault}: the program goes on, nothing raw, nothing black, and comes back by itself`, async ({ page }) => {
    await page.goto('?source=demo&background=blur');
    await waitOnAir(page, 'demo');
    await startWatching(page);
    await page.evaluate((what) => {
      everframe.rehearse(what);
    }, fault);
    await page.waitForTimeout(1000);
    await page.waitForFunction(() => everframe.stats().onAir === 'demo', undefined, { timeout: 30_000 });
    await page.waitForTimeout(1000);
    const seen = await stopWatching(page);
    expect(seen.stripes).toBeLessThan(HIDDEN_STRIPES);
    expect(seen.black).toBe(0);
    await watchFrames(page, 12);
  });
}

test('a host that does not isolate the page: the page writes the track itself, room hidden', async ({ page }) => {
  await page.context().route('**/*', async (route) => {
    const response = await route.fetch();
    const {
      'cross-origin-opener-policy': _opener,
      'cross-origin-embedder-policy': _embedder,
      ...headers
    } = response.headers();
    await route.fulfill({ response, headers });
  });
  await page.goto('?source=demo&background=blur');
  await waitOnAir(page, 'demo');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  expect((await watchFrames(page, 20)).stripes).toBeLessThan(HIDDEN_STRIPES);
});

test('an output worker that cannot be loaded: the page writes the track itself', async ({ page }) => {
  await page.context().route('**/output.worker*', (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto('?source=demo&background=blur');
  await waitOnAir(page, 'demo');
  expect((await watchFrames(page, 20)).stripes).toBeLessThan(HIDDEN_STRIPES);
});

test('without the model the room stays hidden, the trouble is told, and “Load again” mends it', async ({ page }) => {
  await page.route('**/*.onnx', (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto('?source=demo&background=blur');
  await waitOnAir(page, 'standin');
  await expect(page.getByText('The person model could not be loaded')).toBeVisible();
  expect((await watchFrames(page, 20)).stripes).toBeLessThan(HIDDEN_STRIPES);
  await page.unroute('**/*.onnx');
  await page.getByRole('button', { name: 'Load again' }).click();
  await waitOnAir(page, 'demo');
});

test('another file in the model’s place is refused by its sha256', async ({ page }) => {
  await page.route('**/*.onnx', async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[1000] = (body[1000] ?? 0) ^ 1;
    await route.fulfill({ response, body });
  });
  await page.goto('?source=demo&background=blur');
  await waitOnAir(page, 'standin');
  const code = await page.evaluate(() =>
    everframe.setBackground({ mode: 'green' }).then(
      () => 'accepted',
      (error: { code: string }) => error.code,
    ),
  );
  expect(code).toBe('model-hash');
  expect((await watchFrames(page, 20)).stripes).toBeLessThan(HIDDEN_STRIPES);
});

test('a typing mistake in a script or in the address is told, and changes nothing', async ({ page }) => {
  await page.goto('?source=demo&backgruond=off');
  await waitOnAir(page, 'demo');
  await expect(page.getByText('backgruond')).toBeVisible();
  const code = await page.evaluate(() =>
    everframe.setBackground({ mode: 'blurr' } as never).then(
      () => 'accepted',
      (error: { code: string }) => error.code,
    ),
  );
  expect(code).toBe('setting-invalid');
  expect(await page.evaluate(() => everframe.stats().background.mode)).toBe('blur');
});

test('a second reader of the source (Compare) leaves the program alone', async ({ page }) => {
  await page.goto('?source=demo&background=blur');
  await waitOnAir(page, 'demo');
  for (let turn = 0; turn < 3; turn++) {
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.waitForTimeout(300);
  }
  const seen = await watchFrames(page, 30);
  expect(seen.stripes).toBeLessThan(HIDDEN_STRIPES);
  expect(await page.evaluate(() => [everframe.stats().source.state, everframe.stats().onAir])).toEqual([
    'open',
    'demo',
  ]);
});

test('“Pop out” opens a window with the moving program and nothing else', async ({ page }) => {
  await page.goto('?source=demo&background=blur');
  await waitOnAir(page, 'demo');
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Pop out' }).click();
  const popup = await opened;
  const video = popup.locator('body > :only-child');
  await expect(video).toHaveJSProperty('tagName', 'VIDEO');
  const shown = () =>
    video.evaluate((element) => (element as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames);
  const before = await shown();
  await expect.poll(shown).toBeGreaterThan(before + 10);
});

test('twenty starts and stops leave no frame open', async ({ page }) => {
  await page.goto('?source=demo&background=blur');
  await waitOnAir(page, 'demo');
  // One level throughout: another one needs other memory.
  await page.evaluate(() => everframe.quality.setLevel('high'));
  // Memory is taken as it is needed, and told four times a second: the baseline is that of a picture that has run.
  await page.waitForTimeout(1500);
  const before = await page.evaluate(() => everframe.stats().memoryBytes);
  for (let n = 0; n < 20; n++) {
    await page.evaluate(() => everframe.stop());
    await page.evaluate(() => everframe.start());
  }
  await waitOnAir(page, 'demo');
  await page.waitForTimeout(1500);
  const after = await page.evaluate(() => everframe.stats());
  // The one at work, the one kept, and the first pictures of the loop and of the clip after it.
  expect(after.openFrames).toBeLessThanOrEqual(4);
  expect(after.memoryBytes).toBeLessThanOrEqual(before * 1.05);
});

/** The camera cannot be opened, with this DOMException, until `allow()`. */
async function openWithout(page: Page, name: string): Promise<void> {
  await page.addInitScript((why) => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    let isRefused = true;
    mediaDevices.getUserMedia = (wishes) =>
      isRefused ? Promise.reject(new DOMException('refused by a test', why)) : open(wishes);
    globalThis.allow = () => (isRefused = false);
  }, name);
  await page.goto('?source=camera&autostart=1');
  await waitOnAir(page, 'demo');
  await expect(page.getByTestId('trouble')).toBeVisible();
  await page.evaluate(() => {
    globalThis.allow();
  });
}

test('a blocked camera is told while the demo stands in, and can be tried again', async ({ page }) => {
  await openWithout(page, 'NotAllowedError');
  await page.getByRole('button', { name: 'Try again' }).click();
  await waitOnAir(page, 'live');
  await expect(page.getByTestId('trouble')).toBeHidden();
});

test('a camera that is busy at the start is live by itself once it is free, and the demo stands in until then', async ({
  page,
}) => {
  await openWithout(page, 'NotReadableError');
  await waitOnAir(page, 'live');
  await expect(page.getByTestId('trouble')).toBeHidden();
});

test('a source that is chosen while the first one is still being opened is the one that stays', async ({ page }) => {
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wishes) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return open(wishes);
    };
  });
  await page.goto('?source=camera&autostart=1');
  await page.waitForFunction(() => 'everframe' in globalThis);
  await page.evaluate(() => everframe.setSource({ kind: 'camera' }));
  await waitOnAir(page, 'live');
});

test('quality wants as many pictures as the camera was opened with, wherever that was asked', async ({ page }) => {
  const wanted = () => page.evaluate(() => everframe.quality.metrics()?.wantedFps ?? null);
  await page.goto('?source=camera&autostart=1&fps=15');
  await waitOnAir(page, 'live');
  await expect.poll(wanted, { timeout: 20_000 }).toBe(15);
  await page.evaluate(() => everframe.setSource({ kind: 'camera', fps: 30 }));
  await waitOnAir(page, 'live');
  await expect.poll(wanted).toBe(30);
});

test('the demo draws 30 pictures a second, and quality wants no more of it', async ({ page }) => {
  await page.goto('?source=demo&background=blur&program=1280x720@60');
  await waitOnAir(page, 'demo');
  const metrics = () => page.evaluate(() => everframe.quality.metrics());
  await expect.poll(async () => (await metrics())?.wantedFps ?? null, { timeout: 20_000 }).toBe(30);
});

test('the output page shows the picture and nothing else', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto('#/obs?run=1&source=demo&background=cutout');
  await waitOnAir(page, 'demo');
  expect((await page.locator('body').innerText()).trim()).toBe('');
  const box = await page.getByTestId('program').boundingBox();
  expect(box).toEqual({ x: 0, y: 0, width: 1280, height: 720 });
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgba(0, 0, 0, 0)');
});

test('the studio is clean for assistive technology', async ({ page }) => {
  await page.goto('?source=demo');
  await waitOnAir(page, 'demo');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
