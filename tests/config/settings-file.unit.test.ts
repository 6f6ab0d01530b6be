// The configuration as a file: what goes out comes in again, and what is wrong is told whole.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOf, rangeOf } from '../../src/config/field';
import { DEFAULT_FALLBACK } from '../../src/config/fallback';
import { DEFAULT_PROGRAM } from '../../src/config/program';
import {
  DEFAULT_FILE_SETTINGS,
  readSettings,
  SETTINGS,
  SETTINGS_VERSION,
  writeSettings,
} from '../../src/config/settings-file';

const file = (settings: unknown, version: unknown = SETTINGS_VERSION) =>
  JSON.stringify({ app: 'everframe', version, settings });
const problemsOf = (text: string) => {
  const read = readSettings(text);
  return read.ok ? [] : read.problems.map(({ message }) => message);
};

it('what is written is read again', () => {
  const settings = { ...DEFAULT_FILE_SETTINGS, quality: { ...DEFAULT_FILE_SETTINGS.quality, targetFps: 25 } };
  expect(readSettings(writeSettings(settings))).toEqual({ ok: true, settings });
});

it('what a file leaves out has its default, which is that of the studio', () => {
  expect(readSettings(file({}))).toEqual({ ok: true, settings: DEFAULT_FILE_SETTINGS });
  expect(readSettings(file({ quality: { level: 'low' } }))).toMatchObject({
    ok: true,
    settings: { quality: { level: 'low', targetFps: 30 } },
  });
  expect(DEFAULT_FILE_SETTINGS.fallback).toEqual(DEFAULT_FALLBACK);
  expect(DEFAULT_FILE_SETTINGS.program).toEqual(DEFAULT_PROGRAM);
});

it('every setting has a range, a default within it, and a reason', () => {
  const fields = fieldsOf(SETTINGS);
  expect(fields.length).toBeGreaterThan(20);
  for (const { path, field } of fields) {
    expect(field.reason, path).toMatch(/\.$/);
    expect(rangeOf(field), path).not.toBe('');
    expect(problemsOf(file({})), path).toEqual([]);
  }
});

describe('a bad file', () => {
  it('gives all its errors at once, each naming its field and what it has to be', () => {
    const text = file({
      quality: { targetFps: 90, level: 'best', speed: 3 },
      fallback: { recovery: -1, mode: 7 },
      extra: {},
    });
    expect(problemsOf(text).sort()).toEqual([
      'extra is not a setting.',
      'fallback.mode is 7; it has to be one of immediate, delayed, gradual, rotating.',
      'fallback.recovery is -1; it has to be 0.1 to 30 seconds.',
      'quality.level is "best"; it has to be one of ultra-low, low, medium, high, ultra-high.',
      'quality.speed is not a setting.',
      'quality.targetFps is 90; it has to be 1 to 60 pictures a second.',
    ]);
  });

  it('of limits that contradict each other says which', () => {
    expect(problemsOf(file({ quality: { minFps: 40, maxFps: 20 }, program: { width: 641 } }))).toEqual([
      "quality.minFps is 40; it can't be above maxFps, 20.",
      'program.width is 641; it has to be an even whole number.',
    ]);
    expect(problemsOf(file({ quality: { targetFps: 10 } }))).toEqual([
      'quality.targetFps is 10; it has to be between minFps and maxFps, 15 to 60.',
    ]);
  });

  it.each([
    ['not JSON', 'no JSON'],
    ['[]', 'not a settings file of Everframe'],
    ['{"app":"other","version":1}', 'not a settings file of Everframe'],
    [file({}, 'one'), 'The version of the file is "one"'],
    ['{"app":"everframe"}', 'The version of the file is missing'],
    [file({}, 99), `comes from a newer Everframe (version 99; this one reads up to ${SETTINGS_VERSION})`],
    [file([]), 'has to be a group of settings'],
    [file({ quality: 'high' }), 'quality is "high"; it has to be a group of settings.'],
    [file({ quality: [] }), 'quality is []; it has to be a group of settings.'],
  ])('%s', (text, message) => {
    expect(problemsOf(text).join('\n')).toContain(message);
  });

  it('whatever it holds, is refused with words or read, and never thrown at', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => file(JSON.parse(json))),
        ),
        (text) => {
          const read = readSettings(text);
          if (!read.ok) expect(read.problems.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});

it('an older file is brought up to date, step by step', () => {
  const renamed = (settings: unknown) => ({ quality: { level: (settings as { grade: string }).grade } });
  const same = (settings: unknown) => settings;
  expect(readSettings(file({ grade: 'low' }, 1), [renamed, same])).toMatchObject({
    ok: true,
    settings: { quality: { level: 'low' } },
  });
  expect(readSettings(file({ quality: { level: 'high' } }, 3), [renamed, same])).toMatchObject({ ok: true });
});
