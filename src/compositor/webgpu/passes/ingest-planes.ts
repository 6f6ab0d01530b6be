// Copies a frame's planes into textures and draws them into the source texture, YUV turned to RGB by the frame's own
// matrix. Formats that are no 8-bit YUV are turned to RGBA by the browser first.
import type { OpenGpu } from '../../../gpu/device';
import type { TexelFormat } from '../../../gpu/memory';
import type { PassTimestamps } from '../../../gpu/timing';
import { UniformBlock } from '../../../gpu/uniform-block';
import { codingOf, RGB_SOURCE_CODING } from '../colour';
import type { YuvCoding } from '../colour';
import { place } from '../placement';
import fullscreen from './fullscreen.wgsl?raw';
import shader from './ingest-planes.wgsl?raw';
import placed from './placed.wgsl?raw';
import { PLACED_BYTES, PLANE_KINDS } from './upload';
import type { Upload, UploadTarget } from './upload';
import { writePlacement } from './write-placement';

const RGB_KIND = 2;

export class IngestPlanes implements Upload {
  readonly kind = 'planes';
  readonly #gpu: OpenGpu;
  readonly #pipeline: GPURenderPipeline;
  readonly #linear: GPUSampler;
  readonly #nearest: GPUSampler;
  readonly #placement: UniformBlock;
  readonly #toRgb: UniformBlock;
  #bytes = new Uint8Array(0);
  #bytesUp = 0;
  #planes: GPUTexture[] = [];
  /** By sampler; forgotten when the planes change. */
  readonly #groups = new Map<GPUSampler, GPUBindGroup>();
  #prepared: { readonly texture: GPUTexture; readonly sampler: GPUSampler } | null = null;

  static async create(gpu: OpenGpu): Promise<IngestPlanes> {
    const module = gpu.device.createShaderModule({ label: 'ingest planes', code: fullscreen + placed + shader });
    const pipeline = await gpu.device.createRenderPipelineAsync({
      label: 'ingest planes',
      layout: 'auto',
      vertex: { module },
      fragment: { module, targets: [{ format: 'rgba8unorm' }] },
    });
    return new IngestPlanes(gpu, pipeline);
  }

  private constructor(gpu: OpenGpu, pipeline: GPURenderPipeline) {
    this.#gpu = gpu;
    this.#pipeline = pipeline;
    const { device, memory } = gpu;
    this.#linear = device.createSampler({ label: 'ingest linear', magFilter: 'linear', minFilter: 'linear' });
    this.#nearest = device.createSampler({ label: 'ingest nearest' });
    this.#placement = new UniformBlock(device, memory, 'ingest planes placement', PLACED_BYTES);
    this.#toRgb = new UniformBlock(device, memory, 'ingest planes colour', 48);
  }

