// The last pass: person over what is behind, written as packed planes (I420, with alpha for a cut-out) in the coding of
// the finished picture, so that what is read back is a frame's bytes and nothing more.
import type { OpenGpu } from '../../../gpu/device';
import { UniformBlock } from '../../../gpu/uniform-block';
import type { Behind, Rgb } from '../../engine';
import type { YuvCoding } from '../colour';
import shader from './compose.wgsl?raw';
import type { FringeTextures } from './mask';
import type { PlanarLayout } from '../planar-layout';

type Kind = Behind['kind'];
/** The numbers of the constants in compose.wgsl. */
const LOOKS: Readonly<Record<Kind, number>> = { source: 0, blur: 1, fill: 2, backdrop: 3, nothing: 4 };

export interface ComposeInputs {
  readonly kind: Kind;
  readonly source: GPUTexture;
  /** Alpha of the person, or null when nobody is to be seen. */
  readonly person: GPUBuffer | null;
  readonly behind: GPUTexture;
  readonly wide: GPUTexture;
  /** Colours near the person's edge, for what is not blur; null for none. */
  readonly fringe: FringeTextures | null;
}

export class Compose {
  readonly #gpu: OpenGpu;
  readonly #pipelines: Readonly<Record<Kind, GPUComputePipeline>>;
  readonly #bindLayout: GPUBindGroupLayout;
  readonly #linear: GPUSampler;
  readonly #layout: PlanarLayout;
  readonly #params: UniformBlock;
  readonly #bytes: GPUBuffer;
  /** Stands in where there is no alpha to bind. */
  readonly #nobody: GPUBuffer;
  #cached: { readonly inputs: ComposeInputs; readonly group: GPUBindGroup } | null = null;

  static async create(gpu: OpenGpu, linear: GPUSampler, layout: PlanarLayout, bytes: GPUBuffer): Promise<Compose> {
    const { device } = gpu;
    const texture = (binding: number): GPUBindGroupLayoutEntry => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      texture: { sampleType: 'float' },
    });
    const bindLayout = device.createBindGroupLayout({
      label: 'compose',
      entries: [
        { binding: 0, visibility: GPUShaderStage.COMPUTE, buffer: { type: 'uniform' } },
        ...[1, 3, 4, 7, 8, 9].map(texture),
        { binding: 2, visibility: GPUShaderStage.COMPUTE, buffer: { type: 'read-only-storage' } },
        { binding: 5, visibility: GPUShaderStage.COMPUTE, sampler: { type: 'filtering' } },
        { binding: 6, visibility: GPUShaderStage.COMPUTE, buffer: { type: 'storage' } },
      ],
    });
    const pipelineLayout = device.createPipelineLayout({ label: 'compose', bindGroupLayouts: [bindLayout] });
    const module = device.createShaderModule({ label: 'compose', code: shader });
    const build = (kind: Kind): Promise<GPUComputePipeline> =>
      device.createComputePipelineAsync({
        label: `compose ${kind}`,
        layout: pipelineLayout,
        compute: { module, constants: { LOOK: LOOKS[kind] } },
      });
    const [source, blur, fill, backdrop, nothing] = await Promise.all([
      build('source'),
      build('blur'),
      build('fill'),
      build('backdrop'),
      build('nothing'),
    ]);
    return new Compose(gpu, { source, blur, fill, backdrop, nothing }, bindLayout, linear, layout, bytes);
  }

  private constructor(
    gpu: OpenGpu,
    pipelines: Readonly<Record<Kind, GPUComputePipeline>>,
    bindLayout: GPUBindGroupLayout,
    linear: GPUSampler,
    layout: PlanarLayout,
    bytes: GPUBuffer,
  ) {
    this.#gpu = gpu;
    this.#pipelines = pipelines;
    this.#bindLayout = bindLayout;
    this.#linear = linear;
    this.#layout = layout;
    this.#bytes = bytes;
    this.#params = new UniformBlock(gpu.device, gpu.memory, 'compose', 96);
    const { words } = this.#params;
    words.set([layout.width, layout.height, layout.cbAt / 4, layout.crAt / 4, layout.alphaAt / 4]);
    words.set([layout.lumaStride / 4, layout.chromaStride / 4], 5);
    this.#nobody = gpu.memory.buffer('nobody', 16, GPUBufferUsage.STORAGE);
  }

  record(pass: GPUComputePassEncoder, inputs: ComposeInputs, coding: YuvCoding, fill: Rgb): void {
    coding.fromRgb.forEach((row, i) => this.#params.floats.set(row, 8 + i * 4));
    this.#params.floats.set(
      fill.map((channel) => channel / 255),
      20,
    );
    this.#params.words[7] = inputs.person ? 1 : 0;
    this.#params.flush();
    pass.setPipeline(this.#pipelines[inputs.kind]);
    pass.setBindGroup(0, this.#group(inputs));
    pass.dispatchWorkgroups(Math.ceil(this.#layout.width / 64), Math.ceil(this.#layout.height / 16));
  }

  dispose(): void {
    this.#cached = null;
    this.#gpu.memory.free(this.#params.buffer);
    this.#gpu.memory.free(this.#nobody);
  }

  #group(inputs: ComposeInputs): GPUBindGroup {
    const cached = this.#cached;
    const { source, person, behind, wide, fringe } = inputs;
    const isSame =
      cached?.inputs.source === source &&
      cached.inputs.person === person &&
      cached.inputs.behind === behind &&
      cached.inputs.wide === wide &&
      cached.inputs.fringe === fringe;
    if (isSame) return cached.group;
    const group = this.#gpu.device.createBindGroup({
      label: 'compose',
      layout: this.#bindLayout,
      entries: [
        { binding: 0, resource: { buffer: this.#params.buffer } },
        { binding: 1, resource: source.createView() },
        { binding: 2, resource: { buffer: person ?? this.#nobody } },
        { binding: 3, resource: behind.createView() },
        { binding: 4, resource: wide.createView() },
        { binding: 5, resource: this.#linear },
        { binding: 6, resource: { buffer: this.#bytes } },
        { binding: 7, resource: (fringe?.people ?? wide).createView() },
        { binding: 8, resource: (fringe?.room ?? wide).createView() },
        { binding: 9, resource: (fringe?.light ?? wide).createView() },
      ],
    });
    this.#cached = { inputs, group };
    return group;
  }
}
