import { describe, expect, it } from 'vitest';
import { DEFAULT_FALLBACK } from '../../src/config/fallback';
import { fallbackAt } from '../../src/config/fallback-schema';
import { readAddress } from '../../src/config/url-parameters';

describe('the address', () => {
  it('means the same before and behind the hash, and the hash wins', () => {
    const { view, parameters, problems } = readAddress(
      '?background=off&engine=cpu',
      '#/obs?run=1&background=blur&camera=BRIO+4K%20x',
    );
    expect(view).toBe('obs');
    expect(parameters).toEqual({ background: 'blur', engine: 'cpu', run: true, camera: 'BRIO 4K x' });
    expect(problems).toEqual([]);
  });

  it('reports unknown names, bad values and contradictions, all at once, and uses the rest', () => {
    const { parameters, problems } = readAddress('?backgruond=blur&strength=9&fps=abc&source=demo&camera=x', '');
    expect(parameters).toEqual({ source: 'demo', camera: 'x' });
    expect(problems).toHaveLength(4);
    expect(problems.join('\n')).toMatch(/backgruond[^]*strength=9[^]*fps=abc[^]*“camera” is ignored/);
  });

  it('takes a colour with or without its hash sign', () => {
    expect(readAddress('?background=color&color=203040', '').parameters.color).toBe('#203040');
  });

  it('sets the size and the rate of the program', () => {
    expect(readAddress('?program=1920x1080', '').parameters.program).toEqual({ width: 1920, height: 1080, fps: 30 });
    expect(readAddress('?program=640x360@60', '').parameters.program).toEqual({ width: 640, height: 360, fps: 60 });
    for (const wrong of ['1080p', '1921x1080', '1920x1080@0', '1920x1080@61', '9000x9000', '16x16', '1280X720'])
      expect(readAddress(`?program=${wrong}`, '').problems, wrong).toHaveLength(1);
  });

  it('says how the fallback behaves, in seconds, and leaves the rest as it was', () => {
    const { parameters, problems } = readAddress('?fallback=gradual&transition=1.5&noframe=2&autorecovery=0', '');
    expect(problems).toEqual([]);
    expect(fallbackAt(parameters, { ...DEFAULT_FALLBACK, dwell: 20 })).toEqual({
      ...DEFAULT_FALLBACK,
      mode: 'gradual',
      transition: 1.5,
      noFrame: 2,
      autoRecovery: false,
      dwell: 20,
    });
    expect(fallbackAt({ fallback: 'off' }, DEFAULT_FALLBACK)).toEqual({ ...DEFAULT_FALLBACK, enabled: false });
    expect(fallbackAt({}, DEFAULT_FALLBACK)).toEqual(DEFAULT_FALLBACK);
  });

  it.each(['fallback=never', 'frozen=0.05', 'frozen=31', 'recovery=-1', 'delay=soon', 'noframe='])(
    'says what is wrong with %s, and ignores it',
    (text) => {
      const { parameters, problems } = readAddress(`?${text}`, '');
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(/ignored: \w+ is /);
      expect(fallbackAt(parameters, DEFAULT_FALLBACK)).toEqual(DEFAULT_FALLBACK);
    },
  );

  it('survives anything', () => {
    expect(readAddress('?%E0%A4%A=1&&=&x', '#?').problems.length).toBeGreaterThan(0);
  });
});
