// `everframe.config`: all settings as one tree, for scripts, for files and for the settings menu. Documented in docs/api.md. Checks the
// whole before anything changes. Loaded with its first call. Settings themselves are kept by those whose they are.
import { EverframeError } from '../base/errors';
import { fieldsOf, rangeOf } from '../config/field';
import { parseProgram, programText } from '../config/program';
import {
  checkSettings,
  DEFAULT_FILE_SETTINGS,
  isGroup,
  readSettings,
  SETTINGS,
  writeSettings,
  type ReadSettings,
  type SettingProblem,
  type Settings,
} from '../config/settings-file';
import { keptProfiles } from './kept-profiles';
import type { StudioControls } from './studio-controls';

export interface SettingInfo {
  readonly path: string;
  readonly value: unknown;
  readonly default: unknown;
  /** "1 to 60 pictures a second". */
  readonly range: string;
  /** Why the default is what it is. */
  readonly reason: string;
}

export interface ConfigOutcome {
  readonly settings: Settings;
  /** Paths of what holds from the next load of the page on. */
  readonly afterReload: readonly string[];
}

export interface ConfigProfiles {
  list(): Promise<readonly string[]>;
  /** Keeps the settings of this moment under a name of 1 to 40 letters. */
  save(name: string): Promise<readonly string[]>;
  use(name: string): Promise<ConfigOutcome>;
  remove(name: string): Promise<readonly string[]>;
}

export interface ConfigApi {
  /** All settings, or those at a path such as `quality.targetFps`. */
  get(path?: string): Promise<unknown>;
  /** One setting by its path, or several as a tree. */
  set(path: string, value: unknown): Promise<ConfigOutcome>;
  set(changes: object): Promise<ConfigOutcome>;
  /** The text of a file. */
  export(): Promise<string>;
  /** The text of a file, or the file; what it leaves out gets its default. */
  import(file: string | Blob): Promise<ConfigOutcome>;
  /** All settings, or those at a path, as they are at first. */
  reset(path?: string): Promise<ConfigOutcome>;
  /** Every setting with its range, its default and the reason for it. */
  fields(): Promise<readonly SettingInfo[]>;
  readonly profiles: ConfigProfiles;
}

const NAMELESS = 'a profile has a name of 1 to 40 letters';
const wrong = (text: string) =>
  new EverframeError('setting-invalid', `no setting was changed, all go on as they are: ${text}`);
const told = (problems: readonly SettingProblem[]) => wrong(problems.map(({ message }) => message).join(' '));

function at(tree: unknown, path: string): unknown {
  let found: unknown = tree;
  for (const name of path.split('.')) {
    if (!isGroup(found) || !Object.hasOwn(found, name)) {
      const known = fieldsOf(SETTINGS).map((field) => field.path);
      throw wrong(`there is no setting ${JSON.stringify(path)}; there are: ${known.join(', ')}`);
    }
    found = found[name];
  }
  return found;
}

const nested = (path: string, value: unknown): unknown =>
  path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);

/** `changes` over `before`, group by group; what is no group replaces, and is judged later. */
function merged(before: unknown, changes: unknown): unknown {
  if (!isGroup(before) || !isGroup(changes)) return changes;
  const both = Object.entries(changes).map(([name, value]) => [name, merged(before[name], value)]);
  return { ...before, ...Object.fromEntries(both) };
}

export type ConfigStudio = Pick<
  StudioControls,
  'quality' | 'snapshot' | 'kept' | 'keep' | 'setFallback' | 'setMirrorView' | 'setMirrorOutput' | 'setSource'
>;

export interface ConfigDesk extends ConfigApi {
  /** Reads a file without using it: all that is wrong with it, each with its field. */
  read(text: string): ReadSettings;
  apply(settings: Settings): Promise<ConfigOutcome>;
}

export function createConfig(studio: ConfigStudio): ConfigDesk {
  async function now(): Promise<Settings> {
    const { fallback, capture, mirrorView, mirrorOutput, program } = studio.kept();
    const { quality, snapshot } = studio;
    // Loads quality where it is not there yet: an empty change answers all settings.
    const settings = quality.settings() ?? (await quality.set({}));
    return {
      quality: settings,
      program: parseProgram(program) ?? snapshot().program,
      camera: capture,
      mirror: { view: mirrorView, output: mirrorOutput },
      fallback,
    };
  }
  async function apply(settings: Settings): Promise<ConfigOutcome> {
    const { quality, program, camera, mirror, fallback } = settings;
    const before = await now();
    await studio.quality.set(quality);
    studio.setFallback(fallback);
    studio.setMirrorView(mirror.view);
    studio.keep({ program: programText(program), capture: camera, mirrorOutput: mirror.output });
    if (mirror.output !== studio.snapshot().mirrorOutput) await studio.setMirrorOutput(mirror.output);
    const { source, program: shown } = studio.snapshot();
    const isOther = JSON.stringify(camera) !== JSON.stringify(before.camera);
    if (isOther && source.kind === 'camera' && source.state === 'open')
      await studio.setSource({ kind: 'camera', ...(source.deviceId !== null && { deviceId: source.deviceId }) });
    const sides = (['width', 'height', 'fps'] as const).filter((side) => program[side] !== shown[side]);
    return { settings, afterReload: sides.map((side) => `program.${side}`) };
  }
  async function take(read: ReadSettings): Promise<ConfigOutcome> {
    if (!read.ok) throw told(read.problems);
    return apply(read.settings);
  }
  const profileOf = (name: unknown) => {
    const names = Object.keys(keptProfiles.all());
    if (typeof name === 'string' && names.includes(name)) return name;
    throw wrong(`no profile is called ${JSON.stringify(name)}; there are: ${names.join(', ') || 'none'}`);
  };

  return {
    read: readSettings,
    apply,
    async get(path) {
      return path === undefined ? now() : at(await now(), path);
    },
    async set(changes: unknown, ...[value]: unknown[]) {
      const before = await now();
      if (typeof changes === 'string') at(before, changes);
      else if (!isGroup(changes)) throw wrong('give a path and a value, or a tree such as {quality: {targetFps: 25}}');
      const asked = typeof changes === 'string' ? nested(changes, value) : changes;
      return take(checkSettings(merged(before, asked)));
    },
    export: async () => writeSettings(await now()),
    async import(file) {
      const text: unknown = file instanceof Blob ? await file.text() : file;
      if (typeof text !== 'string') throw wrong('a settings file is a text or a file');
      return take(readSettings(text));
    },
    async reset(path) {
      if (path === undefined) return apply(DEFAULT_FILE_SETTINGS);
      return take(checkSettings(merged(await now(), nested(path, at(DEFAULT_FILE_SETTINGS, path)))));
    },
    async fields() {
      const settings = await now();
      return fieldsOf(SETTINGS).map(({ path, field }) => {
        const { initial, reason } = field;
        return { path, value: at(settings, path), default: initial, range: rangeOf(field), reason };
      });
    },
    profiles: {
      list: () => Promise.resolve(Object.keys(keptProfiles.all())),
      async save(name) {
        const trimmed = typeof name === 'string' ? name.trim() : '';
        if (trimmed === '' || trimmed.length > 40) throw wrong(NAMELESS);
        return keptProfiles.keep(trimmed, writeSettings(await now()));
      },
      use: async (name) => take(readSettings(keptProfiles.all()[profileOf(name)] ?? '')),
      remove: (name) => new Promise((resolve) => resolve(keptProfiles.drop(profileOf(name)))),
    },
  };
}
