// The ladder as it is meant, and what is left of it where an engine has fewer knobs.
import { describe, expect, it } from 'vitest';
import { builtLadder } from '../../src/scheduler/built-ladder';
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
  const levels = (...given: Parameters<typeof builtLadder>) => builtLadder(...given).map(({ level }) => level);

  it('are those that differ in something the engine can do, and ask for nothing else', () => {
    expect(levels({ cadenceMax: 1, effects: ['plain', 'normal'] }, 30)).toEqual(['low', 'high']);
    expect(levels({ cadenceMax: 2, effects: ['plain', 'normal'] }, 30)).toEqual(['low', 'medium', 'high']);
    expect(levels({ cadenceMax: 4, effects: ['plain', 'normal'] }, 30)).toEqual(['ultra-low', 'low', 'medium', 'high']);
    expect(levels({ cadenceMax: 1, effects: ['normal'] }, 30)).toEqual(['high']);
    for (const rung of builtLadder({ cadenceMax: 1, effects: ['normal'] }, 60)) {
      expect(rung).toMatchObject({ modelTier: 'standard', cadence: 1, renderScale: 1, effects: 'normal' });
    }
  });

  it('cost more the higher they are, and the picture of before costs 1', () => {
    const ladder = builtLadder({ cadenceMax: 3, effects: ['plain', 'normal'] }, 60);
    for (const [nth, rung] of ladder.entries()) {
      expect(rung.nominalCost).toBeGreaterThanOrEqual(ladder[nth - 1]?.nominalCost ?? 0);
    }
    expect(ladder.at(-1)).toMatchObject({ level: 'high', nominalCost: 1 });
  });

  it('end with a lower rate only where there is a higher one to give up', () => {
    expect(levels({ cadenceMax: 1, effects: ['normal'] }, 60)).toEqual(['ultra-low', 'high']);
    expect(levels({ cadenceMax: 1, effects: ['normal'] }, 24)).toEqual(['high']);
  });
});
