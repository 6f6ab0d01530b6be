// The privacy rule, attacked from every side: nothing raw may pass while a hiding effect is on.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Look } from '../../src/compositor/engine';
import {
  BACKGROUND_MODES,
  DEFAULT_COLOR,
  hidesRoom,
  standInSigmaPx,
  blurSigmaPx,
  type Background,
} from '../../src/config/background';
import { chooseLook, parseColor } from '../../src/pipeline/choose-look';
import type { VisionSettings } from '../../src/protocol/vision-service';
import { FULL_RUNG } from '../../src/config/rung';
import { mayLeave } from '../../src/pipeline/gate';

const backgrounds = fc.constantFrom(...BACKGROUND_MODES).map((mode): Background => {
  if (mode === 'blur') return { mode, strength: 1 };
  if (mode === 'color') return { mode, color: '#203040' };
  if (mode === 'image' || mode === 'video') return { mode, name: 'x' };
  return { mode };
});
const abilities = fc.record({ canMask: fc.boolean(), hasBackdrop: fc.boolean() });
const origin = (privacyEpoch: number) => ({
  revision: 1,
  privacyEpoch,
  sourceId: 1,
  standIn: false,
  arrivedAtMs: 0,
  sourcePrint: null,
});
const settings = (background: Background, privacyEpoch: number): VisionSettings => ({
  revision: 2,
  privacyEpoch,
  background,
  mirror: false,
  rung: FULL_RUNG,
});

describe('what a frame may look like', () => {
  it('is never the source itself while a hiding effect is on, with a net or without', () => {
    fc.assert(
      fc.property(backgrounds, abilities, (background, ability) => {
        const { look, standIn } = chooseLook(background, ability, 720);
        if (hidesRoom(background)) expect(look.behind.kind).not.toBe('source');
        if (hidesRoom(background) && !ability.canMask) expect([look.person, standIn]).toEqual(['hidden', true]);
      }),
    );
  });

  it('stands in with a blur at least as strong as the strongest effect', () => {
    const { look } = chooseLook({ mode: 'blur', strength: 1 }, { canMask: false, hasBackdrop: false }, 720);
    expect(look.behind).toEqual({ kind: 'blur', sigmaPx: 24 });
    expect(standInSigmaPx(720)).toBeGreaterThanOrEqual(blurSigmaPx(5, 720));
  });
});

describe('a picture or clip that is not decoded yet', () => {
  it.each(['image', 'video'] as const)('%s: the person is on the colour meanwhile, never on black', (mode) => {
    const background = { mode, name: 'dunes.jpg' };
    const { look, standIn } = chooseLook(background, { canMask: true, hasBackdrop: false }, 720);
    expect(look).toEqual({ behind: { kind: 'fill', rgb: parseColor(DEFAULT_COLOR) }, person: 'masked' });
    expect(standIn).toBe(false);
    expect(chooseLook(background, { canMask: true, hasBackdrop: true }, 720).look.behind.kind).toBe('backdrop');
  });
});

describe('the gate', () => {
  it('refuses raw pictures and pictures of an older epoch, however the settings changed meanwhile', () => {
    fc.assert(
      fc.property(backgrounds, backgrounds, abilities, fc.nat(3), fc.nat(3), (was, is, ability, madeIn, now) => {
        const { look } = chooseLook(was, ability, 720);
        const passes = mayLeave(settings(is, now), { look, origin: origin(madeIn) });
        if (passes && hidesRoom(is)) {
          expect(look.behind.kind).not.toBe('source');
          expect(madeIn).toBe(now);
        }
      }),
    );
  });

  it('lets the source through when nothing is to be hidden', () => {
    const look: Look = { behind: { kind: 'source' }, person: 'masked' };
    expect(mayLeave(settings({ mode: 'off' }, 1), { look, origin: origin(1) })).toBe(true);
  });
});
