// The tables behind the knobs: what each value sets.
import { describe, expect, it } from 'vitest';
import { cadenceFor, fastPathsFor, presetOf, PRESET_TABLE, type Proof } from '../../src/scheduler/knobs';
import { OLDEST_MASK_FRAMES } from '../../src/config/quality';
import { LADDER, LEVEL_VALUES, levelNear } from '../../src/scheduler/ladder';
import { profileFor, PROFILE_TABLE } from '../../src/scheduler/profiles';

it('levels have their numbers, and a number between two is the nearer', () => {
  expect(LADDER.map(({ level }) => LEVEL_VALUES[level])).toEqual([0.1, 0.25, 0.5, 0.75, 1]);
  expect([0, 0.2, 0.6, 0.9, 7].map(levelNear)).toEqual(['ultra-low', 'low', 'medium', 'ultra-high', 'ultra-high']);
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

it('a preset is left by turning one knob, and found again by turning it back', () => {
  const { streaming, quiet } = PRESET_TABLE;
  expect(presetOf(streaming)).toBe('streaming');
  expect(presetOf({ ...streaming, targetFps: 25 })).toBe('custom');
  expect(presetOf({ ...quiet })).toBe('quiet');
  expect(quiet.neighbourShare).toBe(0.5);
});

describe('frame skipping', () => {
  const still = { everyNth: 4, motion: 0 };
  it('decides which frames get an inference', () => {
    expect(cadenceFor('none', 3, still)).toBe(1);
    expect(cadenceFor('newest', 3, still)).toBe(1);
    expect(cadenceFor('every-nth', 3, still)).toBe(4);
    expect(cadenceFor('motion', 3, still)).toBe(6);
    expect(cadenceFor('motion', 3, { ...still, motion: 0.6 })).toBe(3);
    expect(cadenceFor('motion', 3, { ...still, motion: null })).toBe(3);
  });

  it('never lets a mask grow older than the bound', () => {
    for (const everyNth of [0, -3, 100, Infinity, NaN]) {
      const cadence = cadenceFor('every-nth', 3, { everyNth, motion: null });
      expect(cadence).toBeGreaterThanOrEqual(1);
      expect(cadence).toBeLessThanOrEqual(OLDEST_MASK_FRAMES);
    }
  });
});

it('fast paths are allowed by proof', () => {
  const proof: Proof = {
    f16: 'equal',
    'external-texture': 'untried',
    'gpu-frames': 'different',
    nhwc: 'equal',
    'wasm-threads': 'equal',
  };
  const off = { f16: false, 'external-texture': false, 'gpu-frames': true, nhwc: false, 'wasm-threads': false };
  expect(fastPathsFor('conservative', proof, off)).toEqual(['nhwc', 'wasm-threads']);
  expect(fastPathsFor('balanced', proof, off)).toEqual(['f16', 'nhwc', 'wasm-threads']);
  expect(fastPathsFor('aggressive', proof, off)).toEqual(['f16', 'external-texture', 'nhwc', 'wasm-threads']);
  expect(fastPathsFor('custom', proof, off)).toEqual(['gpu-frames']);
});

it('a profile follows from what a frame costs here, and from nothing that was not measured', () => {
  expect(profileFor({ highMs: 45, fineMs: null })).toBe('low-end');
  expect(profileFor({ highMs: 20, fineMs: null })).toBe('medium');
  expect(profileFor({ highMs: 9, fineMs: 12 })).toBe('high-end');
  expect(profileFor({ highMs: 4, fineMs: 6 })).toBe('workstation');
  expect(profileFor({ highMs: 4, fineMs: 40 })).toBe('high-end');
  expect(profileFor({ highMs: NaN, fineMs: 1 })).toBeNull();
  expect(PROFILE_TABLE['low-end'].level).toBe('medium');
});
