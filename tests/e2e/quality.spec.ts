// Quality under a real load: workers that burn the processor beside the studio, as many as it takes on this machine.
import { expect, test } from '@playwright/test';
import { startWatching, stopWatching, waitOnAir } from './program-picture';

const HIDDEN_STRIPES = 12;

// What else is at work on this machine is another story (`dashboard.spec.ts`): here a frame's cost alone decides.
test.beforeEach(async ({ page }) => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setPressureSourceOverrideEnabled', { source: 'cpu', enabled: true });
  await devtools.send('Emulation.setPressureStateOverride', { source: 'cpu', state: 'nominal' });
});

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
  await expect.poll(level, { timeout: 20_000, message: 'under load' }).not.toBe('high');
  const fallen = await page.evaluate(() => everframe.stats().quality?.last);
  expect(fallen?.from).not.toBe(fallen?.to);
  // Burners hold up the page's own pictures too: whichever is noticed first is the reason.
  expect(fallen?.reason).toMatch(/^Down to (medium|low|ultra-low): (.*\d|the page itself gets its pictures late\.$)/);
  await expect(page.getByTestId('level')).toHaveAttribute('aria-label', /^Level: (Medium|Low|Ultra low), [123] of 5$/);
  await expect(page.locator('#panel-quality')).toContainText(/Down to (medium|low|ultra-low)/);
  await page.evaluate(() => {
    for (const burner of globalThis.burners.splice(0)) burner.terminate();
  });
  await expect.poll(level, { timeout: 30_000, message: 'after the load' }).toBe('high');
  const seen = await stopWatching(page);
  expect(seen.stripes).toBeLessThan(HIDDEN_STRIPES);
  expect(seen.black).toBe(0);
});

test('the knobs act, from the panel and from a script, and are as they were left at the next visit', async ({
  page,
}) => {
  await page.goto('?source=demo&background=blur&strategy=fastest');
  await waitOnAir(page, 'demo');
  const panel = page.locator('#panel-quality');
  await expect(panel.getByRole('switch', { name: 'Automatic quality' })).toBeChecked({ timeout: 20_000 });
  await expect(page.getByText('“strategy=fastest” in the address was ignored')).toBeVisible();
  expect(await page.evaluate(() => everframe.quality.summary())).toMatchObject({
    targetFps: 30,
    automatic: true,
    strategy: 'adaptive',
    preset: 'streaming',
  });

  await panel.getByRole('combobox', { name: 'Preset' }).selectOption('quiet');
  await expect.poll(() => page.evaluate(() => everframe.quality.settings()?.neighbourShare)).toBe(0.5);
  await panel.getByRole('switch', { name: 'Automatic quality' }).click();
  await panel.getByRole('button', { name: 'Low', exact: true }).click();
  /** As chosen; on a machine that has nothing to spare a ceiling, which says its name, holds it down. */
  const isInForce = (wanted: string) =>
    page.evaluate((level) => {
      const { cap = null } = everframe.quality.metrics() ?? {};
      return everframe.quality.rung()?.level === level || cap !== null;
    }, wanted);
  await expect.poll(() => isInForce('low')).toBe(true);
  await page.evaluate(async () => {
    globalThis.told = [];
    everframe.quality.on('decision', ({ code, reason }) => globalThis.told.push(`${code}: ${reason}`));
    await everframe.quality.setLevel(0.75);
  });
  await expect.poll(() => isInForce('high')).toBe(true);
  expect((await page.evaluate(() => globalThis.told)).join() || 'ceiling').toMatch(
    /chosen: To high: chosen by hand\.|ceiling/,
  );

  const refused = await page.evaluate(async () => {
    const wishes = [
      () => everframe.quality.setTargetFps(NaN),
      () => everframe.quality.set({ minFps: 40, maxFps: 20 }),
      () => everframe.quality.setLevel(0.3),
      () => everframe.quality.preset('fastest' as 'quiet'),
      () => everframe.quality.tryLoad(0),
    ];
    const before = JSON.stringify(everframe.quality.settings());
    const answers = await Promise.all(
      wishes.map((wish) =>
        wish().then(
          () => 'taken',
          (error: { code: string }) => error.code,
        ),
      ),
    );
    return { answers, isSame: JSON.stringify(everframe.quality.settings()) === before };
  });
  expect(refused).toEqual({ answers: Array(5).fill('setting-invalid'), isSame: true });

  const fps = () => page.evaluate(() => everframe.quality.summary()?.currentFps ?? 0);
  await page.evaluate(() => everframe.quality.setTargetFps(15));
  expect(await page.evaluate(() => everframe.quality.rung())).toMatchObject({ fpsMax: 15 });
  await expect.poll(fps, { message: 'no more pictures than were asked for', timeout: 15_000 }).toBeLessThan(17);

  // A worker with two threads follows the one in charge, and viewers see no gap of it.
  await page.evaluate(() => everframe.quality.set({ optimisation: 'aggressive' }));
  await expect.poll(() => page.evaluate(() => everframe.stats().engine.threads), { timeout: 20_000 }).toBe(2);
  await waitOnAir(page, 'demo');

  const changed = await page.evaluate(async () => {
    const { afterReload } = await everframe.config.set({
      program: { width: 640, height: 360 },
      fallback: { dwell: 20 },
    });
    return { afterReload, profiles: await everframe.config.profiles.save('Small') };
  });
  expect(changed).toEqual({ afterReload: ['program.width', 'program.height'], profiles: ['Small'] });
  const wrong = { app: 'everframe', version: 1, settings: { quality: { targetFps: 90 }, fallback: { recovery: -1 } } };
  const complaint = await page.evaluate(
    (text) => everframe.config.import(text).catch((error: Error) => error.message),
    JSON.stringify(wrong),
  );
  expect(complaint).toMatch(/no setting was changed.*quality\.targetFps is 90.*fallback\.recovery is -1/);

  await page.reload();
  await expect(panel.getByRole('switch', { name: 'Automatic quality' })).not.toBeChecked({ timeout: 20_000 });
  expect(await page.evaluate(() => everframe.quality.settings())).toMatchObject({
    automatic: false,
    level: 'high',
    targetFps: 15,
    neighbourShare: 0.5,
    optimisation: 'aggressive',
  });
  await expect(page.getByTestId('program')).toHaveAttribute('width', '640');
  expect(await page.evaluate(() => everframe.config.get('fallback.dwell'))).toBe(20);
  await page.evaluate(() => everframe.config.reset());
  expect(await page.evaluate(() => everframe.config.get('fallback.dwell'))).toBe(10);
  await page.evaluate(() => everframe.config.profiles.use('Small'));
  expect(await page.evaluate(() => everframe.config.get())).toMatchObject({
    quality: { targetFps: 15, optimisation: 'aggressive' },
    program: { width: 640, height: 360, fps: 30 },
    fallback: { dwell: 20 },
  });
  // What frames cost here, and so what suits this machine, is known after some seconds of them.
  await expect.poll(() => page.evaluate(() => everframe.recommend()), { timeout: 20_000 }).not.toBeNull();
  const { system, advice } = await page.evaluate(async () => ({
    system: await everframe.system(),
    advice: await everframe.recommend(),
  }));
  expect(system).toMatchObject({ engine: { kind: 'cpu' }, isolated: true, profile: { name: advice?.profile } });
  expect(advice?.program.height).toBeLessThanOrEqual(1080);
});
