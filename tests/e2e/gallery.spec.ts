// The studio's views in canned states, without a camera and without an engine: each is clean for assistive technology
// in both themes, and what a person does by mouse or key asks the studio for the right thing.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, preview, type PreviewServer } from 'vite';
import { STATES } from '../ui/fixtures/snapshots';
import type {} from '../ui/gallery/gallery';

let server: PreviewServer;
let gallery = '';

test.beforeAll(async ({}, { parallelIndex }) => {
  const outDir = `.cache/gallery/${parallelIndex}`;
  // Built: a page of a few files is open in a moment, and there are many to open.
  const shared = { configFile: false, logLevel: 'error' } as const;
  const input = 'tests/ui/gallery/gallery.html';
  await build({
    ...shared,
    plugins: [svelte()],
    build: { outDir, minify: false, reportCompressedSize: false, rollupOptions: { input } },
  });
  server = await preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1' } });
  gallery = `${server.resolvedUrls?.local[0] ?? ''}${input}`;
});
test.afterAll(() => server.close());

// What is still fading in has no contrast yet: a toast, a colour of the other theme.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

async function show(page: Page, state: string): Promise<void> {
  await page.goto(`${gallery}#${state}`);
  await expect(page.getByTestId('program')).toBeVisible();
}

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .options({ rules: { 'target-size': { enabled: true } } })
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test.describe('every state', () => {
  for (const state of Object.keys(STATES)) {
    test(`${state} is clean in both themes and fits, wide and narrow`, async ({ page }) => {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.emulateMedia({ colorScheme: 'light' });
      await show(page, state);
      await expectClean(page);
      // The other theme is looked at in the other layout: neither depends on which of the two goes with it.
      await page.emulateMedia({ colorScheme: 'dark' });
      for (const width of [1280, 900, 400]) {
        await page.setViewportSize({ width, height: 860 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      }
      await expectClean(page);
    });
  }
});

test('the picture does not move when trouble comes and goes, and its canvas stays the same element', async ({
  page,
}) => {
  await show(page, 'live-blur');
  const canvas = await page.getByTestId('program').elementHandle();
  const before = await page.getByTestId('picture').boundingBox();
  await page.evaluate(() => {
    fakeStudio.change({ trouble: { code: 'camera-denied', sinceMs: Date.now(), message: '', facts: {} } });
  });
  await expect(page.getByTestId('trouble')).toBeVisible();
  expect(await page.getByTestId('picture').boundingBox()).toEqual(before);
  await page.evaluate(() => {
    fakeStudio.change({ trouble: null, onAir: 'slate', onAirSinceMs: Date.now() });
  });
  await expect(page.getByTestId('away')).toBeVisible();
  expect(await page.getByTestId('picture').boundingBox()).toEqual(before);
  expect(await canvas?.evaluate((element) => element.isConnected && element === fakeStudio.programCanvas)).toBe(true);
});

test('however much the ribbon remembers, a second changes only its ends', async ({ page }) => {
  await page.clock.install();
  await show(page, 'live-blur');
  const seen = await page.evaluate(() => {
    const nowMs = Date.now();
    const parts = Array.from({ length: 200 }, (_, n) => ({
      onAir: n % 2 === 0 ? ('live' as const) : ('slate' as const),
      fromMs: nowMs - (200 - n) * 2000,
      toMs: n === 199 ? null : nowMs - (199 - n) * 2000,
      cause: null,
      byUser: false,
    }));
    fakeStudio.change({ ribbon: parts });
    return parts.length;
  });
  const spans = page.locator('.strip span');
  await expect(spans).toHaveCount(seen);
  const leftOf = async (n: number) => (await spans.nth(n).boundingBox())?.x ?? NaN;
  await page.evaluate(() => {
    globalThis.changedParts = new Set();
    const observer = new MutationObserver((changes) => {
      for (const { target } of changes) if (target instanceof HTMLSpanElement) globalThis.changedParts.add(target);
    });
    for (const strip of document.querySelectorAll('.strip'))
      observer.observe(strip, { subtree: true, attributes: true, childList: true });
  });
  const before = await leftOf(100);
  await page.clock.runFor(5000);
  await expect.poll(() => leftOf(100)).toBeLessThan(before);
  expect(await page.evaluate(() => globalThis.changedParts.size)).toBeLessThanOrEqual(2);
});

declare global {
  var changedParts: Set<Element>;
}

test('person models, a download, a description with a mistake and a trial are clean in both themes', async ({
  page,
}) => {
  await page.setViewportSize({ width: 400, height: 860 });
  await page.emulateMedia({ colorScheme: 'light' });
  await show(page, 'live-blur');
  await page.getByRole('link', { name: 'Quality' }).click();
  await page.getByRole('button', { name: 'Person models' }).click();
  const group = page.getByRole('group', { name: 'Person models' });
  await group.getByRole('button', { name: /Download/ }).click();
  await expect(group.getByRole('progressbar')).toBeVisible();
  await expectClean(page);
  await group.getByRole('button', { name: 'Cancel' }).click();
  const opening = page.waitForEvent('filechooser');
  await group.getByRole('button', { name: /Choose a file/ }).click();
  await (await opening).setFiles({ name: 'SINet.onnx', mimeType: '', buffer: Buffer.from('a net') });
  await group.getByRole('button', { name: 'Try it' }).click();
  await expect(group.getByText('the numbers it is fed are wrong')).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectClean(page);
  await group.getByLabel("The person's channel").fill('2');
  await group.getByLabel("The person's channel").press('Enter');
  await expect(group.getByText('no channel 2 among 2')).toBeVisible();
  await expect(group.getByRole('button', { name: 'Add' })).toHaveAttribute('aria-disabled', 'true');
  await expectClean(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test('showing the room while live is asked once', async ({ page }) => {
  await show(page, 'live-blur');
  const off = page.getByRole('button', { name: 'Off', exact: true });
  await off.click();
  await expect(page.getByRole('dialog', { name: 'Viewers will see your room.' })).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => fakeStudio.calls)).toEqual([]);
  await off.click();
  await page.getByRole('button', { name: 'Show my room' }).click();
  await expect(off).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Blur', exact: true }).click();
  await off.click();
  await expect(off).toHaveAttribute('aria-pressed', 'true');
  expect(await page.evaluate(() => fakeStudio.calls)).toEqual(['background off', 'background blur', 'background off']);
});

test('a picture that cannot be read is told at its place, and the background stays', async ({ page }) => {
  await show(page, 'live-blur');
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add…' }).click();
  await (await choosing).setFiles({ name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect(page.getByRole('alert')).toContainText('broken.png could not be read.');
  await expect(page.getByRole('button', { name: 'Blur', exact: true })).toHaveAttribute('aria-pressed', 'true');
});

test('picture and video work with one click, and offer what ships, one’s own and another file', async ({ page }) => {
  await show(page, 'live-blur');
  await page.getByRole('button', { name: 'Picture', exact: true }).click();
  const choices = page.getByRole('group', { name: 'Picture behind you' });
  await expect(choices.getByRole('button')).toHaveCount(3);
  await choices.getByRole('button', { name: 'Dunes' }).click();
  await expect(choices.getByRole('button', { name: 'Dunes' })).toHaveAttribute('aria-pressed', 'true');
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file…' }).click();
  await (await choosing).setFiles({ name: 'holiday.png', mimeType: 'image/png', buffer: Buffer.from('a picture') });
  await expect.poll(() => page.evaluate(() => fakeStudio.snapshot().imageName)).toBe('holiday.png');
  await page.getByRole('button', { name: 'Video', exact: true }).click();
  await expect(page.getByRole('group', { name: 'Clip behind you' })).toBeVisible();
});

test('the tiles show the person as soon as there is a cut-out, and ask for it rarely', async ({ page }) => {
  await show(page, 'live-blur');
  const green = page.getByRole('button', { name: 'Green', exact: true }).locator('canvas');
  /** The presenter's teal jersey, low in the middle, where the plain figure is grey. */
  const jersey = () =>
    green.evaluate((canvas: HTMLCanvasElement) => [
      ...(canvas.getContext('2d')?.getImageData(80, 96, 1, 1).data ?? []),
    ]);
  await expect.poll(jersey).toEqual([45, 106, 102, 255]);
  await page.waitForTimeout(2500);
  expect(await page.evaluate(() => fakeStudio.personsTaken())).toBe(1);
});

test('quality: the knobs ask for the right thing by mouse and key, say what is out of range, and are clean in both themes', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  await show(page, 'live-blur');
  const panel = page.locator('#panel-quality');
  await panel.getByRole('combobox', { name: 'Preset' }).selectOption('meeting');
  await panel.getByRole('button', { name: 'More', exact: true }).press('Enter');
  const more = page.getByRole('group', { name: 'More about quality' });
  await more.getByRole('combobox', { name: 'What gives way first' }).selectOption('conservative');
  await expect(panel.getByRole('combobox', { name: 'Preset' })).toHaveValue('custom');
  await more.getByRole('textbox', { name: 'Aimed at' }).fill('90');
  await more.getByRole('textbox', { name: 'Aimed at' }).press('Enter');
  await expect(more.getByRole('alert')).toContainText('15 to 60 pictures a second. It stays at 30.');
  await more.getByRole('textbox', { name: 'Aimed at' }).fill('60');
  await more.getByRole('textbox', { name: 'Aimed at' }).press('Enter');
  await expect(more).toContainText('The program has 30');
  await more.getByRole('slider', { name: 'Left free' }).press('ArrowRight');
  await more.getByRole('combobox', { name: 'Whether pictures may be left out' }).selectOption('quality');
  await expect(more).toContainText('Nothing changes now: only a file can wait');
  await expectClean(page);
  await panel.getByRole('button', { name: 'Try it for 6 s' }).click();
  await expect(panel.getByText('High to Low: 4 tasks beside it')).toBeVisible();
  await panel.getByRole('switch', { name: 'Automatic quality' }).press('Space');
  await panel.getByRole('button', { name: 'Low', exact: true }).press('Enter');
  await expect(panel.getByRole('button', { name: 'Low', exact: true })).toHaveAttribute('aria-pressed', 'true');
  expect(await page.evaluate(() => fakeStudio.calls)).toEqual([
    'preset meeting',
    'quality {"strategy":"conservative"}',
    'quality {"targetFps":60}',
    'quality {"neighbourShare":0.01}',
    'quality {"mode":"quality"}',
    'quality {"automatic":false}',
    'quality {"automatic":false,"level":"low"}',
  ]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 400, height: 860 });
  await page.getByRole('link', { name: 'Quality', exact: true }).click();
  await panel.getByRole('button', { name: 'More', exact: true }).click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await expectClean(page);
});

test('single keys act, not in dialogs, and not when they are switched off', async ({ page }) => {
  await show(page, 'live-blur');
  await page.keyboard.press('3');
  await expect(page.getByRole('button', { name: 'Colour', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('h');
  await expect(page.getByRole('button', { name: 'Back to live' })).toBeVisible();
  await page.keyboard.press('l');
  await expect(page.getByRole('button', { name: 'Be right back' })).toBeVisible();
  await page.keyboard.press('b');
  await expect(page.getByTestId('status-sentence')).toContainText('Held by you. Viewers see “Be right back”.');
  await page.keyboard.press('b');
  await page.keyboard.press('t');
  expect(await page.evaluate(() => fakeStudio.calls.filter((call) => /^(hold|rehearse)/.test(call)))).toEqual([
    'hold picture',
    'hold standin',
    'hold null',
    'rehearse 5',
  ]);
  await page.keyboard.press('c');
  await expect(page.getByRole('slider', { name: 'Divide between source and program' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('slider', { name: 'Divide between source and program' })).toBeHidden();
  await page.keyboard.down('Space');
  await expect(page.getByText('Source without effects, only here.')).toBeVisible();
  await page.keyboard.up('Space');
  await expect(page.getByText('Source without effects, only here.')).toBeHidden();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys).toBeVisible();
  await page.keyboard.press('4');
  await keys.getByRole('switch', { name: 'Single keys' }).click();
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();
  await page.keyboard.press('2');
  expect(await page.evaluate(() => fakeStudio.calls.filter((call) => call.startsWith('background')))).toEqual([
    'background color',
  ]);
});

test('strength is set from the slider in whole steps, in words', async ({ page }) => {
  await show(page, 'live-blur');
  await page.getByRole('slider', { name: 'Strength' }).press('ArrowRight');
  await expect(page.getByText('4 of 5')).toBeVisible();
  expect(await page.evaluate(() => fakeStudio.snapshot().background)).toEqual({ mode: 'blur', strength: 4 });
});

test('order and timing of what stands in: by mouse and key, with its range, and a file that is refused', async ({
  page,
}) => {
  await show(page, 'live-blur');
  await page.getByRole('button', { name: 'Order and timing' }).click();
  await expectClean(page);
  await page.getByRole('button', { name: 'Silk: earlier' }).press('Enter');
  await page.getByRole('switch', { name: 'Silk: may stand in' }).press('Space');
  await page.getByRole('button', { name: 'Be right back: over and over' }).click();
  await page.getByLabel('How it comes on air').selectOption('gradual');
  await page.getByLabel('Cross-fade').fill('2,5');
  await page.getByLabel(/^No frame for/).fill('90');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('alert')).toContainText('0.1 to 30 seconds. It stays at 0.5.');
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add files…' }).click();
  const file = (name: string, mimeType: string) => ({ name, mimeType, buffer: Buffer.from('no film') });
  await (
    await choosing
  ).setFiles([file('b.png', 'image/png'), file('a.png', 'image/png'), file('broken.mp4', 'video/mp4')]);
  await expect(page.getByRole('alert').filter({ hasText: 'broken.mp4' })).toBeVisible();
  await page.getByRole('button', { name: 'Colour bars' }).click();
  expect(await page.evaluate(() => fakeStudio.calls)).toEqual([
    'move silk -1',
    'arrange silk {"enabled":false}',
    'arrange be-right-back {"loop":false}',
    'fallback {"mode":"gradual"}',
    'fallback {"transition":2.5}',
    'add clip',
    'add bars',
  ]);
});

test('the theme is chosen in the settings and remembered', async ({ page }) => {
  await show(page, 'live-blur');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Light', exact: true }).click();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('trouble that the picture goes on without can be put away', async ({ page }) => {
  await show(page, 'camera-blocked');
  await page.getByRole('button', { name: 'Try again' }).click();
  expect(await page.evaluate(() => fakeStudio.calls)).toEqual(['retry']);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByTestId('status-sentence')).toContainText('Viewers see the demo presenter');
});

test('a video dropped on the page becomes the source', async ({ page }) => {
  await show(page, 'live-blur');
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['video'], 'holiday.mp4', { type: 'video/mp4' }));
    document.body.dispatchEvent(new DragEvent('dragover', { bubbles: true, dataTransfer }));
    document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, dataTransfer }));
  });
  await expect(page.getByText('holiday.mp4 is the source now.')).toBeVisible();
});

