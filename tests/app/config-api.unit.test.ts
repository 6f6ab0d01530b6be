// All settings as one tree, over a studio that only keeps what it is told: every piece reaches those whose it is, or nothing does.
import { describe, expect, it } from 'vitest';
import { createConfig, type ConfigStudio } from '../../src/app/config-api';
import type { QualityApi } from '../../src/app/quality-api';
import { createQualityStore } from '../../src/app/quality-store';
import type { StudioSnapshot } from '../../src/app/studio-snapshot';
import { DEFAULT_PROGRAM } from '../../src/config/program';
import { NOTHING_REMEMBERED, type Remembered } from '../../src/config/remembered';
import { DEFAULT_FILE_SETTINGS } from '../../src/config/settings-file';

function scene(source: Partial<StudioSnapshot['source']> = {}) {
  let saved: Remembered = NOTHING_REMEMBERED;
  const calls: string[] = [];
  const keep = (changes: Partial<Remembered>) => {
    saved = { ...saved, ...changes };
  };
  const { store } = createQualityStore({}, {}, 30, () => undefined);
  const quality: Partial<QualityApi> = {
    settings: () => null,
    set: (changes) => new Promise((resolve) => resolve(store.change(changes))),
  };
  const studio: ConfigStudio = {
    quality: quality as QualityApi,
    snapshot: () =>
      ({
        program: DEFAULT_PROGRAM,
        mirrorOutput: saved.mirrorOutput,
        source: { kind: 'demo', state: 'open', deviceId: null, ...source },
      }) as StudioSnapshot,
    kept: () => saved,
    keep,
    setFallback: (changes) => keep({ fallback: { ...saved.fallback, ...changes } }),
    setMirrorView: (mirrorView) => keep({ mirrorView }),
    setMirrorOutput: (mirrorOutput) => Promise.resolve(keep({ mirrorOutput })),
    setSource: (request) => Promise.resolve(void calls.push(JSON.stringify(request))),
  };
  const config = createConfig(studio);
  const refusal = async (wish: Promise<unknown>): Promise<string> => {
    const before = JSON.stringify(await config.get());
    const message = await wish.then(
      () => 'it was taken',
      (error: unknown) => (error as Error).message,
    );
    expect(JSON.stringify(await config.get()), 'nothing was changed').toBe(before);
    return message;
  };
  return { config, calls, refusal };
}

it('at first all is as the file’s defaults say, each with its range and its reason', async () => {
  const { config } = scene();
  expect(await config.get()).toEqual(DEFAULT_FILE_SETTINGS);
  expect(await config.get('quality.targetFps')).toBe(30);
  expect(await config.get('fallback')).toEqual(DEFAULT_FILE_SETTINGS.fallback);
  expect((await config.fields()).find(({ path }) => path === 'fallback.recovery')).toEqual({
    path: 'fallback.recovery',
    value: 3,
    default: 3,
    range: '0.1 to 30 seconds',
    reason: 'A camera that comes and goes must not flicker.',
  });
});

