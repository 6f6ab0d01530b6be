// Turns the net's answer into the mask texture, smoothed over time by how much each pixel changed. Holds the smoothed
// mask of the frame before, and forgets it on reset().
import type { ModelContract } from '../../../protocol/model-contract';
import type { OpenGpu } from '../../../gpu/device';
import { UniformBlock } from '../../../gpu/uniform-block';
import shader from './mask.wgsl?raw';

export type MaskPipeline = GPUComputePipeline;

export function createMaskPipeline(device: GPUDevice): Promise<MaskPipeline> {
  const module = device.createShaderModule({ label: 'mask', code: shader });
  return device.createComputePipelineAsync({ label: 'mask', layout: 'auto', compute: { module } });
}

/** Lives as long as one net. */
export class Mask {
  /** The person's share of each pixel, 0..1, at the net's size. */
  readonly texture: GPUTexture;
  readonly #gpu: OpenGpu;
  readonly #pipeline: MaskPipeline;
  readonly #params: UniformBlock;
  readonly #smoothed: GPUBuffer;
  readonly #group: GPUBindGroup;
  #isFresh = true;

  constructor(gpu: OpenGpu, pipeline: MaskPipeline, answer: GPUBuffer, contract: ModelContract['output']) {
    this.#gpu = gpu;
    this.#pipeline = pipeline;
    const { device, memory } = gpu;
    const { width, height, layout, kind, channel, channelCount = 1 } = contract;
    this.texture = memory.texture(
      'mask',
      width,
      height,
      'rgba16float',
      GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.TEXTURE_BINDING,
    );
    this.#smoothed = memory.buffer('smoothed mask', width * height * 4, GPUBufferUsage.STORAGE);
    this.#params = new UniformBlock(device, memory, 'mask', 32);
    const places = layout === 'nchw' ? [1, channel * width * height] : [channelCount, channel];
    this.#params.words.set([width, height, ...places, kind === 'logit' ? 1 : 0]);
    this.#group = device.createBindGroup({
      label: 'mask',
      layout: pipeline.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: { buffer: this.#params.buffer } },
        { binding: 1, resource: { buffer: answer } },
        { binding: 2, resource: { buffer: this.#smoothed } },
        { binding: 3, resource: this.texture.createView() },
      ],
    });
  }

  /** The next mask stands alone. */
  reset(): void {
    this.#isFresh = true;
  }

  record(pass: GPUComputePassEncoder): void {
    this.#params.words[5] = this.#isFresh ? 1 : 0;
    this.#params.flush();
    this.#isFresh = false;
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#group);
    pass.dispatchWorkgroups(Math.ceil(this.texture.width / 8), Math.ceil(this.texture.height / 8));
  }

  dispose(): void {
    for (const resource of [this.texture, this.#smoothed, this.#params.buffer]) this.#gpu.memory.free(resource);
  }
}
