// Turns the net's answer into alpha at program size: steadied over time by how much each place changed, fitted to the
// picture's own edges by a guided filter with a colour guide. The CPU engine does the same maths and says why. Keeps the
// last small picture, answer and alpha, and forgets them on reset().
import type { OpenGpu } from '../../../gpu/device';
import { UniformBlock } from '../../../gpu/uniform-block';
import type { ModelContract } from '../../../protocol/model-contract';
import type { Rows } from '../colour';
import type { PlanarLayout } from '../planar-layout';
import alphaShader from './alpha.wgsl?raw';
import fringeShader from './fringe.wgsl?raw';
import guideShader from './guide.wgsl?raw';
import lookShader from './look.wgsl?raw';
import paramsShader from './mask-params.wgsl?raw';
import { tapsFor } from './model-input';
import settleShader from './settle.wgsl?raw';
import steadyShader from './steady.wgsl?raw';

const SHADERS = {
  look: lookShader,
  steady: steadyShader,
  guide: guideShader,
  settle: settleShader,
  alpha: alphaShader,
  fringe: fringeShader,
};
type Step = keyof typeof SHADERS;
export type MaskPipelines = Readonly<Record<Step, GPUComputePipeline>>;

export const MASK_DISPATCHES = 5;
const CHANGE_COUNTS = 16;

export async function createMaskPipelines(device: GPUDevice): Promise<MaskPipelines> {
  const build = (step: Step): Promise<GPUComputePipeline> =>
    device.createComputePipelineAsync({
      label: `mask ${step}`,
      layout: 'auto',
      compute: { module: device.createShaderModule({ label: `mask ${step}`, code: paramsShader + SHADERS[step] }) },
    });
  const [look, steady, guide, settle, alpha, fringe] = await Promise.all([
    build('look'),
    build('steady'),
    build('guide'),
    build('settle'),
    build('alpha'),
    build('fringe'),
  ]);
  return { look, steady, guide, settle, alpha, fringe };
}

/** Small pictures of the colours near each place: of the person, of the room, and the light from behind. */
export interface FringeTextures {
  readonly people: GPUTexture;
  readonly room: GPUTexture;
  readonly light: GPUTexture;
}

interface Recorded {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly across: number;
  readonly down: number;
}

/** Lives as long as one net. */
export class Mask {
  /** Bytes 0..255, rows as long as luma rows of the finished picture. */
  readonly alpha: GPUBuffer;
  readonly fringe: FringeTextures;
  readonly #gpu: OpenGpu;
  readonly #params: UniformBlock;
  readonly #resources: readonly (GPUBuffer | GPUTexture)[];
  readonly #steps: readonly Recorded[];
  readonly #fringeStep: (backdrop: GPUTexture) => Recorded;
  readonly #fringeSteps = new WeakMap<GPUTexture, Recorded>();
  /** How the answer lies in its buffer, and what it is. */
  readonly #answered: readonly [stride: number, first: number, isLogit: number];
  #isFresh = true;

