// @ts-check
// Weighs the JavaScript that has to arrive before the first picture, against budgets.json. Measures dist as it is.
// Counted: the named entries and everything they import statically; what is fetched later is not.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ROOT } from './prepare.mjs';

const DIST = path.join(ROOT, 'dist');

/**
 * Files of dist that a pattern like `assets/vision.worker-*.js` names.
 * @param {string} pattern
 */
function expand(pattern) {
  const folder = path.posix.dirname(pattern);
  const [before = '', after = ''] = path.posix.basename(pattern).split('*');
  const names = readdirSync(path.join(DIST, folder)).filter((name) =>
    pattern.includes('*') ? name.startsWith(before) && name.endsWith(after) : name === before,
  );
  return names.map((name) => path.posix.join(folder, name));
}

/**
 * What a built file pulls in by itself: scripts and preloads of a page, static imports of a script.
 * @param {string} file
 */
function importsOf(file) {
  const text = readFileSync(path.join(DIST, file), 'utf8');
  const found = file.endsWith('.html')
    ? text.matchAll(/(?:src|href)="([^"]+\.m?js)"/g)
    : // `import("x")` has a bracket before the name, so it does not match.
      text.matchAll(/(?:^|[;}\s])(?:import|export)\b[^'"()]*["'](\.{1,2}\/[^"']+\.m?js)["']/g);
  return [...found].map(([, name = '']) => path.posix.join(path.posix.dirname(file), name));
}

/** @param {string[]} entries */
function collect(entries) {
  const seen = new Set(entries);
  for (const file of seen) for (const imported of importsOf(file)) seen.add(imported);
  return [...seen].filter((file) => !file.endsWith('.html'));
}

/**
 * @returns {{ ok: boolean, lines: string[] }}
 */
export function checkBudgets() {
  const budgets = JSON.parse(readFileSync(path.join(ROOT, 'budgets.json'), 'utf8'));
  const lines = [];
  let ok = true;
  for (const [name, { entries, gzipBytes }] of Object.entries(budgets)) {
    const missing = entries.filter((/** @type {string} */ entry) => expand(entry).length === 0);
    if (missing.length > 0) {
      // A renamed chunk would otherwise leave the sum, and the budget would pass for the wrong reason.
      lines.push(`${name}: nothing in dist is called ${missing.join(', ')}; put the new name into budgets.json`);
      ok = false;
    }
    const files = collect(entries.flatMap(expand)).map((file) => ({
      file,
      bytes: gzipSync(readFileSync(path.join(DIST, file))).length,
    }));
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    lines.push(`${name}: ${total} of ${gzipBytes} bytes (gzip)`);
    if (total <= gzipBytes) continue;
    ok = false;
    for (const { file, bytes } of files.sort((a, b) => b.bytes - a.bytes)) lines.push(`  ${bytes}  ${file}`);
  }
  return { ok, lines };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { ok, lines } = checkBudgets();
  console.log(lines.join('\n'));
  if (!ok) process.exitCode = 1;
}
