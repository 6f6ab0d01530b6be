// Decodes a clip a little ahead of whoever takes the frames, and knows no clock. A loop never flushes: the samples go
// round and their times grow by the clip's length, so that the decoder stays warm and no frame is missing at the seam.
// Owns the frames that wait; one that is taken belongs to the taker.
import type { Clip, Sample } from './clip';
import { createRotation } from './rotate-frame';

/** Decoded frames that wait for their time. */
const AHEAD = 2;
const MAX_WAITING = 3;
/** So many samples without a frame mean that nothing more will come; codecs keep back 16 at most. */
const BARREN_SAMPLES = 300;

export interface DecodeAhead {
  /** The frames that wait, earliest first; borrowed. */
  readonly waiting: readonly VideoFrame[];
  /** No frame will come any more. */
  readonly isOver: boolean;
  /** The earliest frame, now the caller's. */
  take(): VideoFrame | undefined;
  close(): void;
}

/** `changed` is called when a frame has come or the clip is over; `failed` once at most, and then nothing more happens. */
export function decodeAhead(
  clip: Clip,
  loop: boolean,
  on: { changed(): void; failed(error: unknown): void },
): DecodeAhead {
  const turn = createRotation(clip.rotation);
  const waiting: VideoFrame[] = [];
  let next = clip.read();
  let ahead: Promise<Sample | null> | null = null;
  let round = 0;
  let filling = false;
  let isOver = false;
  let closed = false;
  /** Samples given to the decoder that have not come back. */
  let inside = 0;
  let barren = 0;
  let hidden = 0;

  function close(): void {
    if (closed) return;
    closed = true;
    for (const frame of waiting.splice(0)) frame.close();
    if (decoder.state !== 'closed') decoder.close();
  }
  function fail(error: unknown): void {
    if (closed) return;
    close();
    on.failed(error);
  }

  const decoder = new VideoDecoder({
    output(frame) {
      inside = Math.max(0, inside - 1);
      barren = 0;
      if (closed || frame.timestamp < 0) {
        frame.close();
        return;
      }
      // A decoder that reorders gives several at once at a key frame: the seam of a loop, where none may be dropped.
      waiting.push(turn(frame));
      on.changed();
    },
    error: fail,
  });
  decoder.ondequeue = () => void fill();

  /** A decoder that reorders keeps samples back: it is fed beyond the usual only when nothing waits. */
  function isHungry(): boolean {
    if (closed || isOver || decoder.decodeQueueSize > 0) return false;
    return waiting.length === 0 || (waiting.length < AHEAD && waiting.length + inside < MAX_WAITING);
  }

  async function fill(): Promise<void> {
    if (filling) return;
    filling = true;
    try {
      while (isHungry()) {
        const sample = await (ahead ?? next());
        ahead = null;
        if (closed) return;
        if (!sample && !loop) {
          await decoder.flush();
          isOver = true;
          on.changed();
          return;
        }
        if (!sample) {
          next = clip.read();
          round++;
          continue;
        }
        if (++barren > BARREN_SAMPLES) throw new Error('the decoder gives no more frames');
        const { isKey, timeUs, data } = sample;
        inside++;
        const timestamp = timeUs < 0 ? -1 - (hidden++ % 1e6) : timeUs + round * clip.durationUs;
        decoder.decode(new EncodedVideoChunk({ type: isKey ? 'key' : 'delta', timestamp, data }));
        ahead = next();
        ahead.catch(() => undefined); // seen when it is awaited
      }
    } catch (error) {
      fail(error);
    } finally {
      filling = false;
    }
  }

  try {
    decoder.configure(clip.config);
  } catch (error) {
    queueMicrotask(() => {
      fail(error);
    });
  }
  void fill();
  return {
    waiting,
    get isOver() {
      return isOver && waiting.length === 0;
    },
    take() {
      const frame = waiting.shift();
      void fill();
      return frame;
    },
    close,
  };
}
