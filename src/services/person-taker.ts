// Small samples of the processed picture for the background tiles: made only from what viewers were shown with a hiding
// effect on, never from a raw frame.
import type { PersonPicture } from '../protocol/vision-service';

export function createPersonTaker() {
  let asked: { width: number; resolve: (picture: PersonPicture | null) => void } | null = null;
  return {
    /** Borrows `frame`. */
    see(frame: VideoFrame): void {
      if (!asked) return;
      const { width, resolve } = asked;
      asked = null;
      const height = Math.round((width * frame.displayHeight) / frame.displayWidth);
      createImageBitmap(frame, { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' }).then(
        (bitmap) => {
          resolve({ bitmap });
        },
        () => {
          resolve(null);
        },
      );
    },
    take(width: number): Promise<PersonPicture | null> {
      asked?.resolve(null);
      return new Promise((resolve) => {
        asked = { width, resolve };
      });
    },
  };
}
