// Plays a clip in real time by the worker's clock: offers each decoded frame when it is due. Frames that are late are
// closed, unless the clip is to wait for its reader; nothing here is ever waited for by the source's other readers.
import { writeFeed } from '../../frames/feed-writer';
import type { Clip } from './clip';
import { decodeAhead } from './decode-ahead';

/** A reader that asks for nothing for this long stops the clip where it is; a decoder this late slows it down. */
const PATIENCE_MS = 500;
/** A clip that waits, with a picture that has been due for this long when somebody asks, stood still meanwhile. */
const STOOD_STILL_MS = 100;

export const errorText = (error: unknown) => (error instanceof Error ? error.message : String(error));

export interface ClipOptions {
  readonly loop: boolean;
  /** Stands still while nothing is asked for, and misses no frame then; else it goes on for a moment, as a camera does. */
  readonly waits?: boolean;
  /**
   * How far it may fall behind its clock, ms, before frames are left out: 0, the newest wins, even before it is asked for. Null: none is ever
   * left out, and the clock waits for the reader. Asked for every frame, as it may change while the clip is on.
   */
  readonly slackMs?: () => number | null;
}

/** Answers the stopper; `closed` is called once, whoever stops it. */
export function playClip(
  clip: Clip,
  port: MessagePort,
  { loop, waits = false, slackMs = () => 0 }: ClipOptions,
  closed: () => void,
): () => void {
  let ended = false;
  /** Clock time of timestamp 0; null until the first frame is there and asked for. */
  let originMs: number | null = null;
  let askedMs = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    ahead.close();
    closed();
  }

  const dueMs = (frame: VideoFrame) => (originMs ?? 0) + frame.timestamp / 1000;

  function show(): void {
    clearTimeout(timer);
    if (ended) return;
    const [first] = ahead.waiting;
    if (!first) {
      if (!ahead.isOver) return;
      writer.end('end', 'the clip is over');
      stop();
      return;
    }
    const now = performance.now();
    if (originMs === null) {
      if (!writer.wanted) return;
      originMs = now - first.timestamp / 1000;
    }
    const slack = slackMs();
    if ((waits || slack !== 0) && !writer.wanted) return;
    if (!writer.wanted && now - askedMs > PATIENCE_MS) {
      // Nobody looks: the clip waits, and goes on from here with the next pull.
      originMs = null;
      return;
    }
    const lateMs = now - dueMs(first);
    if (lateMs > (slack === null ? STOOD_STILL_MS : PATIENCE_MS)) originMs = now - first.timestamp / 1000;
    const keepsAll = slack === null || (slack > 0 && lateMs <= slack);
    let due: VideoFrame | undefined;
    while (ahead.waiting[0] && dueMs(ahead.waiting[0]) <= now) {
      due?.close();
      due = ahead.take();
      if (keepsAll) break;
    }
    if (due) writer.offer(due);
    const [later] = ahead.waiting;
    if (later) timer = setTimeout(show, Math.max(0, dueMs(later) - performance.now()));
    else if (ahead.isOver) timer = setTimeout(show, 0);
  }

  const writer = writeFeed(port, {
    pull() {
      askedMs = performance.now();
      const [first] = ahead.waiting;
      if (waits && originMs !== null && first && askedMs - dueMs(first) > STOOD_STILL_MS)
        originMs = askedMs - first.timestamp / 1000;
      if (waits || slackMs() !== 0 || originMs === null) show();
    },
    close: stop,
  });
  const ahead = decodeAhead(clip, loop, {
    changed: show,
    failed(error) {
      writer.end('error', errorText(error));
      stop();
    },
  });
  return () => {
    writer.end('end', 'closed');
    stop();
  };
}
