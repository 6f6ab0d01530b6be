// The threads that viewers wait for go first: of the studio’s own, and beside whatever else keeps the processor busy.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { BASE_FLAGS } from '../../tools/browser/flags.mjs';
import { processesUnder } from '../../tools/browser/processes.mjs';
import { openRawChrome } from '../../tools/browser/raw-chrome.mjs';
import { executable } from '../executable';

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
test.skip(!isRoot, 'needs Linux and a user whom it lets raise priorities');

/** Nice values of all workers of all pages. */
const niceOfWorkers = (browserPid: number) =>
  processesUnder(browserPid)
    .filter(({ command }) => command.includes('--type=renderer'))
    .flatMap(({ pid }) =>
      readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
        let stat = '';
        try {
          stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
        } catch {
          // It ended meanwhile.
        }
        return stat.includes('(DedicatedWorker') ? [Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])] : [];
      }),
    );

test('the three workers that make, choose and write the picture have the priority of what is displayed, and what only computes has not', async ({
  baseURL,
}) => {
  // A browser of its own: nobody else's workers are in it.
  const chrome = await openRawChrome(executable(), BASE_FLAGS);
  try {
    const page = await chrome.open(`${baseURL ?? ''}?source=demo&background=blur&engine=cpu`);
    await expect.poll(() => page.evaluate('globalThis.everframe?.stats().onAir').catch(() => null)).toBe('demo');
    await expect.poll(() => niceOfWorkers(chrome.pid).filter((nice) => nice < 0).length).toBe(3);
    expect(niceOfWorkers(chrome.pid).filter((nice) => nice === 0).length).toBeGreaterThan(0);
  } finally {
    await chrome.close();
  }
});
