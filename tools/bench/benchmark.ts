// `npm run benchmark`: the page's own benchmark in a headless browser, the same code, and a start with nothing kept from before, which only
// a fresh browser context can be. `--quick`, `--long`, `--output FILE`, `--compare A B`. Exit code 1 when it was given up or a file cannot be read.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from '@playwright/test';
import { createPageServer, listen } from '../../server/serve.mjs';
import type {} from '../../src/app/automation';
import { bytesByKind } from '../../src/benchmark/byte-kinds';
import { compareResults } from '../../src/benchmark/compare-results';
import { checkResult, readResult, writeResult } from '../../src/benchmark/read-result';
import type { BenchmarkResult } from '../../src/benchmark/result';
import { SHAPES, type Shape } from '../../src/benchmark/shapes';
import { resultTable } from '../../src/benchmark/table';
import { comparedWords, differenceWords } from '../../src/ui/words/benchmark';
import { findChromium } from '../browser/find.mjs';
import { BASE_FLAGS, WEBGPU_FLAGS } from '../browser/flags.mjs';
import { buildWhenStale } from '../prepare.mjs';

const PORT = Number(process.env.BENCH_PORT ?? 7432);
const USAGE = `npm run benchmark -- [--quick | --long] [--output FILE]   measures this machine (${SHAPES.full.minutes} minutes; --quick: ${SHAPES.quick.minutes}; --long, with memory after ten: ${SHAPES.long.minutes})
npm run benchmark -- --compare A B              sets two result files side by side
--headed shows the browser; --software-gpu measures WebGPU made of software where there is no graphics card.`;
const START = '?source=demo&background=blur&strength=3&engine=cpu#/obs';
const START_MS = 30_000;
const SEEN = { firstPictureMs: ['standin', 'demo', 'live'], firstProcessedMs: ['demo', 'live'] } as const;

class Failure extends Error {}

function readFile(file: string): BenchmarkResult {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(`${file} could not be read: ${(error as Error).message}`);
  }
  const read = readResult(text);
  if (!read.ok)
    throw new Failure(`${file} is no whole result:\n${read.problems.map((line) => `  ${line}`).join('\n')}`);
  return read.result;
}

function compare(fileA: string, fileB: string): void {
  const comparison = compareResults(readFile(fileA), readFile(fileB));
  const rows = comparedWords(comparison).map(({ name, a, b, change, word }) => ({
    figure: name,
    [fileA]: a,
    [fileB]: b,
    change,
    second: word,
  }));
  console.table(rows);
  const differs = differenceWords(comparison);
  if (differs) console.log(differs);
}

/** What the address, its workers and all they fetch weigh over the wire, and how soon viewers see something. */
async function startCold(browser: Browser, url: string) {
  const context = await browser.newContext();
  const files: Promise<{ url: string; bytes: number }[]>[] = [];
  context.on('requestfinished', (request) => {
    // What is no request of the network (a blob) has no size.
    const sizes = request.sizes().then(
      ({ responseBodySize: bytes }) => [{ url: request.url(), bytes }],
      () => [],
    );
    files.push(sizes);
  });
  try {
    const page = await context.newPage();
    await page.goto(`${url}${START}`);
    await page.waitForFunction(
      (names) => names.some((name) => performance.getEntriesByName(`on-air-${name}`).length > 0),
      SEEN.firstProcessedMs,
      { timeout: START_MS },
    );
    const firstOf = (names: readonly string[]) =>
      page.evaluate(
        (all) => Math.min(...all.flatMap((name) => performance.getEntriesByName(`on-air-${name}`)[0]?.startTime ?? [])),
        names,
      );
    return {
      pictureMs: Math.round(await firstOf(SEEN.firstPictureMs)),
      processedMs: Math.round(await firstOf(SEEN.firstProcessedMs)),
      bytes: bytesByKind((await Promise.all(files)).flat()),
    };
  } finally {
    await context.close();
  }
}

