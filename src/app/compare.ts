// Before/after: the source as it comes, on a canvas of the studio. The program never changes for it.
import { readFeed } from '../frames/frame-feed';
import type { Feed } from '../protocol/feed';

/** Draws the feed on `canvas` until the answered function is called. */
export function startCompare(canvas: HTMLCanvasElement, open: () => Feed | Promise<Feed> | null): () => void {
  let stopped = false;
  let stop = () => undefined as void;
  const view = canvas.getContext('bitmaprenderer');
  const run = async () => {
    const feed = await open();
    if (!feed || !view || stopped) return;
    const reader = readFeed(feed);
    stop = () => {
      reader.cancel();
    };
    for (;;) {
      const frame = await reader.read();
      if (!frame) return;
      const bitmap = await createImageBitmap(frame).finally(() => {
        frame.close();
      });
      view.transferFromImageBitmap(bitmap);
    }
  };
  run().catch(() => undefined);
  return () => {
    stopped = true;
    stop();
  };
}
