// `npm run bench:plan`: is the plan of the benchmark the best that this machine holds? Beside more and more burners the plan is made as
// the benchmark makes it; then the live studio is held on each level of the engine for some seconds, and the best of those that
// keep the rate is the true one. Writes docs/performance/plan.json; exit code 1 where fewer than nine of ten agree.
//   --times 10      loads, from none on
//   --step 2        burners from one load to the next
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { createPageServer, listen } from '../../server/serve.mjs';
import type {} from '../../src/app/automation';
import { holdsTarget } from '../../src/benchmark/choose-plan';
import type { Plan } from '../../src/benchmark/result';
import { findChromium } from '../browser/find.mjs';
import { BASE_FLAGS } from '../browser/flags.mjs';
import { buildWhenStale } from '../prepare.mjs';
import { burn } from './burners';

const PORT = 7433;
const TARGET = 30;
const START_MS = 60_000;
/** Windows of the studio's own figures are two seconds long. */
const SETTLE_MS = 4000;
const HELD = { samples: 20, everyMs: 500 };
const BAR = 0.9;

type Level = Plan['level'];

interface Held {
  readonly level: Level;
  readonly fps: number;
  readonly workMs: number;
  readonly holds: boolean;
}

const { values: options } = parseArgs({
  options: { times: { type: 'string', default: '10' }, step: { type: 'string', default: '2' } },
});
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
const browser = await chromium.launch({ executablePath: await findChromium(), args: BASE_FLAGS });
try {
  const page = await browser.newPage();
  await page.addInitScript(hideShortages);
  await page.goto(`http://localhost:${PORT}/?source=demo&background=blur&strength=3&engine=cpu&autostart=1#/benchmark`);
  const untilLive = () =>
    page.waitForFunction(() => globalThis.everframe?.stats().quality != null, undefined, { timeout: START_MS });
  const rows = [];
  for (let n = 0; n < Number(options.times); n++) {
    const burners = n * Number(options.step);
    await untilLive();
    await page.evaluate(burn, burners);
    const plan = await planOf(page);
    await untilLive();
    const { best, all } = await bruteForce(page);
    await page.evaluate(burn, 0);
    rows.push({
      burners,
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
    condition: `CPU engine, blur, 1280x720 at ${TARGET}, demo presenter, headless Chromium ${version}; beside so many workers that burn the processor; plan: of a quick benchmark; best: the live studio held on each level for ${(HELD.samples * HELD.everyMs) / 1000} s, its ceilings for compute pressure and a page that is late not told`,
    rows,
  };
  writeFileSync('docs/performance/plan.json', `${JSON.stringify(report, null, 2)}\n`);
  console.log(`${agreeing} of ${rows.length} agree`);
  if (agreeing < BAR * rows.length) process.exitCode = 1;
} finally {
  await browser.close();
  server.close();
}
