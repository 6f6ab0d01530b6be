// Files that a person chose, kept in the browser's cache storage for the next visit. Storage may be full or forbidden, and the
// browser may clear it: then a file lasts for this visit.
const CACHE = 'everframe-files';
const NAME_HEADER = 'x-everframe-name';

/** `place` is a path of the keeper's own, as in `/kept/image`. */
export async function keepFile(place: string, file: Blob, name: string): Promise<void> {
  const headers = { [NAME_HEADER]: encodeURIComponent(name), 'content-type': file.type };
  await caches
    .open(CACHE)
    .then((cache) => cache.put(place, new Response(file, { headers })))
    .catch(() => undefined);
}

export async function readKeptFile(place: string): Promise<File | null> {
  const kept = await caches
    .open(CACHE)
    .then((cache) => cache.match(place))
    .catch(() => undefined);
  if (!kept) return null;
  const name = decodeURIComponent(kept.headers.get(NAME_HEADER) ?? '');
  const bytes = await kept.blob();
  return new File([bytes], name, { type: bytes.type });
}

export async function dropKeptFile(place: string): Promise<void> {
  await caches
    .open(CACHE)
    .then((cache) => cache.delete(place))
    .catch(() => undefined);
}
