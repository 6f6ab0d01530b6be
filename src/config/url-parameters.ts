// What the address may say: one schema for `?…` of the page and of the hash (the hash wins). Unknown names and bad values
// are reported in words and ignored; the rest still counts.
import * as v from 'valibot';
import { parseProgram, type ProgramFormat } from './program';
import { fallbackInAddress } from './fallback-schema';
import { BACKGROUND_MODES, BLUR_STRENGTHS, colorSchema } from './background';

const flag = v.pipe(
  v.picklist(['0', '1', 'true', 'false', ''], 'is 1 or 0'),
  v.transform((text) => text !== '0' && text !== 'false'),
);
const wholeNumber = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d+$/, 'is a whole number'),
    v.transform(Number),
    v.minValue(least, `is at least ${least}`),
    v.maxValue(most, `is at most ${most}`),
  );

/** Read when quality is, which comes after the first picture (`app/quality-store.ts`). */
const text = v.string();
const qualityInAddress = {
  preset: text,
  level: text,
  strategy: text,
  mode: text,
  profile: text,
  targetfps: text,
} as const;

const FIELDS = {
  source: v.picklist(['camera', 'demo', 'file', 'screen'], 'is camera, demo, file or screen'),
  camera: v.pipe(v.string(), v.minLength(1, 'names a camera')),
  file: v.pipe(v.string(), v.minLength(1, 'is the address of a video')),
  width: wholeNumber(160, 3840),
  height: wholeNumber(120, 2160),
  fps: wholeNumber(1, 60),
  program: v.pipe(
    v.string(),
    v.transform(parseProgram),
    v.check(
      (format) => format !== null,
      'is a size and a rate, as in 1920x1080@30: even, 160x120 to 3840x2160, at most 60',
    ),
    v.transform((format) => format as ProgramFormat),
  ),
  background: v.picklist(BACKGROUND_MODES, `is one of ${BACKGROUND_MODES.join(', ')}`),
  strength: v.pipe(v.string(), v.transform(Number), v.picklist(BLUR_STRENGTHS, 'is 1 to 5')),
  color: v.pipe(
    v.string(),
    v.transform((text) => (text.startsWith('#') ? text : `#${text}`)),
    colorSchema,
  ),
  image: v.pipe(v.string(), v.minLength(1, 'is the address of a picture')),
  video: v.pipe(v.string(), v.minLength(1, 'is the address of a video')),
  ...fallbackInAddress,
  autorecovery: flag,
  ...qualityInAddress,
  engine: v.picklist(['cpu', 'webgpu'], 'is cpu or webgpu'),
  mirror: flag,
  autostart: flag,
  run: flag,
  debug: flag,
  log: v.picklist(['error', 'warn', 'info', 'debug'], 'is error, warn, info or debug'),
} as const;

export type UrlParameters = { -readonly [Name in keyof typeof FIELDS]?: v.InferOutput<(typeof FIELDS)[Name]> };
/** By the path of the hash. */
const VIEWS = {
  '': 'studio',
  '/': 'studio',
  '/obs': 'obs',
  '/loops': 'loops',
  '/dashboard': 'dashboard',
  '/benchmark': 'benchmark',
} as const;
export type View = (typeof VIEWS)[keyof typeof VIEWS];

export interface Address {
  readonly view: View;
  readonly parameters: UrlParameters;
  /** One sentence a problem. */
  readonly problems: readonly string[];
}

function contradictions(parameters: UrlParameters): string[] {
  const found: string[] = [];
  if (parameters.source && parameters.source !== 'camera' && parameters.camera) {
    found.push(`“camera” is ignored: the source is ${parameters.source}.`);
  }
  if (parameters.source && parameters.source !== 'file' && parameters.file) {
    found.push(`“file” is ignored: the source is ${parameters.source}.`);
  }
  if (parameters.source === 'file' && !parameters.file) found.push('“source=file” needs “file=ADDRESS”.');
  if (parameters.strength && parameters.background && parameters.background !== 'blur') {
    found.push(`“strength” is ignored: the background is ${parameters.background}.`);
  }
  if (parameters.color && parameters.background && parameters.background !== 'color') {
    found.push(`“color” is ignored: the background is ${parameters.background}.`);
  }
  return found;
}

/** Reads `location.search` and `location.hash` (`#/obs?run=1`). */
export function readAddress(search: string, hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const problems: string[] = [];
  const isKnown = (text: string): text is keyof typeof VIEWS => Object.hasOwn(VIEWS, text);
  const view: View = isKnown(path) ? VIEWS[path] : 'studio';
  if (!isKnown(path)) problems.push(`There is no page “${path}” (yet); this is the studio.`);
  const texts = new Map([...new QueryPairs(search), ...new QueryPairs(query)]);
  const parameters: Record<string, unknown> = {};
  for (const [name, text] of texts) {
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name as keyof typeof FIELDS] : undefined;
    if (!field) {
      problems.push(`“${name}” in the address is not known and was ignored.`);
      continue;
    }
    const result = v.safeParse(field, text);
    if (result.success) parameters[name] = result.output;
    else problems.push(`“${name}=${text}” in the address was ignored: ${name} ${result.issues[0].message}.`);
  }
  problems.push(...contradictions(parameters));
  return { view, parameters, problems };
}

/** This layer has no platform, and so no URLSearchParams. Decodes `a=1&b=x+y`. */
class QueryPairs implements Iterable<[string, string]> {
  readonly #pairs: [string, string][];

  constructor(query: string) {
    this.#pairs = query
      .replace(/^\?/, '')
      .split('&')
      .filter((part) => part !== '')
      .map((part) => {
        const at = part.indexOf('=');
        return at < 0 ? [decode(part), ''] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
      });
  }

  [Symbol.iterator](): Iterator<[string, string]> {
    return this.#pairs[Symbol.iterator]();
  }
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
