// One net with the two passes around it: source texture in, alpha out. Replaced as a whole. In charge of the size at which the net sees
// the picture: there is one mask at a time, of that size, so whatever an older one remembered is gone with it.
import type { ModelTier } from '../../config/rung';
import type { OpenGpu } from '../../gpu/device';
import type { GpuNet, SizedNet } from '../../inference/ort-webgpu';
import { lightOf, type ModelContract } from '../../protocol/model-contract';
import type { WatchKit } from '../cpu/watch';
import { CarriedMask } from './carried-mask';
import type { PlanarLayout } from './planar-layout';
import { Mask } from './passes/mask';
import type { MaskPipelines } from './passes/mask';
import { ModelInput } from './passes/model-input';
import type { ModelInputPipeline } from './passes/model-input';

interface Parts {
  readonly net: SizedNet<ModelContract>;
  readonly input: ModelInput;
  readonly mask: Mask;
  readonly carried: CarriedMask;
}

export class Segmenter {
  readonly #net: GpuNet<ModelContract>;
  readonly #standard: ModelContract;
  readonly #light: ModelContract;
  readonly #build: (contract: ModelContract) => Parts;
  #now: Parts;

  constructor(
    gpu: OpenGpu,
    pipelines: { readonly input: ModelInputPipeline; readonly mask: MaskPipelines },
    source: GPUTexture,
    linear: GPUSampler,
    net: GpuNet<ModelContract>,
    standard: ModelContract,
    program: PlanarLayout,
    kit: () => WatchKit | null,
  ) {
    this.#net = net;
    this.#standard = standard;
    this.#light = lightOf(standard) ?? standard;
    this.#build = (contract) => {
      const sized = net.sized(contract);
      return {
        net: sized,
        input: new ModelInput(gpu, pipelines.input, source, linear, sized.input, contract.input),
        mask: new Mask(gpu, pipelines.mask, source, linear, sized.output, contract.output, program),
        carried: new CarriedMask(gpu, sized.output, contract.output, kit),
      };
    };
    this.#now = this.#build(standard);
  }

  get input(): ModelInput {
    return this.#now.input;
  }

  get mask(): Mask {
    return this.#now.mask;
  }

  get carried(): CarriedMask {
    return this.#now.carried;
  }

  /** The next mask stands alone. */
  reset(): void {
    this.#now.mask.reset();
    this.#now.carried.reset();
  }

  /** Between two frames. */
  setTier(tier: ModelTier): void {
    const wanted = tier === 'light' ? this.#light : this.#standard;
    if (wanted === this.#now.net.contract) return;
    // The new one first: should there be no memory for it, the old one is whole.
    const next = this.#build(wanted);
    this.#free();
    this.#now = next;
  }

  run(): Promise<void> {
    return this.#now.net.run();
  }

  async dispose(): Promise<void> {
    this.#free();
    await this.#net.release();
  }

  #free(): void {
    const { net, input, mask, carried } = this.#now;
    for (const part of [input, mask, carried]) part.dispose();
    net.free();
  }
}
