// Which engine runs, found out on the page. The only WebGPU here is a software adapter, which Everframe rightly never
// times; these tests take its "software" mark off and change nothing else, so both engines really run and really are timed.
import { expect, test, type Page } from '@playwright/test';
import { WEBGPU_FLAGS, cameraFlags } from '../../tools/browser/flags.mjs';
import { chromiumWith } from '../../playwright.config';
import { startWatching, stopWatching, waitOnAir, watchFrames } from './program-picture';

test.use(chromiumWith([...WEBGPU_FLAGS, ...cameraFlags(undefined)]));

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false });
  });
});

interface Timing {
  cpuMs: number;
  webgpuMs: number;
}
const readTimings = (page: Page) =>
  page.evaluate(() => {
    const texts = Object.values(localStorage) as string[];
    const stored = texts.find((text) => text.includes('timings')) ?? '{"timings":{}}';
    return (JSON.parse(stored) as { timings: Record<string, Timing> }).timings;
  });

test('the processor starts, the graphics card is timed aside, and the faster one is kept, remembered and told', async ({
  page,
}) => {
  await page.goto('?source=demo&background=blur');
  await waitOnAir(page, 'demo');
  const first = await page.evaluate(() => everframe.stats().engine);
  expect(first.kind, 'the first picture does not wait for a measurement').toBe('cpu');
  await page.waitForFunction(() => /\d ms|10 s/.test(everframe.stats().engine.reason), undefined, { timeout: 90_000 });
  const [timing] = Object.values(await readTimings(page));
  const { kind, reason } = await page.evaluate(() => everframe.stats().engine);
  if (timing) expect(kind).toBe(timing.webgpuMs < timing.cpuMs * 0.9 ? 'webgpu' : 'cpu');
  else expect([kind, /over 10 s/.test(reason)]).toEqual(['cpu', true]);
});

test('an engine that was faster here takes over while live: nothing raw, nothing black, the picture goes on', async ({
  page,
}) => {
  await page.goto('?source=demo&background=blur');
  await waitOnAir(page, 'demo');
  await page.waitForFunction(() => everframe.stats().engine.timing, undefined, { timeout: 60_000 });
  // When it comes it writes the same record, with what the page knows.
  await page.waitForFunction(() => everframe.stats().quality !== null);
  await page.evaluate(() => {
    const { adapter } = everframe.stats().engine;
    for (const [key, text] of Object.entries(localStorage) as [string, string][]) {
      if (!text.includes('timings')) continue;
      const saved = { ...(JSON.parse(text) as object), timings: { [adapter]: { cpuMs: 30, webgpuMs: 5 } } };
      localStorage.setItem(key, JSON.stringify(saved));
    }
  });
  expect(Object.keys(await readTimings(page))).toHaveLength(1);
  await page.reload();
  await waitOnAir(page, 'demo');
  await startWatching(page);
  // Not waitForFunction: it looks once per painted frame, and a software GPU that runs a net paints next to none.
  await expect.poll(() => page.evaluate(() => everframe.stats().engine.kind), { timeout: 90_000 }).toBe('webgpu');
  await page.waitForTimeout(2000);
  const seen = await stopWatching(page);
  expect(seen.stripes).toBeLessThan(12);
  expect(seen.black).toBe(0);
  await watchFrames(page, 12);
  const { kind, reason } = await page.evaluate(() => everframe.stats().engine);
  expect([kind, /Faster/.test(reason)]).toEqual(['webgpu', true]);
});
