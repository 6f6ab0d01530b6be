// The benchmark on the page itself, with the counts of a trial: a run to its end, its file, a run that is given up, a file that was edited.
import AxeBuilder from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { executable } from '../executable';
import { BASE_FLAGS, cameraFlags } from '../../tools/browser/flags.mjs';
import { openRawChrome } from '../../tools/browser/raw-chrome.mjs';
import { readResult } from '../../src/benchmark/read-result';
import { waitOnAir } from './program-picture';

// Half a minute alone; the browser beside it may be one whose GPU is made of software.
test.describe.configure({ timeout: 300_000 });

test('this machine is measured, the figures can be taken along, and nothing half done is left', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('?source=demo#/benchmark');
  await waitOnAir(page, 'demo');
  const view = page.getByTestId('benchmark');
  await expect(view).toContainText('The demo is stopped meanwhile.');
  const run = () => page.evaluate(() => everframe.benchmark.run({ shape: 'trial' }).then(() => 'done', String));

  await test.step('one that is cancelled says so, and the studio is back', async () => {
    const ended = run();
    await view.getByRole('button', { name: 'Cancel' }).click();
    expect(await ended).toContain('given up');
    await expect(view).toContainText('The run was cancelled.');
    await expect(view.getByRole('button', { name: 'Save JSON' })).toHaveCount(0);
    await waitOnAir(page, 'demo');
  });

  const file = await test.step('one that ends has every part, and a plan', async () => {
    const ended = run();
    // Two would measure each other.
    expect(await run()).toContain('one is under way');
    expect(await ended).toBe('done');
    // Of the studios that were measured nothing is left.
    const writers = () => page.workers().filter((worker) => worker.url().includes('output.worker')).length;
    await expect.poll(writers).toBe(1);
    await expect(page.getByTestId('plan')).toContainText('on the processor');
    await expect(view.getByRole('img', { name: /^Frame rate while busy: .* off, .* on/ })).toBeVisible();
    const coming = page.waitForEvent('download');
    await view.getByRole('button', { name: 'Save JSON' }).click();
    const text = readFileSync(await (await coming).path(), 'utf8');
    const read = readResult(text);
    if (!read.ok) throw new Error(read.problems.join(' '));
    const { models, engines, settings, stages, scenario, startup, samples } = read.result;
    expect(settings.studio).toBe('stopped');
    expect(models.nets.map(({ outcome }) => outcome.state)).toEqual(['measured']);
    expect(engines[0]?.outcome.state).toBe('measured');
    const loads = read.result.machine.adapter === '' ? ['cpu'] : ['cpu', 'gpu'];
    expect(engines[0]?.busy.map(({ load, outcome }) => `${load} ${outcome.state}`)).toEqual(
      loads.map((load) => `${load} measured`),
    );
    await expect(view.getByText(/^Beside a busy processor\. High: \d+/).first()).toBeVisible();
    expect(stages.rungs[0]?.stages.map(({ name }) => name)).toContain('model');
    expect(stages.latency?.ms.count).toBeGreaterThan(0);
    expect(scenario?.runs.map(({ scheduler }) => scheduler)).toEqual(['off', 'on']);
    expect(samples.on.some(({ onAir }) => onAir === 'fallback' || onAir === 'held')).toBe(true);
    expect(startup.warm.firstProcessedMs[0]).toBeGreaterThan(0);
    return text;
  });

  await test.step('its table is copied', async () => {
    await view.getByRole('button', { name: 'Copy table' }).click();
    await expect(page.getByText('The table is copied.')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('| processor | high |');
  });

  await test.step('the plan is put in force', async () => {
    await waitOnAir(page, 'demo');
    await view.getByRole('button', { name: 'Use this plan' }).click();
    await expect(page.getByText(/^Quality is automatic now, up to/)).toBeVisible();
    expect(await page.evaluate(() => everframe.quality.settings()?.levelMax)).toBe('high');
  });

  await test.step('another stands beside it; one that was edited is refused whole', async () => {
    const choose = async (name: string, text: string) => {
      const choosing = page.waitForEvent('filechooser');
      await view.getByRole('button', { name: 'Compare with a file' }).click();
      await (await choosing).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
    };
    await choose('same.json', file);
    await expect(page.getByTestId('compared')).toContainText('High, processor, work per frame');
    await choose(
      'edited.json',
      file.replace('"cores": ', '"cores": -').replace('"targetFps": 30', '"targetFps": "30"'),
    );
    await expect(page.getByTestId('refused')).toContainText('2 places that are not as they were measured');
    await expect(page.getByTestId('refused')).toContainText('settings.targetFps is "30"');
    await expect(page.getByTestId('plan')).toBeVisible();
  });

  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});

test('a run pauses while its tab is hidden, and says so', async ({ baseURL }) => {
  const chrome = await openRawChrome(executable(), [...BASE_FLAGS, ...cameraFlags(undefined)]);
  try {
    const studio = await chrome.open(`${baseURL ?? ''}?source=demo#/benchmark`);
    const read = (expression: string): Promise<unknown> => studio.evaluate(expression).catch(() => null);
    const words = () => read('document.getElementById("benchmark")?.innerText ?? ""');
    await expect.poll(() => read('globalThis.everframe?.stats().onAir'), { timeout: 60_000 }).toBe('demo');
    await expect.poll(words).toContain('Your machine, measured');
    await studio.evaluate(`{
      globalThis.giveUp = new AbortController();
      globalThis.heard = [];
      const onProgress = ({ title, isWaiting, draft }) => heard.push([title, isWaiting, draft.machine.interruptions.length]);
      globalThis.ended = everframe.benchmark.run({ shape: 'trial', signal: giveUp.signal, onProgress }).catch(String);
      0;
    }`);
    // A step that takes some seconds.
    const title = () => read('heard.at(-1)?.[0]');
    await expect.poll(title, { timeout: 20_000, intervals: [50] }).toBe('Processor: starting');
    const other = await chrome.open('about:blank');
    await other.toFront();
    await expect.poll(() => read('heard.at(-1)[1]'), { timeout: 20_000 }).toBe(true);
    await expect.poll(words).toContain('Paused: this tab is hidden.');
    await studio.toFront();
    await expect.poll(() => read('heard.at(-1)[1]'), { timeout: 20_000 }).toBe(false);
    // What was under way is measured again, and the result will name it.
    await expect.poll(() => read('heard.at(-1)[2]'), { timeout: 20_000 }).toBe(1);
    expect(await studio.evaluate('giveUp.abort("enough"), ended')).toBe('enough');
    await expect.poll(words).toContain('The run was cancelled.');
  } finally {
    await chrome.close();
  }
});