  /** Another one with planes of its own on the same pipeline, for a second stream of pictures. */
  sibling(): IngestPlanes {
    return new IngestPlanes(this.#gpu, this.#pipeline);
  }

  get bytesUp(): number {
    return this.#bytesUp;
  }

  async prepare(frame: VideoFrame, { texture, fit, mirror }: UploadTarget): Promise<YuvCoding> {
    const placement = place(frame, texture, fit, mirror, true);
    const kind = frame.format === null ? undefined : PLANE_KINDS[frame.format];
    const yuv = kind === undefined ? null : codingOf(frame.colorSpace.toJSON());
    const coding = yuv ?? RGB_SOURCE_CODING;
    const rect = frame.visibleRect;
    const size = { width: rect?.width ?? frame.codedWidth, height: rect?.height ?? frame.codedHeight };
    const sent = yuv ? undefined : ({ format: 'RGBA', colorSpace: 'srgb' } as const);
    const needed = frame.allocationSize(sent);
    if (this.#bytes.byteLength < needed) this.#bytes = new Uint8Array(needed);
    const layout = await frame.copyTo(this.#bytes, sent);
    this.#writePlanes(layout, size, yuv ? (frame.format as VideoPixelFormat) : 'RGBA');
    coding.toRgb.forEach((row, i) => this.#toRgb.floats.set(row, i * 4));
    this.#toRgb.flush();
    writePlacement(this.#placement, placement, texture, yuv ? (kind ?? RGB_KIND) : RGB_KIND);
    // Nothing to interpolate: the nearest chroma sample goes back out as it came in.
    this.#prepared = { texture, sampler: placement.isExact ? this.#nearest : this.#linear };
    return coding;
  }

  record(encoder: GPUCommandEncoder, timestamps: { timestampWrites?: PassTimestamps }): void {
    const prepared = this.#prepared;
    if (!prepared) throw new Error('no frame is prepared');
    this.#prepared = null;
    const pass = encoder.beginRenderPass({
      label: 'ingest planes',
      colorAttachments: [{ view: prepared.texture.createView(), loadOp: 'clear', storeOp: 'store' }],
      ...timestamps,
    });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#group(prepared.sampler));
    pass.draw(3);
    pass.end();
  }

  dispose(): void {
    this.#prepared = null;
    this.#bytes = new Uint8Array(0);
    this.#groups.clear();
    for (const resource of [...this.#planes, this.#placement.buffer, this.#toRgb.buffer]) {
      this.#gpu.memory.free(resource);
    }
    this.#planes = [];
  }

  #writePlanes(
    layout: readonly PlaneLayout[],
    size: { width: number; height: number },
    format: VideoPixelFormat,
  ): void {
    const shapes = planeShapes(format, size.width, size.height);
    this.#fitPlanes(shapes);
    this.#bytesUp = 0;
    shapes.forEach(({ width, height }, i) => {
      const texture = this.#planes[i];
      const plane = layout[i];
      if (!texture || !plane) throw new Error(`frame has no plane ${String(i)}`);
      this.#gpu.device.queue.writeTexture(
        { texture },
        this.#bytes,
        { offset: plane.offset, bytesPerRow: plane.stride, rowsPerImage: height },
        [width, height],
      );
      this.#bytesUp += plane.stride * height;
    });
  }

  #fitPlanes(shapes: readonly PlaneShape[]): void {
    const fits =
      shapes.length === this.#planes.length &&
      shapes.every(({ format, width, height }, i) => {
        const plane = this.#planes[i];
        return plane?.format === format && plane.width === width && plane.height === height;
      });
    if (fits) return;
    this.#groups.clear();
    const { memory } = this.#gpu;
    for (const plane of this.#planes) memory.free(plane);
    const usage = GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.COPY_DST;
    this.#planes = shapes.map(({ format, width, height }, i) =>
      memory.texture(`plane ${String(i)}`, width, height, format, usage),
    );
  }

  #group(sampler: GPUSampler): GPUBindGroup {
    const cached = this.#groups.get(sampler);
    if (cached) return cached;
    // Bindings that a format has no plane for get its last one; the shader does not look there.
    const plane = (i: number): GPUTextureView => {
      const texture = this.#planes[Math.min(i, this.#planes.length - 1)];
      if (!texture) throw new Error('no planes');
      return texture.createView();
    };
    const group = this.#gpu.device.createBindGroup({
      label: 'ingest planes',
      layout: this.#pipeline.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: { buffer: this.#placement.buffer } },
        { binding: 1, resource: { buffer: this.#toRgb.buffer } },
        { binding: 2, resource: plane(0) },
        { binding: 3, resource: plane(1) },
        { binding: 4, resource: plane(2) },
        { binding: 5, resource: sampler },
      ],
    });
    this.#groups.set(sampler, group);
    return group;
  }
}

interface PlaneShape {
  readonly format: TexelFormat;
  readonly width: number;
  readonly height: number;
}

function planeShapes(format: VideoPixelFormat, width: number, height: number): readonly PlaneShape[] {
  const halfWidth = Math.ceil(width / 2);
  const halfHeight = Math.ceil(height / 2);
  const luma: PlaneShape = { format: 'r8unorm', width, height };
  const chroma = (w: number, h: number, texel: TexelFormat = 'r8unorm'): PlaneShape => ({
    format: texel,
    width: w,
    height: h,
  });
  switch (format) {
    case 'I420':
    case 'I420A':
      return [luma, chroma(halfWidth, halfHeight), chroma(halfWidth, halfHeight)];
    case 'I422':
      return [luma, chroma(halfWidth, height), chroma(halfWidth, height)];
    case 'I444':
      return [luma, luma, luma];
    case 'NV12':
      return [luma, chroma(halfWidth, halfHeight, 'rg8unorm')];
    default:
      return [{ format: 'rgba8unorm', width, height }];
  }
}
