// Keeps one vision worker at work: opens it, has a fresh one follow when it dies, and lets a warm one take over (A/B) when
// another engine is wanted or the net gave up. Settings, source and backdrop are data kept here and by the hooks for that.
import { asEverframeError, EverframeError } from '../base/errors';
import type { EngineKind } from '../compositor/engine';
import type { ProgramFormat } from '../config/program';
import type { ModelContract } from '../protocol/model-contract';
import type { Backdrop, VisionEvent, VisionSettings } from '../protocol/vision-service';
import { createVisionClient, type VisionClient } from './vision-client';

/** Waits before the first, second, ... further try; the last one repeats. */
const RESPAWN_MS = [0, 250, 1000, 3000];
const MODEL_RETRY_MS = [3000, 10_000, 30_000];
/** A worker goes to work without its backdrop when that takes longer. */
const BACKDROP_MS = 2000;
/** Pictures after which a worker counts as well: one that dies after that is not the same fault again. */
const WELL_AFTER = 60;
const FATAL = ['gpu-lost', 'worker-died', 'engine-failed'];

export interface EngineRoomHooks {
  event(event: VisionEvent): void;
  /** The engine that runs from now on; it has settings and a way out, and is to be given a feed now. */
  engaged(kind: EngineKind, adapter: string, threads: number): void;
  model(state: 'loading' | 'ready' | 'failed', error?: EverframeError): void;
  /** Where a worker is to read the net of that address. */
  modelAt(url: string): string;
  /** A port for a new worker's pictures. */
  programPort(): MessagePort;
  /** The backdrop, made anew (a clip's feed can be used once). */
  backdrop(): Promise<Backdrop | null>;
  /** The worker in charge has gone; a fresh one follows. */
  lost(): void;
}

export interface EngineRoom {
  readonly kind: EngineKind;
  readonly client: VisionClient;
  apply(settings: VisionSettings): void;
  /** Resolves when the worker in charge has the net. A net that cannot be loaded is tried again by itself, too. */
  needModel(contract: ModelContract, url: string): Promise<void>;
  /** Replaces the worker by a fresh one with this engine, warm before it takes over. */
  takeOver(kind: EngineKind): Promise<void>;
  /** A spare worker's median ms per masked frame; the spare ends with the call. */
  timeSpare(kind: EngineKind, frames: number, limit: AbortSignal): Promise<{ ms: number; adapter: string }>;
  watch(): void;
  kill(): void;
  close(): void;
}

const waitFor = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const nth = (delays: readonly number[], n: number) => delays[Math.min(n, delays.length - 1)] ?? 0;

