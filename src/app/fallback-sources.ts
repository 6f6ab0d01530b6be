// Opens what a fallback source is made of: a file that was given, an address, or a drawing. Fetches nothing from elsewhere
// unless somebody gave an address; what was fetched is kept, so that a lost network takes no fallback away.
import type { ProgramFormat } from '../config/program';
import { SHIPPED_FALLBACK_CLIPS } from '../config/shipped';
import type { FallbackSource } from '../protocol/fallback';
import type { MediaClient, Playing } from '../sources/dom/media-client';
import { fetchFile } from './fetch-file';

export type FileOrAddress = Blob | string;

export interface FallbackMaterial {
  readonly source: FallbackSource;
  /** Null for what is drawn; of `images` all of them. */
  readonly from: readonly FileOrAddress[] | FileOrAddress | null;
}

/** Its material is the program itself: see `self-loop.ts`. */
const SELF_LOOP: FallbackMaterial = {
  source: { id: 'self-loop', name: 'Loop of you', kind: 'self-loop', priority: 1, loop: true, enabled: true },
  from: null,
};

/** What ships, in its order: the loop, then clips, of which the first is "Be right back". */
export const SHIPPED_FALLBACKS: readonly FallbackMaterial[] = [
  SELF_LOOP,
  ...SHIPPED_FALLBACK_CLIPS.map(({ id, name, url }, n): FallbackMaterial => ({
    source: { id, name, kind: 'clip', priority: n + 2, loop: true, enabled: true },
    from: url,
  })),
];

/** A clip without a new picture for this long, or four of its own intervals, has failed. */
const SILENCE_MS = 2000;

/** Of a sequence, where nobody said otherwise. */
export const DEFAULT_PICTURE_S = 5;

export interface OpenedFallback {
  readonly playing: Playing;
  readonly file: readonly Blob[] | Blob | null;
  /** See `ProgramService.feedFallback`. */
  readonly silenceMs: number | null;
}

/** Rejects with `file-unreadable`, `file-unsupported`, `picture-unreadable` or `picture-too-large`. */
export async function openFallback(
  { source, from }: FallbackMaterial,
  media: MediaClient,
  format: ProgramFormat,
): Promise<OpenedFallback> {
  const { kind, loop } = source;
  if (kind === 'bars' || kind === 'pattern')
    return { playing: await media.openPattern(kind, format), file: null, silenceMs: SILENCE_MS };
  const files = await Promise.all(
    [from ?? '']
      .flat()
      .map(async (one: FileOrAddress) =>
        one instanceof Blob ? one : fetchFile(one, kind === 'clip' ? 'file-unreadable' : 'picture-unreadable'),
      ),
  );
  const [file = new Blob()] = files;
  const size = { maxWidth: format.width, maxHeight: format.height };
  if (kind === 'images') {
    const { seconds = DEFAULT_PICTURE_S } = source;
    const playing = await media.openPictures(files, { ...size, seconds, loop });
    return { playing, file: files, silenceMs: SILENCE_MS + 2000 * seconds };
  }
  if (kind === 'picture') {
    return { playing: await media.openPicture(file, size), file, silenceMs: null };
  }
  const playing = await media.openFile(file, { loop, inSoftware: true });
  const intervalMs = 1000 / (playing.info.fps ?? format.fps);
  return { playing, file, silenceMs: Math.max(SILENCE_MS, 4 * intervalMs) };
}
