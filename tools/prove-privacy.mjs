// @ts-check
// `npm run prove:privacy`: are the privacy tests able to fail? Breaks a copy of the source in one way after the other
// (tools/privacy/mutants.mjs) and runs the test that has to notice. Exit code 1 and the names where one does not.
// `-- WORD` for the mutants with that word in their name. The source itself is left alone.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findChromium } from './browser/find.mjs';
import { ROOT, buildWhenStale, installMissing } from './prepare.mjs';
import { MUTANTS } from './privacy/mutants.mjs';

/** Another than that of the tests, which may be under way. */
const E2E_PORT = '7398';
/** Not needed in the copy, or linked into it. */
const LEFT_OUT = ['.git', 'node_modules', 'test-results', '.cache'];

installMissing();
buildWhenStale();
const chromium = await findChromium();
const copy = mkdtempSync(path.join(tmpdir(), 'everframe-proof-'));

/** @param {string[]} args for Node, in the copy */
function runNode(args) {
  const env = { ...process.env, CHROMIUM: chromium, ENGINES: 'cpu', E2E_PORT };
  // A failure lists every raw picture.
  const maxBuffer = 2 ** 28;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, env, encoding: 'utf8', maxBuffer });
  return { status, text: `${stdout}${stderr}` };
}

/** @param {import('./privacy/mutants.mjs').Proof} proof */
function runTest({ part, test, title = '' }) {
  if (part !== 'e2e')
    return runNode(['node_modules/vitest/vitest.mjs', 'run', '--project', part, test, '--testNamePattern', title]);
  const built = runNode(['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']);
  if (built.status !== 0) throw new Error(`The mutant cannot be built.\n${built.text}`);
  return runNode(['node_modules/@playwright/test/cli.js', 'test', 'privacy', '--grep', `${test}, \\w+: nothing raw`]);
}

/** Answers why nobody can say that the tests noticed; empty when they did. @param {import('./privacy/mutants.mjs').Mutant} mutant */
function whyNotCaught({ name, edits, proof }) {
  const originals = edits.map(({ file, search, replace }) => {
    const place = path.join(copy, file);
    const text = readFileSync(place, 'utf8');
    if (text.split(search).length !== 2)
      throw new Error(`“${name}” expects this once in ${file}; tell it how the source reads now:\n${search}`);
    writeFileSync(
      place,
      text.replace(search, () => replace),
    );
    return () => {
      writeFileSync(place, text);
    };
  });
  try {
    const { status, text } = runTest(proof);
    if (status === 0) return 'its test passes';
    // A runner that breaks has noticed nothing.
    const noticed = status === 1 && text.includes(proof.part === 'e2e' ? 'raw pictures' : 'AssertionError');
    return noticed ? '' : `its test breaks:\n${text.slice(-2000)}`;
  } finally {
    for (const restore of originals) restore();
  }
}

try {
  const chosen = MUTANTS.filter(({ name }) => name.includes(process.argv[2] ?? ''));
  cpSync(ROOT, copy, { recursive: true, filter: (from) => !LEFT_OUT.includes(path.relative(ROOT, from)) });
  for (const name of ['node_modules', '.cache']) symlinkSync(path.join(ROOT, name), path.join(copy, name), 'dir');
  const proofs = new Map(chosen.map(({ proof }) => [`${proof.part} ${proof.test}`, proof]));
  for (const [name, proof] of proofs) {
    const { status, text } = runTest(proof);
    if (status !== 0) throw new Error(`${name} fails without any mutant: nothing can be proven.\n${text}`);
  }
  const escaped = chosen.filter((mutant) => {
    const why = whyNotCaught(mutant);
    const word = why === '' ? 'caught    ' : 'NOT caught';
    console.log(`${word}  ${mutant.name} (${mutant.proof.part}: ${mutant.proof.test})${why && `: ${why}`}`);
    return why !== '';
  });
  console.log(`${chosen.length - escaped.length} of ${chosen.length} mutants caught`);
  if (escaped.length > 0 || chosen.length === 0) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}
