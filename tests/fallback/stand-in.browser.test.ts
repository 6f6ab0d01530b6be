// What viewers see when the camera stalls: not one picture of the program is left out of the count.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_FALLBACK } from '../../src/config/fallback';
import { CAMERA_LUMA, openShow, type Seen } from './show';

let show: ReturnType<typeof openShow>;
beforeEach(() => {
  show = openShow({ isClipsOnly: true });
});
afterEach(() => {
  show.close();
});

const states = (seen: readonly Seen[]) =>
  seen.map(({ state }) => state).filter((state, n, all) => state !== all[n - 1]);
const from = (seen: readonly Seen[], state: Seen['state']) => seen.slice(seen.findIndex((one) => one.state === state));
const distinct = (seen: readonly Seen[]) => new Set(seen.map(({ print }) => print)).size;

test('the last picture is held, “Be right back” fades in and moves, and the camera comes back the same way', async () => {
  show.startCamera();
  await show.untilReady('be-right-back');
  await show.untilState('live');
  show.seen.length = 0;
  show.stopCamera();
  await show.untilState('fallback');
  const more = show.seen.length + 60;
  await show.until('two seconds of the clip', () => show.seen.length >= more);
  expect(states(from(show.seen, 'held'))).toEqual(['held', 'fallback']);

  const clip = from(show.seen, 'fallback');
  const full = clip.at(-1)?.luma ?? 0;
  // It comes up from the picture that was held: each step darker than the one before.
  const [first = 0, second = 0, third = 0] = clip.map(({ luma }) => luma);
  expect(first).toBeLessThan(CAMERA_LUMA);
  expect(first).toBeGreaterThan((CAMERA_LUMA + full) / 2);
  expect(second).toBeLessThan(first);
  expect(third).toBeLessThan(second);
  // Every picture of it differs from the others; some are shown twice where two clocks meet.
  expect(distinct(clip) / clip.length).toBeGreaterThan(0.7);

  show.seen.length = 0;
  show.startCamera();
  await show.untilState('live');
  const back = show.seen.length + 10;
  await show.until('the camera', () => show.seen.length >= back);
  expect(states(show.seen)).toEqual(['fallback', 'live']);
  // A picture in which the clip can still be seen is no live one.
  const fade = show.seen.filter(({ state }) => state === 'fallback').slice(-4);
  expect(fade.map(({ luma }) => luma)).toEqual(fade.map(({ luma }) => luma).sort((a, b) => a - b));
  expect(fade.at(-1)?.luma).toBeGreaterThan((CAMERA_LUMA + full) / 2);
  for (const { luma } of from(show.seen, 'live')) expect(luma).toBeGreaterThan(CAMERA_LUMA - 5);
  expect(show.seen.at(-1)?.luma).toBeGreaterThan(CAMERA_LUMA - 5);
});

test('a camera lost in the first second is not the slate for longer than the clip takes to be ready', async () => {
  show.startCamera();
  await show.untilState('live');
  show.client.hold('standin');
  await show.until('the clip being made ready', () => show.desk.state().sources[0]?.state !== 'waiting');
  // What is made ready in advance is begun with after one and a half seconds.
  expect(show.seen.filter(({ state }) => state === 'slate').length).toBeLessThan(20);
  await show.untilState('fallback');
});

test('nothing is decoded ahead of its need but what a first picture takes', async () => {
  show.startCamera();
  await show.untilReady('be-right-back');
  expect(show.desk.state().sources.map(({ id, state }) => [id, state])).toEqual([
    ['be-right-back', 'ready'],
    ['silk', 'waiting'],
  ]);
});

test('a program worker that dies on the fallback goes on with it', async () => {
  show.startCamera();
  await show.untilReady('be-right-back');
  show.stopCamera();
  await show.untilState('fallback');
  show.client.kill();
  await show.until('a fresh worker', () => show.client.restarts === 1);
  show.seen.length = 0;
  await show.untilState('fallback');
  expect(show.seen.every(({ state }) => state === 'slate' || state === 'fallback')).toBe(true);
});

test('a fade carries the privacy epoch of the held picture, what follows that of the program, and a stricter epoch ends it', async () => {
  show.startCamera();
  await show.untilReady('be-right-back');
  await show.untilState('live');
  show.stopCamera();
  await show.untilState('fallback');
  show.setEpoch(2);
  const told = show.seen.length;
  const more = told + 30;
  await show.until('a second of the clip', () => show.seen.length >= more);
  const after = show.seen.slice(show.seen.findIndex(({ privacyEpoch }) => privacyEpoch === 2));
  expect(after.length).toBeGreaterThan(20);
  const clip = after.at(-1)?.luma ?? 0;
  // Nothing of the bright picture is in any of them.
  for (const { luma, privacyEpoch } of after) {
    expect(privacyEpoch).toBe(2);
    expect(Math.abs(luma - clip)).toBeLessThan(10);
  }
  // Those before it were marked as what they were.
  expect(from(show.seen, 'fallback')[0]?.privacyEpoch).toBe(1);
});

test('with the badge on, every picture of a stand-in says so, and the live ones do not', async () => {
  show.client.setFallbackSettings({ ...DEFAULT_FALLBACK, badge: true });
  show.startCamera();
  await show.untilReady('be-right-back');
  await show.untilState('live');
  show.seen.length = 0;
  show.stopCamera();
  await show.untilState('fallback');
  const more = show.seen.length + 30;
  await show.until('a second of the clip', () => show.seen.length >= more);
  const [live, standIn] = [from(show.seen, 'held')[0], show.seen.at(-1)];
  // Light letters on a dark ground, in the corner where the clip is plain.
  expect(standIn?.badgeSpan).toBeGreaterThan(120);
  expect(live?.badgeSpan).toBeLessThan(10);
});
