// What viewers see, told as stories; time is an argument.
import { describe, expect, it } from 'vitest';
import { createScene, FRAME, onAir } from './scene';

describe('the camera stalls without a word', () => {
  it('holds after two missing pictures, falls back after half a second, and comes back after three good seconds', () => {
    const scene = onAir();
    scene.nothing(0.05);
    expect(scene.state).toBe('live');
    scene.nothing(0.4);
    expect(scene.state).toBe('held');
    scene.nothing(0.15);
    expect(scene.state).toBe('fallback');
    expect(scene.view.reason).toBe('no picture for 0.5 s');
    scene.nothing(5);
    scene.come(2.9);
    expect(scene.view.healthyMs).toBeGreaterThan(2800);
    expect(scene.state).toBe('fallback');
    scene.come(0.3);
    expect(scene.log).toEqual(['live', 'held', 'fallback', 'live']);
  });

  it('starts counting the good seconds anew when the camera stalls again', () => {
    const scene = onAir();
    scene.nothing(1);
    scene.come(2);
    scene.nothing(1.5);
    scene.come(2);
    expect(scene.state).toBe('fallback');
    expect(scene.view.healthyMs).toBeLessThan(2100);
  });

  it('takes a slow camera for what it is', () => {
    const scene = createScene();
    scene.openCamera();
    scene.come(60, { everyMs: 200 });
    expect(scene.log).not.toContain('fallback');
    scene.nothing(0.45);
    expect(scene.state).toBe('held');
    scene.nothing(0.4);
    expect(scene.state).toBe('fallback');
  });

  it('a machine that is very slow is live all the same, once its rhythm is known', () => {
    const scene = createScene();
    scene.openCamera();
    scene.come(13, { everyMs: 1300 });
    scene.forget();
    scene.come(13, { everyMs: 1300 });
    expect(scene.log).not.toContain('fallback');
  });
});

it.each(['immediate', 'rotating', 'gradual'] as const)(
  'a camera that comes and goes every second makes nothing flicker (%s)',
  (mode) => {
    const scene = onAir(2, { mode });
    for (let n = 0; n < 30; n++) {
      scene.nothing(1);
      scene.come(1);
    }
    expect(scene.log).toEqual(['live', 'held', 'fallback']);
  },
);

it('a camera that comes and goes every second is never away for long enough, where the fallback is delayed', () => {
  const scene = onAir(2, { mode: 'delayed' });
  for (let n = 0; n < 30; n++) {
    scene.nothing(1);
    scene.come(1);
  }
  expect(scene.log).not.toContain('fallback');
});

describe('delayed', () => {
  it('holds the last picture for two seconds more, whatever the loss', () => {
    for (const lose of ['silent', 'gone'] as const) {
      const scene = onAir(2, { mode: 'delayed' });
      if (lose === 'gone') scene.note({ kind: 'lost', what: 'source' });
      scene.nothing(lose === 'gone' ? 1.9 : 2.4);
      expect(scene.state).toBe('held');
      expect(scene.view.feed.state).toBe('lost');
      scene.nothing(0.2);
      expect(scene.state).toBe('fallback');
    }
  });

  it('pictures that come again meanwhile are shown at once: viewers have seen nothing else', () => {
    const scene = onAir(2, { mode: 'delayed' });
    scene.nothing(1.5);
    scene.come(0.1);
    expect(scene.log).toEqual(['live', 'held', 'live']);
  });
});

