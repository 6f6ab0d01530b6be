// Everything an engine has for as long as it lives: textures, samplers and pipelines, all built once. Pipelines are
// compiled side by side and asynchronously, so that opening an engine does not block its worker.
import type { OpenGpu } from '../../gpu/device';
import { createGpuTimer } from '../../gpu/timing';
import type { GpuTimer } from '../../gpu/timing';
import { Handover } from './handover';
import { Blur } from './passes/blur';
import { Compose } from './passes/compose';
import { createMaskPipelines } from './passes/mask';
import type { MaskPipelines } from './passes/mask';
import { createModelInputPipeline } from './passes/model-input';
import type { ModelInputPipeline } from './passes/model-input';
import { planarLayout } from './planar-layout';
import type { PlanarLayout } from './planar-layout';
import { StageClock } from './stage-clock';
import { Uploads } from './uploads';
import type { UploadChoice } from './uploads';

export interface EngineParts {
  readonly gpu: OpenGpu;
  readonly layout: PlanarLayout;
  readonly timer: GpuTimer;
  readonly source: GPUTexture;
  /** A picture of nothing. */
  readonly blank: GPUTexture;
  readonly linear: GPUSampler;
  readonly uploads: Uploads;
  readonly modelInput: ModelInputPipeline;
  readonly mask: MaskPipelines;
  readonly blur: Blur;
  readonly compose: Compose;
  readonly handover: Handover;
}

export async function buildParts(
  gpu: OpenGpu,
  width: number,
  height: number,
  upload: UploadChoice | undefined,
): Promise<EngineParts> {
  const { device, memory } = gpu;
  const layout = planarLayout(width, height);
  const timer = createGpuTimer(device, memory, StageClock.MARKS);
  const source = memory.texture(
    'source',
    width,
    height,
    'rgba8unorm',
    GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.TEXTURE_BINDING,
  );
  const blank = memory.texture('blank', 1, 1, 'rgba16float', GPUTextureUsage.TEXTURE_BINDING);
  const linear = device.createSampler({ label: 'linear', magFilter: 'linear', minFilter: 'linear' });
  const handover = new Handover(gpu, layout, timer);
  const [uploads, modelInput, mask, blur, compose] = await Promise.all([
    Uploads.create(gpu, upload),
    createModelInputPipeline(device),
    createMaskPipelines(device),
    Blur.create(gpu, source, linear),
    Compose.create(gpu, linear, layout, handover.planes),
  ]);
  return {
    gpu,
    layout,
    timer,
    source,
    blank,
    linear,
    uploads,
    modelInput,
    mask,
    blur,
    compose,
    handover,
  };
}
