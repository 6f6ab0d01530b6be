// When a benchmark may stop the studio for some minutes.
import { expect, it } from 'vitest';
import { isNobodysShow } from '../../src/app/benchmark/nobodys-show';

const demo = { running: true, hold: null, source: { kind: 'demo' } } as const;

it('a demo is nobody’s show, even one that stands still on a busy machine', () => {
  const held = { ...demo, onAir: 'held' as const };
  expect([isNobodysShow(demo), isNobodysShow(held)]).toEqual([true, true]);
});

it('a camera, something held on air, and a studio that is stopped are left alone', () => {
  expect(isNobodysShow({ ...demo, source: { kind: 'camera' } })).toBe(false);
  expect(isNobodysShow({ ...demo, hold: 'standin' })).toBe(false);
  expect(isNobodysShow({ ...demo, running: false })).toBe(false);
});
