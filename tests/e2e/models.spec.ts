// A person adds a model, sees in a trial what it makes of the picture, uses it, and gets rid of it; downloads one that is offered;
// and meets one that fails. Viewers see no raw room and no gap in any of it.
import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type Page } from '@playwright/test';
import { listen } from '../../server/serve.mjs';
import type { ModelContract } from '../../src/protocol/model-contract';
import { RED_NET_CONTRACT, redNet } from '../engines/red-net';
import { awaitFrames, startWatching, stopWatching, waitOnAir } from './program-picture';

const HIDDEN_STRIPES = 12;
const ADDRESS = '?source=demo&background=blur&engine=cpu';
/** The presenter's sweater is the person: greener than red. */
const sweater = Buffer.from(redNet([-60, 60, 0], -5));
const offered = Buffer.from(redNet([-60, 60, 0], -4));

/** A host of models: one that lets other pages read, half of it at first; one that does not. */
async function openHost() {
  let waiting: ServerResponse | null = null;
  const server = createServer((request, answer) => {
    const isOpen = request.url === '/offered.onnx';
    answer.writeHead(200, {
      'Content-Length': offered.length,
      'Cache-Control': 'no-store',
      ...(isOpen && { 'Access-Control-Allow-Origin': '*' }),
    });
    answer.write(offered.subarray(0, 60));
    waiting = answer;
  });
  await listen(server, 0);
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    finish: () => waiting?.end(offered.subarray(60)),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function offer(page: Page, url: string): Promise<void> {
  const entry = {
    ...RED_NET_CONTRACT,
    id: 'offered',
    title: 'Offered net',
    bytes: offered.length,
    sha256: createHash('sha256').update(offered).digest('hex'),
    output: { ...RED_NET_CONTRACT.output, kind: 'logit' },
    source: { url: `${url}offered.onnx` },
  };
  await page.route('**/catalog.json', async (route) => {
    const catalog = (await (await route.fetch()).json()) as { models: ModelContract[] };
    await route.fulfill({ json: { ...catalog, models: [...catalog.models, entry] } });
  });
}

const group = (page: Page) => page.getByRole('group', { name: 'Person models' });
const card = (page: Page, title: string) => group(page).getByRole('listitem').filter({ hasText: title });
const button = (page: Page, name: string | RegExp) => group(page).getByRole('button', { name });
const netInUse = (page: Page) =>
  page.evaluate(async () => (await everframe.models.list()).find(({ inUse }) => inUse)?.title ?? 'none');

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  const opening = page.waitForEvent('filechooser');
  await button(page, /^Choose a file/)
    .first()
    .click();
  await (await opening).setFiles({ name, mimeType: 'application/octet-stream', buffer });
}

async function expectNothingRaw(page: Page, job: () => Promise<void>): Promise<void> {
  await startWatching(page);
  await job();
  await awaitFrames(page, 6);
  const seen = await stopWatching(page);
  expect(seen.stripes).toBeLessThan(HIDDEN_STRIPES);
  expect(seen.black).toBe(0);
}

test('a model of one’s own, one that is offered, and one that fails', async ({ page }) => {
  const host = await openHost();
  await offer(page, host.url);
  await page.goto(ADDRESS);
  await waitOnAir(page, 'demo');
  await page.getByRole('button', { name: 'Person models' }).click();
  await expect(card(page, 'landscape').getByText('In use')).toBeVisible();

  // What is no model is refused, with a way on.
  await choose(page, 'notes.onnx', Buffer.from('no model '.repeat(100)));
  await expect(group(page).getByRole('alert')).toContainText('notes.onnx is not a model we can read.');
  await choose(page, 'cut.onnx', sweater.subarray(0, 90));
  await expect(group(page).getByRole('alert')).toContainText('cut.onnx is not a model we can read.');

  // What can be read out of it is there; what cannot is seen in a trial.
  await choose(page, 'sweater.onnx', sweater);
  await expect(group(page).getByLabel('Kind of its numbers')).toHaveValue('logit');
  const mean = group(page).getByLabel('Mean');
  await mean.fill('1 0 0');
  await mean.press('Enter');
  await button(page, 'Try it').click();
  await expect(group(page).getByText('If that is too much')).toBeVisible();
  await button(page, 'Add').click();
  await expect(group(page).getByRole('alert')).toContainText('takes the whole room for you: viewers would see it');
  await mean.fill('0 0 0');
  await mean.press('Enter');
  // A window that is narrow for a while shows one section at a time, and loses none.
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.setViewportSize({ width: 700, height });
  await expect(mean).toBeHidden();
  await page.setViewportSize({ width, height });
  await expect(mean).toHaveValue('0 0 0');
  await button(page, 'Try it').click();
  await expect(group(page).getByText('Compare the two pictures')).toBeVisible();
  await button(page, 'Add').click();
  await expect(card(page, 'sweater')).toBeVisible();

  await expectNothingRaw(page, async () => {
    // The worker in charge dies while the next one gets ready.
    await page.evaluate(() => everframe.rehearse('vision-killed'));
    await card(page, 'sweater').getByRole('button', { name: 'Use' }).click();
    await expect(card(page, 'sweater').getByText('In use')).toBeVisible();
    await waitOnAir(page, 'demo');
    await card(page, 'sweater').getByRole('button', { name: 'Measure' }).click();
    await expect(card(page, 'sweater').getByText('ms a frame here on the processor')).toBeVisible();
  });
  const net = await page.evaluate(() => everframe.memory()?.items.find(({ what }) => what === 'net'));
  expect(net?.name).toBe('sweater');
  expect(net?.load.map(({ part }) => part)).toEqual(['fetch', 'session', 'first-run']);
  expect(net?.load.every(({ ms }) => ms > 0)).toBe(true);

  // Fetched when somebody asks, and not before; ended half way, and asked for again.
  const download = () => card(page, 'Offered net').getByRole('button', { name: 'Download' });
  await download().click();
  await card(page, 'Offered net').getByRole('button', { name: 'Cancel' }).click();
  await expect(download()).toBeVisible();
  await download().click();
  await expect(card(page, 'Offered net').getByRole('progressbar')).toBeVisible();
  host.finish();
  await expect(card(page, 'Offered net').getByRole('button', { name: 'Remove' })).toBeVisible();
  await group(page).getByLabel('Address of a model').fill(`${host.url}closed.onnx`);
  await button(page, 'Fetch').click();
  await expect(group(page).getByRole('alert')).toContainText('CORS');
  host.close();

  // Remembered; and where its file is not what it was, the net that ships takes its place and the page says so.
  await page.reload();
  await waitOnAir(page, 'demo');
  await expect.poll(() => netInUse(page)).toBe('sweater');
  await page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
    const { id } = (await everframe.models.list()).find(({ title }) => title === 'sweater') ?? { id: '' };
    const writable = await (await folder.getFileHandle(`${id}.onnx`)).createWritable();
    await writable.write('something else');
    await writable.close();
  });
  await page.reload();
  await page.waitForFunction(() => 'everframe' in globalThis);
  await expectNothingRaw(page, async () => {
    await waitOnAir(page, 'demo');
    await expect(page.getByText(/sweater could not be used .* took its place/)).toBeVisible();
  });
  expect(await netInUse(page)).toContain('landscape');

  await page.getByRole('button', { name: 'Person models' }).click();
  await card(page, 'sweater').getByRole('button', { name: 'Remove' }).click();
  await card(page, 'sweater').getByRole('button', { name: 'Really remove' }).click();
  await expect(card(page, 'sweater')).toBeHidden();
});
