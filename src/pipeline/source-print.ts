// A cheap print of a source's frame: a hash of eight bands of four rows, in the samples as they come. Equal prints one after
// the other mean a picture that has not changed by a single bit there, which no sensor manages: noise, and what the camera's
// own codec leaves of it, differ from frame to frame however still the scene is.
const BANDS = 8;
const BAND_ROWS = 4;

/** FNV-1a over 32-bit words; `count` in bytes, a multiple of four. */
function hashWords(bytes: Uint8Array, count: number): number {
  const words = new Uint32Array(bytes.buffer, 0, count / 4);
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
  return hash >>> 0;
}

/** Answers a function that borrows a frame: it may be closed as soon as the call has returned. Null where it cannot be read. */
export function createSourcePrint(): (frame: VideoFrame) => Promise<number | null> {
  let bytes = new Uint8Array(0);
  return async (frame) => {
    const { visibleRect } = frame;
    if (!visibleRect) return null;
    const { x, y, width, height } = visibleRect;
    const rows = Math.min(BAND_ROWS, height);
    // Even places only: the rows of the chroma planes have to be whole.
    const tops = Array.from({ length: BANDS }, (_, n) => 2 * Math.floor(((height - rows) * (n + 0.5)) / BANDS / 2));
    try {
      const rects = tops.map((top) => ({ rect: { x, y: y + top, width, height: rows } }));
      const size = Math.ceil(frame.allocationSize(rects[0]) / 4) * 4;
      if (bytes.length < BANDS * size) bytes = new Uint8Array(BANDS * size);
      const target = bytes;
      await Promise.all(rects.map((rect, n) => frame.copyTo(target.subarray(n * size, (n + 1) * size), rect)));
      return hashWords(target, BANDS * size);
    } catch {
      return null;
    }
  };
}
