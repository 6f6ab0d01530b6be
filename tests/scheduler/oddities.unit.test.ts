// Input that makes no sense, and days that are out of the ordinary: handled, and told. Properties of any stream of events.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Scheduler } from '../../src/scheduler/controller';
import type { Decision } from '../../src/scheduler/decision';
import type { SchedulerEvent } from '../../src/scheduler/events';
import { LADDER, LEVEL_VALUES, type Level } from '../../src/scheduler/ladder';
import { DEFAULT_SETTINGS, reconcile } from '../../src/scheduler/settings';
import { LEVELS, STRATEGIES } from '../../src/config/quality';
import { createStudio } from './studio';

const settledAtHigh = () => {
  const studio = createStudio({ highMs: 22 });
  studio.run(60);
  expect(studio.level).toBe('high');
  return studio;
};

describe('timings that are no times', () => {
  it.each([NaN, Infinity, -Infinity, -5, 1e9])('%s is left out, and counted', (workMs) => {
    const studio = settledAtHigh();
    const way = studio.way();
    for (let nth = 0; nth < 50; nth++) {
      studio.tell({ kind: 'frame', atMs: studio.nowMs, level: 'high', workMs, inferred: true, missed: NaN });
      studio.run(0.5);
    }
    expect(studio.way()).toEqual(way);
    expect(studio.scheduler.view().problems).toEqual(['50 timings were no times and were left out.']);
  });
});

describe('clocks', () => {
  it('an hour asleep: measuring begins anew, the level stays', () => {
    const studio = settledAtHigh();
    const way = studio.way();
    studio.sleep(3600);
    studio.run(60);
    expect(studio.way()).toEqual(way);
    expect(studio.scheduler.view().problems[0]).toContain('asleep?');
  });

  it('a clock set back by an hour changes nothing but is told', () => {
    const studio = settledAtHigh();
    const way = studio.way();
    studio.sleep(-3600);
    studio.run(60);
    expect(studio.way()).toEqual(way);
    expect(studio.scheduler.view().problems[0]).toContain('The clock jumped 1 times');
    studio.load(3);
    studio.run(2);
    expect(studio.level).not.toBe('high');
  });

  it('a time that is none moves nothing', () => {
    const studio = settledAtHigh();
    expect(studio.tell({ kind: 'tick', atMs: NaN })).toBeNull();
    studio.run(10);
    expect(studio.level).toBe('high');
  });
});

describe('contradictory limits', () => {
  it('are brought to what makes sense, each with a sentence', () => {
    const { settings, problems } = reconcile({ ...DEFAULT_SETTINGS, minFps: 50, maxFps: 20, targetFps: 90 });
    expect(settings).toMatchObject({ minFps: 20, maxFps: 20, targetFps: 20 });
    expect(problems).toEqual([
      'The target frame rate is 90; it has to be 1 to 60. 60 is used.',
      'The lowest frame rate (50) is above the highest (20). 20 is used for both.',
      'The target of 60 pictures a second is outside 20 to 20. The target is 20.',
    ]);
  });

  it('are shown by the scheduler that works on all the same', () => {
    const studio = createStudio({ settings: { minFps: NaN, targetFps: -3, neighbourShare: 7 }, highMs: 5 });
    studio.run(10);
    expect(studio.scheduler.view().problems).toHaveLength(4);
    expect(studio.level).toBe('high');
  });
});

it('frames of a rung that no ladder has are left out, and told', () => {
  const studio = settledAtHigh();
  studio.tell({ kind: 'frame', atMs: studio.nowMs, level: 'best' as Level, workMs: 400, inferred: true, missed: 0 });
  expect(studio.scheduler.view().problems).toEqual(['1 frames named a rung that is not on this ladder.']);
});

it('a ladder without rungs is refused: no model is here', () => {
  expect(() => new Scheduler([], DEFAULT_SETTINGS, 0)).toThrow('no model is here');
});

