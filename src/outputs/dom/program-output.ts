// What viewers have: the output track and the program canvas. The same canvas for the life of the page, and the same track, unless
// the worker that writes it dies, which nothing of ours ends.
import { transfer, wrap } from 'comlink';
import { createEpochGate, EPOCH_GATE_BYTES, type EpochGate } from '../../frames/epoch-gate';
import { watchLifeline } from '../../protocol/lifeline';
import type { OutputService } from '../../protocol/output-service';
import type { CanvasPicture } from '../../protocol/packets';
import { createTrackWriter, type TrackWriter } from '../track-writer';

export interface ProgramOutput {
  readonly canvas: HTMLCanvasElement;
  readonly stream: MediaStream;
  /** From the moment it returns on, pictures of an older epoch are closed unseen, in the track and on the canvas. */
  setPrivacyEpoch(epoch: number): void;
  /** The track shows what comes over `frames` from now on, and tells each picture over `notes` (`ShownNote`). */
  connect(frames: MessagePort, notes: MessagePort): void;
  /** The canvas' next picture; takes the bitmap. Answers whether it is on the canvas now. */
  paint(picture: CanvasPicture): boolean;
  /** The picture on the canvas now, as PNG. */
  snapshot(): Promise<Blob>;
  /** Ends the worker as a crash would. */
  killWriter(): void;
  /** Ends the track, for good. */
  close(): void;
}

interface Track {
  readonly track: MediaStreamTrack;
  readonly gate: EpochGate;
  readonly writer: TrackWriter;
  kill(): void;
  close(): void;
}

/**
 * Written by a worker, which does not wait for what the page does.
 * @param failed it cannot be had at all
 */
function openTrackOfWorker(died: () => void, failed: () => void): Track {
  const track = new MediaStreamTrackGenerator({ kind: 'video' });
  const name = `output ${crypto.randomUUID()}`;
  const worker = new Worker(new URL('../../workers/output.worker.ts', import.meta.url), { type: 'module', name });
  const service = wrap<OutputService>(worker);
  const memory = new SharedArrayBuffer(EPOCH_GATE_BYTES);
  const { writable } = track;
  void service.open(transfer(writable, [writable]), memory);
  const stop = watchLifeline(worker, name, died);
  const close = () => {
    stop();
    worker.terminate();
    track.stop();
  };
  worker.onerror = () => {
    close();
    failed();
  };
  return {
    track,
    gate: createEpochGate(memory),
    writer: {
      connect(frames, notes) {
        void service.connectProgram(transfer(frames, [frames]), transfer(notes, [notes]));
      },
    },
    kill() {
      worker.terminate();
    },
    close,
  };
}

/** A page that may not share memory could only ask a worker to refuse a picture, and that would come too late. */
function openTrackOfPage(): Track {
  const track = new MediaStreamTrackGenerator({ kind: 'video' });
  const gate = createEpochGate(new ArrayBuffer(EPOCH_GATE_BYTES));
  const close = () => {
    track.stop();
  };
  return { track, gate, writer: createTrackWriter(track.writable, gate), kill: () => undefined, close };
}

/** @param replaced another worker writes the track, which is another one too: to be connected anew */
export function createProgramOutput(width: number, height: number, replaced: () => void): ProgramOutput {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.dataset.testid = 'program';
  const view = canvas.getContext('bitmaprenderer', { alpha: true });
  if (!view) throw new Error('no bitmaprenderer');
  let epoch = 0;
  let hasWorker = globalThis.crossOriginIsolated;
  const open = () => (hasWorker ? openTrackOfWorker(replace, doWithout) : openTrackOfPage());
  let now = open();
  const stream = new MediaStream([now.track]);

  function replace(): void {
    const former = now;
    // First, so that nothing leaves by it while there is no other yet.
    former.close();
    now = open();
    now.gate.raise(epoch);
    stream.addTrack(now.track);
    stream.removeTrack(former.track);
    replaced();
  }
  function doWithout(): void {
    hasWorker = false;
    replace();
  }

  return {
    canvas,
    stream,
    setPrivacyEpoch(next) {
      epoch = next;
      // A writer that went silent while a picture was leaving might still let that one out.
      if (!now.gate.raise(next)) replace();
    },
    connect(frames, notes) {
      now.writer.connect(frames, notes);
    },
    paint({ bitmap, privacyEpoch }) {
      const isShown = privacyEpoch >= epoch;
      if (isShown) view.transferFromImageBitmap(bitmap);
      else bitmap.close();
      return isShown;
    },
    snapshot: () =>
      new Promise((resolve, reject) => {
        canvas.toBlob((blob) => {
          if (blob) resolve(blob);
          else reject(new Error('the picture could not be read'));
        }, 'image/png');
      }),
    killWriter() {
      now.kill();
    },
    close() {
      now.close();
    },
  };
}
