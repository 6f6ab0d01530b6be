import { expect, it } from 'vitest';
import { createRibbon, RIBBON_MS } from '../../src/app/ribbon';
import { chooseEngine, compareTimings } from '../../src/app/engine-choice';

it('remembers what viewers saw for ten minutes, each part with its cause', () => {
  const ribbon = createRibbon();
  ribbon.note('demo', 0, null);
  ribbon.note('live', 1000, null);
  ribbon.note('live', 2000, null);
  ribbon.note('slate', 5000, 'camera-unplugged');
  expect(ribbon.parts()).toEqual([
    { onAir: 'demo', fromMs: 0, toMs: 1000, cause: null, byUser: false },
    { onAir: 'live', fromMs: 1000, toMs: 5000, cause: null, byUser: false },
    { onAir: 'slate', fromMs: 5000, toMs: null, cause: 'camera-unplugged', byUser: false },
  ]);
  ribbon.note('live', RIBBON_MS + 6000, null);
  expect(ribbon.parts().map(({ onAir }) => onAir)).toEqual(['slate', 'live']);
});

it('tells a hold by the person from one by a fault', () => {
  const ribbon = createRibbon();
  ribbon.note('live', 0, null);
  ribbon.note('held', 1000, null, true);
  ribbon.note('held', 2000, null, true);
  ribbon.note('held', 3000, 'camera-unplugged');
  expect(ribbon.parts().map(({ fromMs, byUser }) => [fromMs, byUser])).toEqual([
    [0, false],
    [1000, true],
    [3000, false],
  ]);
});

it('takes the graphics card only when it was measured to be faster', () => {
  expect(chooseEngine(undefined, { name: '', isFallback: false }, null)).toMatchObject({
    kind: 'cpu',
    shouldTime: false,
  });
  expect(chooseEngine(undefined, { name: 'swiftshader', isFallback: true }, null)).toMatchObject({
    kind: 'cpu',
    shouldTime: false,
  });
  expect(chooseEngine(undefined, { name: 'card', isFallback: false }, null)).toMatchObject({
    kind: 'cpu',
    shouldTime: true,
  });
  expect(chooseEngine(undefined, { name: 'card', isFallback: false }, { cpuMs: 12, webgpuMs: 4 })).toMatchObject({
    kind: 'webgpu',
    shouldTime: false,
  });
  expect(chooseEngine('webgpu', { name: '', isFallback: false }, null).kind).toBe('webgpu');
  expect(compareTimings({ cpuMs: 10, webgpuMs: 9.5 }).kind).toBe('cpu');
});