test('the dashboard: figures, reasons and memory beside the picture, in both themes, wide and narrow; empty it says so', async ({
  page,
}) => {
  await show(page, 'live-blur');
  await page.keyboard.press('d');
  const board = page.getByTestId('dashboard');
  await expect(board.getByRole('img', { name: /^Frame rate: 30.0 fps; lowest 26.6/ })).toBeVisible();
  await expect(page.getByTestId('quality-history')).toContainText('Down to low: the computer is under pressure.');
  await expect(board).toContainText('No figure here: this browser does not say when the page is held up.');
  await expect(page.getByTestId('what-helps')).toContainText('Memory is scarce');
  await board.getByRole('button', { name: 'Delay: show as table' }).click();
  await expect(board.getByRole('group', { name: 'Delay, table' }).getByRole('row')).toHaveCount(13);
  await board.getByRole('button', { name: 'Free memory' }).click();
  await expect(page.getByText('Freed 4.2')).toBeVisible();
  for (const scheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await expectClean(page);
  }
  for (const width of [900, 400]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await expectClean(page);
  }
  await page.keyboard.press('d');
  await expect(board).toBeHidden();
  await page.goto('about:blank');
  await show(page, 'first-visit-early');
  await page.evaluate(() => (location.hash = '#/dashboard'));
  await expect(board).toContainText('Figures come with the first picture');
  await expectClean(page);
});
