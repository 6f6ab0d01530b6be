// Before/after: the source as it comes, on a canvas of the studio. The program never changes for it.
import { readFeed } from '../frames/frame-feed';
import type { GivenFeed } from '../protocol/feed';

/** Draws the feed on `canvas` until the answered function is called. */
export function startCompare(canvas: HTMLCanvasElement, open: () => GivenFeed | Promise<GivenFeed> | null): () => void {
  let stopped = false;
  let stop = () => undefined as void;
  const view = canvas.getContext('bitmaprenderer');
  const run = async () => {
    const given = view && (await open());
    if (!given) return;
    const reader = readFeed(given.feed);
    stop = () => {
      reader.cancel();
      given.close();
    };
    if (stopped) stop();
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
