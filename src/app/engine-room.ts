// Keeps one vision worker at work: opens it, has a fresh one follow when it dies, and lets a warm one take over (A/B) when
// another engine is wanted or the net gave up. Settings, source and backdrop are data kept here and by the hooks for that.
import { asEverframeError, EverframeError } from '../base/errors';
import type { EngineKind } from '../compositor/engine';
import type { FastPaths } from '../config/fast-paths';
import type { ProgramFormat } from '../config/program';
import type { LoadTimes, PersonNetFile } from '../protocol/model-contract';
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

/** A net and, where a person chose it, the one that takes its place when it fails. */
export interface Net extends PersonNetFile {
  readonly instead?: Net;
}

export interface EngineRoomHooks {
  event(event: VisionEvent): void;
  /** The engine that runs from now on; it has settings and a way out, and is to be given a feed now. */
  engaged(kind: EngineKind, adapter: string, threads: number, openMs: number): void;
  model(state: 'loading' | 'failed', net: Net, error?: EverframeError): void;
  modelReady(net: Net, load: LoadTimes): void;
  /** A chosen net failed: the other is loaded now. */
  gaveUp(net: Net, instead: Net, error: EverframeError): void;
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
  needModel(net: Net): Promise<void>;
  /** Replaces the worker by a fresh one with this engine or net, warm before it takes over. Rejects, and the former one stays. */
  takeOver(change: { readonly kind?: EngineKind; readonly net?: Net }): Promise<void>;
  /** Has a spare worker do something beside the one in charge, which it never follows; the spare ends with the call, at the latest at `limit`. */
  inSpare<T>(kind: EngineKind, limit: AbortSignal, job: (spare: VisionClient) => Promise<T>): Promise<T>;
  /** The net that workers load; null before one was needed. */
  readonly net: Net | null;
  watch(): void;
  kill(): void;
  close(): void;
}

const waitFor = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const nth = (delays: readonly number[], n: number) => delays[Math.min(n, delays.length - 1)] ?? 0;

export function createEngineRoom(
  first: EngineKind,
  program: ProgramFormat,
  fastPaths: () => FastPaths,
  hooks: EngineRoomHooks,
): EngineRoom {
  let settings: VisionSettings | null = null;
  let model: Net | null = null;
  let deaths = 0;
  let closed = false;
  let client: VisionClient;
  /** Loading of the net by worker; kept when it went well. */
  const installing = new Map<VisionClient, Promise<LoadTimes | null>>();

  const inCharge = (one: VisionClient) => one === client && !closed;
  /** The one in charge, and spares that are still warming up. */
  const clients = new Set<VisionClient>();
  const spawn = (kind: EngineKind): VisionClient => {
    const made: VisionClient = createVisionClient(kind, program, fastPaths(), (event) => {
      if (!inCharge(made)) return;
      if (event.kind === 'report' && event.report.framesOut > WELL_AFTER) deaths = 0;
      hooks.event(event);
      if (event.kind !== 'failure') return;
      if (FATAL.includes(event.code)) void follow(made, event.code);
      else if (event.code === 'model-run') {
        giveUp(new EverframeError(event.code, event.message, { facts: event.facts }));
        void provide(made, 'elsewhere');
      }
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
  const install = (target: VisionClient, net = model): Promise<LoadTimes | null> => {
    if (!net) return Promise.resolve(null);
    const found = installing.get(target);
    if (found) return found;
    if (inCharge(target)) hooks.model('loading', net);
    const loading = target.loadModel(net.contract, hooks.modelAt(net.url)).then(
      (load) => {
        if (inCharge(target)) hooks.modelReady(net, load);
        return load;
      },
      (error: unknown) => {
        installing.delete(target);
        throw asEverframeError(error, 'model-unreadable');
      },
    );
    installing.set(target, loading);
    return loading;
  };
  /** Retries are for nets that ship: a chosen one that fails is followed by the one behind it. False: there is none. */
  function giveUp(error: EverframeError): boolean {
    if (!model?.instead) return false;
    const failed = model;
    model = model.instead;
    hooks.gaveUp(failed, model, error);
    return true;
  }
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
      const failure = await (isHere ? install(target) : takeOver({})).then(
        () => null,
        (error: unknown) => asEverframeError(error),
      );
      // Where the worker has gone, whoever follows it begins anew.
      if (!failure || !inCharge(target)) break;
      if (giveUp(failure)) continue;
      if (model && failure.code.startsWith('model')) hooks.model('failed', model, failure);
      await waitFor(nth(MODEL_RETRY_MS, n));
    }
    providing.delete(target);
  }

  /**
   * Settings first, so that no frame is ever looked at without them; then what stands behind the person, so that nobody
   * sees the black where it is missing; then where pictures go. Frames come last.
   */
  const bring = async (target: VisionClient) => {
    const { adapter, threads: used, openMs } = await target.opened;
    const backdrop = await hooks.backdrop().catch(() => null);
    // A clip may be long in coming.
    if (backdrop) await Promise.race([target.setBackdrop(backdrop).catch(() => undefined), waitFor(BACKDROP_MS)]);
    return () => {
      if (settings) target.apply(settings);
      target.connectProgram(hooks.programPort());
      hooks.engaged(target.kind, adapter, used, openMs);
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
    if (deaths > 0) giveUp(new EverframeError('worker-died', 'its worker died twice'));
    const delayMs = nth(RESPAWN_MS, deaths);
    deaths += 1;
    dismiss(dead);
    if (delayMs > 0) await waitFor(delayMs);
    followed.delete(dead);
    if (inCharge(dead)) await begin(spawn(kind));
  }

  /** One at a time: of two under way the later one would put the earlier one's engine or net back. */
  let turn: Promise<unknown> = Promise.resolve();
  function takeOver(change: { readonly kind?: EngineKind; readonly net?: Net }): Promise<void> {
    const mine = turn.then(() => replace(change.kind ?? client.kind, change.net));
    turn = mine.catch(() => undefined);
    return mine;
  }
  async function replace(kind: EngineKind, chosen: Net | undefined): Promise<void> {
    const next = spawn(kind);
    try {
      await next.opened;
      const net = chosen ?? model;
      const load = await install(next, net);
      const engage = await bring(next);
      if (closed) throw new EverframeError('not-running', 'the studio was stopped');
      // Nobody hears of the death of a spare.
      if (!next.alive) throw new EverframeError('worker-died', 'the spare vision worker has gone');
      const former = client;
      client = next;
      if (chosen) {
        model = chosen;
        // What became of the former one says nothing about this one.
        deaths = 0;
      }
      engage();
      if (net && load) hooks.modelReady(net, load);
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
    async needModel(net) {
      model ??= net;
      const target = client;
      try {
        await target.opened;
        void provide(target, 'here');
        await install(target);
      } catch (error) {
        const failure = asEverframeError(error);
        // Whoever follows a worker that died, or a net that was given up, tells.
        if (failure.code.startsWith('model') && model === net && !net.instead) throw failure;
      }
    },
    get net() {
      return model;
    },
    takeOver,
    async inSpare(kind, limit, job) {
      const spare = spawn(kind);
      const end = () => {
        dismiss(spare);
      };
      limit.addEventListener('abort', end);
      try {
        await spare.opened;
        return await job(spare);
      } finally {
        limit.removeEventListener('abort', end);
        end();
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
