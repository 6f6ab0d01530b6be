// `npm run bench:plan`: is the plan of the benchmark the best that a machine holds? On slower and slower machines (slower-machine.ts) the
// plan is made as the benchmark makes it; then the live studio is held on each level of the engine for some seconds, and the best of
// those that keep the rate is the true one. Writes docs/performance/plan.json; exit code 1 where fewer than nine of ten agree.
//   --cores 2,1.6   what the browser may have of the processor, in cores, one machine after the other
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { createPageServer, listen } from '../../server/serve.mjs';
import type {} from '../../src/app/automation';
import { holdsTarget } from '../../src/benchmark/choose-plan';
import type { Plan } from '../../src/benchmark/result';
import { drawRaw } from '../../tests/demo/footage';
import { findChromium } from '../browser/find.mjs';
import { BASE_FLAGS, cameraFlags } from '../browser/flags.mjs';
import { processesUnder } from '../browser/processes.mjs';
import { buildWhenStale } from '../prepare.mjs';
import { openSlowerMachine } from './slower-machine';

const PORT = 7433;
const TARGET = 30;
const START_MS = 60_000;
/** Windows of the studio's own figures are two seconds long. */
const SETTLE_MS = 3000;
const HELD = { samples: 12, everyMs: 500 };
const CORES = '2,1.6,1.3,1.1,0.95,0.85,0.75,0.65,0.55,0.45';
const BAR = 0.9;

type Level = Plan['level'];

interface Held {
  readonly level: Level;
  readonly fps: number;
  readonly workMs: number;
  readonly holds: boolean;
}

const { values: options } = parseArgs({ options: { cores: { type: 'string', default: CORES } } });
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const one = (value: number) => Number(value.toFixed(1));

/** The plan of a quick run, which is given up once there is one. */
const planOf = (page: Page): Promise<Plan | null> =>
  page.evaluate(async () => {
    const enough = new AbortController();
    const found: { plan: Plan | null } = { plan: null };
    const run = everframe.benchmark.run({
      shape: 'quick',
      signal: enough.signal,
      onProgress({ over, draft }) {
        if (!over.includes('engines')) return;
        found.plan = draft.plan;
        enough.abort();
      },
    });
    await run.catch((error: unknown) => {
      if (!enough.signal.aborted) throw error;
    });
    return found.plan;
  });

/** Ceilings would lower a level that is held, and what a level does is asked here, not whether it is wise: nothing tells of them. */
function hideShortages(): void {
  Reflect.deleteProperty(globalThis, 'PressureObserver');
  const ask = requestAnimationFrame.bind(globalThis);
  // No time, no rhythm.
  globalThis.requestAnimationFrame = (call) =>
    ask(() => {
      call(NaN);
    });
}

/** What the live studio does on that level. */
async function hold(page: Page, level: Level): Promise<Held> {
  await page.evaluate((wanted) => everframe.quality.set({ automatic: false, level: wanted }), level);
  await page.waitForTimeout(SETTLE_MS);
  const seen: { fps: number; workMs: number }[] = [];
  for (let n = 0; n < HELD.samples; n++) {
    await page.waitForTimeout(HELD.everyMs);
    const told = await page.evaluate(() => {
      const { programFps, workP50Ms, quality } = everframe.stats();
      return { fps: programFps ?? 0, workMs: workP50Ms ?? 0, level: quality?.level };
    });
    if (told.level !== level) throw new Error(`the studio is on ${told.level}, where ${level} was to be held`);
    seen.push(told);
  }
  const fps = mean(seen.map((sample) => sample.fps));
  const workMs = mean(seen.map((sample) => sample.workMs));
  return { level, fps, workMs, holds: holdsTarget({ fps, work: { mean: workMs } }, TARGET) };
}

/** The best first; where none keeps the rate, the quickest is the best there is. */
async function bruteForce(page: Page): Promise<{ readonly best: Held; readonly all: readonly Held[] }> {
  const levels = await page.evaluate(() => everframe.stats().quality?.levels ?? []);
  const all: Held[] = [];
  for (const level of [...levels].reverse()) all.push(await hold(page, level));
  await page.evaluate(() => everframe.quality.set({ automatic: true }));
  const best = all.find(({ holds }) => holds) ?? [...all].sort((a, b) => b.fps - a.fps)[0];
  if (!best) throw new Error('the studio has no levels');
  return { best, all };
}

buildWhenStale();
const server = createPageServer();
await listen(server, PORT);
const executablePath = await findChromium();
const camera = await drawRaw(executablePath, TARGET);
const browser = await chromium.launch({ executablePath, args: [...BASE_FLAGS, ...cameraFlags(camera)] });
const machine = openSlowerMachine(
  processesUnder(process.pid).flatMap(({ pid, command }) => (command.includes('chrom') ? [pid] : [])),
);
try {
  const page = await browser.newPage();
  await page.addInitScript(hideShortages);
  await page.goto(
    `http://localhost:${PORT}/?source=camera&background=blur&strength=3&engine=cpu&autostart=1#/benchmark`,
  );
  const untilLive = () =>
    page.waitForFunction(() => globalThis.everframe?.stats().quality != null, undefined, { timeout: START_MS });
  await untilLive();
  const rows = [];
  for (const cores of options.cores.split(',').map(Number)) {
    machine.setCores(cores);
    // One that is on air would go on beside the benchmark.
    await page.evaluate(() => everframe.stop());
    const plan = await planOf(page);
    await page.evaluate(() => everframe.start());
    await untilLive();
    const { best, all } = await bruteForce(page);
    rows.push({
      cores,
      plan: plan && `${plan.level} on ${plan.engine}`,
      planHolds: plan?.holds ?? null,
      best: best.level,
      bestHolds: best.holds,
      agrees: plan?.level === best.level && plan.holds === best.holds ? 'yes' : 'no',
      ...Object.fromEntries(all.map(({ level, fps, workMs }) => [level, `${one(fps)} fps, ${one(workMs)} ms`])),
    });
    console.log(JSON.stringify(rows.at(-1)));
  }
  console.table(rows);
  const agreeing = rows.filter(({ agrees }) => agrees === 'yes').length;
  const version = browser.version().split('.')[0] ?? '';
  const report = {
    title: 'The plan of the benchmark beside the best that the live studio holds',
    condition: `CPU engine, blur, 1280x720 at ${TARGET}, a fake camera with the drawn presenter (nothing to decode), headless Chromium ${version}; the whole browser may have so many cores of the processor and no more; plan: of a quick benchmark; best: the live studio held on each level for ${(HELD.samples * HELD.everyMs) / 1000} s, its ceilings for compute pressure and a page that is late not told`,
    rows,
  };
  writeFileSync('docs/performance/plan.json', `${JSON.stringify(report, null, 2)}\n`);
  console.log(`${agreeing} of ${rows.length} agree`);
  if (agreeing < BAR * rows.length) process.exitCode = 1;
} finally {
  await browser.close();
  server.close();
  await machine.close();
}
