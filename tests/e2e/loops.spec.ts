// The loop maker on the real page: a clip that sways is dropped, its best loop is the one that was drawn into it, it is played,
// saved and put among what stands in, and the program goes on all the while.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { waitOnAir } from './program-picture';

const SWAY_SECONDS = 3.6;

/** Nine seconds of a disc that sways, recorded by the page itself: WebM, as a person would drop it. */
async function dropSwayingClip(page: Page): Promise<void> {
  await page.evaluate(async (swaySeconds) => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 320, height: 180 });
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    const chunks: Blob[] = [];
    const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: 'video/webm; codecs=vp8' });
    recorder.ondataavailable = ({ data }) => chunks.push(data);
    const begun = performance.now();
    const timer = setInterval(() => {
      const t = (performance.now() - begun) / 1000;
      const x = 160 + 64 * Math.sin((2 * Math.PI * t) / swaySeconds);
      context.fillStyle = '#345';
      context.fillRect(0, 0, 320, 180);
      context.fillStyle = '#ec9';
      context.beginPath();
      context.arc(x, 90, 40, 0, 7);
      context.fill();
    }, 33);
    recorder.start();
    await new Promise((resolve) => setTimeout(resolve, 9000));
    const stopped = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.stop();
    await stopped;
    clearInterval(timer);
    const files = new DataTransfer();
    files.items.add(new File(chunks, 'sway.webm', { type: 'video/webm' }));
    const init = { dataTransfer: files, bubbles: true, cancelable: true };
    window.dispatchEvent(new DragEvent('dragover', init));
    window.dispatchEvent(new DragEvent('drop', init));
  }, SWAY_SECONDS);
}

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page
    .getByRole('button', { name: /^(?:Choose|Open) (?:a|another) clip$/ })
    .first()
    .click();
  await (await choosing).setFiles({ name, mimeType: 'video/mp4', buffer });
}

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .options({ rules: { 'target-size': { enabled: true } } })
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

