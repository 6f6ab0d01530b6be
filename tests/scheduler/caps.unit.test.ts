// What can only take away: settings, who watches, pressure, memory, the page, the profile.
import { describe, expect, it } from 'vitest';
import { explain, suggestions } from '../../src/scheduler/explain';
import { createStudio } from './studio';

const atTheTop = () => {
  const studio = createStudio({ highMs: 10 });
  studio.run(30);
  expect(studio.level).toBe('ultra-high');
  return studio;
};

it('a highest level set by hand is obeyed at once, and told', () => {
  const studio = atTheTop();
  const decision = studio.set({ levelMax: 'medium' });
  expect(decision).toMatchObject({ from: 'ultra-high', to: 'medium', reason: { code: 'ceiling', cap: 'user' } });
  expect(explain(decision as never)).toBe('Down to medium: that is the highest level allowed in the settings.');
  expect(suggestions(decision as never)).toEqual(['Allow a higher level in the settings.']);
  studio.run(120);
  expect(studio.level).toBe('medium');
});

it('while nobody sees the picture the lowest rung will do, and the best is back at once', () => {
  const studio = atTheTop();
  studio.around({ watched: false });
  studio.run(60);
  expect(studio.level).toBe('ultra-low');
  studio.around({ watched: true });
  studio.run(3);
  expect(studio.level).toBe('ultra-high');
});

describe('compute pressure', () => {
  it('serious: no higher than now', () => {
    const studio = createStudio({ highMs: 16 });
    studio.around({ pressure: 'serious' });
    studio.run(60);
    expect(studio.level).toBe('medium');
    studio.around({ pressure: 'fair' });
    studio.run(9);
    expect(studio.level).toBe('medium');
    studio.run(20);
    expect(studio.level).toBe('ultra-high');
  });

  it('critical for three seconds: one rung less, and no more than one', () => {
    const studio = atTheTop();
    studio.around({ pressure: 'critical' });
    studio.run(2);
    expect(studio.level).toBe('ultra-high');
    studio.run(120);
    expect(studio.level).toBe('high');
    expect(studio.decisions.at(-1)?.reason).toEqual({ code: 'ceiling', cap: 'pressure' });
  });

  it('that comes back with the rung lets it rest longer each time', () => {
    const studio = atTheTop();
    for (let nth = 0; nth < 30; nth++) {
      studio.around({ pressure: studio.level === 'ultra-high' ? 'critical' : 'nominal' });
      studio.run(20);
    }
    expect(studio.decisions.filter(({ to }) => to === 'ultra-high').length).toBeLessThan(8);
  });
});

it('short memory takes a rung, and says what to do', () => {
  const studio = atTheTop();
  studio.around({ memory: 'short' });
  studio.run(10);
  expect(studio.level).toBe('high');
  expect(suggestions(studio.decisions.at(-1) as never)).toEqual(['Use “Free memory”, or close other tabs.']);
});

it('a profile is a ceiling for the level and for the rate', () => {
  const studio = createStudio({ highMs: 10, settings: { targetFps: 60 } });
  studio.around({ profileLevel: 'medium', profileFps: 30 });
  studio.run(60);
  expect(studio.level).toBe('medium');
  expect(studio.scheduler.view()).toMatchObject({ wantedFps: 30, ceiling: 'medium', cap: 'profile' });
});

it('the lowest ceiling counts, and a figure that cannot be had takes nothing', () => {
  const studio = atTheTop();
  studio.around({ pressure: 'unknown', memory: 'unknown', page: 'unknown', profileLevel: 'high' });
  studio.set({ levelMax: 'low' });
  expect(studio.scheduler.view()).toMatchObject({ ceiling: 'low', cap: 'user' });
});

it('ceilings hold for a level chosen by hand too', () => {
  const studio = createStudio({ settings: { automatic: false, level: 'ultra-high' }, highMs: 10 });
  studio.run(5);
  studio.around({ profileLevel: 'medium' });
  studio.run(5);
  expect(studio.level).toBe('medium');
});

it('an energy saver that halves the page’s own pictures changes nothing, and is told', () => {
  const studio = atTheTop();
  studio.around({ page: 'halved' });
  studio.run(60);
  expect(studio.level).toBe('ultra-high');
  expect(studio.scheduler.view().problems).toEqual([
    'The browser saves energy and draws the page half as often. The program is not affected.',
  ]);
});
