// @ts-check
// `npm test`: installs and builds what is missing, runs Vitest (unit, browser, webgpu) and Playwright (e2e), and adds
// up. The last lines printed name what was skipped and what failed, and then say `N passed, N failed, N skipped`; a
// runner that breaks counts as one failed, so that the last line and the exit code never disagree.
// `npm test -- unit e2e` runs those parts only.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { ROOT, StepFailed, buildWhenStale, installMissing, prepare } from './prepare.mjs';

const VITEST_PARTS = ['unit', 'browser', 'webgpu'];
const PARTS = [...VITEST_PARTS, 'e2e'];
const REPORTS = path.join(ROOT, '.cache/test');

/**
 * @typedef {{
 *   passed: number,
 *   failed: string[],
 *   skipped: { name: string, reason: string | null }[],
 * }} Figures `failed`: the name of each and what it said
 */

/** @param {string[]} args */
function readParts(args) {
  const unknown = args.filter((arg) => !PARTS.includes(arg));
  if (unknown.length > 0) throw new StepFailed(`No such part: ${unknown.join(', ')}. Parts are ${PARTS.join(', ')}.`);
  return args.length > 0 ? PARTS.filter((part) => args.includes(part)) : PARTS;
}

/**
 * Runs one test runner and reads what it wrote.
 * @param {string} name
 * @param {string[]} args for Node
 * @param {Record<string, string>} env
 * @param {string} file the runner's report
 * @param {(report: any) => Figures} readFigures
 * @returns {Figures}
 */
function runRunner(name, args, env, file, readFigures) {
  // A report left by an earlier run must not speak for this one.
  rmSync(file, { force: true });
  const { status, signal } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  /** @type {Figures} */
  let figures = { passed: 0, failed: [], skipped: [] };
  let complaint = null;
  try {
    figures = readFigures(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    complaint = `${name} left no report (${signal ?? `exit code ${status}`}).`;
  }
  if (!complaint && figures.passed + figures.failed.length + figures.skipped.length === 0)
    complaint = `${name} ran no test.`;
  if (!complaint && status !== 0 && figures.failed.length === 0) {
    complaint = `${name} ended with ${signal ?? `exit code ${status}`} although no test failed.`;
  }
  if (complaint) {
    console.error(`\n${complaint}`);
    figures.failed.push(complaint);
  }
  return figures;
}

/** @param {string[]} parts */
function runVitest(parts) {
  const file = path.join(REPORTS, 'vitest.json');
  const projects = parts.flatMap((part) => ['--project', part]);
  const reporters = ['--reporter=default', '--reporter=./tools/vitest-report.mjs'];
  const args = ['node_modules/vitest/vitest.mjs', 'run', ...projects, ...reporters];
  return runRunner('Vitest', args, { EVERFRAME_VITEST_FIGURES: file }, file, (report) => report);
}

/** @returns {Promise<number>} a port nobody has */
function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 7399));
    });
  });
}

/**
 * @param {'views' | 'pictures' | 'live'} project
 * @param {number} workers
 */
async function runPlaywright(project, workers) {
  const file = path.join(REPORTS, 'playwright.json');
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file, E2E_PORT: String(await findFreePort()) };
  const args = [
    'node_modules/@playwright/test/cli.js',
    'test',
    '--reporter=list,json',
    `--project=${project}`,
    `--workers=${workers}`,
  ];
  return runRunner(`Playwright (${project})`, args, env, file, (report) => {
    const failed = report.errors.map((/** @type {any} */ error) => `e2e: ${error.message}`);
    /** @type {Figures} */
    const figures = { passed: 0, failed, skipped: [] };
    for (const suite of report.suites) addPlaywrightSuite(suite, '', figures);
    return figures;
  });
}

/**
 * @param {any} suite
 * @param {string} above titles of the suites it is in
 * @param {Figures} figures
 */
function addPlaywrightSuite(suite, above, figures) {
  const title = above ? `${above} > ${suite.title}` : suite.title;
  for (const inner of suite.suites ?? []) addPlaywrightSuite(inner, title, figures);
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests) {
      const name = `e2e: ${title} > ${spec.title}`;
      if (test.status === 'expected') figures.passed++;
      else if (test.status !== 'skipped') figures.failed.push(`${name}: ${test.results.at(-1)?.error?.message}`);
      else {
        const note = test.annotations.find((/** @type {any} */ annotation) =>
          ['skip', 'fixme'].includes(annotation.type),
        );
        // Playwright also calls those skipped that had no turn because something before them failed.
        const reason = note ? (note.description ?? null) : 'did not run';
        figures.skipped.push({ name, reason });
      }
    }
  }
}

/** @param {Figures[]} all */
function report(all) {
  const skipped = all.flatMap((figures) => figures.skipped);
  const passed = all.reduce((sum, figures) => sum + figures.passed, 0);
  const failed = all.flatMap((figures) => figures.failed);
  console.log('');
  for (const { name, reason } of skipped) console.log(`skipped  ${name}: ${reason ?? 'no reason given'}`);
  for (const failure of failed) console.log(`failed  ${failure.split('\n')[0]}`);
  if (failed.length > 0 || passed === 0) process.exitCode = 1;
  console.log(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
}

/** @type {Figures[]} */
const results = [];
try {
  const parts = readParts(process.argv.slice(2));
  installMissing();
  mkdirSync(REPORTS, { recursive: true });
  prepare();
  if (parts.some((part) => part !== 'unit')) {
    // After the installation: it may have to ask Playwright, which is a package.
    const { findChromium } = await import('./browser/find.mjs');
    process.env.CHROMIUM = await findChromium();
    console.log(`Browser: ${process.env.CHROMIUM}`);
  }
  const inVitest = VITEST_PARTS.filter((part) => parts.includes(part));
  if (inVitest.length > 0) results.push(runVitest(inVitest));
  if (parts.includes('e2e')) {
    buildWhenStale();
    results.push(await runPlaywright('views', 2));
    results.push(await runPlaywright('pictures', 2));
    results.push(await runPlaywright('live', 1));
  }
} catch (error) {
  console.error(error instanceof StepFailed ? error.message : error);
  results.push({ passed: 0, failed: [error instanceof Error ? error.message : String(error)], skipped: [] });
}
report(results);
