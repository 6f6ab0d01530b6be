// One net and the mask that follows from what it says. In charge of the size at which the net sees the picture: there is one mask at a
// time, of that size, so whatever an older one remembered is gone with it and the first frame at another size asks the net.
import type { PlanesColour } from '../../frames/colour';
import type { ModelTier } from '../../config/rung';
import type { WasmNet } from '../../inference/ort-wasm';
import type { Arena } from '../../kernels/arena';
import type { Kernels } from '../../kernels/kernels';
import { lightOf, type ModelContract } from '../../protocol/model-contract';
import { createMask, type Mask } from './mask';
import type { Planes } from './planes';

export interface Segmenter {
  /** Its owner's: never released here. */
  readonly net: WasmNet;
  /** At the size of the tier that was set last. */
  readonly mask: Mask;
  setTier(tier: ModelTier): void;
  /** What the net says of what the mask saw. @throws EverframeError `model-run` */
  infer(colour: PlanesColour): Promise<Float32Array>;
  /** Gives the memory back. */
  release(): void;
}

export function createSegmenter(
  kernels: Kernels,
  arena: Arena,
  net: WasmNet,
  standard: ModelContract,
  program: Planes,
): Segmenter {
  const light = lightOf(standard) ?? standard;
  let contract = standard;
  let mask = createMask(kernels, arena, contract, program);

  function setTier(tier: ModelTier): void {
    const wanted = tier === 'light' ? light : standard;
    if (wanted === contract) return;
    // The new one first: should there be no memory for it, the old one is whole.
    const next = createMask(kernels, arena, wanted, program);
    mask.release();
    mask = next;
    contract = wanted;
  }

  return {
    net,
    get mask() {
      return mask;
    },
    setTier,
    async infer(colour) {
      const [output] = await net.run(mask.input(colour), contract);
      return output;
    },
    release() {
      mask.release();
    },
  };
}
