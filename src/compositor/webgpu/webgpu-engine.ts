// The compositing engine on WebGPU: a frame goes up once, stays on the GPU through the net and every pass, and comes
// back once as the bytes of a finished picture. Fails closed: no picture leaves a device that was lost or that reported
// an error while the picture was made. It never makes a new device; the pipeline takes a fresh worker for that.
import { asEverframeError, EverframeError } from '../../base/errors';
import { GpuLostError, openDevice } from '../../gpu/device';
import { createGpuNet } from '../../inference/ort-webgpu';
import type { LoadTimes, ModelContract } from '../../protocol/model-contract';
import type { WatchKit } from '../cpu/watch';
import type { Engine, Look, RenderRequest, Rgb } from '../engine';
import { needsMask, viewOf } from '../view';
import { Backdrop } from './backdrop';
import { copyAsIs } from './copy-as-is';
import { NO_COUNTS } from './frame-counts';
import type { FrameCounts } from './frame-counts';
import type { YuvCoding } from './colour';
import { buildParts } from './engine-parts';
import type { EngineParts } from './engine-parts';
import { MASK_DISPATCHES } from './passes/mask';
import { Segmenter } from './segmenter';
import { StageClock } from './stage-clock';
import type { UploadChoice } from './uploads';

export interface WebgpuEngineOptions {
  readonly width: number;
  readonly height: number;
  /** The device is gone and this engine with it; also told when no frame is under way. */
  readonly onLost: (reason: string) => void;
  /** Errors of the GPU that belong to no call, for logs. */
  readonly onError?: (message: string) => void;
  /** Left out: by the adapter. `auto`: by measuring the first frames. */
  readonly upload?: UploadChoice;
}

/** @throws EverframeError `gpu-missing` with the reason in its facts */
export async function createWebgpuEngine(options: WebgpuEngineOptions): Promise<WebgpuEngine> {
  const { width, height } = options;
  if (![width, height].every((size) => Number.isInteger(size) && size >= 16 && size % 2 === 0)) {
    throw new EverframeError('engine-failed', `no program has the size ${String(width)}x${String(height)}`);
  }
  const gpu = await openDevice(options.onLost, options.onError);
  if (gpu.device === null) {
    throw new EverframeError('gpu-missing', `no usable GPU: ${gpu.reason}`, { facts: { reason: gpu.reason } });
  }
  try {
    return new WebgpuEngine(await gpu.unlessLost(buildParts(gpu, width, height, options.upload)));
  } catch (error) {
    gpu.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new EverframeError('gpu-missing', `the GPU cannot be used: ${reason}`, { cause: error, facts: { reason } });
  }
}

