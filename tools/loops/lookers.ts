// Opens the nets of the bench: the face reader as it ships, the person net as a yardstick, and a net for pictures, where its
// file is at hand (SqueezeNet without its last layers; not part of the project).
import * as ort from 'onnxruntime-web/wasm';
import { openCatalogue, urlOf } from '../../src/app/catalogue';
import { fillInput } from '../../src/faces/fill-input';
import { openFaceReader } from '../../src/faces/open-face-reader';
import { fetchModel } from '../../src/inference/fetch-model';
import { openWasmNet } from '../../src/inference/ort-wasm';
import type { ModelInput } from '../../src/protocol/model-contract';
import type { Lookers } from './pictures';

const EMBEDDER: ModelInput = {
  name: 'data_0',
  layout: 'nchw',
  width: 128,
  height: 128,
  channels: 'bgr',
  range: [0, 255],
  mean: [103.94, 116.78, 123.68],
  fit: 'stretch',
};

export async function openLookers(embedder: Uint8Array | null): Promise<Lookers> {
  const catalogue = openCatalogue();
  // The runtime is loaded by the first of these, and set up for all.
  const reader = await openFaceReader(await catalogue.faceNets());
  const contract = await catalogue.personNet('selfie-landscape');
  const net = await openWasmNet(await fetchModel(contract, urlOf(contract), () => undefined), contract, 1);
  const { width, height } = contract.input;
  const grey = new Float32Array(width * height * 3).fill(0.4);
  const session = embedder && (await ort.InferenceSession.create(embedder, { executionProviders: ['wasm'] }));
  return {
    reader,
    person: () => net.run(grey),
    embed:
      session &&
      (async (frame) => {
        const { width: across, height: down } = frame.visibleRect ?? { width: 0, height: 0 };
        const rgba = new Uint8Array(across * down * 4);
        await frame.copyTo(rgba, { format: 'RGBA', colorSpace: 'srgb', layout: [{ offset: 0, stride: across * 4 }] });
        const whole = { x: across / 2, y: down / 2, width: across, height: down, angle: 0 };
        const patch = { rgba, width: across, height: down, left: 0, top: 0 };
        const data = fillInput(patch, whole, EMBEDDER, 'rim');
        const results = await session.run({ [EMBEDDER.name]: new ort.Tensor('float32', data, [1, 3, 128, 128]) });
        return new Float32Array(results.embedding?.data as Float32Array);
      }),
  };
}
