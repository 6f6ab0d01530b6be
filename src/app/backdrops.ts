// Keeps the picture and the clip that were chosen last, in the browser's cache storage, and makes a backdrop of them for
// a vision worker. Nothing is fetched from elsewhere unless the user gave an address.
import { EverframeError } from '../base/errors';
import type { Backdrop } from '../protocol/vision-service';
import type { MediaClient } from '../sources/dom/media-client';

export type BackdropMode = 'image' | 'video';
const CACHE = 'everframe-backdrops';
const place = (mode: BackdropMode) => `/kept/${mode}`;

export interface Backdrops {
  /** Keeps `source` (a file, or the address of one); answers its name. */
  keep(mode: BackdropMode, source: File | string): Promise<string>;
  /** The backdrop that was kept, made anew; null when there is none. */
  make(mode: BackdropMode): Promise<Backdrop | null>;
}

async function fetchFile(mode: BackdropMode, address: string): Promise<File> {
  const code = mode === 'image' ? 'picture-unreadable' : 'file-unreadable';
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) throw new EverframeError(code, `${address} could not be fetched`, { facts: { name: address } });
  return new File([await response.blob()], address.split('/').pop() ?? address);
}

export function createBackdrops(openMedia: () => MediaClient): Backdrops {
  const files = new Map<BackdropMode, Blob>();
  let closePlaying: (() => void) | null = null;
  return {
    async keep(mode, source) {
      const file = typeof source === 'string' ? await fetchFile(mode, source) : source;
      files.set(mode, file);
      // Storage may be full or forbidden; the backdrop then lasts for this visit.
      await caches
        .open(CACHE)
        .then((cache) => cache.put(place(mode), new Response(file)))
        .catch(() => undefined);
      return file.name;
    },
    async make(mode) {
      let file = files.get(mode) ?? null;
      if (!file) {
        const kept = await caches.match(place(mode)).catch(() => undefined);
        file = (await kept?.blob()) ?? null;
        if (file) files.set(mode, file);
      }
      if (!file) return null;
      if (mode === 'image') return { kind: 'image', file };
      closePlaying?.();
      const playing = await openMedia().openFile(file);
      closePlaying = () => {
        playing.close();
      };
      return { kind: 'video', feed: playing.feed };
    },
  };
}
