// Pictures that come and stay the same, pictures that come from a script, and flags: told as stories, time is an argument.
import { describe, expect, it } from 'vitest';
import { createScene, onAir } from './scene';

const same = () => 7;

describe('a camera that sends the same picture', () => {
  it('is lost after two seconds, as from the first of them, and back after three seconds of pictures that differ', () => {
    const scene = onAir();
    const frozenMs = scene.now;
    scene.come(1.9, { print: same });
    expect(scene.log).toEqual(['live']);
    scene.come(0.3, { print: same });
    expect(scene.view).toMatchObject({ state: 'fallback', reason: 'the same picture for 2.0 s' });
    expect(scene.view.feed.cause).toBe('frozen');
    expect(scene.view.feed.sinceMs - frozenMs).toBeLessThan(50);
    scene.come(60, { print: same });
    expect(scene.view.healthyMs).toBeNull();
    scene.come(2.9);
    expect(scene.log).toEqual(['live', 'fallback']);
    scene.come(0.3);
    expect(scene.state).toBe('live');
  });

  it('is lost too when it did so from the start', () => {
    const scene = createScene();
    scene.openCamera();
    scene.come(2.3, { print: same });
    expect(scene.view.feed.cause).toBe('frozen');
    expect(scene.state).toBe('fallback');
  });

  it('does not count as well because its picture changed once, nor because it was opened anew', () => {
    const scene = onAir();
    scene.come(3, { print: same });
    scene.come(10, { print: () => 8 });
    scene.note({ kind: 'lost', what: 'source' });
    scene.nothing(0.2);
    scene.openCamera(2);
    scene.come(10, { print: () => 8 });
    expect(scene.log).toEqual(['live', 'fallback']);
    expect(scene.view.feed.cause).toBe('frozen');
  });

  it('a camera with half the rate of its frames sends each picture twice, and is watched all the same', () => {
    const scene = onAir(60, { frozen: 2 });
    scene.come(60, { print: (n) => Math.floor(n / 2) });
    expect(scene.log).toEqual(['live']);
    scene.come(2.3, { print: same });
    expect(scene.state).toBe('fallback');
  });

  it('one that stood still now and then while it was well (a virtual camera) is never called frozen', () => {
    const scene = onAir();
    for (let n = 0; n < 3; n++) {
      scene.come(0.7, { print: () => 100_000 + n });
      scene.come(1);
    }
    scene.come(120, { print: same });
    expect(scene.log).toEqual(['live']);
  });

  it('another camera is judged anew', () => {
    const scene = onAir();
    for (let n = 0; n < 3; n++) {
      scene.come(0.7, { print: () => 100_000 + n });
      scene.come(1);
    }
    scene.note({ kind: 'expected', what: 'source' });
    scene.openCamera(2);
    scene.come(3, { print: same });
    expect(scene.state).toBe('fallback');
  });

  it('what is not a camera has no print, and may stand still for ever', () => {
    const scene = createScene();
    scene.note({ kind: 'open', sourceId: 1, heartbeat: false });
    scene.come(60, { print: () => null });
    expect(scene.log).toEqual(['nothing', 'live']);
  });

  it('with both limits: silence is told as silence', () => {
    const scene = onAir();
    scene.come(1, { print: same });
    scene.nothing(1);
    expect(scene.view.feed.cause).toBe('silent');
  });
});

describe('a camera that is muted', () => {
  it('is lost at once, and its black pictures bring nothing back', () => {
    const scene = onAir();
    scene.machine.mute(true, scene.now);
    scene.nothing(0.01);
    expect(scene.view).toMatchObject({ state: 'fallback', reason: 'the source is muted' });
    scene.come(10, { print: same });
    expect(scene.state).toBe('fallback');
    scene.machine.mute(false, scene.now);
    scene.come(3.3);
    expect(scene.state).toBe('live');
  });

  it('a flag that lies is found out by pictures that differ', () => {
    const scene = onAir();
    scene.machine.mute(true, scene.now);
    scene.come(2.8);
    expect(scene.state).toBe('fallback');
    scene.come(0.5);
    expect(scene.state).toBe('live');
  });
});

describe('a feed of a script', () => {
  it('is alive while the script says so, whatever comes', () => {
    const scene = createScene();
    scene.note({ kind: 'open', sourceId: 1, heartbeat: false });
    for (let n = 0; n < 100; n++) {
      scene.machine.heartbeat(scene.now);
      scene.come(0.1);
    }
    expect(scene.state).toBe('live');
    scene.come(0.6);
    expect(scene.view).toMatchObject({ state: 'fallback', feed: { cause: 'heartbeat' } });
    scene.come(10);
    expect(scene.state).toBe('fallback');
  });

  it('comes back when it has said so for three seconds, and another source has nothing to do with it', () => {
    const scene = createScene();
    scene.note({ kind: 'open', sourceId: 1, heartbeat: false });
    const beats = (seconds: number) => {
      for (let n = 0; n < seconds * 10; n++) {
        scene.machine.heartbeat(scene.now);
        scene.come(0.1);
      }
    };
    beats(1);
    scene.come(1);
    beats(3.3);
    expect(scene.state).toBe('live');
    scene.note({ kind: 'expected', what: 'source' });
    scene.note({ kind: 'open', sourceId: 2, heartbeat: false });
    scene.come(10);
    expect(scene.log.at(-1)).toBe('live');
  });
});
