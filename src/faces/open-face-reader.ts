// From the catalogue's entries to a reader at work: fetches and checks both nets and opens them on ONNX Runtime's WASM
// build, in the worker that calls.
import { fetchModel } from '../inference/fetch-model';
import { openWasmNet } from '../inference/ort-wasm';
import type { FaceNets } from '../protocol/model-contract';
import { createFaceReader } from './create-face-reader';
import type { FaceReader } from './face-reader';

export interface OpenFaceReaderOptions {
  /** WASM threads; the first net that a worker opens decides for all. */
  readonly threads?: number;
  /** Of both files together. */
  readonly onProgress?: (loadedBytes: number, totalBytes: number) => void;
}

/** @throws EverframeError `model-missing`, `model-hash`, `model-unreadable`, `model-contract`, `engine-failed` */
export async function openFaceReader(
  { finder, mesh }: FaceNets,
  { threads = 1, onProgress = () => undefined }: OpenFaceReaderOptions = {},
): Promise<FaceReader> {
  const totalBytes = finder.contract.bytes + mesh.contract.bytes;
  const loaded = { finder: 0, mesh: 0 };
  const tell = (which: keyof typeof loaded) => (bytes: number) => {
    loaded[which] = bytes;
    onProgress(loaded.finder + loaded.mesh, totalBytes);
  };
  const [finderBytes, meshBytes] = await Promise.all([
    fetchModel(finder.contract, finder.url, tell('finder')),
    fetchModel(mesh.contract, mesh.url, tell('mesh')),
  ]);
  const finderNet = await openWasmNet(finderBytes, finder.contract, threads);
  try {
    const meshNet = await openWasmNet(meshBytes, mesh.contract, threads);
    return createFaceReader({ contract: finder.contract, ...finderNet }, { contract: mesh.contract, ...meshNet });
  } catch (error) {
    await finderNet.release();
    throw error;
  }
}
