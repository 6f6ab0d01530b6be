// The ladder as it is meant, and what is left of it where an engine has fewer knobs.
import { describe, expect, it } from 'vitest';
import { builtLadder, type Knobs } from '../../src/scheduler/built-ladder';
import { LADDER, LEVEL_VALUES } from '../../src/scheduler/ladder';

it('levels have their numbers', () => {
  expect(LADDER.map(({ level }) => LEVEL_VALUES[level])).toEqual([0.1, 0.25, 0.5, 0.75, 1]);
});

it('every rung does more than the one below', () => {
  LADDER.forEach((rung, nth) => {
    const below = LADDER[nth - 1];
    if (!below) return;
    expect(rung.nominalCost).toBeGreaterThan(below.nominalCost);
    expect(rung.cadence).toBeLessThanOrEqual(below.cadence);
    expect(rung.renderScale).toBeGreaterThanOrEqual(below.renderScale);
  });
});

describe('the rungs that are built', () => {
  const built = (knobs: Partial<Knobs>, targetFps: number) =>
    builtLadder({ cadenceMax: 4, effects: ['plain', 'normal'], hasLightInput: false, ...knobs }, targetFps);
  const levels = (...given: Parameters<typeof built>) => built(...given).map(({ level }) => level);

  it('are those that differ in something the engine can do, and ask for nothing else', () => {
    expect(levels({ cadenceMax: 1 }, 30)).toEqual(['low', 'high']);
    expect(levels({ cadenceMax: 2 }, 30)).toEqual(['low', 'medium', 'high']);
    expect(levels({}, 30)).toEqual(['ultra-low', 'low', 'medium', 'high']);
    expect(levels({ cadenceMax: 1, effects: ['normal'] }, 30)).toEqual(['high']);
    for (const rung of built({ cadenceMax: 1, effects: ['normal'] }, 60)) {
      expect(rung).toMatchObject({ modelTier: 'standard', cadence: 1, renderScale: 1, effects: 'normal' });
    }
  });

  it('cost more the higher they are, and the picture of before costs 1', () => {
    for (const ladder of [built({ cadenceMax: 3 }, 60), built({ hasLightInput: true }, 60)]) {
      for (const [nth, rung] of ladder.entries()) {
        expect(rung.nominalCost).toBeGreaterThanOrEqual(ladder[nth - 1]?.nominalCost ?? 0);
      }
      expect(ladder.at(-1)).toMatchObject({ level: 'high', nominalCost: 1 });
    }
  });

  it('have the net see less on the lowest alone, where it takes a smaller picture, and cost less for it', () => {
    const [heavy, ...others] = built({}, 30);
    const [light, ...rest] = built({ hasLightInput: true }, 30);
    expect(heavy).toMatchObject({ level: 'ultra-low', modelTier: 'standard' });
    expect(light).toMatchObject({ level: 'ultra-low', modelTier: 'light', cadence: 4, effects: 'plain' });
    expect(light?.nominalCost).toBeLessThan((heavy?.nominalCost ?? 0) - 0.1);
    expect(rest).toEqual(others);
    // Also where every frame is to have an inference of its own.
    expect(levels({ cadenceMax: 1, hasLightInput: true }, 30)).toEqual(['ultra-low', 'low', 'high']);
  });

  it('give up nothing of the rate: what a machine cannot hold is still more than a lower one', () => {
    for (const targetFps of [24, 30, 60])
      for (const rung of built({ hasLightInput: true }, targetFps)) expect(rung.fpsMax).toBe(targetFps);
  });
});
