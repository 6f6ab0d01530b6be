// Keeps one vision worker at work: opens it, brings a fresh one to the same state when it dies or another engine is to
// take over (A/B), and says which engine runs and why. Settings, source and backdrop are data kept here for that.
import { asEverframeError, EverframeError } from '../base/errors';
import type { EngineKind } from '../compositor/engine';
import type { ProgramFormat } from '../config/program';
import type { ModelContract } from '../protocol/model-contract';
import type { Backdrop, VisionEvent, VisionSettings } from '../protocol/vision-service';
import { createVisionClient, type VisionClient } from './vision-client';

/** The worker reports four times a second; longer silence is a death or a hang. */
const SILENCE_MS = 2000;
/** Creating an ORT session and the first run of its shaders block the worker for seconds. */
const LOADING_SILENCE_MS = 20_000;
const RESPAWN_DELAYS_MS = [0, 500, 2000, 5000];

export interface EngineRoomHooks {
  event(event: VisionEvent): void;
  /** The engine that runs from now on; it has settings and a way out, and is to be given a feed now. */
  engaged(kind: EngineKind, adapter: string, threads: number): void;
  model(state: 'loading' | 'ready' | 'failed', error?: EverframeError): void;
  /** A port for a new worker's pictures. */
  programPort(): MessagePort;
  /** The backdrop, made anew (a clip's feed can be used once). */
  backdrop(): Promise<Backdrop | null>;
  pausing(): void;
}

export interface EngineRoom {
  readonly kind: EngineKind;
  readonly client: VisionClient;
  apply(settings: VisionSettings): void;
  needModel(contract: ModelContract, url: string): Promise<void>;
  /** Replaces the worker by a fresh one with this engine, warm before it takes over. */
  takeOver(kind: EngineKind): Promise<void>;
  /** A spare worker's median ms per masked frame; the spare ends with the call. */
  timeSpare(kind: EngineKind, frames: number): Promise<{ ms: number; adapter: string }>;
  watch(): void;
  kill(): void;
  close(): void;
}

export function createEngineRoom(
  first: EngineKind,
  program: ProgramFormat,
  threads: number,
  hooks: EngineRoomHooks,
): EngineRoom {
  let settings: VisionSettings | null = null;
  let model: { contract: ModelContract; url: string } | null = null;
  let failures = 0;
  let replacing = false;
  let loading = 0;
  let closed = false;
  let client: VisionClient;

  const listen = (mine: () => VisionClient) => (event: VisionEvent) => {
    if (mine() !== client) return;
    if (event.kind === 'report' && event.report.framesOut > 300) failures = 0;
    if (event.kind === 'failure' && ['gpu-lost', 'worker-died', 'engine-failed'].includes(event.code))
      void replaceDead(event.code);
    hooks.event(event);
  };
  const spawn = (kind: EngineKind): VisionClient => {
    const made: VisionClient = createVisionClient(kind, program, threads, (event) => {
      listen(() => made)(event);
    });
    return made;
  };

  const installModel = async (target: VisionClient): Promise<void> => {
    if (!model) return;
    if (target === client) hooks.model('loading');
    loading += 1;
    try {
      await target.loadModel(model.contract, model.url);
      if (target === client) hooks.model('ready');
    } catch (error) {
      const failure = asEverframeError(error, 'model-unreadable');
      if (target === client) hooks.model('failed', failure);
      throw failure;
    } finally {
      loading -= 1;
    }
  };

  /** Settings first, so that no frame is ever looked at without them; then where pictures go; frames come last. */
  const engage = async (target: VisionClient) => {
    const { adapter, threads: used } = await target.opened;
    if (settings) target.apply(settings);
    target.connectProgram(hooks.programPort());
    hooks.engaged(target.kind, adapter, used);
  };

  async function replaceDead(code: string): Promise<void> {
    if (replacing || closed) return;
    replacing = true;
    hooks.pausing();
    // A GPU that was lost twice in a row is not trusted again in this session.
    const kind = code === 'gpu-lost' && failures > 0 ? 'cpu' : client.kind;
    const delayMs = RESPAWN_DELAYS_MS[Math.min(failures, RESPAWN_DELAYS_MS.length - 1)] ?? 0;
    failures += 1;
    client.terminate();
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    try {
      await begin(spawn(kind));
    } catch {
      if (!closed) await begin(spawn('cpu')).catch(() => undefined);
    } finally {
      replacing = false;
    }
  }

  const begin = async (target: VisionClient) => {
    client = target;
    await engage(target);
    void hooks
      .backdrop()
      .then((backdrop) => backdrop && target.setBackdrop(backdrop))
      .catch(() => undefined);
    void installModel(target).catch(() => undefined);
  };

  client = spawn(first);
  void begin(client).catch((error: unknown) => {
    const failure = asEverframeError(error, 'engine-failed');
    hooks.event({ kind: 'failure', code: failure.code, message: failure.message, facts: failure.facts });
    if (client.kind === 'webgpu') void replaceDead('gpu-lost').then(() => (failures = 1));
  });

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
      if (model?.contract.id === contract.id) return;
      model = { contract, url };
      await client.opened;
      try {
        await installModel(client);
      } catch (error) {
        model = null;
        throw error;
      }
    },
    async takeOver(kind) {
      const next = spawn(kind);
      try {
        await next.opened;
        if (model) await next.loadModel(model.contract, model.url);
        const backdrop = await hooks.backdrop();
        if (backdrop) await next.setBackdrop(backdrop);
      } catch (error) {
        next.terminate();
        throw asEverframeError(error, 'engine-failed');
      }
      const former = client;
      client = next;
      await engage(next);
      if (model) hooks.model('ready');
      former.terminate();
    },
    async timeSpare(kind, frames) {
      if (!model) throw new EverframeError('internal', 'nothing to time yet');
      const spare = spawn(kind);
      try {
        const { adapter } = await spare.opened;
        await spare.loadModel(model.contract, model.url);
        return { ms: await spare.time(frames), adapter };
      } finally {
        spare.terminate();
      }
    },
    watch() {
      if (!replacing && client.silenceMs() > (loading > 0 ? LOADING_SILENCE_MS : SILENCE_MS))
        void replaceDead('worker-died');
    },
    kill() {
      client.terminate();
    },
    close() {
      closed = true;
      client.terminate();
    },
  };
}
