// The demo presenter as a source: drawn in a worker, at most 30 pictures a second, and only those that are asked for.
// The number of a picture comes from the worker's clock: a second reader sees the same person at the same instant,
// and a slow one misses numbers, as with a camera.
import { writeFeed } from '../frames/feed-writer';
import { createDemoPicture, DEMO_FPS } from './demo/demo-picture';
import type { Playback } from './playback';

const WIDTH = 1280;
const HEIGHT = 720;
const FRAME_MS = 1000 / DEMO_FPS;

export function playDemo(port: MessagePort, closed: () => void): Playback {
  // `willReadFrequently` keeps the picture in main memory, where both engines read it.
  const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) throw new Error('no 2D canvas in this worker');
  const picture = createDemoPicture(WIDTH, HEIGHT);
  let shown = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  // The next picture is due on the clock's grid, whatever the last one cost: no drift, and no timer while nobody asks.
  function serve(): void {
    clearTimeout(timer);
    if (ended || !writer.wanted) return;
    const now = performance.now();
    const index = Math.floor(now / FRAME_MS);
    if (index <= shown || !context) {
      timer = setTimeout(serve, Math.max(0, (shown + 1) * FRAME_MS - now));
      return;
    }
    shown = index;
    try {
      picture.draw(context, index);
      const timestamp = Math.round(index * FRAME_MS * 1000);
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
    info: { width: WIDTH, height: HEIGHT, fps: DEMO_FPS, durationMs: null, codec: '', link: 'OffscreenCanvas' },
    close() {
      writer.end('end', 'closed');
      close();
    },
  };
}
