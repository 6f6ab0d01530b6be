// Blurs what is behind the person without the person in it: a quarter of the size, weighted by the mask, every point a
// disc, and a far wider level for places with no room near. With a blank mask it blurs the whole picture.
import type { OpenGpu } from '../../../gpu/device';
import { UniformBlock } from '../../../gpu/uniform-block';
import { discRows } from '../../disc';
import discShader from './disc.wgsl?raw';
import sumsShader from './disc-sums.wgsl?raw';
import shrinkShader from './shrink.wgsl?raw';
import weighShader from './weigh.wgsl?raw';
import widenShader from './widen.wgsl?raw';

const SHRINK = 4;
/** Half widths of a disc's rows that fit the shader's block. */
const MAX_ROWS = 64;
/** What 1-2-1 across and down sums to. */
const ROUNDED = 16;

interface Pipelines {
  readonly shrink: GPUComputePipeline;
  readonly weigh: GPUComputePipeline;
  readonly sums: GPUComputePipeline;
  readonly disc: GPUComputePipeline;
  readonly widen: GPUComputePipeline;
}

export class Blur {
  /** Premultiplied by how much room is in each pixel (alpha). */
  readonly near: GPUTexture;
  readonly wide: GPUTexture;
  readonly #gpu: OpenGpu;
  readonly #pipelines: Pipelines;
  readonly #source: GPUTexture;
  readonly #between: GPUTexture;
  readonly #linear: GPUSampler;
  readonly #shrinking: UniformBlock;
  /** Stands in where there is no alpha to bind. */
  readonly #nobody: GPUBuffer;
  readonly #disc: UniformBlock;
  readonly #sums: GPUBuffer;
  readonly #weighGroup: GPUBindGroup;
  readonly #sumsGroup: GPUBindGroup;
  readonly #discGroup: GPUBindGroup;
  readonly #widenGroup: GPUBindGroup;
  readonly #shrinkGroups = new WeakMap<GPUBuffer, GPUBindGroup>();

  static async create(gpu: OpenGpu, source: GPUTexture, linear: GPUSampler): Promise<Blur> {
    const build = (label: string, code: string): Promise<GPUComputePipeline> =>
      gpu.device.createComputePipelineAsync({
        label,
        layout: 'auto',
        compute: { module: gpu.device.createShaderModule({ label, code }) },
      });
    const [shrink, weigh, sums, disc, widen] = await Promise.all([
      build('blur shrink', shrinkShader),
      build('blur weigh', weighShader),
      build('blur sums', sumsShader),
      build('blur disc', discShader),
      build('blur widen', widenShader),
    ]);
    return new Blur(gpu, { shrink, weigh, sums, disc, widen }, source, linear);
  }

  private constructor(gpu: OpenGpu, pipelines: Pipelines, source: GPUTexture, linear: GPUSampler) {
    this.#gpu = gpu;
    this.#pipelines = pipelines;
    this.#source = source;
    this.#linear = linear;
    const { device, memory } = gpu;
    const level = (label: string, shrink: number): GPUTexture =>
      memory.texture(
        label,
        Math.ceil(source.width / shrink),
        Math.ceil(source.height / shrink),
        'rgba16float',
        GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.TEXTURE_BINDING,
      );
    this.near = level('blur near', SHRINK);
    this.#between = level('blur between', SHRINK);
    this.wide = level('blur wide', SHRINK * SHRINK);
    this.#shrinking = new UniformBlock(device, memory, 'blur shrinking', 16);
    this.#nobody = memory.buffer('blur nobody', 16, GPUBufferUsage.STORAGE);
    this.#disc = new UniformBlock(device, memory, 'blur disc', 16 + MAX_ROWS * 4);
    const sumsBytes = (this.near.width + 1) * this.near.height * 16;
    this.#sums = memory.buffer('blur sums', sumsBytes, GPUBufferUsage.STORAGE);
    this.#weighGroup = device.createBindGroup({
      label: 'blur weigh',
      layout: pipelines.weigh.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: this.#between.createView() },
        { binding: 1, resource: this.near.createView() },
      ],
    });
    this.#sumsGroup = device.createBindGroup({
      label: 'blur sums',
      layout: pipelines.sums.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: this.near.createView() },
        { binding: 1, resource: { buffer: this.#sums } },
      ],
    });
    this.#discGroup = device.createBindGroup({
      label: 'blur disc',
      layout: pipelines.disc.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: { buffer: this.#disc.buffer } },
        { binding: 1, resource: { buffer: this.#sums } },
        { binding: 2, resource: this.near.createView() },
      ],
    });
    this.#widenGroup = device.createBindGroup({
      label: 'blur widen',
      layout: pipelines.widen.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: this.near.createView() },
        { binding: 1, resource: linear },
        { binding: 2, resource: this.wide.createView() },
      ],
    });
  }

  /**
   * `person`: alpha of who is to be left out of the blur, in rows of `rowWords` words; it leaves holes, which the wide
   * level fills. Null: the whole picture. Gives the number of dispatches.
   */
  record(pass: GPUComputePassEncoder, person: GPUBuffer | null, rowWords: number, sigmaPx: number): number {
    this.#shrinking.words[0] = person ? rowWords : 0;
    this.#shrinking.flush();
    this.#writeDisc(discRows(sigmaPx, SHRINK, MAX_ROWS - 1));
    const run = (pipeline: GPUComputePipeline, group: GPUBindGroup, across: number, down: number): void => {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(across, down);
    };
    const overall = ({ width, height }: GPUTexture) => [Math.ceil(width / 8), Math.ceil(height / 8)] as const;
    run(this.#pipelines.shrink, this.#shrinkGroup(person ?? this.#nobody), ...overall(this.#between));
    run(this.#pipelines.weigh, this.#weighGroup, ...overall(this.near));
    run(this.#pipelines.sums, this.#sumsGroup, this.near.height, 1);
    run(this.#pipelines.disc, this.#discGroup, ...overall(this.near));
    if (!person) return 4;
    run(this.#pipelines.widen, this.#widenGroup, ...overall(this.wide));
    return 5;
  }

  dispose(): void {
    const { memory } = this.#gpu;
    for (const resource of [
      this.near,
      this.#between,
      this.wide,
      this.#shrinking.buffer,
      this.#nobody,
      this.#disc.buffer,
      this.#sums,
    ]) {
      memory.free(resource);
    }
  }

  #writeDisc(rows: readonly number[]): void {
    const samples = rows.reduce((sum, half, i) => sum + (2 * half + 1) * (i === 0 ? 1 : 2), 0);
    this.#disc.words[0] = rows.length;
    this.#disc.floats[1] = samples * ROUNDED;
    this.#disc.words.set(rows, 4);
    this.#disc.flush();
  }

  #shrinkGroup(person: GPUBuffer): GPUBindGroup {
    const cached = this.#shrinkGroups.get(person);
    if (cached) return cached;
    const group = this.#gpu.device.createBindGroup({
      label: 'blur shrink',
      layout: this.#pipelines.shrink.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: { buffer: this.#shrinking.buffer } },
        { binding: 1, resource: this.#source.createView() },
        { binding: 2, resource: { buffer: person } },
        { binding: 3, resource: this.#linear },
        { binding: 4, resource: this.#between.createView() },
      ],
    });
    this.#shrinkGroups.set(person, group);
    return group;
  }
}
