// What a camera may bring besides a presenter in 1280 x 720: nobody, two people, a hand, darkness, other sizes, few frames.
// Every picture that leaves is looked at, as in the proof of privacy.
import { expect, test } from '@playwright/test';
import { drawSized, drawStory } from '../demo/footage';
import { findRaw, isSight } from '../faults/sights';
import { executable } from '../executable';
import { openStage, sleep, type StageOptions } from '../faults/stage';

/** The story once and a bit. */
const STORY_MS = 7000;

/** Looks for `ms`, and has the presenter back after that; answers the luminances that were seen. */
async function watch(options: StageOptions, ms: number) {
  const stage = await openStage(options);
  try {
    await stage.untilAlive();
    await sleep(ms);
    await stage.untilAlive();
    expect(findRaw(stage.log), 'raw pictures').toEqual([]);
    return { sights: stage.log.filter(isSight), stats: await stage.inPage('everframe.stats()') };
  } finally {
    await stage.close();
  }
}

for (const engine of ['cpu', 'webgpu'] as const)
  test(`${engine}: people come and go, a hand over the lens, darkness: the room is never seen`, async () => {
    const { sights } = await watch({ engine, camera: await drawStory(executable()) }, STORY_MS);
    expect(sights.some(({ dark }) => dark), 'the dark was in the picture').toBe(true); // prettier-ignore
    expect(sights.some(({ dark, counter }) => !dark && counter === null), 'nobody was in the picture').toBe(true); // prettier-ignore
  });

for (const [width, height] of [
  [3840, 2160],
  [720, 1280],
] as const)
  test(`a camera of ${width} x ${height}: the presenter is shown, the room is not`, async () => {
    const camera = await drawSized(executable(), width, height);
    const { stats } = await watch({ engine: 'cpu', camera, parameters: `&width=${width}&height=${height}` }, 1000);
    expect(stats).toMatchObject({ source: { width, height }, onAir: 'live' });
  });

// Of an odd size as the browser makes it: Chromium's fake camera brings nothing from a file of such a size.
test('a camera scaled to 641 x 359: the presenter is shown, the room is not', async () => {
  const { stats } = await watch({ engine: 'cpu', parameters: '&width=641&height=359' }, 1000);
  expect(stats).toMatchObject({ source: { width: 641, height: 359 }, onAir: 'live' });
});

test('a camera with 7 frames a second is live, not silent', async () => {
  const { sights, stats } = await watch({ engine: 'cpu', parameters: '&fps=7' }, 3000);
  expect(stats).toMatchObject({ onAir: 'live' });
  expect(sights.length).toBeGreaterThan(20);
});
