// One net with the two passes around it: source texture in, alpha out. Replaced as a whole.
import type { OpenGpu } from '../../gpu/device';
import type { GpuNet } from '../../inference/ort-webgpu';
import type { ModelContract } from '../../protocol/model-contract';
import type { PlanarLayout } from './planar-layout';
import { Mask } from './passes/mask';
import type { MaskPipelines } from './passes/mask';
import { ModelInput } from './passes/model-input';
import type { ModelInputPipeline } from './passes/model-input';

export class Segmenter {
  readonly input: ModelInput;
  readonly mask: Mask;
  readonly #net: GpuNet<ModelContract>;

  constructor(
    gpu: OpenGpu,
    pipelines: { readonly input: ModelInputPipeline; readonly mask: MaskPipelines },
    source: GPUTexture,
    linear: GPUSampler,
    net: GpuNet<ModelContract>,
    program: PlanarLayout,
  ) {
    this.#net = net;
    this.input = new ModelInput(gpu, pipelines.input, source, linear, net.input, net.contract.input);
    this.mask = new Mask(gpu, pipelines.mask, source, linear, net.output, net.contract.output, program);
  }

  run(): Promise<void> {
    return this.#net.run();
  }

  async dispose(): Promise<void> {
    this.input.dispose();
    this.mask.dispose();
    await this.#net.release();
  }
}
