// The engine as the page knows it: which one runs and why, its net, and what is wrong with them. Chooses between the two,
// once a machine; the workers themselves are the engine room's.
import { asEverframeError, EverframeError } from '../base/errors';
import type { EngineKind } from '../compositor/engine';
import type { FastPaths } from '../config/fast-paths';
import { personNetFor } from '../config/person-net';
import type { ProgramFormat } from '../config/program';
import type { Remembered } from '../config/remembered';
import type { PersonNetFile } from '../protocol/model-contract';
import type { FrameNote, VisionEvent, VisionReport, VisionSettings } from '../protocol/vision-service';
import { openCatalogue, urlOf } from './catalogue';
import { chooseEngine, compareTimings, readAdapter, type AdapterFacts } from './engine-choice';
import { createEngineRoom, type EngineRoom, type EngineRoomHooks, type Net } from './engine-room';
import { timeEngines } from './engine-timing';
import type { EngineState, ModelState, Trouble } from './studio-snapshot';
import type { VisionClient } from './vision-client';

type Timings = Remembered['timings'];

export interface EngineDeskOptions {
  /** Asked for in the address: nothing is chosen then. */
  readonly asked: EngineKind | undefined;
  readonly program: ProgramFormat;
  fastPaths(): FastPaths;
  /** What was measured on this machine before, by adapter. */
  timings(): Timings;
  remember(timings: Timings): void;
  /** The net that a person chose; null: by the program's shape. Rejects where it is not there any more. */
  chosenNet(): Promise<PersonNetFile | null>;
}

export interface EngineDeskHooks extends Pick<EngineRoomHooks, 'programPort' | 'backdrop' | 'lost' | 'modelAt'> {
  report(report: VisionReport): void;
  frames(notes: readonly FrameNote[]): void;
  firstFrame(sourceId: number): void;
  feedEnded(sourceId: number, message: string): void;
  /** A worker is at work and is to be given a feed. */
  engaged(kind: EngineKind): void;
  /** Pictures will be long in coming for a moment, through no fault of the source; `resumed` ends it. */
  pausing(): void;
  resumed(): void;
  /** The net that a background waits for cannot be had; it is tried again by itself. */
  modelFailed(error: EverframeError): void;
  /** Frames are made with that net from now on. */
  modelReady(net: Net): void;
  /** The net that a person chose failed, or is not there; the one that ships takes its place. `title` is empty where nobody knows it. */
  gaveUp(title: string, instead: string, error: EverframeError): void;
  changed(): void;
}

export interface EngineDesk {
  readonly engine: EngineState;
  readonly model: ModelState;
  readonly trouble: Trouble | null;
  /** The worker in charge; null while stopped. */
  readonly client: VisionClient | null;
  open(settings: VisionSettings): void;
  apply(settings: VisionSettings): void;
  /** Sees to it that the worker in charge has its net; then, once, to the choice between the engines. */
  needModel(): Promise<void>;
  /** Has a worker that takes this path, or no longer does, follow the one in charge, where that matters to its engine. */
  renew(path: keyof FastPaths): void;
  /** Ends the worker in charge as a crash would, or lets the other engine take over. */
  rehearse(fault: 'killed' | 'switched'): void;
  /** Has a warm worker with that net take over; null: the one for the program's shape. Rejects, and the former net stays. */
  useNet(net: PersonNetFile | null): Promise<void>;
  /** As in the engine room, with the engine that runs unless another is named. */
  inSpare<T>(limit: AbortSignal, job: (spare: VisionClient) => Promise<T>, kind?: EngineKind): Promise<T>;
  watch(): void;
  close(): void;
}

