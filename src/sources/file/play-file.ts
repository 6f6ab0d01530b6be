// Plays a clip in real time by the worker's clock: offers each decoded frame when it is due. Frames that are late are
// closed; nothing here is ever waited for by the source's other readers.
import { writeFeed } from '../../frames/feed-writer';
import type { FileOptions } from '../../protocol/media-service';
import type { Playback } from '../playback';
import { openClip, type Clip } from './clip';
import { decodeAhead } from './decode-ahead';
import { unreadable } from './file-kind';

/** A reader that asks for nothing for this long stops the clip where it is; a decoder this late slows it down. */
const PATIENCE_MS = 500;

const errorText = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Decodes the first frame alone: its true size, and proof that the data is not rubbish. */
async function measureFirst(file: Blob, clip: Clip): Promise<{ width: number; height: number }> {
  let giveUp: () => void = () => undefined;
  try {
    return await new Promise((resolve, reject) => {
      const ahead = decodeAhead(clip, false, {
        changed() {
          const frame = ahead.take();
          if (frame) resolve({ width: frame.displayWidth, height: frame.displayHeight });
          else if (ahead.isOver) reject(new Error('there is none'));
          frame?.close();
        },
        failed: reject,
      });
      giveUp = () => {
        ahead.close();
      };
    });
  } catch (error) {
    throw unreadable(file, `the first frame cannot be decoded: ${errorText(error)}`, error);
  } finally {
    giveUp();
  }
}

export async function playFile(
  file: Blob,
  port: MessagePort,
  { loop, inSoftware = false }: FileOptions,
  closed: () => void,
): Promise<Playback> {
  const clip = await openClip(file, inSoftware);
  try {
    const size = await measureFirst(file, clip);
    const { fps, durationUs, config } = clip;
    const close = startClip(clip, port, loop, () => {
      clip.close();
      closed();
    });
    return { info: { ...size, fps, durationMs: durationUs / 1000, codec: config.codec, link: 'VideoDecoder' }, close };
  } catch (error) {
    clip.close();
    throw error;
  }
}

function startClip(clip: Clip, port: MessagePort, loop: boolean, closed: () => void): () => void {
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
    const dueMs = (frame: VideoFrame) => (originMs ?? 0) + frame.timestamp / 1000;
    if (!writer.wanted && now - askedMs > PATIENCE_MS) {
      // Nobody looks: the clip waits, and goes on from here with the next pull.
      originMs = null;
      return;
    }
    if (now - dueMs(first) > PATIENCE_MS) originMs = now - first.timestamp / 1000;
    let due: VideoFrame | undefined;
    while (ahead.waiting[0] && dueMs(ahead.waiting[0]) <= now) {
      due?.close();
      due = ahead.take();
    }
    if (due) writer.offer(due);
    const [later] = ahead.waiting;
    if (later) timer = setTimeout(show, Math.max(0, dueMs(later) - performance.now()));
    else if (ahead.isOver) timer = setTimeout(show, 0);
  }

  const writer = writeFeed(port, {
    pull() {
      askedMs = performance.now();
      if (originMs === null) show();
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
