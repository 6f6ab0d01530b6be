// A minute with trouble as a story of moments, and what is told of it.
import { describe, expect, it } from 'vitest';
import type { Moment } from '../../src/benchmark/result';
import { burnersFor, busySpread, summarise } from '../../src/benchmark/scenario';

const SECONDS = { normal: 30, load: 15, loss: 5, recovery: 10 };

/** A moment each half second. */
const minute = (at: (atS: number) => Partial<Moment>): Moment[] =>
  Array.from({ length: 121 }, (_, n) => ({
    atS: n / 2,
    fps: 30,
    onAir: 'live',
    level: 'high',
    missed: 0,
    ...at(n / 2),
  }));

describe('a minute with trouble', () => {
  it('without a scheduler: slow all through the load, nothing but a slate without a camera', () => {
    const moments = minute((atS) => ({
      ...(atS >= 30 && atS < 45 && { fps: 12 }),
      missed: Math.round(18 * Math.min(15, Math.max(0, atS - 30))),
      ...(atS >= 45.5 && atS < 53 && { onAir: 'slate' as const }),
    }));
    expect(summarise('off', moments, SECONDS, 30)).toEqual({
      scheduler: 'off',
      fpsNormal: 30,
      fpsBusy: 12,
      missed: 261,
      adaptedS: null,
      standInS: 0,
      frozenS: 7.5,
      backS: 3,
    });
  });

  it('with it: a dip, then the rate is back; a loop stands in', () => {
    const moments = minute((atS) => ({
      ...(atS >= 30 && atS < 32 && { fps: 17 }),
      ...(atS >= 45.5 && atS < 53 && { onAir: 'fallback' as const }),
    }));
    const told = summarise('on', moments, SECONDS, 30);
    expect(told).toMatchObject({ adaptedS: 1.5, standInS: 7.5, frozenS: 0, backS: 3, missed: 0 });
    expect(told.fpsBusy).toBeGreaterThan(28);
  });

  it('that never comes back says so', () => {
    const moments = minute((atS) => (atS >= 45.5 ? { onAir: 'fallback' } : {}));
    expect(summarise('on', moments, SECONDS, 30).backS).toBeNull();
  });

  it('of nothing is noughts, not an error', () => {
    expect(summarise('on', [], SECONDS, 30)).toMatchObject({ fpsNormal: 0, fpsBusy: 0, missed: 0, backS: null });
  });
});

describe('how busy the minute is', () => {
  it('as many burners as bring the rate to what is wanted, by how long a picture takes', () => {
    // 30 pictures alone, 10 beside 20 burners: each burner makes a picture take 3.3 ms longer, so 15 a second are beside 10 of them.
    expect(burnersFor(15, { burners: 0, fps: 30 }, { burners: 20, fps: 10 })).toBe(10);
    expect(burnersFor(15, { burners: 8, fps: 28 }, { burners: 16, fps: 15 })).toBe(16);
  });

  it('one at least, and that of a standstill', () => {
    expect(burnersFor(15, { burners: 0, fps: 30 }, { burners: 4, fps: 0 })).toBe(1);
    expect(burnersFor(15, { burners: 8, fps: 30 }, { burners: 16, fps: 0 })).toBe(8);
    expect(burnersFor(15, { burners: 16, fps: 15 }, { burners: 16, fps: 15 })).toBe(16);
  });

  it('its rate is as steady as its parts', () => {
    expect(
      busySpread(
        minute(() => ({ fps: 12 })),
        SECONDS,
      ),
    ).toBe(0);
    const halved = minute((atS) => ({ fps: atS < 38 ? 24 : 12 }));
    expect(busySpread(halved, SECONDS)).toBeGreaterThan(0.3);
    expect(busySpread([], SECONDS)).toBeNull();
  });
});
