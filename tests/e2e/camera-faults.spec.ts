// What the person is told when the camera fails in a show, and that the show goes on and comes back without a click.
import { expect, test } from '@playwright/test';
import { findRaw, isSight } from '../faults/sights';
import { openStage, type Stage } from '../faults/stage';

test.describe.configure({ timeout: 300_000 });

let stage: Stage;
test.beforeAll(async () => {
  stage = await openStage({ engine: 'cpu' });
  await stage.untilAlive();
});
test.afterAll(() => stage.close());

const pageText = async () => String(await stage.inPage('document.body.innerText'));
const onAir = () => stage.inPage('everframe.stats().onAir');

/** Viewers see something, and nothing of it raw or black, until the presenter is back without a click. */
async function expectShowWentOn(since: number): Promise<void> {
  await stage.untilAlive();
  const seen = stage.log.slice(since);
  expect(findRaw(seen)).toEqual([]);
  expect(seen.filter((entry) => isSight(entry) && entry.dark)).toEqual([]);
}

test('permission withdrawn on air: it says how to give it back, and is live again when it is', async () => {
  const since = stage.log.length;
  await stage.allowCamera(false);
  await expect.poll(pageText, { timeout: 30_000 }).toContain('is not allowed to use your camera on this page');
  await expect.poll(onAir).toBe('fallback');
  expect(await pageText()).toContain('switch Camera on');
  await stage.allowCamera(true);
  await expectShowWentOn(since);
  await expect.poll(pageText, { timeout: 30_000 }).not.toContain('is not allowed');
});

test('permission given back while the demo is still being opened in its place: live by itself', async () => {
  const since = stage.log.length;
  await stage.allowCamera(false);
  await stage.reload();
  // Told before the demo is there.
  await expect.poll(pageText, { timeout: 30_000, intervals: [5] }).toContain('is not allowed to use your camera');
  await stage.allowCamera(true);
  await expectShowWentOn(since);
});

test('a camera that sends nothing any more: the fallback is on air, it is told, and the picture comes back', async () => {
  const since = stage.log.length;
  expect(stage.signalCapture('SIGSTOP')).toBe(true);
  await expect.poll(onAir, { timeout: 30_000 }).toBe('fallback');
  await expect.poll(pageText).toMatch(/camera (has )?stopped sending|no pictures? (come|from)/i);
  stage.signalCapture('SIGCONT');
  await expectShowWentOn(since);
});

test('a camera that ends is opened again by itself', async () => {
  const since = stage.log.length;
  expect(stage.signalCapture('SIGKILL')).toBe(true);
  await expectShowWentOn(since);
});
