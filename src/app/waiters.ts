// Promises about the picture: "resolve when pictures made under these settings, or from this source, are shown" in the track and
// on the canvas.
import type { EverframeError } from '../base/errors';
import type { PictureOrigin } from '../protocol/packets';

const PLACES = ['track', 'canvas'] as const;
export type Place = (typeof PLACES)[number];

type Wish = { readonly revision: number } | { readonly sourceId: number };

export function createWaiters() {
  let waiting: { wish: Wish; resolve: () => void; reject: (error: EverframeError) => void }[] = [];
  const isMet = (wish: Wish, origin: PictureOrigin) =>
    'revision' in wish ? origin.revision >= wish.revision && !origin.standIn : origin.sourceId >= wish.sourceId;
  const last: Partial<Record<Place, PictureOrigin>> = {};
  const isMetIn = (wish: Wish, place: Place) => {
    const origin = last[place];
    return origin !== undefined && isMet(wish, origin);
  };
  return {
    wait: (wish: Wish) =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ wish, resolve, reject });
      }),
    shown(place: Place, origin: PictureOrigin): void {
      last[place] = origin;
      const met = waiting.filter(({ wish }) => PLACES.every((each) => isMetIn(wish, each)));
      if (met.length === 0) return;
      waiting = waiting.filter((waiter) => !met.includes(waiter));
      for (const { resolve } of met) resolve();
    },
    fail(error: EverframeError): void {
      const failed = waiting.filter(({ wish }) => 'revision' in wish || error.code === 'not-running');
      waiting = waiting.filter((waiter) => !failed.includes(waiter));
      for (const { reject } of failed) reject(error);
    },
  };
}
