// The quality settings of this visit: what was remembered, what the address asks for, and every change since, each checked whole before
// anything happens. What somebody asks for and does not fit is an error that says all that is wrong with it.
import * as v from 'valibot';
import { EverframeError } from '../base/errors';
import { defaultsOf, rangeOf, schemaOf } from '../config/field';
import { contradictionsOf, LEVELS, PRESETS, qualityFields, type QualitySettings } from '../config/quality';
import { LEVEL_VALUES, type Level } from '../scheduler/ladder';
import { effectOf, presetOf, usualFps, type Preset } from '../scheduler/presets';

const DEFAULTS: QualitySettings = defaultsOf(qualityFields);
/** What holds where nothing was chosen: the program's rate is aimed at. */
export function defaultQuality(programFps: number, chosen: Partial<QualitySettings> = {}): QualitySettings {
  const minFps = chosen.minFps ?? Math.min(DEFAULTS.minFps, programFps);
  const maxFps = chosen.maxFps ?? DEFAULTS.maxFps;
  return { ...DEFAULTS, minFps, targetFps: usualFps(programFps, { minFps, maxFps }) };
}
const schema = schemaOf(qualityFields) as v.GenericSchema<unknown, QualitySettings>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One sentence for each thing that is wrong. */
function problemsOf(asked: unknown): { settings: QualitySettings } | { problems: string[] } {
  const result = v.safeParse(schema, asked);
  if (!result.success) {
    return {
      problems: result.issues.map((issue) => {
        const path = v.getDotPath(issue) ?? 'quality';
        return issue.expected === 'never'
          ? `${path} is not a setting; there are: ${Object.keys(qualityFields).join(', ')}`
          : `${path} is ${String(issue.input)}; it ${issue.message}`;
      }),
    };
  }
  const found = contradictionsOf(result.output);
  return found.length > 0
    ? { problems: found.map(({ field, message }) => `${field} ${message}`) }
    : { settings: result.output };
}

/** A level by its name, or by its number (0.1, 0.25, 0.5, 0.75, 1). */
export function levelOf(asked: unknown): Level | null {
  return LEVELS.find((level) => level === asked || LEVEL_VALUES[level] === asked) ?? null;
}

/** What the address may say of quality, as it stands there. */
export interface AskedInAddress {
  readonly preset?: string;
  readonly level?: string;
  readonly strategy?: string;
  readonly mode?: string;
  readonly targetfps?: string;
  readonly profile?: string;
}

/** As settings, and a sentence for each that could not be used. */
export function readAsked(
  { preset, level, strategy, mode, targetfps, profile }: AskedInAddress,
  before: QualitySettings,
  programFps: number,
): { settings: QualitySettings; problems: string[] } {
  let settings = before;
  const problems: string[] = [];
  const take = (
    name: string,
    text: string | undefined,
    changes: (text: string) => Partial<QualitySettings> | string,
  ) => {
    if (text === undefined) return;
    const wanted = changes(text);
    const read = typeof wanted === 'string' ? { problems: [wanted] } : problemsOf({ ...settings, ...wanted });
    if ('settings' in read) ({ settings } = read);
    else problems.push(`“${name}=${text}” in the address was ignored: ${read.problems.join('; ')}.`);
  };
  take('preset', preset, (text) => {
    const known = PRESETS.find((one) => one === text);
    return known === undefined || known === 'custom'
      ? `preset has to be one of ${PRESETS.filter((one) => one !== 'custom').join(', ')}`
      : effectOf(known, programFps, settings);
  });
  take('level', level, (text) => {
    if (text === 'auto') return { automatic: true };
    const known = levelOf(text) ?? levelOf(Number(text));
    return known ? { automatic: false, level: known } : `level has to be auto, or ${rangeOf(qualityFields.level)}`;
  });
  take('strategy', strategy, (text) => ({ strategy: text }) as Partial<QualitySettings>);
  take('mode', mode, (text) => ({ mode: text }) as Partial<QualitySettings>);
  take('profile', profile, (text) => ({ profile: text }) as Partial<QualitySettings>);
  take('targetfps', targetfps, (text) => ({ targetFps: Number(text) }));
  return { settings, problems };
}

export interface QualityStore {
  readonly now: QualitySettings;
  readonly preset: Preset;
  /** @throws EverframeError `setting-invalid`, and nothing is changed */
  change(asked: unknown): QualitySettings;
  /** @throws EverframeError `setting-invalid`, and nothing is changed */
  usePreset(asked: unknown): QualitySettings;
}

/**
 * `saved`: what was chosen and is remembered, by whichever version; what does not fit is left behind whole. What the address asks for holds for this
 * visit and is not kept until something is changed.
 */
export function createQualityStore(
  saved: unknown,
  asked: AskedInAddress,
  programFps: number,
  kept: (chosen: Partial<QualitySettings>) => void,
): { store: QualityStore; problems: readonly string[] } {
  const chosen = isRecord(saved) ? saved : {};
  const remembered = problemsOf({ ...defaultQuality(programFps, chosen), ...chosen });
  const usual = defaultQuality(programFps);
  const read = readAsked(asked, 'settings' in remembered ? remembered.settings : usual, programFps);
  let now = read.settings;
  const put = (next: QualitySettings) => {
    now = next;
    // What follows from the program is to follow from the next one, too.
    const limits = defaultQuality(programFps, next);
    const isChosen = ([name, value]: [string, unknown]) =>
      value !== (name === 'targetFps' ? limits : usual)[name as keyof QualitySettings];
    kept(Object.fromEntries(Object.entries(next).filter(isChosen)));
    return next;
  };
  const refuse = (text: string) =>
    new EverframeError('setting-invalid', `quality was not changed, and goes on as it is: ${text}`);
  return {
    problems: read.problems,
    store: {
      get now() {
        return now;
      },
      get preset() {
        return presetOf(now, programFps);
      },
      change(changes) {
        if (!isRecord(changes)) throw refuse('changes are an object, such as {strategy: "balanced"}');
        const given = Object.entries(changes).filter(([, value]) => value !== undefined);
        const next = problemsOf({ ...now, ...Object.fromEntries(given) });
        if ('problems' in next) throw refuse(`${next.problems.join('; ')}.`);
        return put(next.settings);
      },
      usePreset(name) {
        const preset = PRESETS.find((one) => one === name);
        if (preset === undefined) throw refuse(`preset has to be one of ${PRESETS.join(', ')}.`);
        return preset === 'custom' ? now : put({ ...now, ...effectOf(preset, programFps, now) });
      },
    },
  };
}
