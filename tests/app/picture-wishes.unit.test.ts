import { expect, test } from 'vitest';
import { createPictureWishes } from '../../src/app/picture-wishes';
import { FULL_RUNG } from '../../src/config/rung';

test('what hides more begins a new epoch, what hides less or nothing does not, and each change is a revision of its own', () => {
  const wishes = createPictureWishes({ mode: 'off' }, false);
  expect(wishes.now).toMatchObject({ revision: 1, privacyEpoch: 1 });
  expect(wishes.change({ background: { mode: 'blur', strength: 3 } })).toBe(true);
  expect(wishes.now).toMatchObject({ revision: 2, privacyEpoch: 2 });
  expect(wishes.change({ background: { mode: 'blur', strength: 2 } })).toBe(false);
  expect(wishes.change({ background: { mode: 'blur', strength: 5 } })).toBe(true);
  expect(wishes.change({ mirror: true })).toBe(false);
  expect(wishes.now).toMatchObject({ revision: 5, privacyEpoch: 3, mirror: true });
  expect(wishes.change({ background: { mode: 'off' } })).toBe(false);
  expect(wishes.now.privacyEpoch).toBe(3);
});

test('what is spent on a frame is no change of what is shown', () => {
  const wishes = createPictureWishes({ mode: 'blur', strength: 3 }, false);
  wishes.spend({ ...FULL_RUNG, level: 'low' });
  expect(wishes.now).toMatchObject({ revision: 1, privacyEpoch: 1, rung: { level: 'low' } });
});
