// The quality desk with a worker that does as it is told: what a frame costs is said, time is an argument.
import { describe, expect, it } from 'vitest';
import { createQualityDesk } from '../../src/app/quality-desk';
import { FULL_RUNG, type LiveRung } from '../../src/config/rung';

const START_MS = 1_700_000_000_000;

/** A worker that makes 30 pictures a second, or as many as it can, and tells of them ten times a second. */
function scene(fps = 30, engine: 'cpu' | 'webgpu' = 'cpu') {
  let rung: LiveRung = FULL_RUNG;
  const asked: LiveRung[] = [];
  const desk = createQualityDesk({
    fps,
    apply(next) {
      rung = next;
      asked.push(next);
    },
    changed: () => undefined,
  });
  let nowMs = START_MS;
  desk.engaged(engine, nowMs);
  return {
    desk,
    asked,
    get nowMs() {
      return nowMs;
    },
    get rung() {
      return rung;
    },
    run(seconds: number, costMs: (rung: LiveRung) => number) {
      const endMs = nowMs + seconds * 1000;
      let notes: Parameters<typeof desk.frames>[0][number][] = [];
      let sentMs = nowMs;
      while (nowMs < endMs) {
        const workMs = costMs(rung);
        nowMs += Math.max(workMs, 1000 / fps);
        notes.push({
          atMs: nowMs,
          level: rung.level,
          workMs,
          inferred: true,
          missed: 0,
          stages: { model: workMs / 2 },
        });
        if (nowMs - sentMs < 100) continue;
        sentMs = nowMs;
        desk.frames(notes, nowMs);
        notes = [];
      }
    },
  };
}

describe('a machine that has the time', () => {
  it('is on the highest level from the start, and stays there', () => {
    const studio = scene();
    studio.run(120, () => 25);
    expect(studio.desk.state()).toMatchObject({ level: 'high', value: 0.75, changes: 0, last: null });
    expect(studio.asked.map(({ level }) => level)).toEqual(['high']);
  });

  it('is not blamed for a single pause, nor for a camera that is slow in the dark', () => {
    const studio = scene(30);
    studio.run(10, () => 20);
    studio.run(0.4, () => 400);
    studio.run(10, () => 20);
    studio.desk.cameraFps(30, studio.nowMs);
    // Twelve pictures a second, each as cheap as ever.
    for (let n = 0; n < 200; n++) {
      const atMs = studio.nowMs + n * 83;
      studio.desk.frames([{ atMs, level: 'high', workMs: 20, inferred: true, missed: 0, stages: {} }], atMs);
    }
    expect(studio.desk.state()?.changes).toBe(0);
  });
});

describe('a load', () => {
  it('takes the level down within a second, says why and what would help, and gives it back when it goes', () => {
    const studio = scene();
    const cost = (load: number) => (rung: LiveRung) => (rung.level === 'high' ? 25 : 20) * load;
    studio.run(10, cost(1));
    const beganMs = studio.nowMs;
    studio.run(1, cost(1.6));
    const fallen = studio.desk.state();
    expect(fallen).toMatchObject({ level: 'low', last: { from: 'high', to: 'low', code: 'too-slow' } });
    expect((fallen?.last?.atMs ?? Infinity) - beganMs).toBeLessThan(1000);
    expect(fallen?.last?.reason).toMatch(
      /^Down to low: a frame takes \d+ ms of the 35 ms it may take, most of it the person model \(\d+ ms\)\.$/,
    );
    expect(fallen?.last?.help[0]).toMatch(/Close other tabs/);
    expect(fallen?.resting.map(({ level }) => level)).toEqual(['high']);
    studio.run(5, cost(1.6));
    studio.run(5, cost(1));
    expect(studio.desk.state()).toMatchObject({ level: 'high', last: { code: 'room' } });
    expect(studio.asked.at(-1)).toEqual({ level: 'high', effects: 'normal', fpsMax: 30 });
  });
});

describe('another engine', () => {
  it('begins at its own top: what the first one cost says nothing about it', () => {
    const studio = scene();
    studio.run(10, () => 60);
    expect(studio.rung.level).toBe('low');
    studio.desk.engaged('webgpu', studio.nowMs);
    expect(studio.rung).toEqual({ ...FULL_RUNG, fpsMax: 30 });
    expect(studio.desk.state()).toMatchObject({ levels: ['high'], level: 'high', changes: 0 });
  });

  it('that follows one that died goes on where that was', () => {
    const studio = scene();
    studio.run(10, () => 60);
    studio.desk.engaged('cpu', studio.nowMs);
    expect(studio.desk.state()?.level).toBe('low');
  });
});

it('a program of 60 has one rung more: an even 30', () => {
  const studio = scene(60);
  expect(studio.desk.state()?.levels).toEqual(['ultra-low', 'low', 'high']);
  studio.run(20, ({ level }) => (level === 'high' ? 26 : 24));
  expect(studio.rung).toMatchObject({ level: 'ultra-low', fpsMax: 30 });
  expect(studio.desk.state()?.wantedFps).toBe(30);
});

it('before an engine is at work there is nothing to say, and nothing happens', () => {
  const desk = createQualityDesk({ fps: 30, apply: () => expect.unreachable(), changed: () => undefined });
  desk.frames([{ atMs: START_MS, level: 'high', workMs: 500, inferred: true, missed: 0, stages: {} }], START_MS);
  desk.cameraFps(30, START_MS);
  expect(desk.state()).toBeNull();
});
