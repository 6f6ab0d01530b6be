// The engine under judgement, one per picture size: masks as its cut-outs show them, and pictures in any look.
import type { Engine, EngineKind, Look } from '../../src/compositor/engine';
import type { ModelContract } from '../../src/protocol/model-contract';
import type { Size } from './measures';

const CUT_OUT: Look = { behind: { kind: 'nothing' }, person: 'masked' };

export interface Pipeline {
  /** Forgets older frames. */
  reset(): void;
  /** Takes the frame. Alpha of the person, at the pipeline's size. */
  mask(frame: VideoFrame): Promise<Uint8Array>;
  /** Takes the frame, and the caller the picture. */
  show(frame: VideoFrame, look: Look): Promise<VideoFrame>;
  dispose(): void;
}

export async function openEngine(kind: EngineKind, { width, height }: Size): Promise<Engine> {
  if (kind === 'cpu') {
    const { createCpuEngine } = await import('../../src/compositor/cpu/cpu-engine');
    return createCpuEngine({ width, height });
  }
  const { createWebgpuEngine } = await import('../../src/compositor/webgpu/webgpu-engine');
  return createWebgpuEngine({ width, height, onLost: () => undefined });
}

export async function openPipeline(
  kind: EngineKind,
  size: Size,
  model: Uint8Array,
  contract: ModelContract,
): Promise<Pipeline> {
  const engine = await openEngine(kind, size);
  await engine.useSegmenter(model, contract);
  const show = (frame: VideoFrame, look: Look): Promise<VideoFrame> =>
    engine.render(frame, { look, fit: 'cover', mirror: false, effects: 'normal', onStage: () => undefined });
  return {
    reset: () => {
      engine.reset();
    },
    async mask(frame) {
      const picture = await show(frame, CUT_OUT);
      try {
        const bytes = new Uint8Array(picture.allocationSize());
        const alpha = (await picture.copyTo(bytes))[3];
        if (!alpha) throw new Error(`the cut-out is ${String(picture.format)}, without alpha`);
        const mask = new Uint8Array(size.width * size.height);
        for (let y = 0; y < size.height; y++) {
          const from = alpha.offset + y * alpha.stride;
          mask.set(bytes.subarray(from, from + size.width), y * size.width);
        }
        return mask;
      } finally {
        picture.close();
      }
    },
    show,
    dispose: () => {
      engine.dispose();
    },
  };
}
