// The CPU engine: planes in WASM memory, the net on WASM. In charge of the order of a frame's stages, of who closes
// what, and of taking turns; each stage lives in its own file. Why planes: copying I420 in and out costs 0.1 ms, one
// full-size 2D canvas draw 3 ms and a canvas blur 14.
import { BT709_LIMITED, type PlanesColour } from '../../frames/colour';
import kernelsUrl from '../../kernels/build/kernels.wasm?url';
import { EverframeError, asEverframeError } from '../../base/errors';
import { openWasmNet } from '../../inference/ort-wasm';
import { createArena } from '../../kernels/arena';
import { loadKernels } from '../../kernels/kernels';
import type { ModelContract } from '../../protocol/model-contract';
import type { Engine, RenderRequest, StageName } from '../engine';
import { createBackdrop } from './backdrop';
import { createCompose } from './compose';
import { createIngest } from './ingest';
import { planesBytes, takePlanes } from './planes';
import { createSegmenter, type Segmenter } from './segmenter';
import { needsMask, viewOf } from '../view';

export interface CpuEngineOptions {
  /** Program size; both even. */
  readonly width: number;
  readonly height: number;
  /** WASM threads of the net; the first engine of a worker decides. */
  readonly threads?: number;
}

/** @throws EverframeError `engine-failed` */
export async function createCpuEngine({ width, height, threads = 1 }: CpuEngineOptions): Promise<Engine> {
  if (width % 2 !== 0 || height % 2 !== 0 || width < 16 || height < 16) {
    throw new EverframeError('engine-failed', `program size ${width}x${height} is not even`);
  }
  const kernels = await loadKernels(new URL(kernelsUrl, location.href)).catch((error: unknown) => {
    throw new EverframeError('engine-failed', 'the compositing kernels could not be loaded', { cause: error });
  });
  const arena = createArena(kernels);
  const planes = takePlanes(arena, width, height, true);
  const ingest = createIngest(kernels, arena);
  const backdrop = createBackdrop(kernels, arena, ingest, { width, height });
  const compose = createCompose(kernels, arena, planes, backdrop);
  let segmenter: Segmenter | null = null;
  let view = '';
  let disposed = false;
  let tail: Promise<unknown> = Promise.resolve();

  /** Everything that touches the planes takes turns: an awaited copy must not find the memory grown or rewritten. */
  function inTurn<T>(job: () => Promise<T>): Promise<T> {
    const turn = tail.then(job);
    tail = turn.catch(() => undefined);
    return turn;
  }

  function assertUsable(): void {
    if (disposed) throw new EverframeError('engine-failed', 'the engine was disposed of');
  }

  function handOver(timestamp: number, colour: PlanesColour, withAlpha: boolean): VideoFrame {
    const bytes = planesBytes(width, height) + (withAlpha ? width * height : 0);
    return new VideoFrame(arena.u8(planes.y, bytes), {
      format: withAlpha ? 'I420A' : 'I420',
      codedWidth: width,
      codedHeight: height,
      timestamp,
      colorSpace: colour.tag,
    });
  }

  async function renderNow(frame: VideoFrame, request: RenderRequest): Promise<VideoFrame> {
    assertUsable();
    const { look, fit, mirror, modelTier, effects, onStage } = request;
    let since = performance.now();
    const stage = (name: StageName) => {
      const now = performance.now();
      onStage(name, now - since);
      since = now;
    };
    const { timestamp } = frame;
    const former = view;
    view = viewOf(frame, request);
    // There is no mask of the frame before, or it lies elsewhere.
    const carry = view === former ? request.carry : 'never';
    const colour = await ingest.read(frame, fit, mirror, planes);
    frame.close();
    stage('ingest');
    const masked = needsMask(look);
    if (masked) {
      if (!segmenter) throw new EverframeError('engine-failed', 'a masked look needs a segmentation net');
      segmenter.setTier(modelTier);
      const { mask } = segmenter;
      mask.see(planes);
      if (carry === 'never' || !mask.carry(carry, planes, timestamp)) {
        const output = await segmenter.infer(colour);
        stage('model');
        mask.apply(output, planes, timestamp);
      }
      stage('mask');
    }
    compose(look, planes, colour, masked && segmenter ? segmenter.mask : null, effects === 'plain');
    stage('compose');
    const picture = handOver(timestamp, colour, look.behind.kind === 'nothing');
    stage('handover');
    return picture;
  }

  return {
    kind: 'cpu',
    width,
    height,
    get hasSegmenter() {
      return segmenter !== null;
    },
    async useSegmenter(model: Uint8Array, contract: ModelContract) {
      assertUsable();
      const beganMs = performance.now();
      const net = await openWasmNet(model, contract, threads);
      const sessionMs = performance.now() - beganMs;
      try {
        return await inTurn(async () => {
          assertUsable();
          const ranMs = performance.now();
          const next = createSegmenter(kernels, arena, net, contract, planes);
          try {
            next.mask.see(planes);
            await next.infer(BT709_LIMITED);
          } catch (error) {
            next.release();
            throw error;
          }
          segmenter?.release();
          const former = segmenter?.net;
          segmenter = next;
          const firstRunMs = performance.now() - ranMs;
          await former?.release();
          return { sessionMs, firstRunMs };
        });
      } catch (error) {
        if (segmenter?.net !== net) await net.release();
        throw asEverframeError(error, 'engine-failed');
      }
    },
    setBackdrop: (picture) =>
      inTurn(async () => {
        assertUsable();
        await backdrop.set(picture);
      }).catch((error: unknown) => {
        throw asEverframeError(error, 'engine-failed');
      }),
    reset() {
      segmenter?.mask.reset();
    },
    render: (frame, request) =>
      inTurn(() => renderNow(frame, request))
        .catch((error: unknown) => {
          throw asEverframeError(error, 'engine-failed');
        })
        .finally(() => frame.close()),
    gpuMs: null,
    memoryBytes: () => (disposed ? 0 : arena.bytes()),
    dispose() {
      if (disposed) return;
      disposed = true;
      const last = segmenter?.net;
      segmenter = null;
      void inTurn(async () => last?.release()).catch(() => undefined);
    },
  };
}
