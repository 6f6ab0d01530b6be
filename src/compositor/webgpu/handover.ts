// The only way back from the GPU: the finished planes and the frame's timestamps, copied once into a buffer that can be
// read, and made into a VideoFrame. One picture at a time is under way, so one such buffer is enough.
import type { OpenGpu } from '../../gpu/device';
import type { GpuTimer } from '../../gpu/timing';
import type { YuvCoding } from './colour';
import { planesOf } from './planar-layout';
import type { PlanarLayout } from './planar-layout';

export interface Handed {
  readonly picture: VideoFrame;
  /** Milliseconds between two marks on the GPU; 0 where the device keeps no time. */
  readonly between: (from: number, to: number) => number;
}

export class Handover {
  /** What the compose pass writes into. */
  readonly planes: GPUBuffer;
  readonly #gpu: OpenGpu;
  readonly #layout: PlanarLayout;
  readonly #timer: GpuTimer;
  readonly #readable: GPUBuffer;
  readonly #tailAt: number;

  constructor(gpu: OpenGpu, layout: PlanarLayout, timer: GpuTimer) {
    this.#gpu = gpu;
    this.#layout = layout;
    this.#timer = timer;
    this.#tailAt = Math.ceil(layout.alphaBytes / 256) * 256;
    this.planes = gpu.memory.buffer('finished planes', this.#tailAt, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
    this.#readable = gpu.memory.buffer(
      'read-back',
      this.#tailAt + timer.tailBytes,
      GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    );
  }

  /** Bytes that come back for one picture. */
  bytesDown(withAlpha: boolean): number {
    return (withAlpha ? this.#layout.alphaBytes : this.#layout.opaqueBytes) + this.#timer.tailBytes;
  }

  record(encoder: GPUCommandEncoder, withAlpha: boolean): void {
    const { alphaBytes, opaqueBytes } = this.#layout;
    encoder.copyBufferToBuffer(this.planes, 0, this.#readable, 0, withAlpha ? alphaBytes : opaqueBytes);
    this.#timer.record(encoder, this.#readable, this.#tailAt);
  }

  /**
   * Call after the submit. `isTrusted` is asked once the bytes are there: a lost device hands out bytes too.
   * The caller owns the picture.
   */
  async take(coding: YuvCoding, timestampUs: number, withAlpha: boolean, assertTrusted: () => void): Promise<Handed> {
    await this.#gpu.unlessLost(this.#readable.mapAsync(GPUMapMode.READ));
    try {
      assertTrusted();
      const bytes = this.#readable.getMappedRange();
      const tail = new BigUint64Array(bytes.slice(this.#tailAt));
      const picture = new VideoFrame(new Uint8Array(bytes, 0, this.#tailAt), {
        format: withAlpha ? 'I420A' : 'I420',
        codedWidth: this.#layout.width,
        codedHeight: this.#layout.height,
        timestamp: timestampUs,
        layout: planesOf(this.#layout, withAlpha),
        colorSpace: coding.tag,
      });
      return { picture, between: (from, to) => this.#timer.between(tail, from, to) };
    } finally {
      this.#readable.unmap();
    }
  }

  dispose(): void {
    this.#gpu.memory.free(this.planes);
    this.#gpu.memory.free(this.#readable);
  }
}
