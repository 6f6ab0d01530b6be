// @ts-check
// `npm run check`: types, lint and layers, formatting, unused code, and the size of what is built. Every step runs even
// when one before it failed; a step says something only when it fails. It changes no source.
import { spawnSync } from 'node:child_process';
import { ROOT, StepFailed, buildWhenStale, installMissing, prepare } from './prepare.mjs';

/** Each is a package's own program, started with Node: no shell, so the same on every system. */
const PROGRAMS = [
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '-b'] },
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
  { name: 'lint', args: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'] },
  { name: 'format', args: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'] },
  { name: 'unused', args: ['node_modules/knip/bin/knip.js', '--no-progress'] },
];

/** @typedef {{ ok: boolean, output: string }} Outcome */

/**
 * @param {string[]} args
 * @returns {Outcome}
 */
function runProgram(args) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { ok: status === 0, output: error ? error.message : `${stdout}${stderr}`.trim() };
}

/** @returns {Promise<Outcome>} */
async function weigh() {
  buildWhenStale();
  const { checkBudgets } = await import('./budget.mjs');
  const { ok, lines } = checkBudgets();
  return { ok, output: lines.join('\n') };
}

/**
 * @param {string} name
 * @param {() => Outcome | Promise<Outcome>} step
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
  return outcome.ok;
}

try {
  installMissing();
  // The type check reads what the kernel build writes.
  prepare();
  const failed = [];
  for (const { name, args } of PROGRAMS) if (!(await runStep(name, () => runProgram(args)))) failed.push(name);
  if (!(await runStep('size', weigh))) failed.push('size');
  console.log(failed.length > 0 ? `Check failed: ${failed.join(', ')}.` : 'Check passed.');
  if (failed.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