describe('losses that are certain', () => {
  it('does not wait when the camera is gone', () => {
    const scene = onAir();
    scene.note({ kind: 'lost', what: 'source' });
    scene.nothing(0.01);
    expect(scene.log).toEqual(['live', 'fallback']);
    expect(scene.view).toMatchObject({ reason: 'the source is gone', feed: { cause: 'gone' } });
  });

  it('nor when the worker or the graphics card is, and it has to prove itself after that', () => {
    const scene = onAir();
    scene.note({ kind: 'lost', what: 'engine' });
    scene.nothing(1);
    expect(scene.view.reason).toBe('the engine is gone');
    scene.openCamera();
    scene.come(0.1);
    scene.note({ kind: 'expected', what: 'engine' });
    scene.nothing(0.3);
    scene.openCamera();
    scene.come(2.5);
    expect(scene.log).toEqual(['live', 'fallback']);
    scene.come(0.7);
    expect(scene.state).toBe('live');
  });

  it('a picture that was under way when the camera was lost brings nothing back: it has to be open and healthy first', () => {
    const scene = onAir(10);
    scene.note({ kind: 'lost', what: 'source' });
    scene.nothing(0.01);
    expect(scene.view.healthyMs, 'the pictures before the loss prove nothing').toBeNull();
    expect(scene.picture()).toBe(false);
    expect(scene.view.healthyMs, 'a lost camera is not on its way back').toBeNull();
    scene.nothing(0.5);
    scene.openCamera(2);
    expect(scene.picture()).toBe(false);
    expect(scene.view.healthyMs).toBe(0);
  });

  it('a camera that was never there is shown as soon as it is', () => {
    const scene = createScene();
    scene.note({ kind: 'lost', what: 'source' });
    scene.nothing(10);
    scene.openCamera();
    scene.come(0.1);
    expect(scene.log).toEqual(['fallback', 'live']);
  });
});

describe('what is expected', () => {
  it('holds through a change of source, and shows the new one at once', () => {
    const scene = onAir();
    scene.note({ kind: 'expected', what: 'source' });
    scene.nothing(3);
    scene.openCamera(2);
    scene.nothing(1);
    expect(scene.state).toBe('held');
    expect(scene.view.feed.cause).toBe('starting');
    scene.come(0.1);
    expect(scene.log).toEqual(['live', 'held', 'live']);
  });

  it('gives up holding when the engine takes too long, and lets it back without a wait', () => {
    const scene = onAir();
    scene.note({ kind: 'expected', what: 'engine' });
    scene.nothing(5.2);
    expect(scene.state).toBe('fallback');
    scene.come(0.1);
    expect(scene.state).toBe('live');
  });

  it('a camera that opens and never sends a picture: the fallback, when starting cannot explain it any more', () => {
    const scene = createScene();
    scene.openCamera();
    scene.nothing(4);
    expect(scene.state).toBe('nothing');
    scene.nothing(1.2);
    expect(scene.view).toMatchObject({ state: 'fallback', reason: 'no first picture for 5.0 s' });
  });

  it('a screen that sends nothing because nothing changes is not lost', () => {
    const scene = createScene();
    scene.note({ kind: 'open', sourceId: 1, heartbeat: false });
    scene.picture();
    scene.nothing(60);
    expect(scene.state).toBe('held');
  });

  it('a night of sleep is no stall: the camera gets its time to come back', () => {
    const scene = onAir();
    scene.sleep(8 * 3600);
    scene.nothing(3);
    expect(scene.view).toMatchObject({ state: 'held', feed: { cause: 'resumed' } });
    scene.come(0.1);
    expect(scene.log).toEqual(['live', 'held', 'live']);
  });

  it('one that does not come back from sleep is lost in the end', () => {
    const scene = onAir();
    scene.sleep(60);
    scene.nothing(5.2);
    expect(scene.state).toBe('fallback');
  });
});

it('prefers the last good picture to a blurred stand-in for a second', () => {
  const scene = onAir();
  scene.nothing(0.2);
  expect(scene.picture({ standIn: true })).toBe(false);
  scene.come(1, { standIn: true });
  expect(scene.state).toBe('live');
});

