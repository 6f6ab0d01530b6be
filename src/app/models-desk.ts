// Person models as people meet them: what there is, what is kept, which is used, how fast it is here; and a file on its way to being
// one of them (read, described, tried). A chunk of its own. Everything heavy is done by spare workers, one at a time.
import { EverframeError } from '../base/errors';
import type { EngineKind } from '../compositor/engine';
import { personNetFor } from '../config/person-net';
import type { GivenFeed } from '../protocol/feed';
import type { ModelContract, NetDescription } from '../protocol/model-contract';
import type { Trial } from '../protocol/vision-service';
import { offeredAt, openCatalogue } from './catalogue';
import { findNet } from './chosen-net';
import { readAdapter } from './engine-choice';
import type { EngineDesk } from './engine-desk';
import { timeNet, within } from './engine-timing';
import { keptSpeeds } from './kept-speeds';
import { downloadModel, MOST_BYTES, tooLarge, type DownloadOptions } from './model-download';
import { modelStore, type KeptModel } from './model-store';
import { draftContract, isAnySize, problemsOf, type NetShape } from './net-contract';
import type { StudioSnapshot } from './studio-snapshot';

export type { Trial };

const SPARE_MS = 40_000;
const TRIAL_WIDTH = 320;
/** Of the demo, of which the presenter is a third: a net that takes the room for the person would show it. */
const MOST_SHARE = 0.9;
const UNSTATED = 'not stated';

export type ModelSpeeds = Readonly<Record<EngineKind, number | null>>;

export interface ModelEntry {
  readonly id: string;
  readonly title: string;
  readonly bytes: number;
  readonly licence: string;
  /** A package with its version, a file's name, or an address. */
  readonly from: string;
  /** `offered`: to be downloaded. */
  readonly state: 'shipped' | 'kept' | 'offered';
  readonly isOwn: boolean;
  readonly inUse: boolean;
  /** The net that `auto` stands for here. */
  readonly isAutomatic: boolean;
  /** Of a frame, as it was measured on this machine, ms; null: not yet. */
  readonly speedMs: ModelSpeeds;
}

/** A file that may become a model. */
export interface ReadFile {
  readonly file: Blob;
  readonly name: string;
  readonly from: string;
  readonly sha256: string;
  readonly description: NetDescription;
  /** Any size will do: the person has to say which. */
  readonly isAnySize: boolean;
  readonly draft: NetShape;
}

