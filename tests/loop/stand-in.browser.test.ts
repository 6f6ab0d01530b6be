// The loop among the fallbacks, in a program worker of its own: when it comes on air, and when something else does.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openShow } from '../fallback/show';
import { draw, SWAY_SECONDS } from './stage';

let show: ReturnType<typeof openShow>;
beforeEach(() => {
  show = openShow();
});
afterEach(() => {
  show.close();
});

const active = () => show.desk.state().active?.id;

test('the camera goes: the loop is on air from the first picture on, at its place in the order, and no clip before it', async () => {
  show.startCamera();
  await show.untilReady('self-loop');
  await show.untilReady('be-right-back');
  show.seen.length = 0;
  show.stopCamera();
  await show.untilState('fallback');
  const more = show.seen.length + 60;
  await show.until('two seconds of it', () => show.seen.length >= more);
  const states = show.seen.map(({ state }) => state).filter((state, n, all) => state !== all[n - 1]);
  // The last live picture may have gone out before the list was emptied.
  expect(states[0] === 'live' ? states.slice(1) : states).toEqual(['held', 'fallback']);
  expect(active()).toBe('self-loop');
  // The camera's pictures are all of one brightness, and no clip is as bright: not one picture is of anything else.
  const live = show.seen[0]?.luma ?? 0;
  for (const { luma } of show.seen) expect(Math.abs(luma - live)).toBeLessThan(5);
});

test('the camera goes while the person is at one side, then at the other: the loop goes on from there', async () => {
  const seconds = () => performance.now() / 1000;
  const sway = () => draw(seconds());
  show.startCamera(sway);
  await show.untilReady('self-loop');
  for (const side of [0.25, 0.75]) {
    await show.until('that side', () => Math.abs(((seconds() / SWAY_SECONDS) % 1) - side) < 0.03);
    show.stopCamera();
    const last = show.seen.at(-1)?.middle ?? 0;
    show.seen.length = 0;
    await show.untilState('fallback');
    // Which source it is is told beside the pictures, on another way.
    await show.until('the word of what is on air', () => active() !== undefined);
    expect(active()).toBe('self-loop');
    // The fade is over, and nobody sways far in a third of a second, turning round.
    const ofLoop = () => show.seen.filter(({ state }) => state === 'fallback');
    await show.until('a third of a second of it', () => ofLoop().length >= 10);
    expect(Math.abs((ofLoop()[9]?.middle ?? 0) - last)).toBeLessThan(30);
    show.startCamera(sway);
    await show.untilState('live');
  }
});

test('a stricter epoch while the loop is on air: the clip takes its place, and a new loop comes with new pictures', async () => {
  show.startCamera();
  await show.untilReady('self-loop');
  await show.untilReady('be-right-back');
  show.stopCamera();
  await show.until('the loop', () => active() === 'self-loop');
  show.setEpoch(2);
  await show.until('the clip', () => active() === 'be-right-back');
  expect(show.desk.state().sources[0]).toMatchObject({ id: 'self-loop', state: 'waiting', selfLoop: { loop: null } });
  show.startCamera();
  await show.untilReady('self-loop');
  expect(show.desk.state().sources[0]?.selfLoop?.loop?.privacyEpoch).toBe(2);
});

test('removed, it is not kept and not shown', async () => {
  show.startCamera();
  await show.untilReady('self-loop');
  show.desk.remove('self-loop');
  expect(show.desk.state().sources.some(({ id }) => id === 'self-loop')).toBe(false);
  await show.untilReady('be-right-back');
  show.stopCamera();
  await show.until('the clip', () => active() === 'be-right-back');
});
