// The page's side of the program worker: spawns it, watches that it lives, puts a fresh one in its place. The output
// (track, canvas) is not its business: it hands every packet on.
import { proxy, transfer, wrap, type Remote } from 'comlink';
import type { ProgramFormat } from '../config/program';
import { receiveOver } from '../frames/hop';
import type { CanvasPicture, ProgramPacket } from '../protocol/packets';
import type { FeedNote, ProgramService, ProgramStatus } from '../protocol/program-service';

/** The program sends a picture every interval; silence for this long means that it is dead or hangs. */
const SILENCE_MS = 400;

export interface ProgramClient {
  /** A port for a vision worker to deliver to. */
  visionPort(): MessagePort;
  note(note: FeedNote): void;
  setPrivacyEpoch(epoch: number): void;
  hold(on: boolean): void;
  /** To be called often, also in a hidden tab (on every message there is). */
  watch(): void;
  /** For tests and rehearsals: ends the worker as a crash would. */
  kill(): void;
  readonly restarts: number;
}

export function createProgramClient(
  format: ProgramFormat,
  on: {
    packet(packet: ProgramPacket): void;
    /** The same picture for the canvas. */
    canvasPicture(picture: CanvasPicture): void;
    status(status: ProgramStatus): void;
    respawned(): void;
  },
): ProgramClient {
  let worker: Worker;
  let service: Remote<ProgramService>;
  let heardMs = 0;
  let hasDelivered = false;
  let lastNote: FeedNote = { kind: 'expected', what: 'source' };
  let epoch = 0;
  let held = false;
  let restarts = 0;

  const spawn = () => {
    worker = new Worker(new URL('../workers/program.worker.ts', import.meta.url), { type: 'module', name: 'program' });
    service = wrap<ProgramService>(worker);
    heardMs = performance.now();
    hasDelivered = false;
    const frames = new MessageChannel();
    const canvas = new MessageChannel();
    receiveOver<ProgramPacket>(frames.port1, (packet) => {
      heardMs = performance.now();
      hasDelivered = true;
      on.packet(packet);
    });
    canvas.port1.onmessage = ({ data }: MessageEvent<CanvasPicture>) => {
      on.canvasPicture(data);
    };
    void service.open(
      format,
      proxy((status: ProgramStatus) => {
        on.status(status);
      }),
    );
    void service.connectPage(transfer(frames.port2, [frames.port2]), transfer(canvas.port2, [canvas.port2]));
    void service.setPrivacyEpoch(epoch);
    void service.note(lastNote);
    if (held) void service.hold(true);
  };
  spawn();

  return {
    visionPort() {
      const { port1, port2 } = new MessageChannel();
      void service.connectVision(transfer(port1, [port1]));
      return port2;
    },
    note(note) {
      lastNote = note;
      void service.note(note);
    },
    setPrivacyEpoch(next) {
      epoch = next;
      void service.setPrivacyEpoch(next);
    },
    hold(onAir) {
      held = onAir;
      void service.hold(onAir);
    },
    watch() {
      // Before its first picture a worker may still be loading: nothing is sent while there is nothing to show.
      if (!hasDelivered || performance.now() - heardMs < SILENCE_MS) return;
      restarts += 1;
      worker.terminate();
      spawn();
      on.respawned();
    },
    kill() {
      worker.terminate();
    },
    get restarts() {
      return restarts;
    },
  };
}