describe('what the person holds', () => {
  it('the picture stays, whatever comes, and the live one follows at once', () => {
    const scene = onAir();
    scene.machine.hold('picture', scene.now);
    scene.come(30);
    scene.nothing(30);
    scene.come(1);
    expect(scene.log).toEqual(['live', 'held']);
    scene.machine.hold(null, scene.now);
    expect(scene.picture()).toBe(true);
    expect(scene.state).toBe('live');
  });

  it('“Be right back” is on air at once and until it is taken off', () => {
    const scene = onAir();
    scene.machine.hold('standin', scene.now);
    expect(scene.state).toBe('fallback');
    scene.come(30);
    expect(scene.view).toMatchObject({ state: 'fallback', reason: 'held by the user', healthyMs: null });
    scene.machine.hold(null, scene.now);
    scene.come(0.1);
    expect(scene.log).toEqual(['live', 'fallback', 'live']);
  });

  it('a camera that is lost behind it has to prove itself all the same', () => {
    const scene = onAir();
    scene.machine.hold('standin', scene.now);
    scene.nothing(5);
    scene.machine.hold(null, scene.now);
    scene.nothing(1);
    expect(scene.view.reason).toBe('no picture for 0.5 s');
    scene.come(2);
    expect(scene.state).toBe('fallback');
    scene.come(1.2);
    expect(scene.state).toBe('live');
  });

  it('a stand-in that is held stays when the camera comes back', () => {
    const scene = onAir();
    scene.nothing(1);
    scene.machine.hold('standin', scene.now);
    scene.come(10);
    expect(scene.state).toBe('fallback');
  });

  it('a hold without a picture takes the first that comes, and holds it', () => {
    const scene = createScene({}, true);
    scene.machine.hold('picture', 0);
    expect(scene.picture()).toBe(true);
    expect(scene.state).toBe('held');
    expect(scene.picture()).toBe(false);
  });
});

describe('without auto-recovery', () => {
  it('says that the camera is well again, and waits for “Back to live”', () => {
    const scene = onAir(2, { autoRecovery: false });
    scene.nothing(1);
    scene.come(2);
    expect(scene.view.awaitsReturn).toBe(false);
    scene.come(20);
    expect(scene.view).toMatchObject({ state: 'fallback', awaitsReturn: true });
    scene.machine.release(scene.now);
    expect(scene.picture()).toBe(true);
  });

  it('“Back to live” without pictures changes nothing', () => {
    const scene = onAir(2, { autoRecovery: false });
    scene.nothing(1);
    scene.machine.release(scene.now);
    scene.nothing(1);
    scene.come(10);
    expect(scene.state).toBe('fallback');
  });

  it('a rehearsal comes back by itself', () => {
    const scene = onAir(2, { autoRecovery: false });
    scene.machine.rehearse(5000, scene.now);
    scene.come(5.2);
    expect(scene.log).toEqual(['live', 'fallback', 'live']);
  });
});

it('a rehearsal shows what a loss shows, for as long as it was asked for, and no longer', () => {
  const scene = onAir();
  scene.machine.rehearse(5000, scene.now);
  scene.come(4.9);
  expect(scene.view).toMatchObject({ state: 'fallback', reason: 'a rehearsal' });
  scene.come(0.2);
  expect(scene.log).toEqual(['live', 'fallback', 'live']);
});

it('a camera that is lost in a rehearsal stays lost after it', () => {
  const scene = onAir();
  scene.machine.rehearse(5000, scene.now);
  scene.nothing(6);
  expect(scene.view.reason).toBe('no picture for 0.5 s');
  scene.come(2);
  expect(scene.state).toBe('fallback');
});

it('never holds a picture that privacy took away', () => {
  const scene = onAir();
  scene.machine.forgetPicture(scene.now);
  expect(scene.state).toBe('fallback');
  expect(scene.picture({ standIn: true })).toBe(true);
});

it('a program that died on air starts anew with the fallback when nothing comes, and gives way at once', () => {
  const scene = createScene({}, true);
  scene.note({ kind: 'open', sourceId: 1, heartbeat: false });
  scene.nothing(0.4);
  expect(scene.state).toBe('nothing');
  scene.nothing(0.2);
  expect(scene.state).toBe('fallback');
  scene.come(FRAME / 1000);
  expect(scene.state).toBe('live');
});

it('other settings hold at once', () => {
  const scene = onAir();
  scene.machine.settings = { ...scene.settings, noFrame: 3, recovery: 1 };
  scene.nothing(2.9);
  expect(scene.state).toBe('held');
  scene.nothing(0.2);
  expect(scene.state).toBe('fallback');
  scene.come(1.2);
  expect(scene.state).toBe('live');
});
