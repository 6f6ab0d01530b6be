// Fills the net's input buffer from the source texture, as its contract says: size, order, range, mean and std.
import type { ModelContract } from '../../../protocol/model-contract';
import type { OpenGpu } from '../../../gpu/device';
import { UniformBlock } from '../../../gpu/uniform-block';
import shader from './model-input.wgsl?raw';

export type ModelInputPipeline = GPUComputePipeline;

export function createModelInputPipeline(device: GPUDevice): Promise<ModelInputPipeline> {
  const module = device.createShaderModule({ label: 'model input', code: shader });
  return device.createComputePipelineAsync({ label: 'model input', layout: 'auto', compute: { module } });
}

/** Lives as long as one net. */
export class ModelInput {
  readonly #gpu: OpenGpu;
  readonly #pipeline: ModelInputPipeline;
  readonly #params: UniformBlock;
  readonly #group: GPUBindGroup;
  readonly #groupsX: number;
  readonly #groupsY: number;

  constructor(
    gpu: OpenGpu,
    pipeline: ModelInputPipeline,
    source: GPUTexture,
    linear: GPUSampler,
    input: GPUBuffer,
    contract: ModelContract['input'],
  ) {
    this.#gpu = gpu;
    this.#pipeline = pipeline;
    const { width, height, layout, channels, range, mean, std } = contract;
    const [low, high] = range;
    this.#params = new UniformBlock(gpu.device, gpu.memory, 'model input', 64);
    const { floats, words } = this.#params;
    words.set([width, height, tapsFor(source.width / width), tapsFor(source.height / height)], 0);
    const scales = std ?? [1, 1, 1];
    floats.set(
      scales.map((deviation) => (high - low) / deviation),
      4,
    );
    floats.set(
      scales.map((deviation, i) => (low - (mean?.[i] ?? 0)) / deviation),
      8,
    );
    words.set(layout === 'nchw' ? [1, width * height] : [3, 1], 12);
    words[14] = channels === 'bgr' ? 1 : 0;
    this.#params.flush();
    this.#group = gpu.device.createBindGroup({
      label: 'model input',
      layout: pipeline.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: { buffer: this.#params.buffer } },
        { binding: 1, resource: source.createView() },
        { binding: 2, resource: linear },
        { binding: 3, resource: { buffer: input } },
      ],
    });
    this.#groupsX = Math.ceil(width / 8);
    this.#groupsY = Math.ceil(height / 8);
  }

  record(pass: GPUComputePassEncoder): void {
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#group);
    pass.dispatchWorkgroups(this.#groupsX, this.#groupsY);
  }

  dispose(): void {
    this.#gpu.memory.free(this.#params.buffer);
  }
}

/** Samples per axis where one small pixel stands for `shrink` large ones; a bilinear sample averages two. */
export function tapsFor(shrink: number): number {
  return Math.min(8, Math.max(1, Math.ceil(shrink / 2)));
}
