// The threads that viewers wait for go first: of the studio’s own, and beside whatever else keeps the processor busy.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type {} from '../../src/app/automation';
import { processesUnder } from '../../tools/browser/processes.mjs';
import { waitOnAir } from './program-picture';

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
test.skip(!isRoot, 'needs Linux and a user whom it lets raise priorities');

/** Nice values of all workers of all pages. */
const niceOfWorkers = () =>
  processesUnder(process.pid)
    .filter(({ command }) => command.includes('--type=renderer'))
    .flatMap(({ pid }) =>
      readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
        const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
        return stat.includes('(DedicatedWorker') ? [Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])] : [];
      }),
    );

test('the workers that make and send the picture have the priority of what is displayed, and what only computes has not', async ({
  page,
}) => {
  await page.goto('?source=demo&background=blur&engine=cpu');
  await waitOnAir(page, 'demo');
  await expect.poll(() => niceOfWorkers().filter((nice) => nice < 0).length).toBe(2);
  expect(niceOfWorkers().filter((nice) => nice === 0).length).toBeGreaterThan(0);
});
