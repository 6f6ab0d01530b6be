// A loop of the person stands in when the camera goes: on air in the tick that decides, the person still there, the room
// still hidden, and live again by itself. The camera is the demo presenter; every picture is judged by its pixels.
import { expect, test } from '@playwright/test';
import type {} from '../../src/app/automation';
import { findRaw, isSight } from '../faults/sights';
import { openStage, sleep } from '../faults/stage';
import { waitOnAir } from './program-picture';

const LOOP = "everframe.fallback.status().sources.find(({ id }) => id === 'self-loop')";

test('the camera is taken away: a loop of the presenter, room hidden, and live again when it is back', async () => {
  const stage = await openStage({ engine: 'cpu' });
  const until = async (what: string, expression: string) => {
    for (const giveUp = Date.now() + 60_000; !(await stage.inPage(expression)); await sleep(50))
      if (Date.now() > giveUp) throw new Error(`waited in vain: ${what}`);
  };
  try {
    await stage.untilAlive();
    expect(await stage.inPage(`${LOOP}.priority`)).toBe(1);
    await until('a loop', `${LOOP}.state === 'ready'`);
    expect(await stage.inPage(`${LOOP}.selfLoop.loop.lengthMs`)).toBeGreaterThanOrEqual(3000);
    // A machine that was too busy for a picture may have shown a clip while there was no loop: what follows begins live.
    await stage.untilAlive();
    await stage.inPage(
      `globalThis.told = []; everframe.fallback.on('change', ({ activeSource }) => {
        if (told.at(-1) !== activeSource) told.push(activeSource);
      })`,
    );

    const since = stage.log.length;
    await stage.allowCamera(false);
    await until('the loop on air', "everframe.fallback.status().activeSource === 'self-loop'");
    const onAir = stage.log.length;
    await sleep(8000);
    const loop = stage.log.slice(onAir).filter(isSight);
    expect(await stage.inPage('everframe.fallback.status().activeSource')).toBe('self-loop');

    await stage.allowCamera(true);
    await stage.untilAlive();
    const track = stage.log.slice(since).filter(isSight);
    expect(findRaw(track)).toEqual([]);
    expect(track.filter(({ dark }) => dark)).toEqual([]);
    // Nothing else stood in, not for one picture: what was on air is told from the pictures that reach the page.
    expect(((await stage.inPage('told')) as (string | null)[]).filter((source) => source !== null)).toEqual([
      'self-loop',
    ]);
    // The presenter is there and moves: a number can be read in all but the mixed pictures, and it goes on.
    const numbers = loop.map(({ counter }) => counter);
    expect(numbers.filter((counter) => counter !== null).length / numbers.length).toBeGreaterThan(0.8);
    expect(new Set(numbers).size).toBeGreaterThan(20);
  } finally {
    await stage.close();
  }
});

test('another source was chosen: a loop of the former one is gone with its first picture', async ({ page }) => {
  await page.goto('?source=demo&engine=cpu&background=blur');
  const loop = () =>
    page.evaluate(() => everframe.fallback.status().sources.find(({ id }) => id === 'self-loop')?.state);
  await waitOnAir(page, 'demo');
  await expect.poll(loop, { timeout: 60_000 }).toBe('ready');
  await page.evaluate(() => everframe.setSource({ kind: 'camera' }));
  await expect.poll(loop).toBe('waiting');
  // And then there is one of the camera.
  await expect.poll(loop, { timeout: 60_000 }).toBe('ready');
});
