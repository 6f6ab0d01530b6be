// @ts-check
// `npm run bench:steady`: minutes of live blur on one page after another, in one run. Does memory grow, and does the
// main thread stay free? Writes docs/performance/steady-ENGINE.json (steady-beside-ENGINE.json, steady-SIZE-ENGINE.json); exit code 1 where Everframe's own memory grew.
//   --minutes 10        length of each page's run; growth is told from the end of the first minute on
//   --clip FILE         .y4m or .mjpeg played as the camera (default: the demo source)
//   --engine cpu|webgpu
//   --size 1920x1080    of the program and of the camera
//   --beside NAME=URL   another page, for its long frames in the same run; may be repeated
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { createPageServer, listen } from '../../server/serve.mjs';
import { findChromium } from '../browser/find.mjs';
import { BASE_FLAGS, WEBGPU_FLAGS, cameraFlags } from '../browser/flags.mjs';
import { residentBytesUnder } from '../browser/processes.mjs';
import { buildWhenStale } from '../prepare.mjs';
import { EAGER_MEMORY_FLAG, OPEN_FRAMES, mebibytes, sampleMemory } from './sample-memory.mjs';

const PORT = 7398;
/** A software adapter compiles its shaders for that long at most. */
const START_MS = 180_000;
/** A script that holds the main thread longer than this is one that a person may feel. */
const LONG_SCRIPT_MS = 50;
/** Memory after the first minute times this is as much as it may be at the end; the rest is the moment of measuring. */
const MAY_GROW = 1.05;

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    engine: { type: 'string', default: 'cpu' },
    size: { type: 'string', default: '1280x720' },
    clip: { type: 'string' },
    beside: { type: 'string', multiple: true, default: [] },
  },
});
const minutes = Number(options.minutes);
if (!(minutes >= 2)) throw new Error(`--minutes is "${options.minutes}"; it has to be a number from 2 on.`);

const [width, height] = options.size.split('x').map(Number);
if (!width || !height) throw new Error(`--size is "${options.size}"; it has to be like 1920x1080.`);

let version = '';

/** In the page: long animation frames, and the scripts of its own origin in them that were long by themselves. */
function countLongFrames() {
  const counts = { frames: 0, longScripts: 0, longestScriptMs: 0 };
  Object.assign(globalThis, { longFrames: counts });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      counts.frames += 1;
      // @ts-expect-error PerformanceLongAnimationFrameTiming is not in TypeScript's DOM library yet.
      for (const { duration, sourceURL } of entry.scripts) {
        if (!sourceURL.startsWith(globalThis.location.origin)) continue;
        counts.longestScriptMs = Math.max(counts.longestScriptMs, duration);
        if (duration > LONG_SCRIPT_MS) counts.longScripts += 1;
      }
    }
  }).observe({ type: 'long-animation-frame' });
}

/** Null where there is none: too slow for a rate is not a rate of nought. @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined ? null : Number(middle.toFixed(1));
}

/**
 * @param {string} executablePath
 * @param {string} name
 * @param {string} url
 */
async function run(executablePath, name, url) {
  const browser = await chromium.launch({
    executablePath,
    args: [
      ...BASE_FLAGS,
      ...(options.engine === 'webgpu' ? WEBGPU_FLAGS : []),
      ...cameraFlags(options.clip),
      EAGER_MEMORY_FLAG,
    ],
  });
  version = browser.version().split('.')[0] ?? '';
  try {
    const page = await browser.newPage();
    await page.addInitScript(`const LONG_SCRIPT_MS = ${LONG_SCRIPT_MS}; (${countLongFrames.toString()})()`);
    await page.goto(url);
    // Live is counted, not the start: from the first processed picture on, as long as a page says when that is.
    await page.waitForFunction(
      () => !globalThis.everframe || ['live', 'demo'].includes(globalThis.everframe.stats().onAir),
      undefined,
      { timeout: START_MS },
    );
    await page.evaluate('Object.assign(longFrames, { frames: 0, longScripts: 0, longestScriptMs: 0 })');
    const samples = [];
    for (let minute = 1; minute <= minutes; minute++) {
      await page.waitForTimeout(60_000);
      // In this order: what a collection gives back is not held any more.
      const measured = await page.evaluate(sampleMemory);
      const resident = residentBytesUnder(process.pid);
      samples.push({
        ...measured,
        resident,
        residentBytes: Object.values(resident).reduce((sum, one) => sum + one, 0),
      });
      console.log(`${name}, minute ${minute}: ${JSON.stringify(samples.at(-1))}`);
    }
    const first = samples[0];
    const last = samples.at(-1);
    if (!first || !last) throw new Error('no sample');
    const long = await page.evaluate('longFrames');
    return {
      page: name,
      memoryMiBAfterOneMinute: mebibytes(first.bytes),
      memoryMiBAtTheEnd: mebibytes(last.bytes),
      residentMiBAfterOneMinute: mebibytes(first.residentBytes),
      residentMiBAtTheEnd: mebibytes(last.residentBytes),
      engineMiBAfterOneMinute: mebibytes(first.engineBytes),
      engineMiBAtTheEnd: mebibytes(last.engineBytes),
      framesPerSecond: median(samples.flatMap(({ fps }) => (fps === null ? [] : [fps]))),
      openFramesAfterOneMinute: first.openFrames,
      openFramesAtTheEnd: last.openFrames,
      // Times say something beside another page of the same run alone.
      ...(options.beside.length > 0 && {
        longAnimationFrames: long.frames,
        scriptsOver50Ms: long.longScripts,
        longestScriptMs: Math.round(long.longestScriptMs),
      }),
    };
  } finally {
    await browser.close();
  }
}

buildWhenStale();
const executablePath = await findChromium();
const server = createPageServer();
await listen(server, PORT);
const source = options.clip ? 'camera' : 'demo';
const pages = [
  [
    'everframe',
    `http://localhost:${PORT}/?source=${source}&background=blur&engine=${options.engine}&autostart=1&program=${options.size}&width=${width}&height=${height}`,
  ],
  ...options.beside.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
];
const rows = [];
for (const [name, url] of pages) rows.push(await run(executablePath, String(name), String(url)));
server.close();
const report = {
  title: `Minutes live: memory${options.beside.length > 0 ? ' and the main thread' : ''} (${options.engine} engine${options.size === '1280x720' ? '' : `, ${options.size}`})`,
  condition: `blur, ${options.size} at 30 fps, ${minutes} minutes a page, one page after another, source: ${options.clip ? 'camera' : 'demo (each page its own)'}, headless Chromium ${version}; memory: JavaScript and WASM after a collection; resident: all processes of the browser, without the files they map`,
  rows,
};
const isUsual = options.size === '1280x720';
const name = `steady-${options.beside.length > 0 ? 'beside-' : ''}${isUsual ? '' : `${options.size}-`}${options.engine}`;
writeFileSync(`docs/performance/${name}.json`, `${JSON.stringify(report, null, 2)}\n`);
console.log(JSON.stringify(rows, null, 2));
const [own] = rows;
const grew =
  !own ||
  (own.memoryMiBAtTheEnd ?? 0) > MAY_GROW * (own.memoryMiBAfterOneMinute ?? 0) ||
  (own.engineMiBAtTheEnd ?? 0) > MAY_GROW * (own.engineMiBAfterOneMinute ?? 0) ||
  (own.openFramesAtTheEnd ?? 0) > OPEN_FRAMES;
if (grew) {
  console.error('Memory or open frames grew after the first minute.');
  process.exitCode = 1;
}
