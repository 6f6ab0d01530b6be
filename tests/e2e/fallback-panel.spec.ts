// What a person does with the fallback in the studio: takes a break, tries it, sets up what stands in, and finds it all again.
import { expect, test, type Page } from '@playwright/test';
import { waitOnAir } from './program-picture';

const sources = (page: Page) =>
  page.evaluate(() => everframe.fallback.status().sources.map(({ id, enabled }) => (enabled ? id : `(${id})`)));

test.beforeEach(async ({ page }) => {
  await page.goto('?source=camera&autostart=1&engine=cpu');
  await waitOnAir(page, 'live');
  await page.waitForFunction(() =>
    everframe.fallback.status().sources.some(({ id, state }) => id === 'be-right-back' && state === 'ready'),
  );
});

test('“Be right back” is on air until the person is back, and the ribbon knows that it was them', async ({ page }) => {
  // There is a loop of the person by then, which is no sign that they are away.
  await page.waitForFunction(() => everframe.fallback.status().sources[0]?.state === 'ready', null, {
    timeout: 60_000,
  });
  await page.getByRole('button', { name: 'Be right back', exact: true }).click();
  await waitOnAir(page, 'fallback');
  await expect(page.getByTestId('status-sentence')).toContainText('Held by you. Viewers see “Be right back”.');
  expect(await page.evaluate(() => everframe.fallback.status())).toMatchObject({
    hold: 'standin',
    feedDetected: true,
    activeSource: 'be-right-back',
  });
  await page.waitForTimeout(7000);
  await expect(page.getByText(/held by you \d/)).toBeVisible();
  expect(await page.evaluate(() => everframe.stats().onAir), 'the camera is not opened anew behind it').toBe(
    'fallback',
  );
  await page.getByRole('button', { name: 'Back to live' }).click();
  await waitOnAir(page, 'live');
  await page.keyboard.press('b');
  await waitOnAir(page, 'fallback');
  await page.keyboard.press('b');
  await waitOnAir(page, 'live');
});

test('a rehearsal is on air for as long as it was asked for, and comes back by itself', async ({ page }) => {
  await page.getByRole('button', { name: 'Try it for 5 s' }).click();
  await waitOnAir(page, 'fallback');
  await expect(page.getByTestId('status-sentence')).toContainText('You are trying it');
  await waitOnAir(page, 'live');
  await page.evaluate(() => {
    everframe.fallback.start();
  });
  await waitOnAir(page, 'fallback');
  await page.evaluate(() => {
    everframe.fallback.stop();
  });
  await waitOnAir(page, 'live');
});

test('sources are added, put in order and switched off, and are there at the next visit with their files', async ({
  page,
}) => {
  const picture = async (colour: string) =>
    Buffer.from(
      await page.evaluate((fill) => {
        const canvas = document.createElement('canvas');
        const context = canvas.getContext('2d');
        if (context) context.fillStyle = fill;
        context?.fillRect(0, 0, 300, 150);
        return canvas.toDataURL('image/png').split(',')[1] ?? '';
      }, colour),
      'base64',
    );
  await page.getByRole('button', { name: 'Order and timing' }).click();
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add files…' }).click();
  await (
    await choosing
  ).setFiles([
    { name: '2.png', mimeType: 'image/png', buffer: await picture('#234') },
    { name: '1.png', mimeType: 'image/png', buffer: await picture('#432') },
  ]);
  await expect.poll(() => sources(page)).toEqual(['self-loop', 'be-right-back', 'silk', 'images-1']);
  await page.getByRole('button', { name: 'Pictures: earlier' }).press('Enter');
  await page.keyboard.press('Enter');
  await page.getByRole('switch', { name: 'Silk: may stand in' }).click();
  await expect.poll(() => sources(page)).toEqual(['self-loop', 'images-1', 'be-right-back', '(silk)']);
  await page.evaluate(() => {
    everframe.fallback.configure({ mode: 'rotating', dwell: 1 });
  });

  await page.reload();
  await expect.poll(() => sources(page)).toEqual(['self-loop', 'images-1', 'be-right-back', '(silk)']);
  expect(await page.evaluate(() => everframe.fallback.settings)).toMatchObject({
    mode: 'rotating',
    dwell: 1,
    noFrame: 0.5,
  });
  await page.waitForFunction(() => everframe.fallback.status().sources[1]?.state === 'ready');
  await page.evaluate(() => {
    globalThis.told = [];
    everframe.fallback.on('change', ({ activeSource }) => {
      if (told.at(-1) !== activeSource) told.push(activeSource);
    });
    everframe.fallback.start();
  });
  // In turns.
  await page.waitForFunction(
    () => told.filter((id) => id === 'images-1').length >= 2 && told.includes('be-right-back'),
  );
  await page.getByRole('button', { name: 'Order and timing' }).click();
  await page.getByRole('button', { name: 'Pictures: remove' }).click();
  await page.reload();
  await expect.poll(() => sources(page)).toEqual(['self-loop', 'be-right-back', '(silk)']);
});

test('what is no setting is refused with a reason, and nothing is changed', async ({ page }) => {
  const refused = await page.evaluate(() => {
    const { fallback } = everframe;
    const attempt = (act: () => void) => {
      try {
        act();
        return 'done';
      } catch (error) {
        return `${(error as { code?: string }).code}: ${(error as Error).message}`;
      }
    };
    return [
      attempt(() => {
        fallback.configure({ frozen: 31 });
      }),
      attempt(() => {
        fallback.configure({ mode: 'never' as 'delayed' });
      }),
      attempt(() => {
        fallback.rehearse(-1);
      }),
    ];
  });
  expect(refused[0]).toBe('setting-invalid: the fallback was not changed: frozen: is 0.1 to 30 seconds');
  expect(refused[1]).toContain('setting-invalid: the fallback was not changed: mode: is one of immediate');
  expect(refused[2]).toContain('setting-invalid');
  expect(await page.evaluate(() => everframe.fallback.settings)).toMatchObject({ frozen: 2, mode: 'immediate' });
});