export function createEngineRoom(
  first: EngineKind,
  program: ProgramFormat,
  threads: number,
  hooks: EngineRoomHooks,
): EngineRoom {
  let settings: VisionSettings | null = null;
  let model: { contract: ModelContract; url: string } | null = null;
  let deaths = 0;
  let closed = false;
  let client: VisionClient;
  /** Loading of the net by worker; kept when it went well. */
  const installing = new Map<VisionClient, Promise<void>>();

  const inCharge = (one: VisionClient) => one === client && !closed;
  /** The one in charge, and spares that are still warming up. */
  const clients = new Set<VisionClient>();
  const spawn = (kind: EngineKind): VisionClient => {
    const made: VisionClient = createVisionClient(kind, program, threads, (event) => {
      if (!inCharge(made)) return;
      if (event.kind === 'report' && event.report.framesOut > WELL_AFTER) deaths = 0;
      hooks.event(event);
      if (event.kind !== 'failure') return;
      if (FATAL.includes(event.code)) void follow(made, event.code);
      else if (event.code === 'model-run') void provide(made, 'elsewhere');
    });
    clients.add(made);
    return made;
  };
  const dismiss = (one: VisionClient) => {
    clients.delete(one);
    installing.delete(one);
    one.terminate();
  };

  /** Loads the net into a worker, once; rejects with the reason. */
  const install = (target: VisionClient): Promise<void> => {
    if (!model) return Promise.resolve();
    const found = installing.get(target);
    if (found) return found;
    if (inCharge(target)) hooks.model('loading');
    const loading = target.loadModel(model.contract, hooks.modelAt(model.url)).then(
      () => {
        if (inCharge(target)) hooks.model('ready');
      },
      (error: unknown) => {
        installing.delete(target);
        throw asEverframeError(error, 'model-unreadable');
      },
    );
    installing.set(target, loading);
    return loading;
  };
  /**
   * The worker in charge goes on with the stand-in until there is a net that works. Only the first try may be in that
   * worker itself: ONNX Runtime stays broken where it once failed to start, so the next ones are in fresh workers.
   */
  const providing = new Set<VisionClient>();
  async function provide(target: VisionClient, first: 'here' | 'elsewhere'): Promise<void> {
    if (providing.has(target)) return;
    providing.add(target);
    for (let n = 0; inCharge(target); n++) {
      const isHere = n === 0 && first === 'here';
      const failure = await (isHere ? install(target) : takeOver(target.kind)).then(
        () => null,
        (error: unknown) => asEverframeError(error),
      );
      // Where the worker has gone, whoever follows it begins anew.
      if (!failure || !inCharge(target)) break;
      if (failure.code.startsWith('model')) hooks.model('failed', failure);
      await waitFor(nth(MODEL_RETRY_MS, n));
    }
    providing.delete(target);
  }

  /**
   * Settings first, so that no frame is ever looked at without them; then what stands behind the person, so that nobody
   * sees the black where it is missing; then where pictures go. Frames come last.
   */
  const bring = async (target: VisionClient) => {
    const { adapter, threads: used } = await target.opened;
    const backdrop = await hooks.backdrop().catch(() => null);
    // A clip may be long in coming.
    if (backdrop) await Promise.race([target.setBackdrop(backdrop).catch(() => undefined), waitFor(BACKDROP_MS)]);
    return () => {
      if (settings) target.apply(settings);
      target.connectProgram(hooks.programPort());
      hooks.engaged(target.kind, adapter, used);
    };
  };
  const begin = async (target: VisionClient) => {
    client = target;
    try {
      const engage = await bring(target);
      if (!inCharge(target)) return;
      engage();
      void provide(target, 'here');
    } catch (error) {
      if (!inCharge(target)) return;
      const { code, message, facts } = asEverframeError(error, 'engine-failed');
      hooks.event({ kind: 'failure', code, message, facts });
      await follow(target, code === 'gpu-missing' ? code : 'engine-failed');
    }
  };

  /** Followed by a fresh worker, later and later. A GPU that was lost twice in a row is not trusted again. */
  const followed = new Set<VisionClient>();
  async function follow(dead: VisionClient, code: string): Promise<void> {
    if (!inCharge(dead) || followed.has(dead)) return;
    followed.add(dead);
    hooks.lost();
    const kind = code === 'gpu-missing' || (code === 'gpu-lost' && deaths > 0) ? 'cpu' : dead.kind;
    const delayMs = nth(RESPAWN_MS, deaths);
    deaths += 1;
    dismiss(dead);
    if (delayMs > 0) await waitFor(delayMs);
    followed.delete(dead);
    if (inCharge(dead)) await begin(spawn(kind));
  }

  async function takeOver(kind: EngineKind): Promise<void> {
    const next = spawn(kind);
    try {
      await next.opened;
      await install(next);
      const engage = await bring(next);
      if (closed) throw new EverframeError('not-running', 'the studio was stopped');
      // Nobody hears of the death of a spare.
      if (!next.alive) throw new EverframeError('worker-died', 'the spare vision worker has gone');
      const former = client;
      client = next;
      engage();
      if (model) hooks.model('ready');
      dismiss(former);
    } catch (error) {
      dismiss(next);
      throw asEverframeError(error, 'engine-failed');
    }
  }

  client = spawn(first);
  void begin(client);

  return {
    get kind() {
      return client.kind;
    },
    get client() {
      return client;
    },
    apply(next) {
      settings = next;
      void client.opened.then(
        () => {
          if (settings === next) client.apply(next);
        },
        () => undefined,
      );
    },
    async needModel(contract, url) {
      model = { contract, url };
      const target = client;
      try {
        await target.opened;
        void provide(target, 'here');
        await install(target);
      } catch (error) {
        const failure = asEverframeError(error);
        // Whoever follows a worker that died has the net to load, and tells.
        if (failure.code.startsWith('model')) throw failure;
      }
    },
    takeOver,
    async timeSpare(kind, frames, limit) {
      if (!model) throw new EverframeError('internal', 'nothing to time yet');
      const spare = spawn(kind);
      limit.addEventListener('abort', () => {
        dismiss(spare);
      });
      try {
        const { adapter } = await spare.opened;
        await spare.loadModel(model.contract, hooks.modelAt(model.url));
        return { ms: await spare.time(frames), adapter };
      } finally {
        dismiss(spare);
      }
    },
    watch() {
      for (const one of clients) one.watch();
    },
    kill() {
      client.kill();
    },
    close() {
      closed = true;
      for (const one of clients) dismiss(one);
    },
  };
}
