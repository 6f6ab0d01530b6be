// A source that is drawn in a worker: at its own rate at the most, and only the pictures that are asked for. The number of
// a picture comes from the worker's clock: a second reader sees the same picture at the same instant, and a slow one
// misses numbers, as with a camera.
import type { ProgramFormat } from '../config/program';
import { writeFeed } from '../frames/feed-writer';
import type { Playback } from './playback';

export type Draw = (context: OffscreenCanvasRenderingContext2D, index: number) => void;

export function playDrawn(
  port: MessagePort,
  { width, height, fps }: ProgramFormat,
  draw: Draw,
  closed: () => void,
): Playback {
  // `willReadFrequently` keeps the picture in main memory, where both engines read it.
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) throw new Error('no 2D canvas in this worker');
  const frameMs = 1000 / fps;
  let shown = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  // The next picture is due on the clock's grid, whatever the last one cost: no drift, and no timer while nobody asks.
  function serve(): void {
    clearTimeout(timer);
    if (ended || !writer.wanted) return;
    const now = performance.now();
    const index = Math.floor(now / frameMs);
    if (index <= shown || !context) {
      timer = setTimeout(serve, Math.max(0, (shown + 1) * frameMs - now));
      return;
    }
    shown = index;
    try {
      draw(context, index);
      const timestamp = Math.round(index * frameMs * 1000);
      writer.offer(new VideoFrame(context.canvas, { timestamp, alpha: 'discard' }));
    } catch (error) {
      writer.end('error', String(error));
    }
  }
  const close = () => {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    closed();
  };
  const writer = writeFeed(port, { pull: serve, close });
  return {
    info: { width, height, fps, durationMs: null, codec: '', link: 'OffscreenCanvas' },
    close() {
      writer.end('end', 'closed');
      close();
    },
  };
}
