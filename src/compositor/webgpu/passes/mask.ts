// Turns the net's answer into the mask texture: steadied over time by how much each pixel changed, then fitted to the
// picture's own edges by a guided filter, whose coefficients the texture holds (red: a, green: b of a * luma + b). Keeps
// the steadied mask of the frame before, and forgets it on reset().
import type { OpenGpu } from '../../../gpu/device';
import { UniformBlock } from '../../../gpu/uniform-block';
import type { ModelContract } from '../../../protocol/model-contract';
import type { Row } from '../colour';
import guideShader from './guide.wgsl?raw';
import { tapsFor } from './model-input';
import settleShader from './settle.wgsl?raw';
import steadyShader from './steady.wgsl?raw';

export interface MaskPipelines {
  readonly steady: GPUComputePipeline;
  readonly guide: GPUComputePipeline;
  readonly settle: GPUComputePipeline;
}

export const MASK_DISPATCHES = 3;

export async function createMaskPipelines(device: GPUDevice): Promise<MaskPipelines> {
  const build = (label: string, code: string): Promise<GPUComputePipeline> =>
    device.createComputePipelineAsync({
      label,
      layout: 'auto',
      compute: { module: device.createShaderModule({ label, code }) },
    });
  const [steady, guide, settle] = await Promise.all([
    build('mask steady', steadyShader),
    build('mask guide', guideShader),
    build('mask settle', settleShader),
  ]);
  return { steady, guide, settle };
}

/** Lives as long as one net. */
export class Mask {
  readonly texture: GPUTexture;
  readonly #gpu: OpenGpu;
  readonly #params: UniformBlock;
  readonly #buffers: readonly GPUBuffer[];
  readonly #steps: readonly (readonly [GPUComputePipeline, GPUBindGroup])[];
  #isFresh = true;

  constructor(
    gpu: OpenGpu,
    pipelines: MaskPipelines,
    source: GPUTexture,
    linear: GPUSampler,
    answer: GPUBuffer,
    contract: ModelContract['output'],
  ) {
    this.#gpu = gpu;
    const { device, memory } = gpu;
    const { width, height, layout, kind, channel, channelCount = 1 } = contract;
    const size = width * height;
    const usage = GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.TEXTURE_BINDING;
    this.texture = memory.texture('mask', width, height, 'rgba16float', usage);
    // 32-bit floats: the filter takes small differences of squares.
    const steadied = memory.buffer('mask steadied', size * 4, GPUBufferUsage.STORAGE);
    const guided = memory.buffer('mask and luma', size * 8, GPUBufferUsage.STORAGE);
    const model = memory.buffer('mask model', size * 8, GPUBufferUsage.STORAGE);
    this.#buffers = [steadied, guided, model];
    this.#params = new UniformBlock(device, memory, 'mask', 48);
    const [stride, first] = layout === 'nchw' ? [1, channel * size] : [channelCount, channel];
    const taps = [tapsFor(source.width / width), tapsFor(source.height / height)];
    this.#params.words.set([width, height, stride, first, kind === 'logit' ? 1 : 0, 0, ...taps]);
    const params = { buffer: this.#params.buffer };
    const step = (
      pipeline: GPUComputePipeline,
      ...resources: GPUBindingResource[]
    ): readonly [GPUComputePipeline, GPUBindGroup] => [
      pipeline,
      device.createBindGroup({
        label: 'mask',
        layout: pipeline.getBindGroupLayout(0),
        entries: resources.map((resource, binding) => ({ binding, resource })),
      }),
    ];
    this.#steps = [
      step(pipelines.steady, params, { buffer: answer }, { buffer: steadied }, source.createView(), linear, {
        buffer: guided,
      }),
      step(pipelines.guide, params, { buffer: guided }, { buffer: model }),
      step(pipelines.settle, params, { buffer: model }, this.texture.createView()),
    ];
  }

  /** The next mask stands alone. */
  reset(): void {
    this.#isFresh = true;
  }

  /** `luma`: the row of the picture's coding that gives its luma. */
  record(pass: GPUComputePassEncoder, luma: Row): void {
    this.#params.words[5] = this.#isFresh ? 1 : 0;
    this.#params.floats.set(luma, 8);
    this.#params.flush();
    this.#isFresh = false;
    for (const [pipeline, group] of this.#steps) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(Math.ceil(this.texture.width / 8), Math.ceil(this.texture.height / 8));
    }
  }

  dispose(): void {
    for (const resource of [this.texture, this.#params.buffer, ...this.#buffers]) this.#gpu.memory.free(resource);
  }
}
