// The quality desk with a worker that does as it is told: what a frame costs is said, time is an argument.
import { describe, expect, it } from 'vitest';
import { createQualityDesk } from '../../src/app/quality-desk';
import { createQualityStore } from '../../src/app/quality-store';
import type { QualityDecision } from '../../src/app/studio-snapshot';
import type { FastPaths } from '../../src/config/fast-paths';
import { DEFAULT_PROGRAM } from '../../src/config/program';
import type { QualitySettings } from '../../src/config/quality';
import { FULL_RUNG, type LiveRung } from '../../src/config/rung';

const START_MS = 1_700_000_000_000;
const NOWHERE = {
  apply: () => undefined,
  pace: () => undefined,
  take: () => undefined,
  decided: () => undefined,
  changed: () => undefined,
  speedOf: () => null,
  keepSpeed: () => undefined,
};

/** A worker that makes 30 pictures a second, or as many as it can, and tells of them ten times a second. */
function scene(fps = 30, engine: 'cpu' | 'webgpu' = 'cpu', saved: Partial<QualitySettings> = {}) {
  let rung: LiveRung = FULL_RUNG;
  const asked: LiveRung[] = [];
  const decisions: QualityDecision[] = [];
  const paces: (number | null)[] = [];
  const { store } = createQualityStore(saved, {}, fps, () => undefined);
  const desk = createQualityDesk({
    ...NOWHERE,
    program: { ...DEFAULT_PROGRAM, fps },
    store,
    apply(next) {
      rung = next;
      asked.push(next);
    },
    pace: (slackMs) => paces.push(slackMs),
    decided: (decision) => decisions.push(decision),
  });
  let nowMs = START_MS;
  let frames = 0;
  desk.engaged(engine, nowMs);
  return {
    desk,
    asked,
    decisions,
    paces,
    get nowMs() {
      return nowMs;
    },
    get rung() {
      return rung;
    },
    set(changes: Partial<QualitySettings>) {
      store.change(changes);
      desk.settle(nowMs);
    },
    run(seconds: number, costMs: (rung: LiveRung, inferred: boolean) => number, sourceFps = fps) {
      const endMs = nowMs + seconds * 1000;
      let notes: Parameters<typeof desk.frames>[0][number][] = [];
      let sentMs = nowMs;
      while (nowMs < endMs) {
        const inferred = frames++ % rung.cadence === 0;
        const workMs = costMs(rung, inferred);
        nowMs += Math.max(workMs, 1000 / Math.min(sourceFps, rung.fpsMax));
        notes.push({
          atMs: nowMs,
          level: rung.level,
          workMs,
          gpuMs: null,
          inferred,
          missed: 0,
          stages: inferred ? { model: workMs / 2 } : {},
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
    studio.desk.source({ cameraFps: 30, waits: false }, studio.nowMs);
    // Twelve pictures a second, each as cheap as ever.
    for (let n = 0; n < 200; n++) {
      const atMs = studio.nowMs + n * 83;
      studio.desk.frames(
        [{ atMs, level: 'high', workMs: 20, gpuMs: null, inferred: true, missed: 0, stages: {} }],
        atMs,
      );
    }
    expect(studio.desk.state()?.changes).toBe(0);
  });
});

const shipped = (id: string, hasLightInput = false) => ({ id, ships: true, hasLightInput });
const own = (id: string) => ({ id, ships: false, hasLightInput: false });

describe('a load', () => {
  it('takes the level down within a second, says why and what would help, and gives it back when it goes', () => {
    const studio = scene();
    const cost = (load: number) => (_: LiveRung, inferred: boolean) => (inferred ? 25 : 12) * load;
    studio.run(10, cost(1));
    const beganMs = studio.nowMs;
    studio.run(1, cost(1.6));
    const fallen = studio.desk.state();
    expect(fallen).toMatchObject({ level: 'medium', last: { from: 'high', to: 'medium', code: 'too-slow' } });
    expect((fallen?.last?.atMs ?? Infinity) - beganMs).toBeLessThan(1000);
    expect(fallen?.last?.reason).toMatch(
      /^Down to medium: a frame takes \d+ ms of the 35 ms it may take, most of it the person model \(\d+ ms\)\.$/,
    );
    expect(fallen?.last?.help[0]).toMatch(/Close other tabs/);
    expect(fallen?.resting.map(({ level }) => level)).toEqual(['high']);
    studio.run(5, cost(1.6));
    studio.run(5, cost(1));
    expect(studio.desk.state()).toMatchObject({ level: 'high', last: { code: 'room' } });
    expect(studio.asked.at(-1)).toEqual({ ...FULL_RUNG, fpsMax: 30 });
  });
});

describe('a mask that cannot be carried', () => {
  it('makes no rung look cheap: where every frame needs the net, carrying is not taken for a way out', () => {
    const studio = scene();
    studio.run(3, () => 25);
    studio.run(20, () => 42);
    expect(studio.rung.level).toBe('ultra-low');
    expect(studio.desk.state()?.costMs).toBeGreaterThan(40);
  });
});

describe('a net that takes a smaller picture', () => {
  it('sees that on the lowest level, from the moment it is at work', () => {
    const studio = scene();
    studio.run(10, () => 60);
    expect(studio.rung).toMatchObject({ level: 'ultra-low', modelTier: 'standard' });
    studio.desk.net(shipped('selfie-landscape', true), studio.nowMs);
    expect(studio.rung).toMatchObject({ level: 'ultra-low', modelTier: 'light', cadence: 4 });
    studio.desk.net(own('another'), studio.nowMs);
    expect(studio.rung).toMatchObject({ level: 'ultra-low', modelTier: 'standard' });
  });

  it('is the way out where no mask can be carried, and the picture comes back when the load goes', () => {
    const studio = scene();
    studio.desk.net(shipped('selfie-landscape', true), studio.nowMs);
    // Every frame has an inference; the smaller one is half of what a frame costs.
    const cost = (load: number) => (rung: LiveRung) => (rung.modelTier === 'light' ? 12 : 25) * load;
    studio.run(3, cost(1));
    studio.run(20, cost(1.6));
    expect(studio.rung).toMatchObject({ level: 'ultra-low', modelTier: 'light' });
    expect(studio.desk.state()?.costMs).toBeLessThan(25);
    studio.run(60, cost(1));
    expect(studio.rung).toMatchObject({ level: 'high', modelTier: 'standard' });
  });

  it('is not taken for a quicker machine', () => {
    const studio = scene();
    studio.desk.net(shipped('selfie-landscape', true), studio.nowMs);
    studio.set({ automatic: false, level: 'ultra-low' });
    expect(studio.rung.modelTier).toBe('light');
    studio.run(30, () => 2);
    expect(studio.desk.state()?.profile.speed).toBeNull();
    studio.set({ level: 'low' });
    studio.run(30, () => 2);
    expect(studio.desk.state()?.profile.found).toBe('workstation');
  });

  it('gives the graphics card the same ladder, but for the coarser blur', () => {
    const studio = scene(30, 'webgpu');
    studio.desk.net(shipped('selfie-landscape', true), studio.nowMs);
    expect(studio.desk.state()?.levels).toEqual(['ultra-low', 'low', 'medium', 'high']);
    expect(studio.rung).toEqual({ ...FULL_RUNG, fpsMax: 30 });
    studio.run(10, () => 60);
    expect(studio.rung).toMatchObject({ level: 'ultra-low', modelTier: 'light', cadence: 4, effects: 'normal' });
    const every = scene(30, 'webgpu', { skipping: 'none' });
    expect(every.desk.state()?.levels).toEqual(['high']);
    every.desk.net(shipped('selfie-landscape', true), every.nowMs);
    expect(every.desk.state()?.levels).toEqual(['ultra-low', 'high']);
  });
});

describe('another engine', () => {
  it('begins at its own top: what the first one cost says nothing about it', () => {
    const studio = scene();
    studio.run(10, () => 60);
    expect(studio.rung).toMatchObject({ level: 'ultra-low', cadence: 4, effects: 'plain' });
    studio.desk.engaged('webgpu', studio.nowMs);
    expect(studio.rung).toEqual({ ...FULL_RUNG, fpsMax: 30 });
    expect(studio.desk.state()).toMatchObject({ level: 'high', changes: 0 });
  });

  it('that follows one that died goes on where that was', () => {
    const studio = scene();
    studio.run(10, () => 60);
    studio.desk.engaged('cpu', studio.nowMs);
    expect(studio.desk.state()?.level).toBe('ultra-low');
  });
});

it('a program of 60 has 60 on every level', () => {
  const studio = scene(60);
  expect(studio.desk.state()?.levels).toEqual(['ultra-low', 'low', 'medium', 'high']);
  studio.run(20, ({ level }) => (level === 'high' ? 26 : 24));
  expect(studio.rung).toMatchObject({ level: 'ultra-low', fpsMax: 60 });
  expect(studio.desk.state()?.wantedFps).toBe(60);
});

describe('what is round the studio', () => {
  it('a picture that nobody sees costs little, and is as good as before when somebody looks again', () => {
    const studio = scene();
    studio.run(20, ({ level }) => (level === 'high' ? 20 : 12));
    studio.desk.around({ watched: false }, studio.nowMs);
    expect(studio.rung.level).toBe(studio.desk.state()?.levels[0]);
    expect(studio.desk.state()?.last?.reason).toMatch(/: nobody sees the picture\.$/);
    studio.run(60, () => 12);
    expect(studio.desk.state()?.changes).toBe(1);
    studio.desk.around({ watched: true }, studio.nowMs);
    studio.run(10, ({ level }) => (level === 'high' ? 20 : 12));
    expect(studio.rung.level).toBe('high');
  });

  it('a machine under pressure gets one level less after three seconds, and each decision is kept', () => {
    const studio = scene();
    studio.run(10, () => 20);
    studio.desk.around({ pressure: 'critical' }, studio.nowMs);
    studio.run(2, () => 20);
    expect(studio.rung.level).toBe('high');
    studio.run(3, () => 20);
    expect(studio.rung.level).toBe(studio.desk.state()?.levels.at(-2));
    expect(studio.desk.decisions().map(({ reason }) => reason)).toEqual([
      'Down to medium: the computer is under pressure.',
    ]);
  });

  it('is told again to the scheduler of another engine', () => {
    const studio = scene();
    studio.run(5, () => 20);
    studio.desk.around({ watched: false }, studio.nowMs);
    studio.desk.engaged('webgpu', studio.nowMs);
    expect(studio.desk.state()?.ceiling).toBe(studio.desk.state()?.levels[0]);
    studio.desk.engaged('cpu', studio.nowMs);
    expect(studio.desk.state()).toMatchObject({ cap: 'unwatched', ceiling: studio.desk.state()?.levels[0] });
  });
});

it('before an engine is at work there is nothing to say, and nothing happens', () => {
  const { store } = createQualityStore({}, {}, 30, () => undefined);
  const desk = createQualityDesk({ ...NOWHERE, program: DEFAULT_PROGRAM, store, apply: () => expect.unreachable() });
  desk.frames(
    [{ atMs: START_MS, level: 'high', workMs: 500, gpuMs: null, inferred: true, missed: 0, stages: {} }],
    START_MS,
  );
  desk.source({ cameraFps: 30, waits: false }, START_MS);
  desk.settle(START_MS);
  expect(desk.state()).toBeNull();
});

describe('a person who sets a knob', () => {
  it('and chooses a level by hand keeps it, whatever it costs, even one that had just failed', () => {
    const studio = scene();
    const cost = ({ level }: LiveRung) => (level === 'high' ? 60 : 25);
    studio.run(10, cost);
    expect(studio.rung.level).not.toBe('high');
    expect(studio.desk.state()?.resting.map(({ level }) => level)).toContain('high');
    studio.set({ automatic: false, level: 'high' });
    studio.run(20, cost);
    expect(studio.rung.level).toBe('high');
    expect(studio.decisions.at(-1)).toMatchObject({ code: 'chosen', to: 'high' });
    studio.set({ automatic: true });
    studio.run(5, cost);
    expect(studio.rung.level, 'automatic again, it follows cost again').not.toBe('high');
  });

  it('and caps the level is told so, and gets the level back with the cap', () => {
    const studio = scene();
    studio.run(5, () => 20);
    studio.set({ levelMax: 'medium' });
    studio.run(1, () => 18);
    expect(studio.desk.state()).toMatchObject({
      level: 'medium',
      ceiling: 'medium',
      cap: 'user',
      last: { code: 'ceiling' },
    });
    studio.set({ levelMax: 'ultra-high' });
    studio.run(5, () => 18);
    expect(studio.rung.level).toBe('high');
  });

  it('and leaves half of the time to a game gets the level that leaves it', () => {
    const studio = scene();
    const cost = ({ level }: LiveRung) => (level === 'high' ? 22 : 14);
    studio.run(10, cost);
    expect(studio.rung.level).toBe('high');
    studio.set({ neighbourShare: 0.5 });
    studio.run(3, cost);
    expect(studio.rung.level).toBe('medium');
    expect(studio.decisions.find(({ from }) => from === 'high')?.help[0]).toMatch(/Leave less/);
  });

  it('and aims at fewer pictures gets that many, and time for each', () => {
    const studio = scene(30);
    const cost = ({ level }: LiveRung) => (level === 'high' ? 50 : 45);
    studio.run(10, cost);
    expect(studio.rung.level).toBe('ultra-low');
    studio.set({ targetFps: 15 });
    studio.run(15, cost);
    expect(studio.rung).toMatchObject({ level: 'high', fpsMax: 15 });
    expect(studio.desk.state()?.wantedFps).toBe(15);
    const { changes, last } = studio.desk.state() ?? {};
    expect(changes, 'what was decided before is still known').toBeGreaterThan(1);
    expect(last?.to).toBe('high');
  });

  it('and wishes for no inference while nothing moves has the worker told, on the level that it is on', () => {
    const studio = scene();
    studio.run(2, () => 20);
    studio.set({ skipping: 'adaptive' });
    expect(studio.rung).toMatchObject({ level: 'high', skipping: 'adaptive' });
    studio.set({ skipping: 'none' });
    expect(studio.rung).toMatchObject({ level: 'high', skipping: 'none' });
    expect(studio.desk.state()?.levels).toEqual(['low', 'high']);
  });

  it('and aims at more than the program has gets what the program has', () => {
    const studio = scene(30);
    studio.set({ targetFps: 60 });
    expect(studio.desk.state()).toMatchObject({ wantedFps: 30, settings: { targetFps: 60 } });
    expect(studio.rung.fpsMax).toBe(30);
  });

  it('and wants every picture of a file has the file wait; a camera does not, and quality goes on following cost', () => {
    const studio = scene();
    studio.set({ mode: 'batch' });
    expect(studio.paces).toEqual([null]);
    studio.run(10, () => 60);
    expect(studio.rung.level, 'a camera').toBe('ultra-low');
    studio.desk.source({ cameraFps: null, waits: true }, studio.nowMs);
    studio.run(30, () => 60);
    expect(studio.rung.level, 'a file').toBe('high');
    studio.set({ mode: 'realtime' });
    studio.run(5, () => 60);
    expect(studio.paces).toEqual([null, 0]);
    expect(studio.rung.level).toBe('ultra-low');
  });

  it('and by that leaves a level gets the one below, also where the same change is told to the worker anew', () => {
    const studio = scene();
    const cost = ({ level }: LiveRung) => (level === 'high' ? 25 : 12);
    studio.run(10, cost);
    expect(studio.rung.level).toBe('high');
    // Less time, and before a frame of the level below has come another wish for masks.
    studio.set({ neighbourShare: 0.5 });
    const { to } = studio.decisions.at(-1) ?? {};
    studio.set({ skipping: 'adaptive' });
    expect(studio.rung).toMatchObject({ level: to, skipping: 'adaptive' });
  });

  it('and finds it as it was left at the next visit', () => {
    const studio = scene(30, 'cpu', { automatic: false, level: 'low', strategy: 'balanced' });
    expect(studio.rung.level).toBe('low');
    expect(studio.desk.state()).toMatchObject({ preset: 'custom', settings: { strategy: 'balanced', targetFps: 30 } });
  });
});

it('fast paths are those of the level, each once', () => {
  const taken: FastPaths[] = [];
  const { store } = createQualityStore({}, {}, 30, () => undefined);
  const desk = createQualityDesk({ ...NOWHERE, program: DEFAULT_PROGRAM, store, take: (paths) => taken.push(paths) });
  for (const changes of [
    { optimisation: 'aggressive' },
    { strategy: 'balanced' },
    { optimisation: 'conservative' },
    { optimisation: 'custom' },
    { netThreads: true, frameImport: false },
  ] as const) {
    store.change(changes);
    desk.settle(START_MS);
  }
  expect(taken).toEqual([
    { frameImport: true, netThreads: false },
    { frameImport: true, netThreads: true },
    { frameImport: false, netThreads: false },
    { frameImport: true, netThreads: false },
    { frameImport: false, netThreads: true },
  ]);
});

describe('the system profile', () => {
  it('follows from what frames cost here at best, not from how a loaded minute went', () => {
    const studio = scene();
    studio.run(1, () => 24);
    expect(studio.desk.state()?.profile).toEqual({ name: null, found: null, speed: null });
    studio.run(5, () => 24);
    expect(studio.desk.state()?.profile).toMatchObject({ name: 'medium', found: 'medium' });
    studio.run(60, () => 70);
    expect(studio.desk.state()?.profile.found).toBe('medium');
  });

  it('of a slow machine is a ceiling, and ends when the machine turns out to be quicker', () => {
    const studio = scene();
    studio.run(20, () => 50);
    expect(studio.desk.state()).toMatchObject({ profile: { name: 'low-end' }, ceiling: 'medium', cap: 'profile' });
    studio.run(20, () => 18);
    expect(studio.desk.state()).toMatchObject({ profile: { name: 'medium' }, level: 'high', cap: null });
  });

  it('set by hand counts, whatever was measured', () => {
    const studio = scene(60, 'cpu', { profile: 'low-end' });
    studio.run(10, () => 2);
    expect(studio.desk.state()).toMatchObject({ profile: { name: 'low-end', found: 'workstation' }, wantedFps: 30 });
    studio.set({ profile: 'auto' });
    studio.run(5, () => 2);
    expect(studio.desk.state()).toMatchObject({ level: 'high', cap: null });
  });
});

describe('another net', () => {
  it('is learnt anew on the same level; what was decided before stays in the list', () => {
    const studio = scene();
    studio.desk.net(shipped('selfie-landscape'), studio.nowMs);
    studio.run(10, () => 45);
    const before = studio.desk.state();
    expect(before?.level).not.toBe('high');
    studio.desk.net(own('own-heavy'), studio.nowMs);
    expect(studio.desk.state()).toMatchObject({ level: before?.level, costMs: null, changes: before?.changes });
    // The same net from a worker that followed another is no news.
    studio.run(2, () => 20);
    const known = studio.desk.state()?.costMs;
    studio.desk.net(own('own-heavy'), studio.nowMs);
    expect(studio.desk.state()?.costMs).toBe(known);
  });

  it('of a person’s own says nothing of the machine, however quick it is', () => {
    const speeds: number[] = [];
    const { store } = createQualityStore({}, {}, 30, () => undefined);
    const desk = createQualityDesk({
      ...NOWHERE,
      program: DEFAULT_PROGRAM,
      store,
      keepSpeed: (_, { modelMs }) => speeds.push(modelMs),
    });
    desk.engaged('cpu', START_MS);
    const frames = (modelMs: number) => {
      for (let n = 0; n < 100; n++) {
        const atMs = START_MS + n * 33;
        desk.frames(
          [{ atMs, level: 'high', workMs: 20, gpuMs: null, inferred: true, missed: 0, stages: { model: modelMs } }],
          atMs,
        );
      }
    };
    desk.net(own('own-quick'), START_MS);
    frames(1);
    expect(speeds).toEqual([]);
    desk.net(shipped('selfie-landscape'), START_MS);
    frames(10);
    expect(speeds.at(-1)).toBe(10);
  });
});