/** Any number there is, and mostly sensible ones. */
const anyNumber = (sensible: fc.Arbitrary<number>) => fc.oneof({ weight: 9, arbitrary: sensible }, fc.double());
const level = fc.constantFrom(...LEVELS);
const settings = fc.record({
  targetFps: anyNumber(fc.integer({ min: 1, max: 60 })),
  minFps: anyNumber(fc.integer({ min: 1, max: 60 })),
  maxFps: anyNumber(fc.integer({ min: 1, max: 60 })),
  strategy: fc.constantFrom(...STRATEGIES),
  mode: fc.constantFrom('realtime', 'balanced', 'quality', 'batch'),
  automatic: fc.boolean(),
  level,
  levelMax: level,
  neighbourShare: anyNumber(fc.double({ min: 0, max: 0.9, noNaN: true })),
});
const around = fc.record(
  {
    cameraFps: fc.option(anyNumber(fc.integer({ min: 1, max: 60 }))),
    watched: fc.boolean(),
    pressure: fc.constantFrom('unknown', 'nominal', 'fair', 'serious', 'critical'),
    memory: fc.constantFrom('unknown', 'plenty', 'tight', 'short'),
    page: fc.constantFrom('unknown', 'even', 'halved', 'late'),
    profileLevel: fc.option(level),
    profileFps: fc.option(anyNumber(fc.integer({ min: 1, max: 60 }))),
  },
  { requiredKeys: [] },
);
/** What happens, and how long after the event before. */
const happening = fc.record({
  stepMs: anyNumber(fc.integer({ min: 0, max: 200 })),
  what: fc.oneof(
    {
      weight: 30,
      arbitrary: fc.record({
        kind: fc.constant('frames' as const),
        workMs: anyNumber(fc.integer({ min: 1, max: 150 })),
        count: fc.integer({ min: 1, max: 40 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('settings' as const), settings }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('surroundings' as const), changes: around }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('refused' as const),
        level,
        why: fc.constantFrom('model-missing' as const, 'failed' as const),
      }),
    },
  ),
});

/** Lives through it; frames are made on the rung decided last. */
function live(
  start: typeof DEFAULT_SETTINGS,
  happenings: readonly (typeof happening extends fc.Arbitrary<infer One> ? One : never)[],
) {
  const scheduler = new Scheduler(LADDER, start, 0);
  const events: SchedulerEvent[] = [];
  const decisions: { decision: Decision; ceiling: Level }[] = [];
  let atMs = 0;
  const tell = (event: SchedulerEvent) => {
    events.push(event);
    const decision = scheduler.tell(event);
    if (decision) decisions.push({ decision, ceiling: scheduler.view().ceiling });
  };
  for (const { stepMs, what } of happenings) {
    atMs += Number.isFinite(stepMs) ? stepMs : 0;
    if (what.kind === 'frames') {
      for (let nth = 0; nth < what.count; nth++) {
        atMs += 33;
        const { level: now, pending } = scheduler.view();
        tell({ kind: 'frame', atMs, level: pending ?? now, workMs: what.workMs, inferred: nth % 2 === 0, missed: 0 });
        tell({ kind: 'tick', atMs });
      }
    } else tell({ ...what, atMs });
  }
  return { events, decisions, scheduler };
}

describe('whatever happens', () => {
  const lives = fc.tuple(settings, fc.array(happening, { maxLength: 60 }));

  it('no decision is above the ceiling, and each has figures that are figures', () => {
    fc.assert(
      fc.property(lives, ([start, happenings]) => {
        for (const { decision, ceiling } of live(start, happenings).decisions) {
          if (decision.reason.code !== 'refused') {
            expect(LEVEL_VALUES[decision.to]).toBeLessThanOrEqual(LEVEL_VALUES[ceiling]);
          }
          const { costMs, budgetMs, expectedMs, wantedFps } = decision.inputs;
          for (const figure of [costMs ?? 1, budgetMs, expectedMs ?? 1, wantedFps]) {
            expect(Number.isFinite(figure) && figure >= 0).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('the same events give the same decisions, also out of a file', () => {
    fc.assert(
      fc.property(lives, ([start, happenings]) => {
        const { events, decisions } = live(start, happenings);
        const again = new Scheduler(LADDER, start, 0);
        const answers = events.map((event) => again.tell(event)).filter((decision) => decision !== null);
        expect(answers).toEqual(decisions.map(({ decision }) => decision));
      }),
      { numRuns: 80 },
    );
  });
});

it('a recorded minute is played again from its text', () => {
  const studio = createStudio({ highMs: 20 });
  studio.run(20);
  studio.load(3);
  studio.run(20);
  const text = studio.events.map((event) => JSON.stringify(event)).join('\n');
  const again = new Scheduler(LADDER, DEFAULT_SETTINGS, 0);
  const answers = text.split('\n').flatMap((line) => again.tell(JSON.parse(line) as SchedulerEvent) ?? []);
  expect(answers).toEqual(studio.decisions);
});
