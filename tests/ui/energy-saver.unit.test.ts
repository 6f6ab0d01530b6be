import { expect, it } from 'vitest';
import { isHalved } from '../../src/ui/energy-saver';

const steady = (ms: number) => Array.from({ length: 40 }, (_, index) => ms + (index % 3) * 0.2);

it('knows the energy saver by its even half rate, on battery only', () => {
  expect(isHalved(steady(33.2), true)).toBe(true);
  expect(isHalved(steady(33.2), false)).toBe(false);
  expect(isHalved(steady(16.6), true)).toBe(false);
});

it('does not take a busy page for one that saves energy', () => {
  const uneven = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 16.7 : 50));
  expect(isHalved(uneven, true)).toBe(false);
  expect(isHalved([33, 33], true)).toBe(false);
});
