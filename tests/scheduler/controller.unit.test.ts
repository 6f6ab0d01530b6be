// What the scheduler does in a day's work, told as stories; time is an argument.
import { describe, expect, it } from 'vitest';
import { explain, suggestions } from '../../src/scheduler/explain';
import { createStudio } from './studio';

describe('a machine with room', () => {
  it('climbs from medium, one rung at a time where it is not sure, and stays at the top', () => {
    const studio = createStudio({ highMs: 16 });
    studio.run(20);
    expect(studio.way()).toEqual(['high', 'ultra-high']);
    studio.run(600);
    expect(studio.way()).toHaveLength(2);
  });

  it('goes straight to a rung that fits even in doubt', () => {
    const studio = createStudio({ highMs: 6 });
    studio.run(2);
    expect(studio.way()).toEqual(['ultra-high']);
  });

  it('says what it expected of the rung it tried', () => {
    const studio = createStudio({ highMs: 16 });
    studio.run(3);
    expect(studio.decisions[0]).toMatchObject({ from: 'medium', to: 'high', reason: { code: 'room' }, help: [] });
    expect(explain(studio.decisions[0] as never)).toBe(
      'Up to high: a frame takes 11 ms, and about 16 ms of 35 ms are expected there.',
    );
  });
});

describe('a rung that costs more than was expected', () => {
  it('is left at once, rests, and is not tried again as long as nothing changes', () => {
    const studio = createStudio({ costs: { medium: 14, high: 20, 'ultra-high': 45 } });
    studio.run(15);
    expect(studio.way()).toEqual(['high', 'ultra-high', 'high']);
    expect(studio.decisions[2]).toMatchObject({ reason: { code: 'probe-failed', restsMs: 20_000 } });
    expect(studio.scheduler.view().resting.map(({ level }) => level)).toEqual(['ultra-high']);
    studio.run(600);
    expect(studio.way()).toHaveLength(3);
  });
});

describe('another program takes the machine', () => {
  const loaded = (times: number) => {
    const studio = createStudio({ highMs: 20 });
    studio.run(60);
    studio.load(times);
    const beganMs = studio.nowMs;
    const before = studio.decisions.length;
    studio.run(10);
    return { studio, beganMs, after: studio.decisions.slice(before) };
  };

  it('goes down within a second, past rungs that would not do', () => {
    const { studio, beganMs, after } = loaded(3);
    expect(after[0]?.reason.code).toBe('too-slow');
    expect((after[0]?.atMs ?? Infinity) - beganMs).toBeLessThan(1000);
    expect(studio.level).toBe('low');
    expect(explain(after[0] as never)).toMatch(/^Down to low: a frame takes \d+ ms of the 35 ms it may take\.$/);
    expect(suggestions(after[0] as never)[0]).toMatch(/Close other tabs/);
  });

  it('goes up again within five seconds of its end, and stays where it was', () => {
    const { studio } = loaded(3);
    studio.load(1);
    const endedMs = studio.nowMs;
    const before = studio.decisions.length;
    studio.run(30);
    expect((studio.decisions[before]?.atMs ?? Infinity) - endedMs).toBeLessThan(5000);
    expect(studio.level).toBe('high');
  });

  it('tells the load from a rung: what a trial cost under it is no record against the rung', () => {
    const studio = createStudio({ highMs: 16 });
    studio.run(2);
    expect(studio.way()).toEqual(['high']);
    // Just as the next rung is being tried.
    studio.load(3);
    studio.run(15);
    studio.load(1);
    studio.run(60);
    expect(studio.level).toBe('ultra-high');
  });
});

it('a pause of the whole machine is no cost of the rung', () => {
  const studio = createStudio({ highMs: 25 });
  studio.run(60);
  const way = studio.way().length;
  studio.run(120, { spikeEvery: 300, spikeMs: 300 });
  expect(studio.way()).toHaveLength(way);
});

it('many small pauses are', () => {
  const studio = createStudio({ highMs: 28 });
  studio.run(60);
  expect(studio.level).toBe('high');
  studio.run(30, { spikeEvery: 3, spikeMs: 40 });
  expect(studio.level).not.toBe('high');
});

describe('a slow camera', () => {
  it('is never taken for a slow machine', () => {
    const studio = createStudio({ highMs: 18 });
    studio.run(60);
    const way = studio.way();
    studio.run(120, { fps: 7 });
    expect(studio.way()).toEqual(way);
  });

  it('gives no more time to a frame: it may be quick again any moment', () => {
    const studio = createStudio({ costs: { medium: 20, high: 60, 'ultra-high': 90 } });
    studio.run(60, { fps: 10 });
    expect(studio.level).toBe('medium');
  });

  it('that is set to less is a limit of its own: there is time', () => {
    const studio = createStudio({ costs: { medium: 40, high: 60, 'ultra-high': 90 } });
    studio.around({ cameraFps: 15 });
    studio.run(60, { fps: 15 });
    expect(studio.level).toBe('high');
  });
});