export interface ModelsDesk {
  /** An id, or `auto`. */
  readonly choice: string;
  list(): Promise<readonly ModelEntry[]>;
  /** What a file holds. Rejects with `model-missing`, `model-unreadable`, `model-contract`; `facts.flaw` says why. */
  read(source: File | string, options?: DownloadOptions): Promise<ReadFile>;
  /** The same file for a picture of another size. */
  readAgain(read: ReadFile, size: { readonly width: number; readonly height: number }): Promise<ReadFile>;
  /** One picture of the source through it, before anything uses it. */
  tryOut(read: ReadFile, shape: NetShape): Promise<Trial>;
  /** Keeps it, once it has run. */
  keep(read: ReadFile, shape: NetShape, title: string): Promise<ModelEntry>;
  download(id: string, options?: DownloadOptions): Promise<ModelEntry>;
  /** Resolves when frames are made with it; rejects, and the former one stays. */
  use(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  measure(id: string): Promise<ModelSpeeds>;
}

export interface ModelsDeskOptions {
  readonly engines: Pick<EngineDesk, 'useNet' | 'inSpare' | 'engine'>;
  readonly snapshot: () => StudioSnapshot;
  readonly choice: () => string;
  readonly choose: (id: string) => void;
  /** A picture to try a net on: of the source, else of the demo. */
  readonly feed: () => Promise<GivenFeed>;
  readonly demo: () => Promise<GivenFeed>;
}

async function digest(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const packageOf = ({ source }: ModelContract) =>
  source && 'package' in source ? `${source.package} ${source.version}` : 'Everframe';
const unreadable = (flaw: string, name: string) =>
  new EverframeError('model-unreadable', `${name} is no model: ${flaw}`, { facts: { flaw, name } });

export function createModelsDesk(options: ModelsDeskOptions): ModelsDesk {
  const { engines, snapshot } = options;
  const catalogue = openCatalogue();

  let turn: Promise<unknown> = Promise.resolve();
  /** In a spare worker, one after the other: two of them would fight for the machine that the picture needs. */
  function inSpare<T>(job: (limit: AbortSignal) => Promise<T>): Promise<T> {
    const mine = turn.then(() => within(SPARE_MS, job));
    turn = mine.catch(() => undefined);
    return mine;
  }
  async function withUrl<T>(file: Blob, job: (url: string) => Promise<T>): Promise<T> {
    const url = URL.createObjectURL(file);
    try {
      return await job(url);
    } finally {
      URL.revokeObjectURL(url);
    }
  }
  const speedsOf = (id: string): ModelSpeeds => ({
    cpu: keptSpeeds.of(id, 'cpu'),
    webgpu: keptSpeeds.of(id, `webgpu ${engines.engine.adapter}`),
  });
  const entryOf = (contract: ModelContract, from: string, state: ModelEntry['state'], isOwn: boolean): ModelEntry => {
    const { id, title, bytes, licence } = contract;
    const { model, program } = snapshot();
    return {
      id,
      title,
      bytes,
      licence,
      from,
      state,
      isOwn,
      inUse: model.state === 'ready' && model.id === id,
      isAutomatic: personNetFor(program) === id,
      speedMs: speedsOf(id),
    };
  };
  const keptEntry = ({ contract, from }: KeptModel, isOwn: boolean) => entryOf(contract, from, 'kept', isOwn);

  async function list(): Promise<readonly ModelEntry[]> {
    const [nets, kept] = await Promise.all([catalogue.personNets(), modelStore.list()]);
    const listed = nets.map((net) => {
      const address = offeredAt(net);
      if (address === null) return entryOf(net, packageOf(net), 'shipped', false);
      const mine = kept.find(({ contract }) => contract.id === net.id && contract.sha256 === net.sha256);
      return mine ? keptEntry(mine, false) : entryOf(net, address, 'offered', false);
    });
    const own = kept.filter(({ contract }) => nets.every(({ id }) => id !== contract.id));
    return [...listed, ...own.map((one) => keptEntry(one, true))];
  }
  async function find(id: string): Promise<ModelEntry> {
    const found = (await list()).find((entry) => entry.id === id);
    if (found) return found;
    throw new EverframeError('model-missing', `no model is called ${id}`, { facts: { flaw: 'unknown', model: id } });
  }

  async function describe(
    file: Blob,
    name: string,
    size: { width?: number; height?: number },
  ): Promise<NetDescription> {
    try {
      return await withUrl(file, (url) =>
        inSpare((limit) => engines.inSpare(limit, (spare) => spare.describeModel(url, size), 'cpu')),
      );
    } catch (error) {
      if (error instanceof EverframeError && error.code === 'model-unreadable')
        throw new EverframeError(error.code, error.message, { cause: error, facts: { ...error.facts, name } });
      throw error;
    }
  }
  const contractOf = (read: ReadFile, shape: NetShape, title: string): ModelContract => ({
    id: `own-${read.sha256.slice(0, 12)}`,
    task: 'person-segmentation',
    title,
    file: read.name,
    bytes: read.file.size,
    sha256: read.sha256,
    licence: UNSTATED,
    ...shape,
  });
  function check(read: ReadFile, shape: NetShape): void {
    const [problem] = problemsOf(shape, read.description);
    if (problem)
      throw new EverframeError('setting-invalid', `the model was not added: ${problem.message}`, {
        facts: { field: problem.field },
      });
  }

  const desk: ModelsDesk = {
    get choice() {
      return options.choice();
    },
    list,
    async read(source, { onProgress, signal } = {}) {
      const isFile = source instanceof File;
      if (isFile && source.size > MOST_BYTES) throw tooLarge(source.name, source.size);
      const { file, name } = isFile
        ? { file: source, name: source.name }
        : await downloadModel(source, { onProgress, signal });
      if (file.size === 0) throw unreadable('empty', name);
      const sha256 = await digest(file).catch(() => {
        throw unreadable('gone', name);
      });
      const description = await describe(file, name, {});
      if (signal?.aborted) throw new EverframeError('superseded', 'reading the model was cancelled');
      const from = isFile ? name : source;
      const draft = draftContract(description);
      return { file, name, from, sha256, description, isAnySize: isAnySize(description), draft };
    },
    async readAgain(read, size) {
      const description = await describe(read.file, read.name, size);
      const { input, output } = draftContract(description);
      return { ...read, description, draft: { input: { ...input, ...size }, output } };
    },
    async tryOut(read, shape) {
      check(read, shape);
      return withUrl(read.file, (url) =>
        inSpare((limit) =>
          engines.inSpare(limit, async (spare) => {
            await spare.loadModel(contractOf(read, shape, read.name), url);
            return spare.tryOut(await options.feed(), 'cover', TRIAL_WIDTH);
          }),
        ),
      );
    },
    async keep(read, shape, title) {
      check(read, shape);
      const contract = contractOf(read, shape, title.trim() || read.name);
      const { personShare } = await withUrl(read.file, (url) =>
        inSpare((limit) =>
          engines.inSpare(limit, async (spare) => {
            await spare.loadModel(contract, url);
            return spare.tryOut(await options.demo(), 'cover', TRIAL_WIDTH);
          }),
        ),
      );
      if (personShare > MOST_SHARE)
        throw new EverframeError('model-contract', 'it takes the whole room for the person: viewers would see it', {
          facts: { flaw: 'everything', name: read.name },
        });
      await modelStore.keep({ contract, from: read.from }, read.file);
      return find(contract.id);
    },
    async download(id, { onProgress, signal } = {}) {
      const contract = (await catalogue.personNets()).find((net) => net.id === id);
      const address = contract ? offeredAt(contract) : null;
      if (!contract || address === null) return find(id);
      const { file } = await downloadModel(address, {
        signal,
        onProgress: (loadedBytes) => onProgress?.(loadedBytes, contract.bytes),
      });
      if (file.size !== contract.bytes || (await digest(file)) !== contract.sha256)
        throw new EverframeError('model-hash', `${contract.file} is not the file that the catalogue describes`, {
          facts: { name: contract.file, gotBytes: file.size, bytes: contract.bytes },
        });
      await modelStore.keep({ contract, from: address }, file);
      return find(id);
    },
    async use(id) {
      await engines.useNet(id === 'auto' ? null : await findNet(id));
      options.choose(id);
    },
    async remove(id) {
      const { state } = await find(id);
      if (state !== 'kept')
        throw new EverframeError('setting-invalid', `${id} was not removed: only what was added or downloaded can be`);
      if (options.choice() === id) await desk.use('auto');
      await modelStore.drop(id);
      keptSpeeds.drop(id);
    },
    async measure(id) {
      const net = await findNet(id);
      const { kind, adapter } = engines.engine;
      const card = await readAdapter();
      const kinds: EngineKind[] =
        kind === 'webgpu' || (card.name !== '' && !card.isFallback) ? ['cpu', 'webgpu'] : ['cpu'];
      for (const one of kinds) {
        const ms = await inSpare((limit) =>
          timeNet({ inSpare: (of, end, job) => engines.inSpare(end, job, of) }, one, net, limit),
        );
        keptSpeeds.keep(id, one === 'cpu' ? one : `${one} ${adapter || card.name}`, Math.round(ms * 10) / 10);
      }
      if (net.url.startsWith('blob:')) URL.revokeObjectURL(net.url);
      return speedsOf(id);
    },
  };
  return desk;
}
