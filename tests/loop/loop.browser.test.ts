// The loop of the program, from the pictures that went out to the pictures that stand in, as the worker's service does it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { change, draw, lumaOf, openLoopStage, SWAY_SECONDS } from './stage';

let stage: ReturnType<typeof openLoopStage>;
beforeEach(async () => {
  stage = openLoopStage();
  await stage.open();
});
afterEach(() => {
  stage.close();
});

test('a loop is ready after some seconds, without being asked for, and not before', async () => {
  await stage.sendSeconds(3.5);
  expect(stage.latest()?.loop).toBeNull();
  expect(stage.latest()?.neededMs).toBeGreaterThan(3500);
  await stage.sendSeconds(2);
  const loop = await stage.untilLoop();
  expect(loop.lengthMs).toBeGreaterThanOrEqual(3000);
  expect(loop.privacyEpoch).toBe(1);
});

test('a loop that is asked for comes at once, and goes on for as long as somebody asks', async () => {
  await stage.sendSeconds(8);
  const loop = await stage.untilLoop();
  const reader = stage.play(loop.id);
  const seen = new Set<number>();
  for (let n = 0; n < 20; n++) {
    const frame = await reader.read();
    if (!frame) throw new Error('the loop ended');
    seen.add(frame.timestamp);
    // It is the drawing, and not something darker or paler.
    expect(Math.abs(((await lumaOf(frame))[0] ?? 0) - (draw(0)[0] ?? 0))).toBeLessThan(5);
    // Nobody asks for a while: no picture of it is missing then.
    if (n === 10) await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  reader.cancel();
  expect(seen.size).toBe(20);
});

test('no more pictures come: wherever the person was last, there the loop begins', async () => {
  await stage.sendSeconds(8);
  await stage.untilLoop();
  const fastest = change(draw(0), draw(1 / 30));
  for (let n = 0; n < 3; n++) {
    const last = await stage.stopAfter(SWAY_SECONDS / 3);
    // Meanwhile a better one may have been found.
    const reader = stage.play((await stage.untilLoop()).id);
    const frame = await reader.read();
    if (!frame) throw new Error('there is no loop');
    expect(frame.timestamp / 1000).toBe(stage.latest()?.loop?.beginMs);
    expect(change(await lumaOf(frame), last)).toBeLessThan(2 * fastest);
    reader.cancel();
  }
});

test('another program worker: what was played for the one before is let go, as it never says that it has gone', async () => {
  await stage.sendSeconds(8);
  const reader = stage.play((await stage.untilLoop()).id);
  (await reader.read())?.close();
  const next = reader.read();
  stage.service.connectProgram(new MessageChannel().port2);
  expect(await next).toBeNull();
});

test('after a stricter epoch nothing older is kept, found or played', async () => {
  await stage.sendSeconds(6);
  const raw = await stage.untilLoop();
  const reader = stage.play(raw.id);
  (await reader.read())?.close();
  stage.service.setPrivacyEpoch(2);
  expect(stage.latest()).toMatchObject({ loop: null, gatheredMs: 0 });
  expect(await reader.read(), 'the loop on air ends').toBeNull();
  expect(await stage.play(raw.id).read(), 'and does not begin again').toBeNull();

  // Late ones of the old epoch, between those of the new one.
  for (let n = 0; n < 30; n++) await stage.send({ epoch: n % 2 === 0 ? 1 : 2, revision: 2 });
  await stage.sendSeconds(6, { epoch: 2, revision: 2 });
  expect((await stage.untilLoop()).privacyEpoch).toBe(2);
});

test('a picture of a stricter epoch is enough to forget the older ones', async () => {
  await stage.sendSeconds(6);
  await stage.untilLoop();
  await stage.send({ epoch: 2, revision: 2 });
  for (let n = 0; n < 100 && stage.latest()?.loop; n++) await stage.send({ epoch: 2, revision: 2 });
  expect(stage.latest()?.loop).toBeNull();
  await stage.sendSeconds(6, { epoch: 2, revision: 2 });
  expect((await stage.untilLoop()).privacyEpoch).toBe(2);
});

test('the camera was away: what was found before stays until there is a new one, and no loop leaps over the gap', async () => {
  await stage.sendSeconds(6);
  const before = await stage.untilLoop();
  stage.skipSeconds(40);
  await stage.sendSeconds(2);
  expect(stage.latest()?.loop?.id).toBe(before.id);
  for (let n = 0; n < 60 && stage.latest()?.loop?.id === before.id; n++) await stage.sendSeconds(0.2);
  const after = stage.latest()?.loop;
  expect(after?.id).not.toBe(before.id);
  expect(after?.lengthMs).toBeLessThan(20_000);
});

test('of a cut-out there is no loop, and that is said', async () => {
  await stage.sendSeconds(6);
  await stage.untilLoop();
  await stage.send({ hasAlpha: true, revision: 2 });
  await stage.send({ hasAlpha: true, revision: 2 });
  expect(stage.latest()).toMatchObject({ loop: null, trouble: 'cutout' });
  await stage.sendSeconds(6, { revision: 3 });
  expect(stage.latest()?.trouble).toBeNull();
  await stage.untilLoop();
});

for (const { cores, kept } of [
  { cores: 2, kept: { width: 800, height: 450 } },
  { cores: 8, kept: { width: 1280, height: 720 } },
])
  test(`a program of 1280x720 on ${cores} cores: its loop is kept at ${kept.width}x${kept.height}, and is the same picture`, async () => {
    const large = openLoopStage({ size: { width: 1280, height: 720 }, cores });
    await large.open();
    await large.sendSeconds(8);
    const loop = await large.untilLoop();
    const rounds = loop.lengthMs / 1000 / SWAY_SECONDS;
    expect(Math.abs(rounds - Math.round(rounds))).toBeLessThan(0.05);
    const last = await large.stopAfter(0.1);
    const reader = large.play((await large.untilLoop()).id);
    const frame = await reader.read();
    if (!frame) throw new Error('there is no loop');
    reader.cancel();
    expect(frame.visibleRect).toMatchObject(kept);
    const luma = await lumaOf(frame);
    const step = 1280 / kept.width;
    const asKept = luma.map((_, at) => {
      const [x, y] = [at % kept.width, Math.floor(at / kept.width)];
      return last[Math.round((y + 0.5) * step - 0.5) * 1280 + Math.round((x + 0.5) * step - 0.5)] ?? 0;
    });
    const size = { width: 1280, height: 720 };
    expect(change(luma, asKept)).toBeLessThan(2 * change(draw(0, size), draw(1 / 30, size)));
    large.close();
  });
