// Blurs what is behind the person without the person in it: a quarter of the size, weighted by the mask, a separable
// Gaussian, and a far wider level for places with no room near. With a blank mask it blurs the whole picture.
import type { OpenGpu } from '../../../gpu/device';
import { UniformBlock } from '../../../gpu/uniform-block';
import gaussShader from './gauss.wgsl?raw';
import shrinkShader from './shrink.wgsl?raw';
import weighShader from './weigh.wgsl?raw';
import widenShader from './widen.wgsl?raw';

const SHRINK = 4;
const MAX_TAPS = 32;
/** What shrinking (a box of 4) and growing back (bilinear) blur by themselves, as variance in small pixels. */
const OWN_VARIANCE = (SHRINK * SHRINK - 1) / 12 / (SHRINK * SHRINK) + 1 / 6;

interface Pipelines {
  readonly shrink: GPUComputePipeline;
  readonly weigh: GPUComputePipeline;
  readonly gauss: GPUComputePipeline;
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
  readonly #across: UniformBlock;
  readonly #down: UniformBlock;
  readonly #weighGroup: GPUBindGroup;
  readonly #gaussAcross: GPUBindGroup;
  readonly #gaussDown: GPUBindGroup;
  readonly #widenGroup: GPUBindGroup;
  readonly #shrinkGroups = new WeakMap<GPUBuffer, GPUBindGroup>();

  static async create(gpu: OpenGpu, source: GPUTexture, linear: GPUSampler): Promise<Blur> {
    const build = (label: string, code: string): Promise<GPUComputePipeline> =>
      gpu.device.createComputePipelineAsync({
        label,
        layout: 'auto',
        compute: { module: gpu.device.createShaderModule({ label, code }) },
      });
    const [shrink, weigh, gauss, widen] = await Promise.all([
      build('blur shrink', shrinkShader),
      build('blur weigh', weighShader),
      build('blur gauss', gaussShader),
      build('blur widen', widenShader),
    ]);
    return new Blur(gpu, { shrink, weigh, gauss, widen }, source, linear);
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
    this.#across = new UniformBlock(device, memory, 'blur across', 16 + MAX_TAPS * 16);
    this.#down = new UniformBlock(device, memory, 'blur down', 16 + MAX_TAPS * 16);
    const gaussGroup = (kernel: UniformBlock, from: GPUTexture, to: GPUTexture): GPUBindGroup =>
      device.createBindGroup({
        label: 'blur gauss',
        layout: pipelines.gauss.getBindGroupLayout(0),
        entries: [
          { binding: 0, resource: { buffer: kernel.buffer } },
          { binding: 1, resource: from.createView() },
          { binding: 2, resource: linear },
          { binding: 3, resource: to.createView() },
        ],
      });
    this.#weighGroup = device.createBindGroup({
      label: 'blur weigh',
      layout: pipelines.weigh.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: this.#between.createView() },
        { binding: 1, resource: this.near.createView() },
      ],
    });
    this.#gaussAcross = gaussGroup(this.#across, this.near, this.#between);
    this.#gaussDown = gaussGroup(this.#down, this.#between, this.near);
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
    const taps = kernelTaps(Math.sqrt(Math.max(0.05, (sigmaPx / SHRINK) ** 2 - OWN_VARIANCE)));
    writeKernel(this.#across, [1, 0], taps);
    writeKernel(this.#down, [0, 1], taps);
    const run = (pipeline: GPUComputePipeline, group: GPUBindGroup, to: GPUTexture): void => {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(Math.ceil(to.width / 8), Math.ceil(to.height / 8));
    };
    run(this.#pipelines.shrink, this.#shrinkGroup(person ?? this.#nobody), this.#between);
    run(this.#pipelines.weigh, this.#weighGroup, this.near);
    run(this.#pipelines.gauss, this.#gaussAcross, this.#between);
    run(this.#pipelines.gauss, this.#gaussDown, this.near);
    if (!person) return 4;
    run(this.#pipelines.widen, this.#widenGroup, this.wide);
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
      this.#across.buffer,
      this.#down.buffer,
    ]) {
      memory.free(resource);
    }
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

type Tap = readonly [offset: number, weight: number];

/** One half of a Gaussian out to three sigmas: the middle, then pairs of pixels that one bilinear sample fetches. */
function kernelTaps(sigma: number): readonly Tap[] {
  const pairs = Math.min(MAX_TAPS - 1, Math.ceil((3 * sigma) / 2));
  const weights = Array.from({ length: pairs * 2 + 1 }, (_, i) => Math.exp(-(i * i) / (2 * sigma * sigma)));
  const at = (i: number): number => weights[i] ?? 0;
  const total = weights.reduce((sum, weight) => sum + 2 * weight, -at(0));
  const taps: Tap[] = [[0, at(0) / total]];
  for (let i = 1; i < weights.length; i += 2) {
    const both = at(i) + at(i + 1);
    if (both > 0) taps.push([i + at(i + 1) / both, both / total]);
  }
  return taps;
}

function writeKernel(block: UniformBlock, direction: readonly [number, number], taps: readonly Tap[]): void {
  block.floats.set(direction, 0);
  block.words[2] = taps.length;
  taps.forEach((tap, i) => block.floats.set(tap, 4 + i * 4));
  block.flush();
}
