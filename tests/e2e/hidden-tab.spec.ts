// The program in a tab that is really hidden: another tab of the same window in front.
import { expect, test } from '@playwright/test';
import { executable } from '../executable';
import { openRawChrome } from '../../tools/browser/raw-chrome.mjs';
import { BASE_FLAGS, cameraFlags } from '../../tools/browser/flags.mjs';

interface Count {
  count: number;
  hidden: boolean;
}

/** Counts the new pictures on the program's track over `seconds`. */
const countPictures = (seconds: number) => `(async () => {
  const reader = new MediaStreamTrackProcessor({ track: everframe.stream().getVideoTracks()[0].clone() }).readable.getReader();
  const until = performance.now() + ${seconds * 1000};
  let count = 0;
  while (performance.now() < until) {
    const { value } = await reader.read();
    value.close();
    count += 1;
  }
  await reader.cancel();
  return { count, hidden: document.hidden };
})()`;

test('a hidden tab keeps at least 95 % of the visible rate', async ({ baseURL }) => {
  const chrome = await openRawChrome(executable(), [...BASE_FLAGS, ...cameraFlags(undefined)]);
  try {
    const studio = await chrome.open(`${baseURL ?? ''}?source=demo&background=blur`);
    await expect
      .poll(() => studio.evaluate('globalThis.everframe?.stats().onAir').catch(() => null), { timeout: 60_000 })
      .toBe('demo');
    const visible = (await studio.evaluate(countPictures(5))) as Count;
    const other = await chrome.open('about:blank');
    await other.toFront();
    const hidden = (await studio.evaluate(countPictures(5))) as Count;
    expect([visible.hidden, hidden.hidden]).toEqual([false, true]);
    expect(hidden.count / visible.count).toBeGreaterThanOrEqual(0.95);
  } finally {
    await chrome.close();
  }
});