async function measure(shape: Shape['kind'], isHeaded: boolean, isSoftware: boolean): Promise<BenchmarkResult> {
  buildWhenStale();
  const server = createPageServer();
  await listen(server, PORT);
  const url = `http://localhost:${PORT}/`;
  const args = [...BASE_FLAGS, ...(isSoftware ? WEBGPU_FLAGS : ['--enable-unsafe-webgpu'])];
  const browser = await chromium.launch({ executablePath: await findChromium(), headless: !isHeaded, args });
  const giveUp = () => {
    void browser.close();
  };
  process.once('SIGINT', giveUp);
  try {
    let coldBytes: BenchmarkResult['startup']['bytes'] = [];
    const cold = { firstPictureMs: [] as number[], firstProcessedMs: [] as number[] };
    for (let n = 1; n <= SHAPES[shape].starts; n++) {
      console.log(`Start with nothing kept, ${n} of ${SHAPES[shape].starts}`);
      const { pictureMs, processedMs, bytes } = await startCold(browser, url);
      coldBytes = bytes;
      cold.firstPictureMs.push(pictureMs);
      cold.firstProcessedMs.push(processedMs);
    }
    const page = await browser.newPage();
    await page.exposeFunction('tellProgress', (line: string) => {
      console.log(line);
    });
    await page.goto(`${url}?source=demo#/benchmark`);
    await page.waitForFunction(() => globalThis.everframe?.stats().onAir === 'demo', undefined, { timeout: START_MS });
    const result = await page.evaluate((kind) => {
      let last = '';
      return everframe.benchmark.run({
        shape: kind,
        onProgress({ title, share, leftS }) {
          if (title !== last)
            void tellProgress(
              `${String(Math.round(share * 100)).padStart(3)} %  ${title}, about ${Math.ceil(leftS)} s left`,
            );
          last = title;
        },
      });
    }, shape);
    const whole = checkResult({ ...result, startup: { ...result.startup, cold, bytes: coldBytes } });
    if (!whole.ok) throw new Failure(whole.problems.join('\n'));
    return whole.result;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`The run was given up: ${(error as Error).message.split('\n')[0] ?? ''} Nothing was written.`);
  } finally {
    process.removeListener('SIGINT', giveUp);
    await browser.close();
    server.close();
  }
}

declare global {
  var tellProgress: (line: string) => Promise<void>;
}

/** Whole, or not at all. */
function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.part`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw new Failure(`${file} could not be written: ${(error as Error).message}`);
  }
}

async function main(): Promise<void> {
  const flags = {
    quick: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    trial: { type: 'boolean', default: false },
    headed: { type: 'boolean', default: false },
    'software-gpu': { type: 'boolean', default: false },
    output: { type: 'string' },
    compare: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const;
  let given;
  try {
    given = parseArgs({ options: flags, allowPositionals: true });
  } catch (error) {
    throw new Failure(`${(error as Error).message}\n${USAGE}`);
  }
  const { values, positionals } = given;
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const [a, b, more] = positionals;
  if (values.compare) {
    if (a === undefined || b === undefined || more !== undefined)
      throw new Failure(`--compare takes two files.\n${USAGE}`);
    compare(a, b);
    return;
  }
  if (positionals.length > 0) throw new Failure(`${a} is not understood.\n${USAGE}`);
  const result = await measure(
    values.trial ? 'trial' : values.quick ? 'quick' : values.long ? 'long' : 'full',
    values.headed,
    values['software-gpu'],
  );
  console.log(`\n${resultTable(result)}`);
  const { plan } = result;
  const said = plan
    ? `${plan.level} on ${plan.engine}${plan.holds ? '' : ', which does not hold the target'}`
    : 'no plan follows';
  if (values.output === undefined) {
    console.log(`Measured: ${said}. Give --output FILE to keep the result.`);
    return;
  }
  const file = path.resolve(values.output);
  writeWhole(file, writeResult(result));
  console.log(`Measured: ${said}. The result is in ${file}.`);
}

await main().catch((error: unknown) => {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
