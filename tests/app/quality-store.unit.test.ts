// The quality settings, as scripts, the address and an earlier visit ask for them: all that is wrong is told, and nothing is changed.
import { describe, expect, it } from 'vitest';
import { createQualityStore, defaultQuality, levelOf, type AskedInAddress } from '../../src/app/quality-store';
import { PRESET_TABLE, presetOf } from '../../src/scheduler/presets';

const DEFAULT_QUALITY = defaultQuality(30);

function scene(saved: unknown = {}, asked: AskedInAddress = {}, programFps = 30) {
  const kept: unknown[] = [];
  const { store, problems } = createQualityStore(saved, asked, programFps, (settings) => kept.push(settings));
  const refusal = (changes: unknown) => {
    try {
      store.change(changes);
    } catch (error) {
      return String(error);
    }
    return 'it was taken';
  };
  return { store, problems, kept, refusal };
}

describe('a script', () => {
  it('that changes something finds it changed, and kept', () => {
    const { store, kept } = scene();
    store.change({ targetFps: 25, strategy: 'balanced' });
    expect(store.now).toEqual({ ...DEFAULT_QUALITY, targetFps: 25, strategy: 'balanced' });
    expect(kept, 'what was chosen, and no more').toEqual([{ targetFps: 25, strategy: 'balanced' }]);
    store.change({ targetFps: undefined });
    expect(store.now.targetFps, 'what is not given stays').toBe(25);
  });

  it.each([
    [{ targetFps: NaN }, 'targetFps is NaN; it has to be 1 to 60 pictures a second'],
    [{ targetFps: 90 }, 'targetFps is 90; it has to be 1 to 60 pictures a second'],
    [{ minFps: 40, maxFps: 20 }, "minFps is 40; it can't be above maxFps, 20"],
    [{ targetFps: 10 }, 'targetFps is 10; it has to be between minFps and maxFps, 15 to 60'],
    [{ strategy: 'fast' }, 'strategy is fast; it has to be one of aggressive, balanced, conservative, adaptive'],
    [{ speed: 3 }, 'speed is not a setting; there are: automatic, level,'],
    [{ level: 'best', automatic: 'yes' }, 'level is best; it has to be one of ultra-low'],
    [{ level: 'best', automatic: 'yes' }, 'automatic is yes; it has to be true or false'],
    [null, 'changes are an object'],
    ['high', 'changes are an object'],
  ])('that asks for %j is told what is wrong with all of it, and nothing is changed', (changes, message) => {
    const { store, refusal, kept } = scene();
    expect(refusal(changes)).toContain(message);
    expect(refusal(changes)).toContain('quality was not changed, and goes on as it is');
    expect(store.now).toEqual(DEFAULT_QUALITY);
    expect(kept).toEqual([]);
  });

  it('gets a level by its name or its number', () => {
    expect([0.1, 0.25, 0.5, 0.75, 1, 'high', 0.3, NaN, null].map(levelOf)).toEqual([
      'ultra-low',
      'low',
      'medium',
      'high',
      'ultra-high',
      'high',
      null,
      null,
      null,
    ]);
  });
});

describe('a preset', () => {
  it('fills the other knobs, and is left by turning one of them', () => {
    const { store } = scene();
    expect(store.preset).toBe('streaming');
    store.usePreset('quiet');
    expect(store.now).toMatchObject(PRESET_TABLE.quiet);
    expect(store.preset).toBe('quiet');
    store.change({ neighbourShare: 0.4 });
    expect(store.preset).toBe('custom');
    store.usePreset('custom');
    expect(store.now.neighbourShare, 'custom is what is there').toBe(0.4);
  });

  it('keeps to the limits that a person set, and leaves them alone', () => {
    const { store } = scene();
    store.change({ maxFps: 24, targetFps: 24, levelMax: 'high', profile: 'medium' });
    store.usePreset('meeting');
    expect(store.now).toMatchObject({
      strategy: 'balanced',
      targetFps: 24,
      maxFps: 24,
      levelMax: 'high',
      profile: 'medium',
    });
    expect(store.preset).toBe('meeting');
  });

  it.each(['fastest', 7, undefined])('that is none (%j) is refused with those there are', (name) => {
    const { store } = scene();
    expect(() => store.usePreset(name)).toThrow(/streaming, recording, meeting, quiet, custom/);
  });

  it('is told from any other by its own table', () => {
    for (const [name, effect] of Object.entries(PRESET_TABLE))
      expect(presetOf({ ...DEFAULT_QUALITY, ...effect }, 30)).toBe(name);
  });
});

describe('a program of another rate', () => {
  it('is aimed at, also with what was chosen beside another one', () => {
    const { store, kept } = scene({}, {}, 30);
    store.change({ strategy: 'balanced' });
    expect(scene(kept.at(-1), {}, 60).store.now).toMatchObject({ strategy: 'balanced', targetFps: 60, minFps: 15 });
    expect(scene({}, {}, 10).store.now).toMatchObject({ targetFps: 10, minFps: 10 });
    expect(scene({}, {}, 60).store.preset).toBe('streaming');
  });

  it('does not change a rate that was chosen', () => {
    const { store, kept } = scene({}, {}, 60);
    store.change({ targetFps: 25 });
    expect(scene(kept.at(-1), {}, 30).store.now.targetFps).toBe(25);
    expect(scene({ minFps: 40 }, {}, 30).store.now, 'limits that were chosen count').toMatchObject({
      minFps: 40,
      targetFps: 40,
    });
  });
});

describe('the address', () => {
  it('is in front of what was remembered, and is not kept for the next visit', () => {
    const { store, kept, problems } = scene(
      { strategy: 'conservative' },
      { preset: 'meeting', level: '0.25', targetfps: '20' },
    );
    expect(store.now).toMatchObject({ strategy: 'balanced', automatic: false, level: 'low', targetFps: 20 });
    expect(problems).toEqual([]);
    expect(kept).toEqual([]);
  });

  it('that says nonsense is told so, each on its own, and the rest counts', () => {
    const { store, problems } = scene(
      {},
      { preset: 'best', level: 'auto', mode: 'x', targetfps: 'many', strategy: 'balanced' },
    );
    expect(store.now).toEqual({ ...DEFAULT_QUALITY, strategy: 'balanced' });
    expect(problems).toEqual([
      '“preset=best” in the address was ignored: preset has to be one of streaming, recording, meeting, quiet.',
      '“mode=x” in the address was ignored: mode is x; it has to be one of realtime, balanced, quality, batch.',
      '“targetfps=many” in the address was ignored: targetFps is NaN; it has to be 1 to 60 pictures a second.',
    ]);
  });
});

it.each([null, 'x', [], { targetFps: 900 }, { minFps: 50, maxFps: 10 }, { futureKnob: 1 }])(
  'a record that does not fit (%j) is left behind whole',
  (saved) => {
    expect(scene(saved).store.now).toEqual(DEFAULT_QUALITY);
  },
);
