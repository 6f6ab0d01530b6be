// Draws an imported frame into the source texture. Meant to be free of copies on a real GPU; the import lives for one
// submit only, so its bind group is the one that is made for every frame.
import { GpuLostError } from '../../../gpu/device';
import type { OpenGpu } from '../../../gpu/device';
import type { PassTimestamps } from '../../../gpu/timing';
import { UniformBlock } from '../../../gpu/uniform-block';
import { codingOf, RGB_SOURCE_CODING } from '../colour';
import type { YuvCoding } from '../colour';
import { place } from '../placement';
import fullscreen from './fullscreen.wgsl?raw';
import shader from './ingest-external.wgsl?raw';
import placed from './placed.wgsl?raw';
import { PLACED_BYTES, PLANE_KINDS } from './upload';
import type { Upload, UploadTarget } from './upload';
import { writePlacement } from './write-placement';

export class IngestExternal implements Upload {
  readonly kind = 'external';
  readonly bytesUp = 0;
  readonly #gpu: OpenGpu;
  readonly #pipeline: GPURenderPipeline;
  readonly #sampler: GPUSampler;
  readonly #placement: UniformBlock;
  #prepared: { readonly frame: VideoFrame; readonly texture: GPUTexture } | null = null;

  static async create(gpu: OpenGpu): Promise<IngestExternal> {
    const module = gpu.device.createShaderModule({ label: 'ingest external', code: fullscreen + placed + shader });
    const pipeline = await gpu.device.createRenderPipelineAsync({
      label: 'ingest external',
      layout: 'auto',
      vertex: { module },
      fragment: { module, targets: [{ format: 'rgba8unorm' }] },
    });
    return new IngestExternal(gpu, pipeline);
  }

  /** Another one on the same pipeline, for a second stream of pictures. */
  sibling(): IngestExternal {
    return new IngestExternal(this.#gpu, this.#pipeline);
  }

  private constructor(gpu: OpenGpu, pipeline: GPURenderPipeline) {
    this.#gpu = gpu;
    this.#pipeline = pipeline;
    this.#sampler = gpu.device.createSampler({ label: 'ingest linear', magFilter: 'linear', minFilter: 'linear' });
    this.#placement = new UniformBlock(gpu.device, gpu.memory, 'ingest external placement', PLACED_BYTES);
  }

  prepare(frame: VideoFrame, { texture, fit, mirror }: UploadTarget): Promise<YuvCoding> {
    // An import has rotation and flip applied already.
    writePlacement(this.#placement, place(frame, texture, fit, mirror, false), texture, 2);
    this.#prepared = { frame, texture };
    const isYuv = frame.format !== null && frame.format in PLANE_KINDS;
    return Promise.resolve((isYuv ? codingOf(frame.colorSpace.toJSON()) : null) ?? RGB_SOURCE_CODING);
  }

  record(encoder: GPUCommandEncoder, timestamps: { timestampWrites?: PassTimestamps }): void {
    const prepared = this.#prepared;
    if (!prepared) throw new Error('no frame is prepared');
    this.#prepared = null;
    const { device } = this.#gpu;
    let picture: GPUExternalTexture;
    try {
      picture = device.importExternalTexture({ label: 'frame', source: prepared.frame });
    } catch (error) {
      const reason = this.#gpu.lostReason();
      throw reason === null ? error : new GpuLostError(reason);
    }
    const pass = encoder.beginRenderPass({
      label: 'ingest external',
      colorAttachments: [{ view: prepared.texture.createView(), loadOp: 'clear', storeOp: 'store' }],
      ...timestamps,
    });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(
      0,
      device.createBindGroup({
        label: 'ingest external',
        layout: this.#pipeline.getBindGroupLayout(0),
        entries: [
          { binding: 0, resource: { buffer: this.#placement.buffer } },
          { binding: 1, resource: picture },
          { binding: 2, resource: this.#sampler },
        ],
      }),
    );
    pass.draw(3);
    pass.end();
  }

  dispose(): void {
    this.#prepared = null;
    this.#gpu.memory.free(this.#placement.buffer);
  }
}
