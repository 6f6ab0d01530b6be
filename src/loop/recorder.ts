// Encodes the program's pictures for the ring and reads their features, when there is time: pictures come one at a time,
// and those that find the encoder busy are left out. Owns each frame only for as long as it takes to hand it on.
import type { FaceWatch } from './face-watch';
import type { FrameFeatures } from './features';
import { createFrameReader } from './frame-reader';
import type { Piece } from './ring';

const KEY_EVERY_US = 1e6;
/** Pictures that wait in the encoder; one more is left out. */
const MAX_QUEUE = 2;
/** Between two runs, so that no picture of one can be taken for one of the other. */
const RUN_GAP_US = 60e6;

export interface Recorder {
  /** Takes the frame. Later than the one before, unless there was a reset between them. */
  take(frame: VideoFrame): void;
  /** Another run begins: all that is under way is dropped, and no piece of it comes any more. */
  reset(): void;
  /** Being worked on now. */
  readonly openFrames: number;
  close(): void;
}

/** Pictures of another size than `config` says are scaled as they are encoded. */
export function createRecorder(
  config: VideoEncoderConfig,
  on: { piece(piece: Piece): void; failed(error: Error): void },
  faces: Pick<FaceWatch, 'offer' | 'leftOut' | 'forget'> | null = null,
): Recorder {
  /** By the recorder's own timestamp, of the run that goes on: what comes out and is not here belongs to none. */
  const pending = new Map<number, FrameFeatures>();
  const featuresOf = createFrameReader();
  let clockUs = 0;
  let lastSourceUs: number | null = null;
  let lastKeyUs = -Infinity;
  let isBusy = false;
  let run = 0;
  let closed = false;

  const encoder = new VideoEncoder({
    output(chunk) {
      const features = pending.get(chunk.timestamp);
      pending.delete(chunk.timestamp);
      if (!features) return;
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      on.piece({ isKey: chunk.type === 'key', timestampUs: chunk.timestamp, data, features });
    },
    error(error) {
      if (!closed) on.failed(error);
    },
  });
  encoder.configure(config);

  async function record(frame: VideoFrame): Promise<void> {
    const mine = run;
    const features = await featuresOf(frame);
    if (closed || mine !== run) return;
    clockUs += lastSourceUs === null ? RUN_GAP_US : frame.timestamp - lastSourceUs;
    lastSourceUs = frame.timestamp;
    const keyFrame = clockUs - lastKeyUs >= KEY_EVERY_US;
    if (keyFrame) lastKeyUs = clockUs;
    pending.set(clockUs, features);
    faces?.offer(frame, features);
    const stamped = new VideoFrame(frame, { timestamp: clockUs });
    try {
      encoder.encode(stamped, { keyFrame });
    } finally {
      stamped.close();
    }
  }

  return {
    take(frame) {
      if (closed || isBusy || encoder.state !== 'configured' || encoder.encodeQueueSize > MAX_QUEUE) {
        faces?.leftOut();
        frame.close();
        return;
      }
      isBusy = true;
      record(frame)
        .catch((error: unknown) => {
          if (!closed) on.failed(error instanceof Error ? error : new Error(String(error)));
        })
        .finally(() => {
          isBusy = false;
          frame.close();
        });
    },
    reset() {
      run += 1;
      faces?.forget();
      pending.clear();
      lastSourceUs = null;
      // The encoder goes on, and what it holds is left out as it comes: its own `reset` can end the tab (decisions/023).
      lastKeyUs = -Infinity;
    },
    get openFrames() {
      return encoder.encodeQueueSize + (isBusy ? 1 : 0);
    },
    close() {
      closed = true;
      pending.clear();
      if (encoder.state !== 'closed') encoder.close();
    },
  };
}