export function createEngineDesk(options: EngineDeskOptions, hooks: EngineDeskHooks): EngineDesk {
  const catalogue = openCatalogue();
  let room: EngineRoom | null = null;
  let model: ModelState = {
    state: 'none',
    id: '',
    title: 'Person model',
    loadedBytes: 0,
    totalBytes: 0,
    load: null,
  };
  let engine: EngineState = { kind: null, reason: '', timing: false, adapter: '', threads: 1, openMs: null };
  /** Spare workers that are at work beside the one in charge. */
  let spares = 0;
  let trouble: Trouble | null = null;
  let adapter: AdapterFacts | null = null;

  const setModel = (changes: Partial<ModelState>) => {
    model = { ...model, ...changes };
    hooks.changed();
  };
  const setEngine = (changes: Partial<EngineState>) => {
    engine = { ...engine, ...changes };
    hooks.changed();
  };
  const setTrouble = ({ code, message, facts }: Pick<EverframeError, 'code' | 'message' | 'facts'>) => {
    trouble = { code, sinceMs: Date.now(), message, facts };
    hooks.changed();
  };
  const isModelTrouble = () => trouble?.code.startsWith('model') === true;

  function hear(event: VisionEvent): void {
    switch (event.kind) {
      case 'report':
        hooks.report(event.report);
        break;
      case 'frames':
        // While another is at work beside it the machine is not its own.
        if (spares === 0 && !engine.timing) hooks.frames(event.notes);
        break;
      case 'first-frame':
        hooks.firstFrame(event.sourceId);
        break;
      case 'feed-ended':
        hooks.feedEnded(event.sourceId, event.message);
        break;
      case 'model-progress':
        setModel({ loadedBytes: event.loadedBytes, totalBytes: event.totalBytes });
        break;
      case 'failure':
        setTrouble(event);
        break;
    }
  }

  /** For the worker that may have to follow this one; nothing that the first picture needs. */
  function keepRuntime(kind: EngineKind): void {
    import('../inference/dom/keep-compiled').then(
      ({ keepCompiled }) => keepCompiled(kind),
      // Without it that worker compiles for itself.
      () => undefined,
    );
  }

  /** Both engines in spare workers, after the first masked picture; the faster one takes over. */
  async function chooseByMeasure(): Promise<void> {
    const mine = room;
    if (!mine || engine.timing) return;
    adapter ??= await readAdapter();
    if (mine !== room) return;
    const choice = chooseEngine(options.asked, adapter, options.timings()[adapter.name] ?? null);
    setEngine({ reason: choice.reason, adapter: adapter.name });
    let { kind } = choice;
    try {
      if (choice.shouldTime) {
        setEngine({ timing: true });
        const { net } = mine;
        if (!net) return;
        const timing = await timeEngines(mine, net);
        options.remember({ ...options.timings(), [adapter.name]: timing });
        const faster = compareTimings(timing);
        ({ kind } = faster);
        setEngine({ reason: faster.reason });
      }
      if (kind !== mine.kind) await mine.takeOver({ kind });
    } catch (error) {
      const { message } = asEverframeError(error);
      if (mine === room) setEngine({ reason: `The processor: the graphics card could not be used (${message}).` });
    } finally {
      setEngine({ timing: false });
    }
  }

  const shipped = async (): Promise<Net> => {
    const contract = await catalogue.personNet(personNetFor(options.program));
    // Workers resolve addresses against their own script, so it goes there whole.
    return { contract, url: urlOf(contract) };
  };
  const withShipped = async (chosen: PersonNetFile | null): Promise<Net> => {
    const instead = await shipped();
    return chosen && chosen.contract.id !== instead.contract.id ? { ...chosen, instead } : instead;
  };
  /** Under way; a choice that is made meanwhile comes after it. */
  let finding: Promise<Net> | null = null;
  async function firstNet(): Promise<Net> {
    try {
      return await withShipped(await options.chosenNet());
    } catch (error) {
      const instead = await shipped();
      hooks.gaveUp('', instead.contract.title, asEverframeError(error));
      return instead;
    }
  }
  const show = ({ contract }: Net) => ({ id: contract.id, title: contract.title, totalBytes: contract.bytes });

  return {
    get engine() {
      return engine;
    },
    get model() {
      return model;
    },
    get trouble() {
      return trouble;
    },
    get client() {
      return room?.client ?? null;
    },
    open(settings) {
      room = createEngineRoom(options.asked ?? 'cpu', options.program, () => options.fastPaths(), {
        event: hear,
        engaged(kind, name, threads, openMs) {
          const reason = options.asked ? chooseEngine(kind, null, null).reason : engine.reason;
          if (!isModelTrouble()) trouble = null;
          setEngine({ kind, adapter: name || engine.adapter, threads, reason, openMs });
          hooks.engaged(kind);
        },
        model(state, net, error) {
          // Opening a net keeps its worker busy for a moment; that is no fault of the source.
          if (state === 'loading') hooks.pausing();
          else hooks.resumed();
          if (error) setTrouble(error);
          setModel({ state, load: null, ...show(net) });
        },
        modelReady(net, load) {
          hooks.resumed();
          if (room) keepRuntime(room.kind);
          if (isModelTrouble()) trouble = null;
          hooks.modelReady(net);
          setModel({ state: 'ready', load, ...show(net) });
        },
        gaveUp(net, instead, error) {
          hooks.gaveUp(net.contract.title, instead.contract.title, error);
        },
        programPort: () => hooks.programPort(),
        backdrop: () => hooks.backdrop(),
        modelAt: (url) => hooks.modelAt(url),
        lost() {
          hooks.lost();
        },
      });
      room.apply(settings);
    },
    apply(settings) {
      room?.apply(settings);
    },
    async needModel() {
      const mine = room;
      if (!mine) return;
      try {
        const net = mine.net ?? (await (finding ??= firstNet().finally(() => (finding = null))));
        if (mine !== room) return;
        await mine.needModel(net);
        if (mine !== room) return;
        if (isModelTrouble()) trouble = null;
        void chooseByMeasure();
      } catch (error) {
        // Of a start that is over.
        if (mine !== room) return;
        const failure = asEverframeError(error, 'model-unreadable');
        setTrouble(failure);
        setModel({ state: 'failed' });
        hooks.modelFailed(failure);
      }
    },
    renew(path) {
      if (!room || (room.kind === 'cpu') !== (path === 'netThreads')) return;
      void room.takeOver({}).catch(() => undefined);
    },
    rehearse(fault) {
      if (fault === 'killed') room?.kill();
      else void room?.takeOver({ kind: room.kind === 'cpu' ? 'webgpu' : 'cpu' }).catch(() => undefined);
    },
    async useNet(chosen) {
      const mine = room;
      const net = await withShipped(chosen);
      await finding?.catch(() => undefined);
      // Where none was needed yet, it is the first one that is.
      if (mine?.net && mine === room) await mine.takeOver({ net });
    },
    async inSpare(limit, job, kind) {
      const mine = room;
      if (!mine) throw new EverframeError('not-running', 'the studio is stopped');
      spares += 1;
      try {
        return await mine.inSpare(kind ?? mine.kind, limit, job);
      } finally {
        spares -= 1;
      }
    },
    watch() {
      room?.watch();
    },
    close() {
      room?.close();
      room = null;
      setModel({ state: 'none', load: null });
    },
  };
}
