// The dashboard on the page itself: real figures beside a picture that goes on, a machine under pressure, what is exported and
// copied, and a net that is at hand when the server is not. One page for all of it.
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { startWatching, stopWatching, waitOnAir } from './program-picture';

const HIDDEN_STRIPES = 12;

test('what the studio does can be read, taken along, and explains itself', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write', 'camera']);
  const devtools = await context.newCDPSession(page);
  const press = (state: 'nominal' | 'critical') =>
    devtools.send('Emulation.setPressureStateOverride', { source: 'cpu', state });
  await devtools.send('Emulation.setPressureSourceOverrideEnabled', { source: 'cpu', enabled: true });
  await press('nominal');
  await page.goto('?source=demo&background=blur');
  await waitOnAir(page, 'demo');
  await expect(page.locator('script[src*="Dashboard"], link[href*="Dashboard"]')).toHaveCount(0);
  await startWatching(page);
  const board = page.getByTestId('dashboard');

  await test.step('D opens it; the picture goes on', async () => {
    await page.keyboard.press('d');
    await expect(page).toHaveURL(/#\/dashboard$/);
    await expect(board.getByRole('img', { name: /^Work per frame: \d/ })).toBeVisible({ timeout: 20_000 });
    await expect(board.getByRole('img', { name: /^Memory: \d+ MB/ })).toBeVisible();
    await expect(board).toContainText('No figure here: the processor makes the pictures.');
    await expect(page.getByTestId('program')).toBeVisible();
  });

  await test.step('lines are drawn where figures are', async () => {
    const inked = () =>
      board
        .locator('section[aria-label="Work per frame"] canvas')
        .last()
        .evaluate((canvas: HTMLCanvasElement) => {
          const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
          return data.some((value, at) => at % 4 === 3 && value > 0);
        });
    await expect.poll(inked, { timeout: 20_000 }).toBe(true);
  });

  await test.step('a machine under pressure is told, and its decision is there with its reason', async () => {
    // By hand, so that this machine's own load has no say in it.
    await page.evaluate(() => everframe.quality.setLevel('high'));
    await expect.poll(() => page.evaluate(() => everframe.stats().quality?.level), { timeout: 20_000 }).toBe('high');
    await press('critical');
    await expect(page.getByTestId('what-helps')).toContainText('The computer is very busy', { timeout: 20_000 });
    await expect(page.getByTestId('quality-history')).toContainText('the computer is under pressure', {
      timeout: 20_000,
    });
    await press('nominal');
  });

  await test.step('the self-test says what this browser lacks and what to do', async () => {
    await board.getByRole('button', { name: 'Run the self-test' }).click();
    const list = page.getByTestId('self-test');
    await expect(list).toContainText('missing: Graphics card', { timeout: 20_000 });
    await expect(list).toContainText('Use graphics acceleration');
  });

  await test.step('figures are saved as a table and as JSON', async () => {
    const save = async (name: string) => {
      await board.getByRole('button', { name: 'Export', exact: true }).click();
      const coming = page.waitForEvent('download');
      await board.getByRole('button', { name }).click();
      return readFileSync(await (await coming).path(), 'utf8');
    };
    const [head, first] = (await save('Figures as CSV')).split('\n');
    expect(head).toMatch(/^time,on_air,source_fps,program_fps,/);
    expect(first).toMatch(/^20\d\d-.*Z,/);
    const saved = JSON.parse(await save('Figures and decisions as JSON')) as {
      seconds: unknown[];
      decisions: unknown[];
    };
    expect(saved.seconds.length).toBeGreaterThan(5);
    expect(saved.decisions.length).toBeGreaterThan(0);
  });

  await test.step('the report is copied as text', async () => {
    await board.getByRole('button', { name: 'Copy report' }).click();
    await expect(page.getByText('The report is copied.')).toBeVisible();
    const report = await page.evaluate(() => navigator.clipboard.readText());
    expect(report).toMatch(/## Everframe\nversion \d/);
    expect(report).toContain('the computer is under pressure');
    expect(report).toContain('missing graphics-card');
  });

  await test.step('a worker that dies while the server is away has its net from the page', async () => {
    await expect.poll(() => page.evaluate(() => everframe.memory()?.models.count)).toBe(1);
    await context.route('**/*.onnx', (route) => route.abort());
    await page.evaluate(() => everframe.rehearse('vision-killed'));
    await expect.poll(() => page.evaluate(() => everframe.memory()?.models.hits), { timeout: 20_000 }).toBe(1);
    await waitOnAir(page, 'demo');
    const held = await page.evaluate(() => everframe.memory()?.items.map(({ what }) => what));
    expect(held).toEqual(expect.arrayContaining(['net', 'engine', 'program']));
  });

  await test.step('what is in use is not given back', async () => {
    await board.getByRole('button', { name: 'Free memory' }).click();
    await expect(page.getByText('Everything that is held is in use.')).toBeVisible();
    await waitOnAir(page, 'demo');
  });

  await page.keyboard.press('d');
  await expect(board).toBeHidden();
  await expect(page.getByTestId('figures')).toBeVisible();
  const seen = await stopWatching(page);
  expect(seen.stripes).toBeLessThan(HIDDEN_STRIPES);
  expect(seen.black).toBe(0);
});
