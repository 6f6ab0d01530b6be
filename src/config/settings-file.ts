// The configuration as one file: nested, versioned, checked whole. A file that is wrong anywhere gives all its errors at once, each
// naming its field, and changes nothing. What viewers may see of the room is no part of it: no file can show it. Pure.
import * as v from 'valibot';
import { FALLBACK_MODES, FALLBACK_TIMES, type FallbackTime } from './fallback';
import { choice, defaultsOf, number, schemaOf, toggle, type NumberField, type ValuesOf } from './field';
import { DEFAULT_PROGRAM, PROGRAM_LIMITS } from './program';
import { contradictionsOf, qualityFields } from './quality';

const seconds = (time: FallbackTime, reason: string): NumberField => {
  const { least, most, initial } = FALLBACK_TIMES[time];
  return number('seconds', [least, most], initial, reason);
};
const RATE = 'pictures a second';

/** Every setting that a file may hold. */
export const SETTINGS = {
  quality: qualityFields,
  program: {
    width: number(
      'px',
      PROGRAM_LIMITS.width,
      DEFAULT_PROGRAM.width,
      'What most platforms show, and most cameras give.',
    ),
    height: number('px', PROGRAM_LIMITS.height, DEFAULT_PROGRAM.height, 'As the width.'),
    fps: number(RATE, PROGRAM_LIMITS.fps, DEFAULT_PROGRAM.fps, 'What cameras give and platforms take.'),
  },
  camera: {
    width: number('px', PROGRAM_LIMITS.width, 1280, 'More than the program shows would be thrown away.'),
    height: number('px', PROGRAM_LIMITS.height, 720, 'As the width.'),
    fps: number(RATE, PROGRAM_LIMITS.fps, 30, 'As the program.'),
  },
  mirror: {
    view: toggle(false, 'You see what viewers see, unless you want a mirror.'),
    output: toggle(false, 'Writing in the picture stays readable.'),
  },
  fallback: {
    enabled: toggle(true, 'A frozen picture is the worst there is, after a raw one.'),
    mode: choice(FALLBACK_MODES, 'immediate', 'Viewers notice half a second.'),
    autoRecovery: toggle(true, 'Nobody should have to click to be seen again.'),
    badge: toggle(false, 'A loop is made to go unnoticed; who wants it told switches it on.'),
    noFrame: seconds('noFrame', 'Longer than any pause of a camera that is well.'),
    frozen: seconds('frozen', 'Longer than a sensor shows the very same picture.'),
    delay: seconds('delay', 'Long enough for a cable that is put back.'),
    transition: seconds('transition', 'Slow enough to be meant.'),
    dwell: seconds('dwell', 'Long enough to be looked at.'),
    recovery: seconds('recovery', 'A camera that comes and goes must not flicker.'),
  },
} as const;
export type Settings = ValuesOf<typeof SETTINGS>;

export const DEFAULT_FILE_SETTINGS: Settings = defaultsOf(SETTINGS);
const schema = schemaOf(SETTINGS);

export interface SettingProblem {
  /** `quality.targetFps`; empty: the file as a whole. */
  readonly field: string;
  /** A sentence. */
  readonly message: string;
}

export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/** From one version to the next; the first takes version 1. */
export type Migration = (settings: unknown) => unknown;
const MIGRATIONS: readonly Migration[] = [];
export const SETTINGS_VERSION = 1 + MIGRATIONS.length;

const refuse = (message: string): ReadSettings => ({ ok: false, problems: [{ field: '', message }] });
export const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const shown = (value: unknown) => {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) as string | undefined);
  return text === undefined ? 'missing' : text.length > 40 ? `${text.slice(0, 39)}…` : text;
};

/** Values that contradict each other, though each is in its range. */
function contradictions({ quality, program }: Settings): SettingProblem[] {
  const found = contradictionsOf(quality).map(({ field, message }) => ({
    field: `quality.${field}`,
    message: `quality.${field} ${message}.`,
  }));
  for (const side of ['width', 'height'] as const) {
    if (program[side] % 2 === 0) continue;
    const field = `program.${side}`;
    found.push({ field, message: `${field} is ${program[side]}; it has to be an even whole number.` });
  }
  if (!Number.isInteger(program.fps))
    found.push({ field: 'program.fps', message: `program.fps is ${program.fps}; it has to be a whole number.` });
  return found;
}

/** Settings as plain data; what is left out has its default. */
export function checkSettings(value: unknown): ReadSettings {
  const result = v.safeParse(schema, value);
  if (!result.success) return { ok: false, problems: result.issues.map(problemOf) };
  const settings = result.output as Settings;
  const problems = contradictions(settings);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings };
}

/** Reads a file. Settings that it leaves out have their defaults. */
export function readSettings(text: string, migrations: readonly Migration[] = MIGRATIONS): ReadSettings {
  const newest = 1 + migrations.length;
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return refuse('This is not a settings file: it is no JSON.');
  }
  if (!isGroup(file) || file.app !== 'everframe') {
    return refuse('This is not a settings file of Everframe: it does not say "app": "everframe".');
  }
  const { version } = file;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return refuse(`The version of the file is ${shown(version)}; it has to be a whole number from 1.`);
  }
  if (version > newest) {
    return refuse(
      `The file comes from a newer Everframe (version ${version}; this one reads up to ${newest}). Reload the studio to update it.`,
    );
  }
  return checkSettings(
    migrations.slice(version - 1).reduce<unknown>((settings, migrate) => migrate(settings), file.settings ?? {}),
  );
}

function problemOf(issue: v.BaseIssue<unknown>): SettingProblem {
  const field = v.getDotPath(issue) ?? '';
  if (issue.expected === 'never') return { field, message: `${field} is not a setting.` };
  return { field, message: `${field || 'settings'} is ${shown(issue.input)}; it ${issue.message}.` };
}

/** The file that {@link readSettings} reads. */
export const writeSettings = (settings: Settings): string =>
  `${JSON.stringify({ app: 'everframe', version: SETTINGS_VERSION, settings }, null, 2)}\n`;
