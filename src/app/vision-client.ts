// The page's side of one vision worker. A worker has one engine and ends with it; replacing it is the engine room's job.
import { proxy, transfer, wrap, type Remote } from 'comlink';
import type { EngineKind } from '../compositor/engine';
import type { ProgramFormat } from '../config/program';
import { feedTransfer, type Feed } from '../protocol/feed';
import type { ModelContract } from '../protocol/model-contract';
import type {
  Backdrop,
  PersonPicture,
  VisionEvent,
  VisionService,
  VisionSettings,
  VisionSource,
} from '../protocol/vision-service';

export interface VisionClient {
  readonly kind: EngineKind;
  readonly opened: Promise<{ adapter: string; threads: number }>;
  connectProgram(port: MessagePort): void;
  apply(settings: VisionSettings): void;
  setBackdrop(backdrop: Backdrop | null): Promise<void>;
  loadModel(contract: ModelContract, url: string): Promise<void>;
  setFeed(feed: Feed | null, source: VisionSource): void;
  time(frames: number): Promise<number>;
  takePerson(width: number): Promise<PersonPicture | null>;
  /** ms since the worker last said something; it reports four times a second. */
  silenceMs(): number;
  terminate(): void;
}

export function createVisionClient(
  kind: EngineKind,
  program: ProgramFormat,
  threads: number,
  onEvent: (event: VisionEvent) => void,
): VisionClient {
  const worker = new Worker(new URL('../workers/vision.worker.ts', import.meta.url), {
    type: 'module',
    name: `vision-${kind}`,
  });
  const service: Remote<VisionService> = wrap<VisionService>(worker);
  let heardMs = performance.now();
  let ended = false;
  const crash = (message: string) => {
    if (!ended) onEvent({ kind: 'failure', code: 'worker-died', message, facts: {} });
  };
  worker.onerror = (event) => {
    crash(event.message || 'the vision worker failed');
  };
  worker.onmessageerror = () => {
    crash('a message could not be read');
  };
  const hear = (event: VisionEvent) => {
    heardMs = performance.now();
    if (!ended) onEvent(event);
  };
  const opened = service.open({ engine: kind, program, threads }, proxy(hear));
  // The rejection is handled by whoever awaits `opened`; a client that is dropped earlier must not complain.
  opened.catch(() => undefined);
  return {
    kind,
    opened,
    connectProgram(port) {
      void service.connectProgram(transfer(port, [port]));
    },
    apply(settings) {
      void service.apply(settings);
    },
    setBackdrop: (backdrop) =>
      backdrop?.kind === 'video'
        ? service.setBackdrop(transfer(backdrop, feedTransfer(backdrop.feed)))
        : service.setBackdrop(backdrop),
    loadModel: (contract, url) => service.loadModel(contract, url),
    setFeed(feed, source) {
      void (feed ? service.setFeed(transfer(feed, feedTransfer(feed)), source) : service.setFeed(null, source));
    },
    time: (frames) => service.time(frames),
    takePerson: (width) => service.takePerson(width),
    silenceMs: () => performance.now() - heardMs,
    terminate() {
      ended = true;
      worker.terminate();
    },
  };
}
