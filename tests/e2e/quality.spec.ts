// Quality under a real load: workers that burn the processor beside the studio, as many as it takes on this machine.
import { expect, test } from '@playwright/test';
import { startWatching, stopWatching, waitOnAir } from './program-picture';

const HIDDEN_STRIPES = 12;

test('a loaded machine gets a simpler picture and is told why; when the load goes, quality comes back. Nothing raw on the way', async ({
  page,
}) => {
  await page.goto('?source=demo&background=blur');
  await waitOnAir(page, 'demo');
  const level = () => page.evaluate(() => everframe.stats().quality?.level ?? null);
  await expect.poll(level, { timeout: 20_000, message: 'the machine at rest' }).toBe('high');
  await startWatching(page);
  await page.evaluate(() => {
    const script = URL.createObjectURL(new Blob(['for (;;) Math.random();'], { type: 'text/javascript' }));
    const add = () => {
      for (let n = 0; n < navigator.hardwareConcurrency; n++) globalThis.burners.push(new Worker(script));
    };
    globalThis.burners = [];
    add();
    // Quick machines need more of them.
    const timer = setInterval(() => {
      if (everframe.stats().quality?.level !== 'high' || globalThis.burners.length === 0) clearInterval(timer);
      else add();
    }, 1500);
  });
  await expect.poll(level, { timeout: 20_000, message: 'under load' }).toBe('low');
  const fallen = await page.evaluate(() => everframe.stats().quality?.last);
  expect(fallen).toMatchObject({ from: 'high', to: 'low' });
  expect(fallen?.reason).toMatch(/^Down to low: .*\d/);
  await expect(page.getByTestId('level')).toHaveAttribute('aria-label', 'Level: Low, 2 of 5');
  await expect(page.locator('#panel-quality')).toContainText('Down to low');
  await page.evaluate(() => {
    for (const burner of globalThis.burners.splice(0)) burner.terminate();
  });
  await expect.poll(level, { timeout: 30_000, message: 'after the load' }).toBe('high');
  const seen = await stopWatching(page);
  expect(seen.stripes).toBeLessThan(HIDDEN_STRIPES);
  expect(seen.black).toBe(0);
});
