// `everframe.models`: person models for scripts. Documented in docs/api.md. Loaded with its first call.
import * as v from 'valibot';
import { EverframeError } from '../base/errors';
import { check } from './checked';
import type { DownloadOptions } from './model-download';
import type { ModelEntry, ModelsDesk, ModelSpeeds } from './models-desk';
import { problemsOf } from './net-contract';

/** What a file does not say, or says wrongly; what is left out is read out of the file or has its usual value. */
export interface ContractWish {
  readonly input?: object;
  readonly output?: object;
}

export interface AddOptions extends DownloadOptions {
  /** Without it the file's name. */
  readonly title?: string;
}

export interface ModelsApi {
  list(): Promise<readonly ModelEntry[]>;
  /** Adds a model from a file or an https address. Rejects with a code, and nothing is kept. */
  add(source: File | string, contract?: ContractWish, options?: AddOptions): Promise<ModelEntry>;
  /** Fetches a model that the catalogue offers, and keeps it. */
  download(id: string, options?: DownloadOptions): Promise<ModelEntry>;
  /** Resolves when frames are made with it; rejects, and the former one stays. `auto`: by the program's shape. */
  use(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** A frame's time with it, ms, on each engine that this machine has. */
  measure(id: string): Promise<ModelSpeeds>;
}

const source = v.union([v.instance(File), v.pipe(v.string(), v.minLength(1))]);
const group = v.optional(v.record(v.string(), v.unknown()), {});
const wish = v.optional(v.strictObject({ input: group, output: group }), {});
const id = v.pipe(v.string(), v.minLength(1));

export function createModelsApi(desk: ModelsDesk): ModelsApi {
  const named = (given: unknown) => check(id, given, 'id', 'give the id of a model, as in list()');
  return {
    list: () => desk.list(),
    async add(from, contract, { title = '', ...options } = {}) {
      const place = check(source, from, 'source', 'no model was added');
      const { input, output } = check(wish, contract, 'contract', 'no model was added');
      let read = await desk.read(place, options);
      const { width, height } = { ...read.draft.input, ...input } as typeof read.draft.input;
      const isOther = width !== read.draft.input.width || height !== read.draft.input.height;
      if (read.isAnySize && isOther) read = await desk.readAgain(read, { width, height });
      const shape = { input: { ...read.draft.input, ...input }, output: { ...read.draft.output, ...output } };
      const problems = problemsOf(shape, read.description);
      if (problems.length > 0)
        throw new EverframeError(
          'setting-invalid',
          `no model was added: ${problems.map(({ message }) => message).join(' ')}`,
          { facts: { field: problems[0]?.field ?? '' } },
        );
      return desk.keep(read, shape, title || read.name.replace(/\.[^.]+$/, ''));
    },
    download: (given, options) => desk.download(named(given), options),
    use: (given) => desk.use(named(given)),
    remove: (given) => desk.remove(named(given)),
    measure: (given) => desk.measure(named(given)),
  };
}
