// The engine as the page knows it: which one runs and why, its net, and what is wrong with them. Chooses between the two,
// once a machine; the workers themselves are the engine room's.
import { asEverframeError, type EverframeError } from '../base/errors';
import type { EngineKind } from '../compositor/engine';
import { personNetFor } from '../config/person-net';
import type { ProgramFormat } from '../config/program';
import type { Remembered } from '../config/remembered';
import type { FrameNote, VisionEvent, VisionReport, VisionSettings } from '../protocol/vision-service';
import { openCatalogue, urlOf } from './catalogue';
import { chooseEngine, compareTimings, readAdapter, type AdapterFacts } from './engine-choice';
import { createEngineRoom, type EngineRoom, type EngineRoomHooks } from './engine-room';
import { timeEngines } from './engine-timing';
import type { EngineState, ModelState, Trouble } from './studio-snapshot';
import type { VisionClient } from './vision-client';

/** One thread holds 30 fps with the least processor time; two take 0.68 of a frame's time for 1.25 of the work. */
const THREADS = 1;

type Timings = Remembered['timings'];

export interface EngineDeskOptions {
  /** Asked for in the address: nothing is chosen then. */
  readonly asked: EngineKind | undefined;
  readonly program: ProgramFormat;
  /** What was measured on this machine before, by adapter. */
  timings(): Timings;
  remember(timings: Timings): void;
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
  /** Ends the worker in charge as a crash would, or lets the other engine take over. */
  rehearse(fault: 'killed' | 'switched'): void;
  watch(): void;
  close(): void;
}

export function createEngineDesk(options: EngineDeskOptions, hooks: EngineDeskHooks): EngineDesk {
  const catalogue = openCatalogue();
  let room: EngineRoom | null = null;
  let model: ModelState = { state: 'none', title: 'Person model', loadedBytes: 0, totalBytes: 0 };
  let engine: EngineState = { kind: null, reason: '', timing: false, adapter: '', threads: THREADS };
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
        // While the other engine is timed beside it the machine is not its own.
        if (!engine.timing) hooks.frames(event.notes);
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
  async function keepRuntime(): Promise<void> {
    const kind = room?.kind;
    const { keepCompiled } = await import('../inference/dom/keep-compiled');
    if (kind) await keepCompiled(kind);
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
        const timing = await timeEngines(mine);
        options.remember({ ...options.timings(), [adapter.name]: timing });
        const faster = compareTimings(timing);
        ({ kind } = faster);
        setEngine({ reason: faster.reason });
      }
      if (kind !== mine.kind) await mine.takeOver(kind);
    } catch (error) {
      const { message } = asEverframeError(error);
      if (mine === room) setEngine({ reason: `The processor: the graphics card could not be used (${message}).` });
    } finally {
      setEngine({ timing: false });
    }
  }

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
      room = createEngineRoom(options.asked ?? 'cpu', options.program, THREADS, {
        event: hear,
        engaged(kind, name, threads) {
          const reason = options.asked ? chooseEngine(kind, null, null).reason : engine.reason;
          if (!isModelTrouble()) trouble = null;
          setEngine({ kind, adapter: name || engine.adapter, threads, reason });
          hooks.engaged(kind);
        },
        model(state, error) {
          // Opening a net keeps its worker busy for a moment; that is no fault of the source.
          if (state === 'loading') hooks.pausing();
          else hooks.resumed();
          if (state === 'ready') void keepRuntime();
          if (state === 'ready' && isModelTrouble()) trouble = null;
          if (error) setTrouble(error);
          setModel({ state });
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
        const found = await catalogue.personNet(personNetFor(options.program));
        if (mine !== room) return;
        setModel({ title: found.title, totalBytes: found.bytes });
        // Workers resolve addresses against their own script, so it goes there whole.
        await mine.needModel(found, urlOf(found));
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
    rehearse(fault) {
      if (fault === 'killed') room?.kill();
      else void room?.takeOver(room.kind === 'cpu' ? 'webgpu' : 'cpu').catch(() => undefined);
    },
    watch() {
      room?.watch();
    },
    close() {
      room?.close();
      room = null;
      setModel({ state: 'none' });
    },
  };
}
