// The program's pictures, ready for the page's canvas. Turning planes into a bitmap takes 6 ms at 720p and is done by
// createImageBitmap before it returns: it belongs into the program worker, and the page only hands the bitmap on.
import type { CanvasPicture, ProgramPacket } from '../protocol/packets';

export interface CanvasFeed {
  /** Borrows the packet's frame, which is about to be posted; the work is done once it is on its way. */
  add(packet: ProgramPacket): void;
  close(): void;
}

export function createCanvasFeed(port: MessagePort): CanvasFeed {
  return {
    add({ frame, origin, privacyEpoch }) {
      const copy = frame.clone();
      // After the caller has posted: the output track does not wait for the canvas.
      queueMicrotask(() => {
        createImageBitmap(copy)
          .then((bitmap) => {
            port.postMessage({ bitmap, origin, privacyEpoch } satisfies CanvasPicture, [bitmap]);
          })
          // A picture that cannot be drawn leaves the older one on the canvas; the track has it all the same.
          .catch(() => undefined)
          .finally(() => {
            copy.close();
          });
      });
    },
    close() {
      port.close();
    },
  };
}
