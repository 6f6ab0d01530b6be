// The list of person models, and a file on its way to being one: asks the desk, keeps what came of it. One thing is added at a time.
import type { ModelEntry, ModelsDesk, ReadFile, Trial } from '../../app/models-desk';
import { problemsOf, type ContractProblem, type NetShape } from '../../app/net-contract';
import { asEverframeError } from '../../base/errors';
import { askForFile } from '../files';
import type { StudioState } from '../studio-state.svelte';
import { modelTrouble, type ModelTrouble } from '../words/models';

/** What is done with a model of the list. */
export type ModelAction = 'use' | 'measure' | 'remove' | 'download';

interface Progress {
  readonly name: string;
  readonly loaded: number;
  readonly total: number;
}

const nameOf = (address: string) => address.split('/').pop() || address;

export class ModelsState {
  readonly #app: StudioState;
  #cancel: AbortController | null = null;
  /** Counts wishes to add: an answer to an older one is dropped. */
  #turn = 0;

  entries = $state.raw<readonly ModelEntry[]>([]);
  choice = $state('auto');
  /** By model; `auto` for the first line. */
  busy = $state<Record<string, ModelAction | undefined>>({});
  troubles = $state<Record<string, ModelTrouble | undefined>>({});
  asksRemove = $state('');

  /** A file or an address that is being read. */
  progress = $state.raw<Progress | null>(null);
  trouble = $state.raw<ModelTrouble | null>(null);
  read = $state.raw<ReadFile | null>(null);
  title = $state('');
  shape = $state.raw<NetShape | null>(null);
  trial = $state.raw<Trial | null>(null);
  trying = $state<'trial' | 'keep' | null>(null);

  constructor(app: StudioState) {
    this.#app = app;
    void this.refresh();
  }

  get problems(): readonly ContractProblem[] {
    return this.read && this.shape ? problemsOf(this.shape, this.read.description) : [];
  }

  async refresh(): Promise<void> {
    try {
      const desk = await this.#desk();
      this.entries = await desk.list();
      this.choice = desk.choice;
    } catch (error) {
      this.troubles['auto'] = modelTrouble(error, 'The list of models');
    }
  }

  use = (id: string) => this.#act(id, 'use', (desk) => desk.use(id));
  measure = (id: string) => this.#act(id, 'measure', (desk) => desk.measure(id));
  /** Asks once. */
  remove(id: string): void {
    if (this.asksRemove === id) void this.#act(id, 'remove', (desk) => desk.remove(id));
    this.asksRemove = this.asksRemove === id ? '' : id;
  }
  async download({ id, title }: ModelEntry): Promise<void> {
    await this.#act(id, 'download', (desk) => this.#withProgress(title, (options) => desk.download(id, options)));
  }

  async chooseFile(): Promise<void> {
    const file = await askForFile('.onnx');
    if (file) await this.take(file, file.name);
  }
  fetch = (address: string) => this.take(address, nameOf(address));

  /** Reads a file, and shows what it says of itself. */
  async take(source: File | string, name: string): Promise<void> {
    this.leave();
    const mine = ++this.#turn;
    try {
      const desk = await this.#desk();
      const read = await this.#withProgress(name, (options) => desk.read(source, options));
      if (mine !== this.#turn) return;
      this.read = read;
      this.shape = read.draft;
      this.title = read.name.replace(/\.[^.]+$/, '');
    } catch (error) {
      if (mine === this.#turn) this.#tell(error, name);
    }
  }
  cancel(): void {
    this.#cancel?.abort();
  }
  /** Puts away what is being added. */
  leave(): void {
    this.#turn += 1;
    this.cancel();
    this.read = this.shape = this.trouble = null;
    this.#setTrial(null);
  }

  change(part: { input?: Partial<NetShape['input']>; output?: Partial<NetShape['output']> }): void {
    if (!this.shape) return;
    this.shape = { input: { ...this.shape.input, ...part.input }, output: { ...this.shape.output, ...part.output } };
    this.trouble = null;
    // It was of another description.
    this.#setTrial(null);
  }
  /** Of a net that takes any: what it gives then is read anew. */
  async changeSize(width: number, height: number): Promise<void> {
    this.change({ input: { width, height } });
    const { read } = this;
    if (!read?.isAnySize) return;
    const mine = this.#turn;
    try {
      const again = await (await this.#desk()).readAgain(read, { width, height });
      if (mine !== this.#turn) return;
      this.read = again;
      this.change({ output: { width: again.draft.output.width, height: again.draft.output.height } });
    } catch (error) {
      if (mine === this.#turn) this.#tell(error, read.name);
    }
  }

  tryOut = () =>
    this.#withRead('trial', async (desk, read, shape) => {
      this.#setTrial(null);
      const trial = await desk.tryOut(read, shape);
      this.#setTrial(trial);
    });
  keep = () =>
    this.#withRead('keep', async (desk, read, shape) => {
      const { title } = await desk.keep(read, shape, this.title);
      this.leave();
      await this.refresh();
      this.#app.toasts.show(`${title} was added. It is used when you say so.`, 'done');
    });

  async #withRead(what: 'trial' | 'keep', job: (desk: ModelsDesk, read: ReadFile, shape: NetShape) => Promise<void>) {
    const { read, shape } = this;
    if (!read || !shape || this.trying !== null) return;
    this.trying = what;
    this.trouble = null;
    const mine = this.#turn;
    try {
      await job(await this.#desk(), read, shape);
    } catch (error) {
      if (mine === this.#turn) this.#tell(error, read.name);
    } finally {
      this.trying = null;
    }
  }

  async #act(id: string, action: ModelAction, job: (desk: ModelsDesk) => Promise<unknown>): Promise<void> {
    if (this.busy[id]) return;
    this.busy[id] = action;
    this.troubles[id] = undefined;
    try {
      await job(await this.#desk());
    } catch (error) {
      const name = this.entries.find((entry) => entry.id === id)?.title ?? 'The model';
      if (asEverframeError(error).code !== 'superseded') this.troubles[id] = modelTrouble(error, name);
    } finally {
      this.busy[id] = undefined;
      await this.refresh();
    }
  }
  async #withProgress<T>(
    name: string,
    job: (options: { signal: AbortSignal; onProgress: (loaded: number, total: number) => void }) => Promise<T>,
  ): Promise<T> {
    this.cancel();
    const cancel = (this.#cancel = new AbortController());
    this.progress = { name, loaded: 0, total: 0 };
    try {
      return await job({
        signal: cancel.signal,
        onProgress: (loaded, total) => {
          if (this.#cancel === cancel) this.progress = { name, loaded, total };
        },
      });
    } finally {
      if (this.#cancel === cancel) this.progress = null;
    }
  }
  #tell(error: unknown, name: string): void {
    if (asEverframeError(error).code !== 'superseded') this.trouble = modelTrouble(error, name);
  }
  #setTrial(next: Trial | null): void {
    this.trial?.person.close();
    this.trial?.source.close();
    this.trial = next;
  }
  #desk(): Promise<ModelsDesk> {
    return this.#app.studio.models();
  }
}
