// Between inferences: whether the last mask may serve a frame, so that the net can rest. The judgement is made on the processor, from
// small pictures of the frames and the net's answers, which are read back; none of that while nobody asks for it.
import type { OpenGpu } from '../../gpu/device';
import type { ModelContract } from '../../protocol/model-contract';
import type { Watch, WatchKit } from '../cpu/watch';
import type { RenderRequest } from '../engine';

/** Frames in a row that want an inference of their own: then nobody is carrying masks any more. */
const UNASKED_MOST = 30;

/** `ask`: the net; `kept`: the alpha there is; `moved`: what {@link CarriedMask} wrote in the answer's place. */
export type Way = 'ask' | 'kept' | 'moved';

/** Lives as long as one net at one size. */
export class CarriedMask {
  readonly #gpu: OpenGpu;
  readonly #answer: GPUBuffer;
  readonly #gives: ModelContract['output'];
  readonly #kit: () => WatchKit | null;
  #watch: Watch | null = null;
  #readable: GPUBuffer | null = null;
  #unasked = UNASKED_MOST;
  /** The frame under way was looked at. */
  #hasSeen = false;

  /** `answer`: the net's output. `kit`: null until it is there. */
  constructor(gpu: OpenGpu, answer: GPUBuffer, gives: ModelContract['output'], kit: () => WatchKit | null) {
    this.#gpu = gpu;
    this.#answer = answer;
    this.#gives = gives;
    this.#kit = kit;
  }

  /** For the next frame, which it borrows. A frame that cannot be looked at asks the net. */
  async next(frame: VideoFrame, { carry, fit, mirror }: RenderRequest, isSameView: boolean): Promise<Way> {
    this.#unasked = carry === 'never' ? this.#unasked + 1 : 0;
    this.#hasSeen = false;
    const watch = this.#open();
    if (!watch) return 'ask';
    const { timestamp } = frame;
    try {
      await watch.see(frame, fit, mirror);
    } catch {
      watch.reset();
      return 'ask';
    }
    this.#hasSeen = true;
    const found = carry === 'never' || !isSameView ? null : watch.carry(carry, timestamp);
    if (found === null) return 'ask';
    if (found === 'kept') return 'kept';
    this.#gpu.device.queue.writeBuffer(this.#answer, 0, found);
    return 'moved';
  }

  /** After the net, before its buffer is used for anything else. */
  record(encoder: GPUCommandEncoder): void {
    if (!this.#hasSeen || !this.#readable) return;
    encoder.copyBufferToBuffer(this.#answer, 0, this.#readable, 0, this.#readable.size);
  }

  /** Call after the submit of what was recorded; resolves when the answer was heard. */
  async hear(timestampUs: number): Promise<void> {
    const readable = this.#readable;
    if (!this.#hasSeen || !readable) return;
    await this.#gpu.unlessLost(readable.mapAsync(GPUMapMode.READ));
    try {
      this.#watch?.answered(new Float32Array(readable.getMappedRange()), timestampUs);
    } finally {
      readable.unmap();
    }
  }

  reset(): void {
    this.#watch?.reset();
  }

  dispose(): void {
    this.#watch?.release();
    this.#watch = null;
    this.#gpu.memory.free(this.#readable);
    this.#readable = null;
  }

  #open(): Watch | null {
    if (this.#unasked > UNASKED_MOST) {
      this.dispose();
      return null;
    }
    this.#watch ??= this.#kit()?.open(this.#gives) ?? null;
    if (this.#watch) this.#readable ??= this.#makeReadable();
    return this.#watch;
  }

  #makeReadable(): GPUBuffer {
    const { width, height, channelCount = 1 } = this.#gives;
    const bytes = width * height * channelCount * 4;
    return this.#gpu.memory.buffer('answer read-back', bytes, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  }
}
