// The load on the graphics card, on a real device: it lasts, it ends, and whoever else is at work there gets less done.
import { expect, it } from 'vitest';
import { openCardLoad } from '../../src/services/card-load';

const BURN_MS = 700;

it('a load on the graphics card lasts for as long as it was asked, and takes the card from others', async () => {
  const [one, other] = [await openCardLoad(), await openCardLoad()];
  await one.burn(100);
  const beganMs = performance.now();
  const before = await one.burn(BURN_MS);
  expect(performance.now() - beganMs).toBeGreaterThanOrEqual(BURN_MS);
  const [beside] = await Promise.all([one.burn(BURN_MS), other.burn(BURN_MS)]);
  const after = await one.burn(BURN_MS);
  expect(beside).toBeGreaterThan(0);
  expect(beside).toBeLessThan(0.9 * Math.max(before, after));
});
