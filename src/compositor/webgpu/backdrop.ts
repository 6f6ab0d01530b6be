// The picture behind the person, cover-fitted once into a texture of program size.
import type { OpenGpu } from '../../gpu/device';
import type { Uploads } from './uploads';

export class Backdrop {
  readonly #gpu: OpenGpu;
  readonly #width: number;
  readonly #height: number;
  readonly #makeUploads: () => Uploads;
  #uploads: Uploads | null = null;
  #texture: GPUTexture | null = null;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(gpu: OpenGpu, width: number, height: number, makeUploads: () => Uploads) {
    this.#gpu = gpu;
    this.#width = width;
    this.#height = height;
    this.#makeUploads = makeUploads;
  }

  get texture(): GPUTexture | null {
    return this.#texture;
  }

  /** Borrows the picture until the promise resolves; calls take effect in the order they were made. */
  set(picture: VideoFrame | null): Promise<void> {
    const turn = this.#tail.then(() => (picture ? this.#ingest(picture) : this.#forget()));
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  dispose(): void {
    this.#forget();
  }

  async #ingest(picture: VideoFrame): Promise<void> {
    const { device, memory } = this.#gpu;
    this.#uploads ??= this.#makeUploads();
    const texture = (this.#texture ??= memory.texture(
      'backdrop',
      this.#width,
      this.#height,
      'rgba8unorm',
      GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.TEXTURE_BINDING,
    ));
    const upload = this.#uploads.pick(picture);
    await upload.prepare(picture, { texture, fit: 'cover', mirror: false });
    const encoder = device.createCommandEncoder({ label: 'backdrop' });
    upload.record(encoder, {});
    device.queue.submit([encoder.finish()]);
  }

  #forget(): void {
    this.#gpu.memory.free(this.#texture);
    this.#texture = null;
    this.#uploads?.dispose();
    this.#uploads = null;
  }
}
