// `everframe.fallback` as a script uses it, on the output page: a camera that is pulled out, sources that come and go.
import { expect, test, type Page } from '@playwright/test';
import { openOutput, plug } from './output-page';
import { waitOnAir } from './program-picture';

/** Waits until the last that the listener was told is `source`. */
const toldOf = (page: Page, source: string) =>
  page.waitForFunction(
    (wanted) => told.at(-1) === wanted && everframe.fallback.status().activeSource === wanted,
    source,
  );

test('a script sees what stands in and why, switches, adds, removes, and is told what was wrong', async ({
  browser,
  baseURL,
}) => {
  const { page } = await openOutput(browser, `${baseURL ?? ''}#/obs?run=1&source=camera&engine=cpu`);
  await waitOnAir(page, 'live');
  await page.waitForFunction(() => everframe.fallback.status().sources[1]?.state === 'ready');
  expect(await page.evaluate(() => everframe.fallback.isActive())).toBe(false);
  expect(await page.evaluate(() => everframe.fallback.status())).toMatchObject({
    running: true,
    feedDetected: true,
    activeSource: null,
    mode: 'immediate',
    sources: [{ id: 'self-loop' }, { id: 'be-right-back' }, { id: 'silk', state: 'waiting' }],
  });

  await page.evaluate(() => {
    globalThis.told = [];
    everframe.fallback.on('change', ({ activeSource }) => told.push(activeSource));
  });
  await plug(page, false);
  await toldOf(page, 'be-right-back');
  expect(await page.evaluate(() => everframe.fallback.status())).toMatchObject({
    feedDetected: false,
    reason: 'the source is gone',
  });
  expect(await page.evaluate(() => everframe.fallback.isActive())).toBe(true);

  await page.evaluate(async () => {
    const { id } = await everframe.fallback.addSource({ kind: 'bars' });
    everframe.fallback.switchSource(id);
  });
  await toldOf(page, 'bars-1');
  await page.evaluate(() => {
    everframe.fallback.removeSource('bars-1');
  });
  await toldOf(page, 'be-right-back');
  await page.evaluate(() => {
    everframe.fallback.enabled = false;
  });
  await toldOf(page, 'slate');
  expect(await page.evaluate(() => everframe.fallback.status().running)).toBe(false);

  const refusals = await page.evaluate(async () => {
    const { fallback } = everframe;
    const codeOf = (error: unknown) => (error as { code?: string }).code;
    const attempt = async (act: () => unknown) => {
      try {
        await act();
        return 'done';
      } catch (error) {
        return codeOf(error);
      }
    };
    return [
      await attempt(() => {
        fallback.switchSource('nobody');
      }),
      await attempt(() => {
        fallback.removeSource('nobody');
      }),
      await attempt(() => fallback.addSource({ kind: 'clip', source: 'not-there.mp4' })),
      await attempt(() => fallback.addSource({ kind: 'bars', priority: -1 })),
    ];
  });
  expect(refusals).toEqual(['setting-invalid', 'setting-invalid', 'file-unreadable', 'setting-invalid']);
});
