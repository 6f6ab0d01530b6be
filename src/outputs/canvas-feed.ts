// The program's pictures, ready for the page's canvas. Turning planes into a bitmap belongs into the program worker; the
// page only hands the bitmap on. By way of RGBA in memory: at 720p that takes a third of createImageBitmap(frame). Where somebody
// makes it of planes on this thread, nothing waits for the browser's pool, in which it would have to wait behind all others.
// One is under way at most: a page that is short of time paints less often, and has it for the output track.
import type { CanvasPicture, PictureOrigin, ProgramPacket, Ready } from '../protocol/packets';

export interface CanvasFeed {
  /** Borrows the packet's frame, which is about to be posted; the work is done once it is on its way. */
  add(packet: ProgramPacket): void;
  close(): void;
}

interface Waiting {
  readonly frame: VideoFrame;
  readonly origin: PictureOrigin | null;
  readonly privacyEpoch: number;
}

/** Gives the pixels of a frame, sRGB with straight alpha, to `use`; borrows it. Null where that cannot be done. */
export type WithPixels = <T>(frame: VideoFrame, use: (pixels: ImageData) => Promise<T>) => Promise<T | null>;

/** An opaque picture has nothing to be multiplied; to look for it takes as long as to copy it. */
const toBitmap = (pixels: ImageData, { format }: VideoFrame) =>
  createImageBitmap(pixels, {
    colorSpaceConversion: 'none',
    premultiplyAlpha: format === 'I420' ? 'none' : 'premultiply',
  });

export function createCanvasFeed(port: MessagePort, withPixels: WithPixels = () => Promise.resolve(null)): CanvasFeed {
  let pixels = new Uint8ClampedArray(0);
  let newest: Waiting | null = null;
  let isAtWork = false;
  let isUnderWay = false;

  async function bitmapOf(frame: VideoFrame): Promise<ImageBitmap> {
    const bitmap = await withPixels(frame, (given) => toBitmap(given, frame)).catch(() => null);
    if (bitmap) return bitmap;
    // What is copied; what is stored may be padded.
    const { width, height } = frame.visibleRect ?? { width: frame.displayWidth, height: frame.displayHeight };
    if (pixels.length !== width * height * 4) pixels = new Uint8ClampedArray(width * height * 4);
    await frame.copyTo(pixels, { format: 'RGBA', colorSpace: 'srgb' });
    return toBitmap(new ImageData(pixels, width, height), frame);
  }

  /** One after the other: they share the memory. Whoever comes meanwhile waits, and the newest alone. */
  async function work(): Promise<void> {
    if (isAtWork) return;
    isAtWork = true;
    while (newest && !isUnderWay) {
      const { frame, origin, privacyEpoch } = newest;
      newest = null;
      // A picture that cannot be drawn leaves the older one on the canvas; the track has it all the same.
      const bitmap = await bitmapOf(frame).catch(() => null);
      frame.close();
      if (!bitmap) continue;
      isUnderWay = true;
      port.postMessage({ bitmap, origin, privacyEpoch } satisfies CanvasPicture, [bitmap]);
    }
    isAtWork = false;
  }

  port.onmessage = ({ data }: MessageEvent<Ready>) => {
    if (data !== 'ready') return;
    isUnderWay = false;
    void work();
  };
  return {
    add({ frame, origin, privacyEpoch }) {
      newest?.frame.close();
      newest = { frame: frame.clone(), origin, privacyEpoch };
      // After the caller has posted: the output track does not wait for the canvas.
      queueMicrotask(() => void work());
    },
    close() {
      newest?.frame.close();
      newest = null;
      port.close();
    },
  };
}