it('frames that go missing though each is quick mean that something else holds them up', () => {
  const studio = createStudio({ highMs: 10 });
  studio.run(30);
  studio.run(4, { missed: 1 });
  const last = studio.decisions.at(-1);
  expect(last?.reason.code).toBe('frames-missed');
  expect(explain(last as never)).toMatch(/% of the frames are missed, though each takes only/);
});

describe('strategies', () => {
  const settled = (strategy: 'aggressive' | 'balanced' | 'conservative') => {
    const studio = createStudio({ settings: { strategy }, costs: { medium: 30, high: 36, 'ultra-high': 50 } });
    studio.run(60);
    return studio.level;
  };
  it('give way in their own order: the picture, or the rate', () => {
    expect([settled('aggressive'), settled('balanced'), settled('conservative')]).toEqual([
      'medium',
      'high',
      'ultra-high',
    ]);
  });

  it('adaptive gives up the rate only where even the lowest rung does not hold it', () => {
    const studio = createStudio({ costs: { 'ultra-low': 40, low: 50, medium: 60, high: 90, 'ultra-high': 150 } });
    studio.run(20);
    expect(studio.scheduler.view().strategy).toBe('aggressive');
    studio.run(60);
    expect(studio.scheduler.view().strategy).toBe('conservative');
    expect(studio.level).toBe('low');
    studio.load(0.5);
    studio.run(20);
    expect(studio.scheduler.view().strategy).toBe('aggressive');
  });

  it('none goes below the lowest rate asked for', () => {
    const studio = createStudio({
      settings: { strategy: 'conservative', minFps: 25 },
      costs: { medium: 30, high: 50, 'ultra-high': 80 },
    });
    studio.run(60);
    expect(studio.level).toBe('medium');
  });
});

it('leaves the share of a good neighbour', () => {
  const studio = createStudio({ highMs: 20, settings: { neighbourShare: 0.5 } });
  studio.run(60);
  expect(studio.level).toBe('medium');
  expect(studio.scheduler.view().budgetMs).toBeCloseTo(((1000 / 30) * 0.5) / 0.95);
});

it('a level chosen by hand stays, whatever it costs', () => {
  const studio = createStudio({ settings: { automatic: false, level: 'ultra-high' }, highMs: 60 });
  studio.run(60);
  expect(studio.level).toBe('ultra-high');
  studio.set({ level: 'low' });
  studio.run(1);
  expect(studio.level).toBe('low');
  expect(studio.decisions.at(-1)?.reason).toEqual({ code: 'chosen' });
});

it('a file that waits for each frame gets the best', () => {
  const studio = createStudio({ settings: { mode: 'batch' }, highMs: 400 });
  studio.run(30);
  expect(studio.level).toBe('ultra-high');
});

it('60 pictures a second that nothing holds are as many as there can be, on the last rung', () => {
  const costs = { 'ultra-low': 20, low: 30, medium: 40, high: 60, 'ultra-high': 90 };
  const studio = createStudio({ settings: { targetFps: 60 }, costs });
  studio.run(10, { fps: 60 });
  expect(studio.level).toBe('ultra-low');
  expect(studio.scheduler.view().wantedFps).toBe(60);
});

describe('models that are not here', () => {
  it('are asked for once, and told', () => {
    const studio = createStudio({ highMs: 10 });
    studio.missing.add('ultra-high');
    studio.run(300);
    expect(studio.way()).toEqual(['ultra-high', 'medium', 'high']);
    expect(explain(studio.decisions[1] as never)).toBe('Not ultra-high: its model is not here. medium stays.');
    expect(suggestions(studio.decisions[1] as never)).toEqual(['Download the model of that level.']);
  });

  it('chosen by hand, neither are they asked for over and over', () => {
    const studio = createStudio({ settings: { automatic: false, level: 'medium' } });
    studio.missing.add('ultra-high');
    studio.run(2);
    studio.set({ level: 'ultra-high' });
    studio.run(20);
    expect(studio.decisions.filter(({ to }) => to === 'ultra-high')).toHaveLength(1);
    expect(studio.level).toBe('high');
  });
});

it('frames that go on with the old rung for 8 s are an answer too', () => {
  const studio = createStudio({ highMs: 10 });
  const frame = (atMs: number) =>
    studio.scheduler.tell({ kind: 'frame', atMs, level: 'medium', workMs: 7, inferred: atMs % 66 < 33, missed: 0 });
  const decisions = [];
  for (let atMs = 0; atMs < 20_000; atMs += 33) {
    frame(atMs);
    const decision = studio.scheduler.tell({ kind: 'tick', atMs });
    if (decision) decisions.push(decision);
  }
  expect(decisions.slice(0, 2).map(({ reason }) => reason.code)).toEqual(['room', 'refused']);
  expect(decisions[1]?.reason).toMatchObject({ why: 'no-answer' });
});

it('a fresh worker that runs another rung is believed after two seconds', () => {
  const studio = createStudio({ highMs: 20, settings: { levelMax: 'medium' } });
  studio.run(10);
  for (let nth = 0; nth < 90; nth++) {
    const atMs = studio.nowMs + nth * 33;
    studio.scheduler.tell({ kind: 'frame', atMs, level: 'low', workMs: 9, inferred: nth % 3 === 0, missed: 0 });
  }
  expect(studio.level).toBe('low');
});
