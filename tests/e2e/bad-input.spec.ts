// What is bad is refused with a clear word, and the picture goes on as it was: models, pictures, clips, a second tab.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { ModelContract } from '../../src/protocol/model-contract';
import { waitOnAir, watchFrames } from './program-picture';

const HIDDEN_STRIPES = 12;
const fixture = (name: string) => readFileSync(path.resolve(import.meta.dirname, '../fixtures', name));
const built = (name: string) => readFileSync(path.resolve(import.meta.dirname, '../../dist/models', name));
const half = (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1);

/** Serves `body` in the model's place; `vouched`: the catalogue says that this is the very file. */
async function serveModel(page: Page, body: Buffer, vouched: boolean): Promise<void> {
  await page.route('**/*.onnx', (route) => route.fulfill({ body, contentType: 'application/octet-stream' }));
  if (!vouched) return;
  await page.route('**/catalog.json', (route) => {
    const catalog = JSON.parse(String(built('catalog.json'))) as { models: ModelContract[] };
    const sha256 = createHash('sha256').update(body).digest('hex');
    const models = catalog.models.map((model) => ({ ...model, sha256, bytes: body.length }));
    return route.fulfill({ json: { ...catalog, models } });
  });
}

const BAD_MODELS = [
  { what: 'cut off', body: half(built('selfie-landscape.onnx')), vouched: false, words: 'not the one we expect' },
  {
    what: 'not a model',
    body: Buffer.from('not a model'.repeat(1000)),
    vouched: true,
    words: 'not a model we can read',
  },
  { what: 'of another shape', body: built('selfie-square.onnx'), vouched: true, words: 'does not take the picture' },
];
for (const { what, body, vouched, words } of BAD_MODELS)
  test(`a model that is ${what}: the room stays hidden, and the page says why`, async ({ page }) => {
    await serveModel(page, body, vouched);
    await page.goto('?source=demo&background=blur&engine=cpu');
    await waitOnAir(page, 'standin');
    await expect(page.getByText(words)).toBeVisible();
    const seen = await watchFrames(page, 20);
    expect(seen.stripes).toBeLessThan(HIDDEN_STRIPES);
    expect(seen.black).toBe(0);
    // It is tried again by itself: a file that was mended needs no click.
    await page.unroute('**/*.onnx');
    await page.unroute('**/catalog.json');
    if (!vouched) await waitOnAir(page, 'demo');
  });

/** A PNG's signature and header alone. */
function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.from('89504e470d0a1a0a0000000d49484452000000000000000008020000000000000000000000', 'hex');
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return header;
}

const BAD_BACKDROPS = [
  { what: 'a picture of 108 megapixels', mode: 'image', body: pngHeader(12_000, 9000), code: 'picture-too-large' },
  { what: 'a picture that breaks off', mode: 'image', body: pngHeader(640, 480), code: 'picture-unreadable' },
  { what: 'a clip that breaks off', mode: 'video', body: half(fixture('clip.mp4')), code: 'file-unreadable' },
  { what: 'a clip of an old codec', mode: 'video', body: fixture('clip-mpeg4.mp4'), code: 'file-unsupported' },
] as const;

test('pictures and clips that cannot be used are refused, and what was chosen before stays', async ({ page }) => {
  await page.goto('?source=demo&background=blur&engine=cpu');
  await waitOnAir(page, 'demo');
  for (const { what, mode, body, code } of BAD_BACKDROPS) {
    const answer = await page.evaluate(
      ([chosen, text]) =>
        everframe
          .setBackground({
            mode: chosen,
            source: new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], 'bad'),
          })
          .then(
            () => 'accepted',
            (error: { code: string }) => error.code,
          ),
      [mode, body.toString('base64')] as const,
    );
    expect(answer, what).toBe(code);
  }
  expect(await page.evaluate(() => everframe.stats().background)).toEqual({ mode: 'blur', strength: 3 });
  const seen = await watchFrames(page, 20);
  expect(seen.stripes).toBeLessThan(HIDDEN_STRIPES);
});

test('a video that cannot be played is refused as a source, and the former one goes on', async ({ page }) => {
  await page.goto('?source=demo&background=blur&engine=cpu');
  await waitOnAir(page, 'demo');
  const answer = await page.evaluate(
    (text) =>
      everframe
        .setSource({ kind: 'file', source: new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], 'bad.mp4') })
        .then(
          () => 'accepted',
          (error: { code: string }) => error.code,
        ),
    half(fixture('clip.mp4')).toString('base64'),
  );
  expect(answer).toBe('file-unreadable');
  expect(await page.evaluate(() => everframe.stats().source.kind)).toBe('demo');
  await watchFrames(page, 12);
});

test('two tabs at once: both show a picture, and the second says that there are two', async ({ page, context }) => {
  await page.goto('?source=demo&background=blur&engine=cpu');
  await waitOnAir(page, 'demo');
  const second = await context.newPage();
  await second.goto('?source=demo&background=blur&engine=cpu');
  await waitOnAir(second, 'demo');
  await expect(second.getByText('open in another tab too')).toBeVisible();
  for (const one of [page, second]) {
    const seen = await watchFrames(one, 20);
    expect(seen.stripes).toBeLessThan(HIDDEN_STRIPES);
  }
});

test('controls that cannot be loaded: the picture is there, and the page says what to do', async ({ page }) => {
  await page.route('**/assets/mount-*.js', (route) => route.abort());
  await page.goto('?source=demo&background=blur&engine=cpu');
  await waitOnAir(page, 'demo');
  await expect(page.getByRole('alert')).toContainText('Reload this page');
  await expect(page.locator('canvas')).toBeInViewport();
  await watchFrames(page, 12);
});
