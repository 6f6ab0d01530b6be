// Holds on to the compiled runtime for the page's life. V8 gives a module of the same bytes to whoever compiles it while one
// is alive, with the code that was made fast meanwhile: a vision worker that follows one that died is at work in a third of
// the time, and does not keep the whole machine busy with compiling just when something has to stand in.
import asyncifyUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import jspiUrl from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

/** Those that ort-wasm.ts and ort-webgpu.ts load. */
const URLS = { cpu: wasmUrl, webgpu: 'Suspending' in WebAssembly ? jspiUrl : asyncifyUrl };
const kept = new Map<string, Promise<WebAssembly.Module>>();

/** Of the runtime that a worker with this engine has loaded: its bytes come out of the browser's cache. */
export function keepCompiled(engine: keyof typeof URLS): void {
  if (kept.has(engine)) return;
  const compiling = WebAssembly.compileStreaming(fetch(URLS[engine]));
  kept.set(engine, compiling);
  // The next worker that has its net tries again.
  compiling.catch(() => kept.delete(engine));
}