/** Saves a picture where SHOTS says. */
async function look(page: Page, name: string): Promise<void> {
  if (!process.env.SHOTS) return;
  for (const [width, height] of [
    [1600, 1000],
    [1280, 800],
    [400, 860],
  ] as const)
    for (const theme of ['dark', 'light']) {
      await page.setViewportSize({ width, height });
      await page.evaluate((to) => (document.documentElement.dataset['theme'] = to), theme);
      await page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}-${theme}.png`, fullPage: true });
    }
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('a clip is dropped: its loops, a preview that moves, a file and a stand-in; the program goes on', async ({
  page,
}) => {
  await page.goto('?source=demo');
  await waitOnAir(page, 'demo');
  const background = await page.evaluate(() => everframe.stats().background);
  await page.getByRole('link', { name: 'Loops' }).click();
  await expect(page.getByRole('heading', { name: 'Find the best loop in a clip' })).toBeVisible();
  await expect(page.getByTestId('program')).toBeHidden();
  await expectClean(page);
  await look(page, 'empty');

  await dropSwayingClip(page);
  const list = page.getByRole('complementary', { name: 'Best loops' });
  await expect(list.getByRole('button').first()).toBeVisible({ timeout: 60_000 });
  const text = (await list.getByRole('button').first().innerText()).replaceAll('\u00a0', ' ');
  const seconds = Number(/([\d.]+) s/.exec(text)?.[1]);
  const rounds = Math.round(seconds / SWAY_SECONDS);
  expect(rounds).toBeGreaterThan(0);
  expect(Math.abs(seconds - rounds * SWAY_SECONDS)).toBeLessThan(0.25);

  const preview = page.getByRole('img', { name: 'loop 1, going round' });
  await expect(preview).toBeVisible({ timeout: 60_000 });
  const shot = () => preview.screenshot();
  const first = await shot();
  await expect.poll(async () => (await shot()).equals(first)).toBe(false);
  await expectClean(page);
  await look(page, 'found');

  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as MP4' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/^sway, \d\.\d s loop\.mp4$/);
  expect((await readFile(await saved.path())).subarray(4, 8).toString()).toBe('ftyp');

  await page.getByRole('button', { name: 'Use as fallback' }).click();
  const names = () => page.evaluate(() => everframe.fallback.status().sources.map(({ name }) => name));
  await expect.poll(names).toContain(saved.suggestedFilename());

  const count = await list.getByRole('button').count();
  if (count > 1) {
    await page.keyboard.press('2');
    await expect(list.getByRole('button').nth(1)).toHaveAttribute('aria-pressed', 'true');
  }
  // Other lengths, in the same clip: only such loops are left.
  const lengths = async () =>
    (await list.getByRole('button').allInnerTexts()).map((row) => Number(/([\d.]+)\u00a0s/.exec(row)?.[1]));
  await page.getByLabel('Longest').fill('4');
  await page.keyboard.press('Tab');
  await expect.poll(async () => Math.max(...(await lengths()))).toBeLessThanOrEqual(4);
  await page.getByLabel('Longest').fill('2');
  await page.keyboard.press('Tab');
  await expect(page.getByText('3.5 to 60 seconds. It stays at 4.')).toBeVisible();
  await page.getByLabel('Longest').fill('12');
  await page.keyboard.press('Tab');
  await expect(list.getByRole('button')).toHaveCount(count);

  // Ends of one's own: half a sway back scores low at once, is written, and can be kept like any other.
  await expect(
    page.getByRole('region', { name: 'The seam, picture by picture' }).getByText(/^(?:last|first), /),
  ).toHaveCount(2);
  const end = page.getByRole('slider', { name: 'Loop ends at' });
  for (let n = 0; n < 27; n++) await end.press('ArrowLeft');
  const score = page.getByRole('region', { name: 'Whole clip' }).getByRole('status');
  await expect.poll(async () => Number.parseInt((await score.innerText()).trim())).toBeLessThan(70);
  await expect(page.getByRole('img', { name: 'your own loop, going round' })).toBeVisible({ timeout: 60_000 });
  await expectClean(page);
  await look(page, 'own');
  const square = page.getByTestId('similarity');
  await square.scrollIntoViewIfNeeded();
  const box = await square.boundingBox();
  if (!box) throw new Error('no square');
  await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.2 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.9 * box.width, box.y + 0.1 * box.height, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => Number(await end.inputValue())).toBeGreaterThan(7500);
  await page.getByLabel('Cross-fade').fill('0,6');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Use as fallback' })).not.toHaveAttribute('aria-disabled', 'true', {
    timeout: 60_000,
  });
  const save = async () => {
    const again = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as MP4' }).click();
    return (await again).suggestedFilename();
  };
  const round = await save();
  expect(round).toMatch(/^sway, \d\.\d s loop\.mp4$/);

  // The same ends, there and back: twice as long, with two turns in place of a seam, and no fade.
  await page.getByLabel('Way').selectOption('There and back');
  await expect(page.getByRole('heading', { name: 'The turns, picture by picture' })).toBeVisible();
  await expect(page.getByLabel('Cross-fade')).toBeHidden();
  await expect(page.getByRole('img', { name: 'your own loop, going round' })).toBeVisible({ timeout: 60_000 });
  await expectClean(page);
  await look(page, 'back');
  const lengthIn = (name: string) => Number(/([\d.]+) s/.exec(name)?.[1]);
  expect(lengthIn(await save()) / lengthIn(round)).toBeCloseTo(2, 1);

  // The keys of the studio that have nothing to do here did nothing.
  expect(await page.evaluate(() => everframe.stats().background)).toEqual(background);
  expect(await page.evaluate(() => everframe.stats().programRestarts)).toBe(0);
  // Encoding beside another browser may hold a picture for a moment.
  await waitOnAir(page, 'demo');
  await page.getByRole('link', { name: 'Studio' }).click();
  await expect(page.getByTestId('program')).toBeVisible();
  await page.getByRole('link', { name: 'Loops' }).click();
  await expect(list.getByRole('button')).toHaveCount(count + 1);
});

test('a file that holds no loop says why and what to do, and another can be chosen', async ({ page }) => {
  await page.goto('?source=demo#/loops');
  const alert = page.getByRole('alert');
  await choose(page, 'broken.mp4', Buffer.from('no clip at all, whatever its name says'));
  await expect(alert).toContainText('broken.mp4 could not be read. It is damaged, or neither MP4, MOV nor WebM.');
  await choose(page, 'empty.mp4', Buffer.alloc(0));
  await expect(alert).toContainText('empty.mp4 is empty.');
  await choose(page, 'song.mp4', await readFile('tests/fixtures/sound-only.mp4'));
  await expect(alert).toContainText('song.mp4 has sound but no picture. Choose a file with a picture.');
  await expectClean(page);
  await choose(page, 'short.mp4', await readFile('tests/fixtures/clip.mp4'));
  await expect(page.getByText(/^This clip of 0\.5\s+s is too short for a loop of 3\s+s\.$/)).toBeVisible();
  await expect(alert).toBeHidden();
  await look(page, 'short');
});

test('work is given up by its button, and by leaving; nothing goes on behind', async ({ page }) => {
  await page.goto('?source=demo#/loops');
  await expect(page.getByRole('button', { name: 'Choose a clip' })).toBeVisible();
  const workers = () => page.workers().filter((worker) => worker.url().includes('clip-loops')).length;
  for (const giveUp of [
    () => page.getByRole('button', { name: 'Cancel' }).click(),
    () => page.getByRole('link', { name: 'Studio' }).click(),
  ]) {
    await choose(page, 'silk.mp4', await readFile('public/fallback/silk.mp4'));
    await expect(page.getByText(/^Comparing its pictures/)).toBeVisible();
    await expect.poll(workers).toBeGreaterThan(0);
    await giveUp();
    await expect.poll(workers).toBe(0);
  }
  await page.getByRole('link', { name: 'Loops' }).click();
  await expect(page.getByRole('button', { name: 'Choose a clip' })).toBeVisible();
});
