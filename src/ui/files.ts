// Files that come from the person: asking for one, and telling what a dropped one is good for.

export type FileUse = 'video' | 'picture' | 'other';

const VIDEO_NAMES = /\.(mp4|m4v|mov|webm|mkv)$/i;
const PICTURE_NAMES = /\.(jpe?g|png|webp|avif|gif|bmp|svg)$/i;

export const VIDEO_TYPES = 'video/*,.mkv';
export const PICTURE_TYPES = 'image/*';

/** By type first; some systems give files no type, then the name decides. */
export function fileUse(file: { readonly type: string; readonly name: string }): FileUse {
  if (file.type.startsWith('video/') || VIDEO_NAMES.test(file.name)) return 'video';
  if (file.type.startsWith('image/') || PICTURE_NAMES.test(file.name)) return 'picture';
  return 'other';
}

/** Opens the system's file picker; null when it was closed without a choice. Needs a click or a key. */
export async function askForFile(accept: string): Promise<File | null> {
  return (await askForFiles(accept, false))[0] ?? null;
}

/** The same for several; none when it was closed without a choice. */
export function askForFiles(accept: string, multiple = true): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.multiple = multiple;
    input.addEventListener('change', () => resolve([...(input.files ?? [])]), { once: true });
    input.addEventListener('cancel', () => resolve([]), { once: true });
    input.click();
  });
}

/** Hands a made file to the browser's downloads. */
export function saveFile(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** 2025-06-01 14.32.08: sorts by time, and every file system takes it. */
export function fileStamp(atMs: number): string {
  const local = new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.');
}