describe('a script that sets', () => {
  it('one of them, or several at once, finds them set and the others as they were', async () => {
    const { config } = scene();
    await config.set('fallback.recovery', 5);
    await config.set({ quality: { strategy: 'balanced', neighbourShare: 0.2 }, mirror: { view: true } });
    expect(await config.get()).toEqual({
      ...DEFAULT_FILE_SETTINGS,
      quality: { ...DEFAULT_FILE_SETTINGS.quality, strategy: 'balanced', neighbourShare: 0.2 },
      mirror: { view: true, output: false },
      fallback: { ...DEFAULT_FILE_SETTINGS.fallback, recovery: 5 },
    });
  });

  it('the program is told that it changes with the next load of the page', async () => {
    const { config } = scene();
    const { afterReload } = await config.set({ program: { width: 1920, height: 1080, fps: 60 } });
    expect(afterReload).toEqual(['program.width', 'program.height', 'program.fps']);
    expect(await config.get('program')).toEqual({ width: 1920, height: 1080, fps: 60 });
    expect((await config.reset('program')).afterReload).toEqual([]);
  });

  it('another camera size has the camera that is open opened anew, and no other source', async () => {
    const camera = scene({ kind: 'camera', deviceId: 'desk' });
    await camera.config.set('camera.height', 480);
    await camera.config.set('mirror.view', true);
    expect(camera.calls).toEqual(['{"kind":"camera","deviceId":"desk"}']);
    const demo = scene();
    await demo.config.set('camera.height', 480);
    expect(demo.calls).toEqual([]);
  });

  it.each([
    ['quality.targetFps', 90, 'quality.targetFps is 90; it has to be 1 to 60 pictures a second.'],
    ['quality.targetFps', NaN, 'quality.targetFps is NaN; it has to be 1 to 60 pictures a second.'],
    ['quality.minFps', 40, 'targetFps'],
    ['program.width', 641, 'program.width is 641; it has to be an even whole number.'],
    ['program.fps', 29.97, 'program.fps is 29.97; it has to be a whole number.'],
    ['quality', 'high', 'quality is "high"; it has to be a group of settings.'],
    ['quality.speed', 1, 'there is no setting "quality.speed"; there are: quality.automatic,'],
    ['quality.level.x', 1, 'there is no setting "quality.level.x"'],
    ['__proto__', 1, 'there is no setting "__proto__"'],
  ])('%s to %j is told what is wrong, and that nothing was changed', async (path, value, message) => {
    const { config, refusal } = scene();
    const told = await refusal(config.set(path, value));
    expect(told).toContain('no setting was changed, all go on as they are');
    expect(told).toContain(message);
  });

  it.each([[7], [null], [[1]]])('%j is told what to give', async (value) => {
    const { config, refusal } = scene();
    expect(await refusal(config.set(value as object))).toContain('give a path and a value, or a tree');
  });
});

describe('a file', () => {
  it('that was exported brings everything back', async () => {
    const { config } = scene();
    await config.set({ quality: { targetFps: 25, profile: 'low-end' }, fallback: { mode: 'gradual' } });
    const text = await config.export();
    await config.reset();
    expect(await config.get()).toEqual(DEFAULT_FILE_SETTINGS);
    await config.import(new Blob([text]));
    expect(await config.get('quality.profile')).toBe('low-end');
    expect(await config.get('fallback.mode')).toBe('gradual');
  });

  it('with mistakes changes nothing, and names all of them', async () => {
    const { config, refusal } = scene();
    const text = JSON.stringify({
      app: 'everframe',
      version: 1,
      settings: { quality: { targetFps: 90, level: 'best' }, fallback: { recovery: -1 } },
    });
    const told = await refusal(config.import(text));
    for (const path of ['quality.targetFps is 90', 'quality.level is "best"', 'fallback.recovery is -1'])
      expect(told).toContain(path);
  });

  it.each([
    ['{"app":"everframe","version":9,"settings":{}}', 'from a newer Everframe (version 9; this one reads up to 1)'],
    ['no json', 'it is no JSON'],
    [7, 'a settings file is a text or a file'],
  ])('%j is refused', async (text, message) => {
    const { config, refusal } = scene();
    expect(await refusal(config.import(text as string))).toContain(message);
  });
});

describe('a profile', () => {
  it.each(['', '  ', 'x'.repeat(41), 7])('is not kept under the name %j', async (name) => {
    const { config, refusal } = scene();
    expect(await refusal(config.profiles.save(name as string))).toContain('a name of 1 to 40 letters');
  });

  it('that is not there is said to be missing', async () => {
    const { config, refusal } = scene();
    expect(await refusal(config.profiles.use('evening'))).toContain('no profile is called "evening"; there are: none');
    expect(await refusal(config.profiles.remove('evening'))).toContain('no profile is called "evening"');
  });

  it('is not lost in silence where the browser stores nothing', async () => {
    const { config, refusal } = scene();
    expect(await refusal(config.profiles.save('evening'))).toContain('this browser stores nothing for this page');
  });
});
