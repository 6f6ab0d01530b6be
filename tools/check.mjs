// @ts-check
// `npm run check`: types, lint and layers, formatting, unused code, and the size of what is built. Every step runs even
// when one before it failed; a step says something only when it fails. The linter, which takes as long as all the others
// after the types together, has a process beside them. It changes no source.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { ROOT, StepFailed, buildWhenStale, installMissing, prepare } from './prepare.mjs';

/** Each is a package's own program, started with Node: no shell, so the same on every system. */
const TYPES = { name: 'types', args: ['node_modules/typescript/bin/tsc', '-b'] };
const LINT = { name: 'lint', args: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'] };
const OTHERS = [
  {
    name: 'components',
    args: [
      'node_modules/svelte-check/bin/svelte-check',
      '--tsconfig',
      'tsconfig.app.json',
      '--fail-on-warnings',
      '--output',
      'human',
    ],
  },
  { name: 'format', args: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'] },
  { name: 'unused', args: ['node_modules/knip/bin/knip.js', '--no-progress'] },
];

/** @typedef {{ ok: boolean, output: string }} Outcome */

/**
 * @param {string[]} args
 * @returns {Promise<Outcome>}
 */
async function runProgram(args) {
  const program = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve, reject) => {
    program.once('error', reject);
    program.once('close', resolve);
  });
  const [status, out, errors] = await Promise.all([ended, text(program.stdout), text(program.stderr)]);
  return { ok: status === 0, output: `${out}${errors}`.trim() };
}

/** @returns {Promise<Outcome>} */
async function weigh() {
  buildWhenStale();
  const { checkBudgets } = await import('./budget.mjs');
  const { ok, lines } = checkBudgets();
  return { ok, output: lines.join('\n') };
}

/** @type {string[]} */
const failed = [];

/**
 * @param {string} name
 * @param {() => Promise<Outcome>} step
 */
async function runStep(name, step) {
  const startMs = performance.now();
  /** @type {Outcome} */
  let outcome;
  try {
    outcome = await step();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    outcome = { ok: false, output: error.message };
  }
  if (!outcome.ok && outcome.output) console.log(`\n${outcome.output}\n`);
  console.log(
    `${outcome.ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(10)}  ${((performance.now() - startMs) / 1000).toFixed(1)} s`,
  );
  if (!outcome.ok) failed.push(name);
}

async function runOthers() {
  for (const { name, args } of OTHERS) await runStep(name, () => runProgram(args));
  await runStep('size', weigh);
}

try {
  installMissing();
  // The type check reads what the kernel build writes.
  prepare();
  await runStep(TYPES.name, () => runProgram(TYPES.args));
  await Promise.all([runStep(LINT.name, () => runProgram(LINT.args)), runOthers()]);
  console.log(failed.length > 0 ? `Check failed: ${failed.join(', ')}.` : 'Check passed.');
  if (failed.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
