// Walks through the pictures of a clip, once, as fast as they are worked on: the decoder waits. Holds no more than the few
// pictures that are decoded ahead.
import { asEverframeError, EverframeError } from '../base/errors';
import type { Clip } from '../sources/file/clip';
import { decodeAhead } from '../sources/file/decode-ahead';

export interface Span {
  readonly fromUs: number;
  /** The last picture is one that is shown at this time or before. */
  readonly toUs: number;
}

/**
 * Calls `take`, which borrows the picture until it resolves, with each picture of the span in order; as decoded, not turned.
 * Decoding begins at the key frame before. Rejects with `file-unreadable`, or as `take` does.
 */
export function walkPictures(
  clip: Clip,
  { fromUs, toUs }: Span,
  take: (frame: VideoFrame) => Promise<void> | void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let isBusy = false;
    const stop = (error: unknown) => {
      ahead.close();
      reject(asEverframeError(error));
    };
    const work = async (): Promise<void> => {
      if (isBusy) return;
      isBusy = true;
      try {
        for (let frame = ahead.take(); frame; frame = ahead.take()) {
          try {
            if (frame.timestamp > toUs) {
              ahead.close();
              resolve();
              return;
            }
            if (frame.timestamp >= fromUs) await take(frame);
          } finally {
            frame.close();
          }
        }
        if (!ahead.isOver) return;
        ahead.close();
        resolve();
      } catch (error) {
        stop(error);
      } finally {
        isBusy = false;
      }
    };
    const upright: Clip = { ...clip, rotation: 0, read: () => clip.read(fromUs) };
    const ahead = decodeAhead(upright, false, {
      changed: () => void work(),
      failed(error) {
        const text = error instanceof Error ? error.message : String(error);
        stop(new EverframeError('file-unreadable', `a picture cannot be decoded: ${text}`, { cause: error }));
      },
    });
  });
}
