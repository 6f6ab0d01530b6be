// Looks at the faces of the pictures that are recorded, now and then and one at a time (the `lite` tier). What is found is
// added to what is known of that picture; without a reader, or without time, pictures just have no face. Opens its reader
// with the first picture, and never again after a failure.
import type { FaceReader } from '../faces/face-reader';
import type { FrameFeatures } from './features';
import { createSpareTime } from './spare-time';

export interface FaceWatch {
  /** Borrows the frame; keeps a clone of it while it looks, if there is time. */
  offer(frame: VideoFrame, features: FrameFeatures): void;
  /** The machine has no time for all pictures. */
  leftOut(): void;
  /** The next picture does not follow the last one. */
  forget(): void;
  readonly isLooking: boolean;
  /** Held open now. */
  readonly openFrames: number;
  close(): void;
}

export function createFaceWatch(open: () => Promise<FaceReader>, cores: number): FaceWatch {
  const spare = createSpareTime(cores);
  let opening: Promise<FaceReader | null> | null = null;
  let reader: FaceReader | null = null;
  let isBusy = false;
  let closed = false;

  async function look(frame: VideoFrame, features: FrameFeatures): Promise<void> {
    const startedMs = performance.now();
    features.face = (await reader?.read(frame)) ?? null;
    const nowMs = performance.now();
    spare.looked(nowMs, nowMs - startedMs);
  }
  async function openReader(): Promise<FaceReader | null> {
    const opened = await open().catch(() => null);
    if (closed) await opened?.close();
    else reader = opened;
    return reader;
  }

  return {
    offer(frame, features) {
      if (closed || isBusy || !spare.hasTime(performance.now())) return;
      opening ??= openReader();
      if (!reader) return;
      isBusy = true;
      const mine = frame.clone();
      look(mine, features)
        // A net that fails once is not asked again.
        .catch(() => {
          void reader?.close();
          reader = null;
        })
        .finally(() => {
          isBusy = false;
          mine.close();
        });
    },
    leftOut() {
      spare.leftOut(performance.now());
    },
    forget() {
      reader?.forget();
    },
    get isLooking() {
      return reader !== null && spare.isLooking;
    },
    get openFrames() {
      return isBusy ? 1 : 0;
    },
    close() {
      closed = true;
      void reader?.close();
    },
  };
}
