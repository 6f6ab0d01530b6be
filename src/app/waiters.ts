// Promises about the picture: "resolve when a picture made under these settings, or from this source, is shown".
import type { EverframeError } from '../base/errors';
import type { PictureOrigin } from '../protocol/packets';

type Wish = { readonly revision: number } | { readonly sourceId: number };

export function createWaiters() {
  let waiting: { wish: Wish; resolve: () => void; reject: (error: EverframeError) => void }[] = [];
  const isMet = (wish: Wish, origin: PictureOrigin) =>
    'revision' in wish ? origin.revision >= wish.revision && !origin.standIn : origin.sourceId >= wish.sourceId;
  return {
    wait: (wish: Wish) =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ wish, resolve, reject });
      }),
    shown(origin: PictureOrigin): void {
      const met = waiting.filter(({ wish }) => isMet(wish, origin));
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
