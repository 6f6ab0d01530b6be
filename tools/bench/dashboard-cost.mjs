// @ts-check
// `npm run bench:dashboard`: what the open dashboard costs: processor time of the browser beside its workers (the page, drawing,
// compositing), closed and open in turns on one page. Writes docs/performance/dashboard-cost.json; exit code 1 where it is over its bar.
//   --rounds 5          of --seconds 12 closed and as many open
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { createPageServer, listen } from '../../server/serve.mjs';
import { findChromium } from '../browser/find.mjs';
import { BASE_FLAGS, cameraFlags } from '../browser/flags.mjs';
import { processesUnder } from '../browser/processes.mjs';
import { buildWhenStale } from '../prepare.mjs';

const PORT = 7396;
/** Of /proc: a tick of a processor's time. */
const TICK_MS = 10;
/** Percent of a core: ui.md and the README promise less. */
const MOST = 2;
/** Until start-up is over, and figures fill a chart. */
const SETTLE_MS = 40_000;
/** After opening or closing: the code comes and the page is laid out anew, once. */
const CALM_MS = 3000;

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '12' } },
});
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
if (!(rounds >= 1 && seconds >= 1)) throw new Error('--rounds and --seconds have to be numbers from 1 on.');

/** Processor time of all threads of this run's browser that are no workers of the page, ms: those make pictures either way. */
function spentMs() {
  let sum = 0;
  for (const { pid } of processesUnder(process.pid)) {
    try {
      for (const tid of readdirSync(`/proc/${pid}/task`)) {
        const stat = readFileSync(`/proc/${pid}/task/${tid}/stat`, 'utf8');
        if (stat.includes('(DedicatedWorker')) continue;
        const fields = stat.split(') ')[1]?.split(' ') ?? [];
        sum += (Number(fields[11]) + Number(fields[12])) * TICK_MS;
      }
    } catch {
      // it ended meanwhile
    }
  }
  return sum;
}

buildWhenStale();
const server = createPageServer();
await listen(server, PORT);
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: [...BASE_FLAGS, ...cameraFlags(undefined)],
});
/** @type {Record<'closed' | 'open', { share: number, fps: number }[]>} */
const runs = { closed: [], open: [] };
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`http://localhost:${PORT}/?source=demo&background=blur&engine=cpu&autostart=1`);
  await page.waitForFunction(() => globalThis.everframe?.stats().onAir === 'demo');
  await page.waitForTimeout(SETTLE_MS);
  for (let n = 0; n < rounds; n++) {
    /** @type {('closed' | 'open')[]} */
    const order = n % 2 === 0 ? ['closed', 'open'] : ['open', 'closed'];
    for (const which of order) {
      await page.evaluate((open) => (globalThis.location.hash = open ? '#/dashboard' : '#/'), which === 'open');
      await page.waitForTimeout(CALM_MS);
      const before = spentMs();
      const began = performance.now();
      await page.waitForTimeout(seconds * 1000);
      const share = (100 * (spentMs() - before)) / (performance.now() - began);
      const fps = await page.evaluate(() => globalThis.everframe.stats().programFps ?? 0);
      runs[which].push({ share, fps });
      console.log(which, JSON.stringify(runs[which].at(-1)));
    }
  }
} finally {
  await browser.close();
  server.close();
}
const middle = (/** @type {number[]} */ list) => [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0;
const round = (/** @type {number} */ value) => Math.round(value * 100) / 100;
const cost = round(middle(runs.open.map(({ share }, n) => share - (runs.closed[n]?.share ?? 0))));
const row = (/** @type {string} */ page, /** @type {'closed' | 'open'} */ which) => ({
  page,
  percentOfACore: round(middle(runs[which].map(({ share }) => share))),
  programFps: round(middle(runs[which].map(({ fps }) => fps))),
});
const table = {
  title: 'What the dashboard costs',
  condition: `demo source, blur, 1280x720 at 30 fps, processor only, 1440 x 900 window; processor time of all threads of the browser but the page's workers, in percent of a core; medians of ${rounds} rounds of ${seconds} s, closed and open in turns on one page; open costs ${cost} % of a core more (median of the rounds' differences)`,
  rows: [row('dashboard closed', 'closed'), row('dashboard open', 'open')],
};
writeFileSync('docs/performance/dashboard-cost.json', `${JSON.stringify(table, null, 2)}\n`);
console.log(JSON.stringify(table));
if (cost >= MOST) {
  console.error(`The open dashboard costs ${cost} % of a core; less than ${MOST} were promised.`);
  process.exitCode = 1;
}
