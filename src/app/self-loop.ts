// The page's side of the loop worker: starts it when the program is up, hands on its loops as a fallback source, and puts a
// fresh worker in the place of one that is gone. Nothing on air depends on it; a fresh one begins with an empty ring.
import { proxy, transfer, wrap, type Remote } from 'comlink';
import type { ProgramFormat } from '../config/program';
import type { LoopService, LoopState } from '../protocol/loop-service';
import { watchLifeline } from '../protocol/lifeline';
import { openCatalogue } from './catalogue';
import type { ProgramClient } from './program-client';

/** Workers that die as they start do not follow each other faster than this. */
const RESPAWN_MS = 2000;
/** On air and without a new picture for this long a loop has failed: it is decoded in memory. */
const SILENCE_MS = 1000;

export interface SelfLoop {
  /** Starts the worker, if there is none. */
  start(program: ProgramClient): void;
  /** A fresh program worker needs ports of its own. */
  respawned(): void;
  setPrivacyEpoch(epoch: number): void;
  /** Another source was chosen: there is no loop of it yet. */
  expectOtherSource(): void;
  /** The loop at hand once more, after the program could not go on with it. */
  feedAgain(): void;
  stop(): void;
  /** Null while there is no worker. */
  readonly state: LoopState | null;
}

export function createSelfLoop(id: string, format: ProgramFormat, changed: () => void): SelfLoop {
  const catalogue = openCatalogue();
  let program: ProgramClient | null = null;
  let worker: Worker | null = null;
  let service: Remote<LoopService> | null = null;
  let letGo = () => undefined as void;
  let state: LoopState | null = null;
  let epoch = 0;
  let timer = 0;

  function feed(): void {
    const loop = state?.loop;
    if (!loop || !service || !program) return;
    const { port1, port2 } = new MessageChannel();
    void service.play(loop.id, transfer(port2, [port2]));
    program.feedFallback(id, { kind: 'port', port: port1 }, SILENCE_MS, loop.privacyEpoch);
  }
  function connect(): void {
    if (!service || !program) return;
    const port = program.loopPort();
    void service.connectProgram(transfer(port, [port]));
  }
  function hear(next: LoopState): void {
    const before = state?.loop ?? null;
    state = next;
    if (next.loop && (next.loop.id !== before?.id || next.loop.beginMs !== before.beginMs)) feed();
    // A loop of an older epoch the program has dropped by itself; one that is gone for another reason goes here.
    if (!next.loop && before) program?.dropFallback(id);
    changed();
  }
  function end(): void {
    letGo();
    worker?.terminate();
    worker = null;
    service = null;
    if (state?.loop) program?.dropFallback(id);
    state = null;
  }
  function spawn(): void {
    const name = `loop ${crypto.randomUUID()}`;
    const mine = new Worker(new URL('../workers/loop.worker.ts', import.meta.url), { type: 'module', name });
    worker = mine;
    service = wrap<LoopService>(mine);
    letGo = watchLifeline(worker, name, () => {
      if (worker !== mine) return;
      end();
      changed();
      timer = window.setTimeout(spawn, RESPAWN_MS);
    });
    void service.open(
      format,
      proxy((next: LoopState) => {
        if (worker === mine) hear(next);
      }),
      proxy(() => catalogue.faceNets()),
    );
    void service.setPrivacyEpoch(epoch);
    connect();
  }

  return {
    start(next) {
      program = next;
      clearTimeout(timer);
      if (!worker) spawn();
    },
    respawned() {
      connect();
      feed();
    },
    setPrivacyEpoch(next) {
      epoch = next;
      void service?.setPrivacyEpoch(next);
    },
    expectOtherSource() {
      void service?.expectOtherSource();
    },
    feedAgain: feed,
    stop() {
      clearTimeout(timer);
      end();
      program = null;
    },
    get state() {
      return state;
    },
  };
}
