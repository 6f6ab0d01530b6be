// A graphics card that is lost while the benchmark measures it: that is what its row says, and the rest is measured all the same.
import { expect, test } from '@playwright/test';
import { chromiumWith } from '../../playwright.config';
import { readResult } from '../../src/benchmark/read-result';
import { GPU_CRASH_FLAGS, WEBGPU_FLAGS, cameraFlags } from '../../tools/browser/flags.mjs';
import { waitOnAir } from './program-picture';

test.use(chromiumWith([...WEBGPU_FLAGS, ...GPU_CRASH_FLAGS, ...cameraFlags(undefined)]));
// A GPU made of software takes a second a frame.
test.describe.configure({ timeout: 480_000 });

declare global {
  var heard: string[];
}

test('a card that is lost in mid-run costs its own rows and nothing else', async ({ page, browser }) => {
  await page.goto('?source=demo&engine=cpu&program=320x180@15#/benchmark');
  await waitOnAir(page, 'demo');
  const running = page.evaluate(() => {
    globalThis.heard = [];
    return everframe.benchmark
      .run({ shape: 'trial', onProgress: ({ title }) => globalThis.heard.push(title) })
      .then((result) => JSON.stringify(result));
  });
  await expect
    .poll(() => page.evaluate(() => globalThis.heard.at(-1)), { timeout: 240_000, message: 'the step it is in' })
    .toBe('Graphics card: high');
  // Some frames into the step.
  await page.waitForTimeout(4000);
  const devtools = await browser.newBrowserCDPSession();
  await devtools.send('Browser.crashGpuProcess').catch(() => undefined);
  const read = readResult(await running);
  if (!read.ok) throw new Error(read.problems.join(' '));
  const { engines, plan, scenario } = read.result;
  const card = engines.filter(({ engine }) => engine === 'webgpu').map(({ outcome }) => outcome);
  expect(card).toEqual([{ state: 'failed', reason: 'the graphics card was lost' }]);
  expect(engines.find(({ engine }) => engine === 'cpu')?.outcome.state).toBe('measured');
  expect(plan?.engine).toBe('cpu');
  expect(scenario?.runs).toHaveLength(2);
  await expect(page.getByTestId('benchmark')).toContainText('the graphics card was lost');
});