export class WebgpuEngine implements Engine {
  readonly kind = 'webgpu';
  readonly #parts: EngineParts;
  readonly #backdrop: Backdrop;
  #segmenter: Segmenter | null = null;
  /** Settles, never rejects, when the frame under way is done. */
  #underWay: Promise<unknown> | null = null;
  #isDisposed = false;
  #counts: FrameCounts = NO_COUNTS;
  #gpuMs: number | null = null;
  /** How the last frame lay in the program; empty: without a mask. */
  #view = '';
  /** What judges whether masks may be carried: fetched when that is first asked for, and every frame asks the net until it is there. */
  #kit: WatchKit | null = null;
  #isKitAsked = false;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    const { gpu, layout, uploads } = parts;
    this.#backdrop = new Backdrop(gpu, layout.width, layout.height, () => uploads.siblings());
  }

  get width(): number {
    return this.#parts.layout.width;
  }

  get height(): number {
    return this.#parts.layout.height;
  }

  get hasSegmenter(): boolean {
    return this.#segmenter !== null;
  }

  get adapterName(): string {
    return this.#parts.gpu.adapterName;
  }

  /** True on a software adapter, which is correct and far too slow for live pictures. */
  get isFallbackAdapter(): boolean {
    return this.#parts.gpu.isFallback;
  }

  /** How frames go up at present. */
  get upload(): string {
    return this.#parts.uploads.preferred;
  }

  /** What the last frame made the GPU do. */
  get frameCounts(): FrameCounts {
    return this.#counts;
  }

  get gpuMs(): number | null {
    return this.#gpuMs;
  }

  async useSegmenter(model: Uint8Array, contract: ModelContract): Promise<Omit<LoadTimes, 'fetchMs'>> {
    try {
      this.#assertUsable();
      const { gpu, source, linear, modelInput, mask, layout } = this.#parts;
      const net = await createGpuNet(gpu, model, contract);
      // The frame under way still uses the former net's buffers.
      while (this.#underWay) await this.#underWay;
      if (this.#isDisposed) {
        await net.release();
        this.#assertUsable();
      }
      const former = this.#segmenter;
      this.#segmenter = new Segmenter(
        gpu,
        { input: modelInput, mask },
        source,
        linear,
        net,
        contract,
        layout,
        () => this.#kit,
      );
      await former?.dispose();
      return net.load;
    } catch (error) {
      throw this.#explain(error);
    }
  }

  async setBackdrop(picture: VideoFrame | null): Promise<void> {
    try {
      this.#assertUsable();
      await this.#backdrop.set(picture);
    } catch (error) {
      throw this.#explain(error);
    }
  }

  reset(): void {
    this.#segmenter?.reset();
  }

  async render(frame: VideoFrame, request: RenderRequest): Promise<VideoFrame> {
    if (this.#underWay) {
      frame.close();
      throw new EverframeError('engine-failed', 'one frame at a time');
    }
    const work = this.#render(frame, request);
    this.#underWay = work.catch(() => undefined);
    try {
      return await work;
    } catch (error) {
      this.reset();
      throw this.#explain(error);
    } finally {
      this.#underWay = null;
      frame.close();
    }
  }

  memoryBytes(): number {
    return this.#parts.gpu.memory.bytes() + (this.#kit?.bytes() ?? 0);
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    const { gpu, timer, uploads, blur, compose, handover } = this.#parts;
    // The session is released in its lane; its buffers go with the device.
    void this.#segmenter?.dispose().catch(() => undefined);
    this.#segmenter = null;
    for (const part of [this.#backdrop, timer, uploads, blur, compose, handover]) part.dispose();
    gpu.close();
  }

  async #render(frame: VideoFrame, request: RenderRequest): Promise<VideoFrame> {
    this.#assertUsable();
    const { look, fit, mirror, modelTier, onStage } = request;
    const former = this.#view;
    this.#view = viewOf(frame, request);
    const { gpu, layout, timer, source, uploads, handover } = this.#parts;
    const clock = new StageClock(timer, onStage);
    const isSource = look.behind.kind === 'source';
    const copy = isSource && !mirror ? await copyAsIs(frame, layout) : null;
    if (copy) {
      this.#counts = NO_COUNTS;
      this.#gpuMs = gpu.hasTimestamps ? 0 : null;
      clock.copied();
      return this.#trustedOnly(copy, gpu.errorCount());
    }
    const segmenter = needsMask(look) ? this.#segmenter : null;
    if (needsMask(look) && !segmenter) throw new EverframeError('engine-failed', 'no net in place');
    segmenter?.setTier(modelTier);
    const errorsBefore = gpu.errorCount();
    const timestampUs = frame.timestamp;
    const withAlpha = look.behind.kind === 'nothing';
    if (segmenter && request.carry !== 'never') this.#fetchKit();
    const way = await segmenter?.carried.next(frame, request, this.#view === former);
    if (segmenter) clock.looked();
    const done = { net: way === 'ask', mask: way === 'ask' || way === 'moved' };
    const upload = uploads.pick(frame);
    const coding = await upload.prepare(frame, { texture: source, fit, mirror });
    if (upload.kind === 'planes') frame.close();
    clock.prepared();
    this.#assertUsable();

    let encoder = gpu.device.createCommandEncoder({ label: 'frame' });
    upload.record(encoder, timer.marks(0, done.net ? null : 1));
    if (segmenter && done.net) {
      const pass = encoder.beginComputePass({ label: 'model input', ...timer.marks(null, 1) });
      segmenter.input.record(pass);
      pass.end();
      gpu.device.queue.submit([encoder.finish()]);
      frame.close();
      clock.sent();
      await this.#runNet(segmenter);
      clock.ran();
      encoder = gpu.device.createCommandEncoder({ label: 'frame after the net' });
      segmenter.carried.record(encoder);
    }
    if (segmenter && done.mask) {
      const maskPass = encoder.beginComputePass({ label: 'mask', ...timer.marks(2, 3) });
      segmenter.mask.record(maskPass, coding.fromRgb, way === 'moved');
      maskPass.end();
    }
    const pass = encoder.beginComputePass({ label: 'compose', ...timer.marks(4, 5) });
    const dispatches = this.#compose(pass, look, segmenter, coding);
    pass.end();
    handover.record(encoder, withAlpha);
    gpu.device.queue.submit([encoder.finish()]);
    frame.close();
    clock.submitted();
    const heard = done.net ? segmenter?.carried.hear(timestampUs) : undefined;
    // Beside the picture, which may fail first.
    heard?.catch(() => undefined);
    const handed = await handover.take(coding, timestampUs, withAlpha, () => this.#assertTrusted(errorsBefore));
    try {
      await heard;
    } catch (error) {
      handed.picture.close();
      throw error;
    }
    const uploadMs = clock.finish(done, handed.between);
    uploads.report(upload.kind, uploadMs);
    this.#gpuMs = gpu.hasTimestamps ? StageClock.gpuMs(done, handed.between) : null;
    this.#counts = {
      submits: done.net ? 2 : 1,
      passes: 2 + (done.net ? 1 : 0) + (done.mask ? 1 : 0),
      draws: 1,
      dispatches: dispatches + (done.net ? 1 : 0) + (done.mask ? MASK_DISPATCHES : 0),
      bytesUp: upload.bytesUp,
      bytesDown: handover.bytesDown(withAlpha),
    };
    return handed.picture;
  }

  #fetchKit(): void {
    if (this.#isKitAsked) return;
    this.#isKitAsked = true;
    import('../cpu/watch')
      .then(({ loadWatchKit }) => loadWatchKit(this.width, this.height))
      .then(
        (kit) => (this.#kit = kit),
        () => undefined, // the net goes on being asked
      );
  }

  /** Gives the number of dispatches. */
  #compose(pass: GPUComputePassEncoder, { behind }: Look, segmenter: Segmenter | null, coding: YuvCoding): number {
    const { source, blank, blur, compose, layout } = this.#parts;
    const person = segmenter?.mask.alpha ?? null;
    const isBlur = behind.kind === 'blur';
    const blurDispatches = isBlur ? blur.record(pass, person, layout.lumaStride / 4, behind.sigmaPx) : 0;
    const picture = behind.kind === 'backdrop' ? this.#backdrop.texture : isBlur ? blur.near : null;
    const wide = isBlur && segmenter ? blur.wide : blank;
    const fill: Rgb = behind.kind === 'fill' ? behind.rgb : [0, 0, 0];
    const mask = segmenter && !isBlur ? segmenter.mask : null;
    mask?.recordFringe(pass, picture ?? blank);
    const fringe = mask?.fringe ?? null;
    compose.record(pass, { kind: behind.kind, source, person, behind: picture ?? blank, wide, fringe }, coding, fill);
    return blurDispatches + (mask ? 2 : 1);
  }

  async #runNet(segmenter: Segmenter): Promise<void> {
    try {
      await segmenter.run();
    } catch (error) {
      if (error instanceof GpuLostError) throw error;
      throw new EverframeError('model-run', 'the net failed on a frame', { cause: error });
    }
    // After a loss run() resolves as if nothing had happened.
    this.#assertUsable();
  }

  #trustedOnly(picture: VideoFrame, errorsBefore: number): VideoFrame {
    try {
      this.#assertTrusted(errorsBefore);
      return picture;
    } catch (error) {
      picture.close();
      throw error;
    }
  }

  #assertTrusted(errorsBefore: number): void {
    this.#assertUsable();
    if (this.#parts.gpu.errorCount() !== errorsBefore) {
      throw new EverframeError('engine-failed', 'the GPU reported an error while the picture was made');
    }
  }

  #assertUsable(): void {
    if (this.#isDisposed) throw new EverframeError('engine-failed', 'the engine is disposed');
    const reason = this.#parts.gpu.lostReason();
    if (reason !== null) throw new GpuLostError(reason);
  }

  /** Whatever a call threw on a lost device, the loss is the reason. */
  #explain(error: unknown): EverframeError {
    const reason = this.#parts.gpu.lostReason();
    if (reason === null || this.#isDisposed) return asEverframeError(error, 'engine-failed');
    return new EverframeError('gpu-lost', `the GPU device is lost: ${reason}`, { cause: error, facts: { reason } });
  }
}
