// A small uniform buffer that is written only when its contents change: most frames look like the one before.
import type { GpuMemory } from './memory';

export class UniformBlock {
  readonly buffer: GPUBuffer;
  /** Where callers put their values, little-endian in WGSL's layout; call {@link flush} after. */
  readonly floats: Float32Array;
  readonly words: Uint32Array;
  readonly #device: GPUDevice;
  readonly #sent: Uint32Array;
  #isSent = false;

  constructor(device: GPUDevice, memory: GpuMemory, label: string, size: number) {
    const bytes = new ArrayBuffer(Math.ceil(size / 16) * 16);
    this.floats = new Float32Array(bytes);
    this.words = new Uint32Array(bytes);
    this.#sent = new Uint32Array(this.words.length);
    this.#device = device;
    this.buffer = memory.buffer(label, bytes.byteLength, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
  }

  /** Takes effect for every submit after this call. */
  flush(): void {
    if (this.#isSent && this.words.every((word, i) => word === this.#sent[i])) return;
    this.#device.queue.writeBuffer(this.buffer, 0, this.words.buffer);
    this.#sent.set(this.words);
    this.#isSent = true;
  }
}
