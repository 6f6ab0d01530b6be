// Plays a clip in real time by the worker's clock: reads a sample at a time, decodes a little ahead, offers each frame
// when it is due. A loop never flushes: the samples go round and their times grow by the clip's duration.
// At most four decoded frames are open, the one kept by the writer included; frames that are late are closed.
import { EverframeError } from '../../base/errors';
import { writeFeed } from '../../frames/feed-writer';
import type { Playback } from '../playback';
import { nameOf, requireMp4, unreadable } from './file-kind';
import { indexMp4, type Mp4Index } from './mp4-index';
import { createRotation } from './rotate-frame';

/** Decoded frames that wait for their time. */
const AHEAD = 2;
const MAX_WAITING = 3;
/** A reader that asks for nothing for this long stops the clip where it is; a decoder this late slows it down. */
const PATIENCE_MS = 500;

const errorText = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function requireDecoder(file: Blob, { config }: Mp4Index): Promise<void> {
  const answer = await VideoDecoder.isConfigSupported(config).catch(() => null);
  if (answer?.supported) return;
  const facts = { name: nameOf(file), codec: config.codec };
  throw new EverframeError('file-unsupported', `this browser does not decode ${config.codec}`, { facts });
}

function chunkOf(index: Mp4Index, n: number, timestamp: number, data: ArrayBuffer): EncodedVideoChunk {
  return new EncodedVideoChunk({ type: index.keys[n] ? 'key' : 'delta', timestamp, data });
}
const readSample = (file: Blob, index: Mp4Index, n: number): Promise<ArrayBuffer> => {
  const offset = index.offsets[n] ?? 0;
  return file.slice(offset, offset + (index.sizes[n] ?? 0)).arrayBuffer();
};

/** Decodes the first sample alone: its true size, and proof that the data is not rubbish. */
async function measureFirst(file: Blob, index: Mp4Index): Promise<{ width: number; height: number }> {
  let size: { width: number; height: number } | null = null;
  const turn = createRotation(index.rotation);
  const decoder = new VideoDecoder({
    output(frame) {
      const turned = turn(frame);
      size ??= { width: turned.displayWidth, height: turned.displayHeight };
      turned.close();
    },
    error: () => undefined, // `flush` rejects with it
  });
  try {
    decoder.configure(index.config);
    decoder.decode(chunkOf(index, 0, 0, await readSample(file, index, 0)));
    await decoder.flush();
  } catch (error) {
    throw unreadable(file, `the first frame cannot be decoded: ${errorText(error)}`, error);
  } finally {
    if (decoder.state !== 'closed') decoder.close();
  }
  if (!size) throw unreadable(file, 'the first frame cannot be decoded');
  return size;
}

export async function playFile(file: Blob, port: MessagePort, loop: boolean, closed: () => void): Promise<Playback> {
  await requireMp4(file);
  const index = await indexMp4(file);
  await requireDecoder(file, index);
  const size = await measureFirst(file, index);
  const close = startClip(file, index, port, loop, closed);
  const fps = Math.round((index.shownCount * 1e8) / index.durationUs) / 100;
  return {
    info: { ...size, fps, durationMs: index.durationUs / 1000, codec: index.config.codec, link: 'VideoDecoder' },
    close,
  };
}

function startClip(file: Blob, index: Mp4Index, port: MessagePort, loop: boolean, closed: () => void): () => void {
  const turn = createRotation(index.rotation);
  const waiting: VideoFrame[] = [];
  let next = 0;
  let round = 0;
  let ahead: Promise<ArrayBuffer> | null = null;
  let filling = false;
  let flushed = false;
  /** Samples given to the decoder that have not come back. */
  let inside = 0;
  let ended = false;
  /** Clock time of timestamp 0; null until the first frame is there and asked for. */
  let originMs: number | null = null;
  let askedMs = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    for (const frame of waiting.splice(0)) frame.close();
    if (decoder.state !== 'closed') decoder.close();
    closed();
  }
  function fail(error: unknown): void {
    if (ended) return;
    writer.end('error', errorText(error));
    stop();
  }

  const decoder = new VideoDecoder({
    output(frame) {
      inside--;
      // Negative: decoded for the sake of others, not to be shown.
      if (ended || frame.timestamp < 0) {
        frame.close();
        return;
      }
      // A decoder that answers in bursts: newest wins.
      if (waiting.length >= MAX_WAITING) waiting.shift()?.close();
      waiting.push(turn(frame));
      show();
    },
    error: fail,
  });
  decoder.ondequeue = () => void fill();

  /** A decoder that reorders keeps samples back: it is fed beyond the usual only when nothing waits. */
  function hungry(): boolean {
    if (ended || decoder.decodeQueueSize > 0) return false;
    return waiting.length === 0 || (waiting.length < AHEAD && waiting.length + inside < MAX_WAITING);
  }

  async function fill(): Promise<void> {
    if (filling || ended || flushed) return;
    filling = true;
    try {
      while (hungry()) {
        if (next === index.count) {
          if (!loop) {
            // What the decoder still holds comes at once: not before there is room for it.
            if (waiting.length > 0) return;
            await decoder.flush();
            flushed = true;
            show();
            return;
          }
          next = 0;
          round++;
        }
        const n = next++;
        const data = await (ahead ?? readSample(file, index, n));
        ahead = null;
        if (ended) return;
        const timeUs = index.timesUs[n] ?? -1;
        inside++;
        decoder.decode(chunkOf(index, n, timeUs < 0 ? -1 - n : timeUs + round * index.durationUs, data));
        const after = n + 1 < index.count ? n + 1 : loop ? 0 : -1;
        if (after >= 0) {
          ahead = readSample(file, index, after);
          ahead.catch(() => undefined); // seen when it is awaited
        }
      }
    } catch (error) {
      fail(error);
    } finally {
      filling = false;
    }
  }

  function show(): void {
    clearTimeout(timer);
    const [first] = waiting;
    if (ended) return;
    if (!first) {
      if (flushed) {
        writer.end('end', 'the clip is over');
        stop();
      } else void fill();
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
    if (dueMs(first) <= now) {
      let due = waiting.shift();
      while (waiting[0] && dueMs(waiting[0]) <= now) {
        due?.close();
        due = waiting.shift();
      }
      if (due) writer.offer(due);
    }
    void fill();
    const [later] = waiting;
    if (later) timer = setTimeout(show, Math.max(0, dueMs(later) - performance.now()));
    else if (flushed) timer = setTimeout(show, 0);
  }

  const writer = writeFeed(port, {
    pull() {
      askedMs = performance.now();
      if (originMs === null) show();
    },
    close: stop,
  });
  try {
    decoder.configure(index.config);
  } catch (error) {
    fail(error);
  }
  void fill();
  return () => {
    writer.end('end', 'closed');
    stop();
  };
}
