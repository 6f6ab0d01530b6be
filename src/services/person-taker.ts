// The person's cut-out, small, for the studio's background tiles: asked for by the page, made of the next frame that can
// be masked. Never made of a raw frame, and never a picture of the program.
import type { PersonPicture } from '../protocol/vision-service';

export function createPersonTaker() {
  let asked: { width: number; resolve: (picture: PersonPicture | null) => void } | null = null;
  return {
    get isWaiting(): boolean {
      return asked !== null;
    },
    /** Takes `cutOut`. */
    see(cutOut: VideoFrame): void {
      const request = asked;
      asked = null;
      if (!request) {
        cutOut.close();
        return;
      }
      const { width, resolve } = request;
      const height = Math.round((width * cutOut.displayHeight) / cutOut.displayWidth);
      createImageBitmap(cutOut, { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' })
        .then(
          (bitmap) => {
            resolve({ bitmap });
          },
          () => {
            resolve(null);
          },
        )
        .finally(() => {
          cutOut.close();
        });
    },
    /** A newer request ends an older one with null. */
    take(width: number): Promise<PersonPicture | null> {
      asked?.resolve(null);
      return new Promise((resolve) => {
        asked = { width, resolve };
      });
    },
  };
}
