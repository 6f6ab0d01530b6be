// @ts-check
/** With this flag a measurement of memory does not wait for the next collection, which may be half a minute away. */
export const EAGER_MEMORY_FLAG = '--enable-blink-features=ForceEagerMeasureMemory';

/** In the page: bytes of JavaScript and WASM in the page and its workers, after a collection, and what Everframe says of itself. */
export async function sampleMemory() {
  // @ts-expect-error measureUserAgentSpecificMemory is not in TypeScript's DOM library yet.
  const { bytes } = await performance.measureUserAgentSpecificMemory();
  const stats = globalThis.everframe?.stats();
  return {
    /** @type {number} */
    bytes,
    openFrames: stats?.openFrames ?? null,
    engineBytes: stats?.memoryBytes ?? null,
    fps: stats?.programFps ?? null,
  };
}

/** One at work in the vision worker, one held by the program, and the first pictures of the loop and of the clip after it. */
export const OPEN_FRAMES = 4;

/** @param {number | null} bytes */
export const mebibytes = (bytes) => (bytes === null ? null : Number((bytes / 2 ** 20).toFixed(1)));
