// A small still of a picture or a clip, for the panel. A clip's is its first picture, decoded by what would play it.
import { readFeed } from '../frames/frame-feed';
import type { MediaClient } from '../sources/dom/media-client';
import type { BackdropMode } from './studio-controls';

const SMALL: ImageBitmapOptions = { resizeWidth: 160, resizeQuality: 'medium' };

async function stillOfClip(file: Blob, media: MediaClient): Promise<ImageBitmap | null> {
  const opened = await media.openFile(file);
  const reader = readFeed(opened.feed);
  try {
    const first = await reader.read();
    return (
      first &&
      (await createImageBitmap(first, SMALL).finally(() => {
        first.close();
      }))
    );
  } finally {
    reader.cancel();
    opened.close();
  }
}

/** Null where none can be made. */
export async function previewOf(
  mode: BackdropMode,
  file: Blob,
  openMedia: () => MediaClient,
): Promise<ImageBitmap | null> {
  try {
    return mode === 'image' ? await createImageBitmap(file, SMALL) : await stillOfClip(file, openMedia());
  } catch {
    return null;
  }
}
