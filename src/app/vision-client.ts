// The page's side of one vision worker. A worker has one engine and ends with it; replacing it is the engine room's job.
// It says at once when its worker has gone, and what was asked of a worker that has gone is rejected, never left open.
import { proxy, transfer, wrap, type Remote } from 'comlink';
import { EverframeError } from '../base/errors';
import type { EngineKind, Fit } from '../compositor/engine';
import type { FastPaths } from '../config/fast-paths';
import type { ProgramFormat } from '../config/program';
import { feedTransfer, type GivenFeed } from '../protocol/feed';
import { watchLifeline } from '../protocol/lifeline';
import type { LoadTimes, ModelContract, NetDescription } from '../protocol/model-contract';
import type {
  Backdrop,
  PersonPicture,
  Trial,
  VisionEvent,
  VisionService,
  VisionSettings,
  VisionSource,
} from '../protocol/vision-service';
import { createWatchdog } from './watchdog';

/** The worker reports four times a second; longer silence is a hang. */
const SILENCE_MS = 2000;
/** Opening an engine, creating an ORT session and the first run of its shaders block the worker for seconds. */
const LOADING_SILENCE_MS = 20_000;

export interface VisionClient {
  readonly kind: EngineKind;
  /** False once the worker has gone, whoever ended it. */
  readonly alive: boolean;
  readonly opened: Promise<{ adapter: string; threads: number; openMs: number }>;
  /** Resolves when the open worker has time for messages; rejects when it ends first. */
  ready(): Promise<void>;
  connectProgram(port: MessagePort): void;
  apply(settings: VisionSettings): void;
  setBackdrop(backdrop: Backdrop | null): Promise<void>;
  loadModel(contract: ModelContract, url: string): Promise<LoadTimes>;
  describeModel(url: string, size: { readonly width?: number; readonly height?: number }): Promise<NetDescription>;
  /** Takes the feed, and closes it. */
  tryOut(given: GivenFeed, fit: Fit, width: number): Promise<Trial>;
  /** Takes the feed: it is closed when the worker has another, and before the worker ends. */
  setFeed(given: GivenFeed, source: VisionSource): void;
  time(frames: number): Promise<number>;
  takePerson(width: number): Promise<PersonPicture | null>;
  /** To be called often: a worker that hangs is a failure like any other. */
  watch(): void;
  /** Ends the worker as a crash would: for tests and rehearsals. */
  kill(): void;
  terminate(): void;
}

export function createVisionClient(
  kind: EngineKind,
  program: ProgramFormat,
  fastPaths: FastPaths,
  onEvent: (event: VisionEvent) => void,
): VisionClient {
  const name = `vision-${kind} ${crypto.randomUUID()}`;
  const worker = new Worker(new URL('../workers/vision.worker.ts', import.meta.url), { type: 'module', name });
  const service: Remote<VisionService> = wrap<VisionService>(worker);
  const watchdog = createWatchdog(performance.now());
  let ended = false;
  let busy = 0;
  let fed: GivenFeed | null = null;
  let fail: (error: EverframeError) => void = () => undefined;
  const over = new Promise<never>((_resolve, reject) => (fail = reject));
  over.catch(() => undefined); // told to whoever waits for an answer

  const end = (message: string) => {
    ended = true;
    letGo();
    fed?.close();
    worker.terminate();
    fail(new EverframeError('worker-died', message));
  };
  const crash = (message: string) => {
    if (ended) return;
    end(message);
    onEvent({ kind: 'failure', code: 'worker-died', message, facts: {} });
  };
  const letGo = watchLifeline(worker, name, () => {
    crash('the vision worker has gone');
  });
  worker.onerror = (event) => {
    crash(event.message || 'the vision worker failed');
  };
  worker.onmessageerror = () => {
    crash('a message could not be read');
  };
  const hear = (event: VisionEvent) => {
    watchdog.heard(performance.now());
    if (!ended) onEvent(event);
  };
  /** The answer of the worker, or a rejection when it ends first. */
  const ask = <T>(answer: Promise<T>): Promise<T> => Promise.race([answer, over]);
  /** The same for what keeps the worker from reporting. */
  const askLong = async <T>(answer: Promise<T>): Promise<T> => {
    busy += 1;
    try {
      return await ask(answer);
    } finally {
      busy -= 1;
      watchdog.heard(performance.now());
    }
  };
  const beganMs = performance.now();
  const opened = askLong(service.open({ engine: kind, program, fastPaths }, proxy(hear))).then((found) => ({
    ...found,
    openMs: performance.now() - beganMs,
  }));
  // The rejection is handled by whoever awaits `opened`; a client that is dropped earlier must not complain.
  opened.catch(() => undefined);
  return {
    kind,
    get alive() {
      return !ended;
    },
    opened,
    async ready() {
      await opened;
      await ask(service.answer());
    },
    connectProgram(port) {
      void service.connectProgram(transfer(port, [port]));
    },
    apply(settings) {
      void service.apply(settings);
    },
    setBackdrop: (backdrop) =>
      ask(
        backdrop?.kind === 'video'
          ? service.setBackdrop(transfer(backdrop, feedTransfer(backdrop.feed)))
          : service.setBackdrop(backdrop),
      ),
    loadModel: (contract, url) => askLong(service.loadModel(contract, url)),
    setFeed(given, source) {
      if (ended) {
        given.close();
        return;
      }
      const former = fed;
      fed = given;
      const { feed } = given;
      // Closed sooner, the former one's end would be taken for the end of the source.
      void ask(service.setFeed(transfer(feed, feedTransfer(feed)), source))
        .catch(() => undefined)
        .then(() => former?.close());
    },
    describeModel: (url, size) => askLong(service.describeModel(url, size)),
    async tryOut(given, fit, width) {
      const { feed } = given;
      try {
        return await askLong(service.tryOut(transfer(feed, feedTransfer(feed)), { fit }, width));
      } finally {
        given.close();
      }
    },
    time: (frames) => askLong(service.time(frames)),
    takePerson: (width) => ask(service.takePerson(width)),
    watch() {
      if (watchdog.look(performance.now()) > (busy > 0 ? LOADING_SILENCE_MS : SILENCE_MS))
        crash('the vision worker hangs');
    },
    kill() {
      worker.terminate();
    },
    terminate() {
      end('the vision worker was ended');
    },
  };
}
