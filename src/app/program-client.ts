// The page's side of the program worker: spawns it, watches that it lives, puts a fresh one in its place. Its pictures go to the
// output (track, canvas) without passing here.
import { proxy, transfer, wrap, type Remote } from 'comlink';
import type { FallbackSettings } from '../config/fallback';
import type { ProgramFormat } from '../config/program';
import type { FallbackEnd } from '../protocol/fallback';
import { feedTransfer, type Feed } from '../protocol/feed';
import type { Hold } from '../protocol/feed-health';
import { watchLifeline } from '../protocol/lifeline';
import type { CanvasPicture, Ready, ShownNote } from '../protocol/packets';
import type { FeedNote, ProgramService, ProgramStatus } from '../protocol/program-service';
import { createWatchdog } from './watchdog';

/**
 * The program sends a picture every interval, or says that it has none; silence for this long means that it hangs. One
 * that has gone is noticed at once; a machine that is merely busy is not to lose its program worker on top.
 */
const SILENCE_MS = 1000;
/** Until it first says something it may be loading. */
const LOADING_SILENCE_MS = 5000;
/** Workers that die as they start do not follow each other faster than this. */
const RESPAWN_MS = 500;

/** What is asked of the worker in charge; a fresh one is told what still holds. */
type Passed =
  | 'note'
  | 'setPrivacyEpoch'
  | 'mute'
  | 'heartbeat'
  | 'hold'
  | 'release'
  | 'rehearse'
  | 'setFallbackSettings'
  | 'setFallbacks'
  | 'dropFallback'
  | 'wishFallback';

export interface ProgramClient extends Pick<ProgramService, Passed> {
  /** A port for a vision worker to deliver to. */
  visionPort(): MessagePort;
  /** A port over which the worker sends its live pictures; each worker needs one of its own. */
  loopPort(): MessagePort;
  /** Each worker needs a feed of its own: see `respawned`. */
  feedFallback(id: string, feed: Feed, silenceMs: number | null, privacyEpoch?: number): void;
  /** To be called often, also in a hidden tab (on every message there is). */
  watch(): void;
  /** The output is another one. */
  connectOutputs(): void;
  /** For tests and rehearsals: ends the worker as a crash would. */
  kill(): void;
  /** Ends it for good. */
  close(): void;
  readonly restarts: number;
}

export function createProgramClient(
  format: ProgramFormat,
  on: {
    /** Where its pictures go, and where each is told. */
    connect(frames: MessagePort, notes: MessagePort): void;
    shown(note: ShownNote): void;
    /** The same picture for the canvas. */
    canvasPicture(picture: CanvasPicture): void;
    status(status: ProgramStatus): void;
    respawned(): void;
    fallbackEnd(end: FallbackEnd): void;
  },
): ProgramClient {
  let worker: Worker;
  let service: Remote<ProgramService>;
  let watchdog = createWatchdog(performance.now());
  let letGo = () => undefined as void;
  let hasSpoken = false;
  let closed = false;
  let spawnedMs = 0;
  let lastNote: FeedNote = { kind: 'expected', what: 'source' };
  let epoch = 0;
  let held: Hold = null;
  let isMuted = false;
  let sourceId = 0;
  let fallbackSettings: FallbackSettings | null = null;
  let restarts = 0;
  let ports: readonly MessagePort[] = [];

  const hear = () => {
    watchdog.heard(performance.now());
    hasSpoken = true;
  };
  /** Ports of a worker that is gone are not listened to: what it still said is no sign of life of the next. */
  function connectOutputs(): void {
    for (const port of ports) port.close();
    const [frames, notes, canvas] = [new MessageChannel(), new MessageChannel(), new MessageChannel()];
    ports = [notes.port1, canvas.port1];
    on.connect(frames.port1, notes.port2);
    notes.port1.onmessage = ({ data }: MessageEvent<ShownNote>) => {
      hear();
      on.shown(data);
    };
    canvas.port1.onmessage = ({ data }: MessageEvent<CanvasPicture>) => {
      try {
        on.canvasPicture(data);
      } finally {
        canvas.port1.postMessage('ready' satisfies Ready);
      }
    };
    void service.connectOutputs(transfer(frames.port2, [frames.port2]), transfer(canvas.port2, [canvas.port2]));
  }
  const spawn = () => {
    const name = `program ${crypto.randomUUID()}`;
    worker = new Worker(new URL('../workers/program.worker.ts', import.meta.url), { type: 'module', name });
    service = wrap<ProgramService>(worker);
    spawnedMs = performance.now();
    watchdog = createWatchdog(spawnedMs);
    hasSpoken = false;
    letGo = watchLifeline(worker, name, respawn);
    void service.open(
      format,
      restarts > 0,
      proxy((status: ProgramStatus) => {
        hear();
        on.status(status);
      }),
      proxy((end: FallbackEnd) => {
        on.fallbackEnd(end);
      }),
    );
    connectOutputs();
    void service.setPrivacyEpoch(epoch);
    void service.note(lastNote);
    if (fallbackSettings) void service.setFallbackSettings(fallbackSettings);
    if (held) void service.hold(held);
    if (isMuted) void service.mute(true);
  };
  let planned = 0;
  /** A fresh worker in place of one that is gone or hangs. */
  function respawn(): void {
    if (closed || planned) return;
    letGo();
    worker.terminate();
    const start = () => {
      planned = 0;
      if (closed) return;
      restarts += 1;
      spawn();
      on.respawned();
    };
    const waitMs = spawnedMs + RESPAWN_MS - performance.now();
    if (waitMs > 0) planned = window.setTimeout(start, waitMs);
    else start();
  }
  spawn();

  return {
    visionPort() {
      const { port1, port2 } = new MessageChannel();
      void service.connectVision(transfer(port1, [port1]));
      return port2;
    },
    note(note) {
      lastNote = note;
      if (note.kind === 'open' && note.sourceId !== sourceId) {
        ({ sourceId } = note);
        isMuted = false;
      }
      void service.note(note);
    },
    setPrivacyEpoch(next) {
      epoch = next;
      void service.setPrivacyEpoch(next);
    },
    mute(on) {
      isMuted = on;
      void service.mute(on);
    },
    heartbeat() {
      void service.heartbeat();
    },
    hold(next) {
      held = next;
      void service.hold(next);
    },
    release() {
      held = null;
      void service.release();
    },
    rehearse(lengthMs) {
      void service.rehearse(lengthMs);
    },
    setFallbackSettings(next) {
      fallbackSettings = next;
      void service.setFallbackSettings(next);
    },
    setFallbacks(sources) {
      void service.setFallbacks(sources);
    },
    feedFallback(id, feed, silenceMs, privacyEpoch) {
      void service.feedFallback(id, transfer(feed, feedTransfer(feed)), silenceMs, privacyEpoch ?? null);
    },
    dropFallback(id) {
      void service.dropFallback(id);
    },
    loopPort() {
      const { port1, port2 } = new MessageChannel();
      void service.connectLoop(transfer(port1, [port1]));
      return port2;
    },
    wishFallback(id) {
      void service.wishFallback(id);
    },
    watch() {
      if (watchdog.look(performance.now()) > (hasSpoken ? SILENCE_MS : LOADING_SILENCE_MS)) respawn();
    },
    connectOutputs,
    kill() {
      worker.terminate();
    },
    close() {
      closed = true;
      letGo();
      worker.terminate();
      for (const port of ports) port.close();
    },
    get restarts() {
      return restarts;
    },
  };
}
