// @ts-check
// What has to be there before anything runs: packages, WASM kernels, models, the built page. Every step looks first and
// does nothing when its result is up to date. Plain JavaScript on Node's own modules: it runs with nothing installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const OLDEST_NODE = { major: 20, minor: 19 };

/** What the built page is made from; tests and documents are not in it. */
const SOURCES = ['index.html', 'vite.config.ts', 'package-lock.json', 'src', 'public', 'tools/kernels', 'tools/models'];

/** A step that failed after having said why on the terminal. */
export class StepFailed extends Error {}

/**
 * Runs a program with this terminal and waits. Throws StepFailed unless it ends with 0.
 * @param {string} what for the message
 * @param {string} command
 * @param {string[]} args
 */
function run(what, command, args) {
  // npm is a .cmd file on Windows, which only a shell can start.
  const shell = process.platform === 'win32' && command !== process.execPath;
  const { status, signal, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', shell });
  if (error) throw new StepFailed(`${what}: ${error.message}`);
  if (status !== 0) throw new StepFailed(`${what} ended with ${signal ?? `exit code ${status}`}.`);
}

/** Throws where Node is too old for the packages, before one of them fails with something unreadable. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE.major || (major === OLDEST_NODE.major && minor >= OLDEST_NODE.minor)) return;
  const oldest = `${OLDEST_NODE.major}.${OLDEST_NODE.minor}`;
  throw new StepFailed(`Everframe needs Node ${oldest} or newer; this is ${process.versions.node}.`);
}

/**
 * Whether node_modules holds what the lockfile names. npm keeps its own account in node_modules/.package-lock.json;
 * packages for other platforms are missing from it rightly.
 */
function isInstalled() {
  const account = path.join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(account)) return false;
  const installed = JSON.parse(readFileSync(account, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const names = Object.keys(wanted).filter((name) => name !== '');
  return names.every((name) => {
    if (!installed[name]) return wanted[name].optional === true || wanted[name].devOptional === true;
    return installed[name].version === wanted[name].version && existsSync(path.join(ROOT, name));
  });
}

export function installMissing() {
  requireNode();
  if (isInstalled()) return;
  console.log('Installing packages (npm ci).');
  // Everything here is a development dependency; NODE_ENV=production would leave all of it out.
  run('npm ci', 'npm', ['ci', '--include=dev']);
}

/** Kernels and models. */
export function prepare() {
  if (existsSync(path.join(ROOT, 'tools/kernels/build.mjs'))) {
    run('Building the kernels', process.execPath, ['tools/kernels/build.mjs']);
  }
  run('Building the models', process.execPath, ['--import', 'tsx', 'tools/models/build.ts']);
}

/**
 * Time of the latest change in a file or in everything under a folder; folders count, so that a removal is seen.
 * @param {string} place
 * @returns {number} ms since 1970
 */
function latestChange(place) {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(place).reduce(
    (latest, name) => Math.max(latest, latestChange(path.join(place, name))),
    stats.mtimeMs,
  );
}

/** Kernels, models, and the page in dist when anything it is made from is newer. */
export function buildWhenStale() {
  prepare();
  const built = statSync(path.join(ROOT, 'dist/index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (SOURCES.every((source) => latestChange(path.join(ROOT, source)) < built)) return;
  console.log('Building the page (vite build).');
  run('vite build', process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    installMissing();
    prepare();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
