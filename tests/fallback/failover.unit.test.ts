// The fail-over machine told as stories; time is an argument.
import { describe, expect, it } from 'vitest';
import { createFailover, DEFAULT_FAILOVER } from '../../src/fallback/failover';

const FRAME = 1000 / 30;

/** A show with a camera open and `seconds` of pictures behind it; answers the machine and the time. */
function onAir(seconds = 2) {
  const machine = createFailover({ ...DEFAULT_FAILOVER, frameMs: FRAME }, 0);
  machine.note({ kind: 'open', sourceId: 1, heartbeat: true }, 0);
  let now = 0;
  for (; now < seconds * 1000; now += FRAME) machine.picture(now, false);
  return { machine, now };
}

describe('the camera stalls without a word', () => {
  it('holds after two missing pictures, falls back after half a second, and comes back after three good seconds', () => {
    const { machine, now } = onAir();
    machine.tick(now + 0.5 * FRAME);
    expect(machine.view(now).state).toBe('live');
    machine.tick(now + 1.5 * FRAME);
    expect(machine.view(now).state).toBe('held');
    machine.tick(now + 400);
    expect(machine.view(now).state).toBe('held');
    machine.tick(now + 520);
    expect(machine.view(now).state).toBe('fallback');
    expect(machine.view(now).reason).toContain('0.5 s');

    let back = now + 5000;
    for (let n = 0; n < 89; n++, back += FRAME) expect(machine.picture(back, false)).toBe(false);
    expect(machine.view(back).healthyMs).toBeGreaterThan(2900);
    back += 4 * FRAME;
    expect(machine.picture(back, false)).toBe(true);
    expect(machine.view(back).state).toBe('live');
  });

  it('starts counting the good seconds anew when the camera flaps', () => {
    const { machine, now } = onAir();
    machine.tick(now + 600);
    for (let t = now + 1000; t < now + 3000; t += FRAME) machine.picture(t, false);
    for (let t = now + 4500; t < now + 6500; t += FRAME) expect(machine.picture(t, false)).toBe(false);
    expect(machine.view(now + 6500).state).toBe('fallback');
  });

  it('takes a slow camera for what it is', () => {
    const machine = createFailover(DEFAULT_FAILOVER, 0);
    machine.note({ kind: 'open', sourceId: 1, heartbeat: true }, 0);
    let now = 0;
    for (; now < 60_000; now += 200) {
      machine.picture(now, false);
      machine.tick(now + 190);
      expect(machine.view(now).state).not.toBe('fallback');
    }
    machine.tick(now + 450);
    expect(machine.view(now).state).toBe('held');
    machine.tick(now + 650);
    expect(machine.view(now).state).toBe('fallback');
  });
});

it('does not wait when the camera is gone for certain', () => {
  const { machine, now } = onAir();
  machine.note({ kind: 'lost' }, now);
  machine.tick(now + 1);
  expect(machine.view(now).state).toBe('fallback');
});

it('a picture that was under way when the camera was lost brings nothing back: the camera has to be open and healthy first', () => {
  const { machine, now } = onAir(10);
  machine.note({ kind: 'lost' }, now);
  machine.tick(now + 1);
  expect(machine.view(now + 2).healthyMs, 'the pictures before the loss prove nothing').toBeNull();
  expect(machine.picture(now + 20, false)).toBe(false);
  expect(machine.view(now + 20).state).toBe('fallback');
  expect(machine.view(now + 20).healthyMs, 'a lost camera is not on its way back').toBeNull();
  machine.note({ kind: 'open', sourceId: 2, heartbeat: true }, now + 500);
  expect(machine.picture(now + 520, false)).toBe(false);
  expect(machine.view(now + 520).healthyMs).toBe(0);
});

it('holds through a change of source, and shows the new one at once', () => {
  const { machine, now } = onAir();
  machine.note({ kind: 'expected', what: 'source' }, now);
  machine.tick(now + 3000);
  expect(machine.view(now).state).toBe('held');
  expect(machine.picture(now + 3100, false)).toBe(true);
});

it('gives up holding when the engine takes too long, and lets it back without a wait', () => {
  const { machine, now } = onAir();
  machine.note({ kind: 'expected', what: 'engine' }, now);
  machine.tick(now + 5100);
  expect(machine.view(now).state).toBe('fallback');
  expect(machine.picture(now + 6000, false)).toBe(true);
});

it('a screen that sends nothing because nothing changes is not lost', () => {
  const machine = createFailover(DEFAULT_FAILOVER, 0);
  machine.note({ kind: 'open', sourceId: 1, heartbeat: false }, 0);
  machine.picture(10, false);
  machine.tick(60_000);
  expect(machine.view(60_000).state).toBe('held');
});

it('prefers the last good picture to a blurred stand-in for a second', () => {
  const { machine, now } = onAir();
  machine.tick(now + 100);
  expect(machine.picture(now + 200, true)).toBe(false);
  expect(machine.picture(now + 1200, true)).toBe(true);
});

it('keeps what the user holds, whatever comes', () => {
  const { machine, now } = onAir();
  machine.hold(true, now);
  expect(machine.picture(now + 10, false)).toBe(false);
  machine.tick(now + 60_000);
  expect(machine.view(now).state).toBe('held');
  machine.hold(false, now + 60_000);
  expect(machine.picture(now + 60_010, false)).toBe(true);
});

it('never holds a picture that privacy took away', () => {
  const { machine, now } = onAir();
  machine.forgetPicture(now);
  expect(machine.view(now).state).toBe('fallback');
  expect(machine.picture(now + 5, true)).toBe(true);
});

it('a program that died on air starts anew with the fallback when nothing comes, and gives way at once', () => {
  const machine = createFailover({ ...DEFAULT_FAILOVER, frameMs: FRAME }, 0, true);
  machine.note({ kind: 'open', sourceId: 1, heartbeat: false }, 0);
  machine.tick(400);
  expect(machine.view(400).state).toBe('nothing');
  machine.tick(600);
  expect(machine.view(600).state).toBe('fallback');
  expect(machine.picture(700, false)).toBe(true);
  expect(machine.view(700).state).toBe('live');
});

it('a hold without a picture takes the first that comes, and holds it', () => {
  const machine = createFailover({ ...DEFAULT_FAILOVER, frameMs: FRAME }, 0, true);
  machine.hold(true, 0);
  expect(machine.picture(10, false)).toBe(true);
  expect(machine.view(10).state).toBe('held');
  expect(machine.picture(40, false)).toBe(false);
});

it('a machine that is very slow is live all the same, once its rhythm is known', () => {
  const machine = createFailover({ ...DEFAULT_FAILOVER, frameMs: FRAME }, 0);
  machine.note({ kind: 'open', sourceId: 1, heartbeat: true }, 0);
  let now = 0;
  const states = Array.from({ length: 20 }, () => {
    machine.picture(now, false);
    for (const end = now + 1300; now < end; now += FRAME) machine.tick(now);
    return machine.view(now).state;
  });
  expect(states.slice(10)).not.toContain('fallback');
});

it('a camera that opens and never sends a picture: the fallback, when starting cannot explain it any more', () => {
  const machine = createFailover({ ...DEFAULT_FAILOVER, frameMs: FRAME }, 0);
  machine.note({ kind: 'open', sourceId: 1, heartbeat: true }, 0);
  machine.tick(4000);
  expect(machine.view(4000).state).toBe('nothing');
  machine.tick(5100);
  expect(machine.view(5100).state).toBe('fallback');
});
