// The pictures and clips that can stand behind the person: what ships with the page, and the person's own file, kept in
// the browser's cache storage. Makes a backdrop of one for a vision worker. Fetches nothing from elsewhere unless the
// person gave an address.
import { EverframeError } from '../base/errors';
import { SHIPPED_BACKGROUND_CLIPS, SHIPPED_PICTURES } from '../config/shipped';
import type { Backdrop } from '../protocol/vision-service';
import type { MediaClient } from '../sources/dom/media-client';
import { previewOf } from './backdrop-preview';
import { fetchFile } from './fetch-file';
import { keepFile, readKeptFile } from './kept-files';
import type { BackdropChoice, BackdropMode } from './studio-controls';

const OWN = 'own';
const SHIPPED = { image: SHIPPED_PICTURES, video: SHIPPED_BACKGROUND_CLIPS } as const;
const place = (mode: BackdropMode) => `/kept/${mode}`;

export interface FoundBackdrop {
  readonly name: string;
  readonly file: Blob;
  readonly isOwn: boolean;
}

export interface Backdrops {
  /** What `source` names; without it the one called `lastName`, or the first that ships. */
  find(mode: BackdropMode, source: File | string | undefined, lastName: string | null): Promise<FoundBackdrop>;
  /** A backdrop for a worker, made anew each time: the feed of a clip can be read once. */
  make(mode: BackdropMode, found: FoundBackdrop): Promise<Backdrop>;
  /** Keeps the person's own file for the next time. Storage may be full or forbidden: then it lasts for this visit. */
  keep(mode: BackdropMode, found: FoundBackdrop): Promise<void>;
  choices(mode: BackdropMode): Promise<readonly BackdropChoice[]>;
  preview(mode: BackdropMode, source: string | undefined, lastName: string | null): Promise<ImageBitmap | null>;
}

const UNREADABLE = { image: 'picture-unreadable', video: 'file-unreadable' } as const;

export function createBackdrops(openMedia: () => MediaClient): Backdrops {
  const own = new Map<BackdropMode, FoundBackdrop>();
  let playing: (() => void)[] = [];

  async function readOwn(mode: BackdropMode): Promise<FoundBackdrop | null> {
    const known = own.get(mode);
    if (known) return known;
    const file = await readKeptFile(place(mode));
    if (!file) return null;
    const found = { name: file.name, file, isOwn: true };
    own.set(mode, found);
    return found;
  }

  /** Where it is: the person's own file, or an address with the name of what ships there. */
  async function locate(
    mode: BackdropMode,
    source: string | undefined,
    lastName: string | null,
  ): Promise<FoundBackdrop | { address: string; name: string | null }> {
    const shipped = SHIPPED[mode].find(({ url, name }) => (source === undefined ? name === lastName : url === source));
    if (shipped) return { address: shipped.url, name: shipped.name };
    if (source === OWN || (source === undefined && lastName !== null)) {
      const kept = await readOwn(mode);
      if (kept) return kept;
    }
    if (source !== undefined && source !== OWN) return { address: source, name: null };
    // A file that the browser has cleared away since is no reason to show nothing: the first that ships takes its place.
    const [first] = SHIPPED[mode];
    if (!first) throw new EverframeError(UNREADABLE[mode], `no ${mode} ships with this build`);
    return { address: first.url, name: first.name };
  }

  const find: Backdrops['find'] = async (mode, source, lastName) => {
    if (source instanceof File) return { name: source.name, file: source, isOwn: true };
    const place = await locate(mode, source, lastName);
    if ('file' in place) return place;
    const file = await fetchFile(place.address, UNREADABLE[mode]);
    return { name: place.name ?? file.name, file, isOwn: place.name === null };
  };

  return {
    find,
    async make(mode, { file }) {
      if (mode === 'image') return { kind: 'image', file };
      const opened = await openMedia().openFile(file);
      // The one that is on air goes on until the new one has taken its place.
      for (const close of playing.splice(0, playing.length - 1)) close();
      playing = [
        ...playing,
        () => {
          opened.close();
        },
      ];
      return { kind: 'video', feed: opened.feed };
    },
    async keep(mode, found) {
      if (!found.isOwn) return;
      own.set(mode, found);
      await keepFile(place(mode), found.file, found.name);
    },
    async choices(mode) {
      const kept = await readOwn(mode);
      const shipped = SHIPPED[mode].map(({ url, name }) => ({ source: url, name, isOwn: false }));
      return kept ? [...shipped, { source: OWN, name: kept.name, isOwn: true }] : shipped;
    },
    async preview(mode, source, lastName) {
      const found = await find(mode, source, lastName).catch(() => null);
      return found && previewOf(mode, found.file, openMedia);
    },
  };
}