  constructor(
    gpu: OpenGpu,
    pipelines: MaskPipelines,
    source: GPUTexture,
    linear: GPUSampler,
    answer: GPUBuffer,
    contract: ModelContract['output'],
    program: PlanarLayout,
  ) {
    this.#gpu = gpu;
    const { device, memory } = gpu;
    const { width, height, layout, kind, channel, channelCount = 1 } = contract;
    const size = width * height;
    const usage = GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.TEXTURE_BINDING;
    const small16 = (label: string): GPUTexture => memory.texture(label, width, height, 'rgba16float', usage);
    const texture = small16('mask model');
    this.fringe = { people: small16('fringe people'), room: small16('fringe room'), light: small16('fringe light') };
    const buffer = (label: string, bytes: number): GPUBuffer => memory.buffer(label, bytes, GPUBufferUsage.STORAGE);
    // 32-bit floats: the filter takes small differences of squares.
    const small = buffer('mask guide', size * 16);
    const changes = buffer('mask changes', CHANGE_COUNTS * 4);
    const steadied = buffer('mask steadied', size * 8);
    const model = buffer('mask models', size * 16);
    this.alpha = buffer('mask alpha', program.lumaStride * program.height);
    this.#params = new UniformBlock(device, memory, 'mask', 96);
    const { people, room, light } = this.fringe;
    const buffers = [small, changes, steadied, model, this.alpha, this.#params.buffer];
    this.#resources = [texture, people, room, light, ...buffers];
    const rowWords = program.lumaStride / 4;
    const [stride, first] = layout === 'nchw' ? [1, channel * size] : [channelCount, channel];
    const taps = [tapsFor(source.width / width), tapsFor(source.height / height)];
    this.#answered = [stride, first, kind === 'logit' ? 1 : 0];
    this.#params.words.set([width, height, program.width, program.height], 0);
    this.#params.words.set([...taps, rowWords], 8);
    const step = (name: Step, across: number, down: number, ...resources: GPUBindingResource[]): Recorded => ({
      pipeline: pipelines[name],
      group: device.createBindGroup({
        label: `mask ${name}`,
        layout: pipelines[name].getBindGroupLayout(0),
        entries: [{ buffer: this.#params.buffer }, ...resources].map((resource, binding) => ({ binding, resource })),
      }),
      across: Math.ceil(across / 8),
      down: Math.ceil(down / 8),
    });
    const picture = source.createView();
    const [smallIn, changesIn, steadiedIn, modelIn] = [small, changes, steadied, model].map((of) => ({
      buffer: of,
    })) as [GPUBufferBinding, GPUBufferBinding, GPUBufferBinding, GPUBufferBinding];
    this.#steps = [
      step('look', width, height, picture, linear, smallIn, changesIn),
      step('steady', width, height, { buffer: answer }, smallIn, changesIn, steadiedIn),
      step('guide', width, height, smallIn, steadiedIn, modelIn, changesIn),
      step('settle', width, height, modelIn, texture.createView()),
      step('alpha', rowWords, program.height, picture, texture.createView(), linear, steadiedIn, {
        buffer: this.alpha,
      }),
    ];
    this.#fringeStep = (backdrop) =>
      step(
        'fringe',
        width,
        height,
        picture,
        linear,
        steadiedIn,
        people.createView(),
        room.createView(),
        backdrop.createView(),
        light.createView(),
      );
  }

  /** Gathers {@link fringe} for the mask recorded before it: one dispatch. `backdrop` gives the light. */
  recordFringe(pass: GPUComputePassEncoder, backdrop: GPUTexture): void {
    const step = this.#fringeSteps.get(backdrop) ?? this.#fringeStep(backdrop);
    this.#fringeSteps.set(backdrop, step);
    run(pass, step);
  }

  /** The next mask stands alone. */
  reset(): void {
    this.#isFresh = true;
  }

  /**
   * `fromRgb`: the picture's coding, whose luma and chroma the CPU engine works on. `follows`: in the answer's place there is the last
   * mask, moved along with the picture, 0..1, at the beginning of its buffer.
   */
  record(pass: GPUComputePassEncoder, fromRgb: Rows, follows: boolean): void {
    const { words } = this.#params;
    words.set(follows ? [1, 0, 0] : this.#answered, 4);
    words[7] = this.#isFresh ? 1 : 0;
    words[11] = follows ? 1 : 0;
    fromRgb.forEach((row, i) => this.#params.floats.set(row, 12 + i * 4));
    this.#params.flush();
    this.#isFresh = false;
    for (const step of this.#steps) run(pass, step);
  }

  dispose(): void {
    for (const resource of this.#resources) this.#gpu.memory.free(resource);
  }
}

function run(pass: GPUComputePassEncoder, { pipeline, group, across, down }: Recorded): void {
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(across, down);
}
