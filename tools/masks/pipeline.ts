// The engine under judgement, one per picture size: masks as its cut-outs show them, and pictures in any look.
import type { Engine, EngineKind, Look, StageName } from '../../src/compositor/engine';
import { createInferenceChooser } from '../../src/pipeline/choose-inference';
import type { ModelTier } from '../../src/config/rung';
import type { ModelContract } from '../../src/protocol/model-contract';
import type { Size } from './measures';

/** What a rung spends on masks. */
export interface Spending {
  readonly cadence: number;
  readonly modelTier: ModelTier;
}

/** An inference of the usual size in every frame: what others are judged beside. */
const EVERY_FRAME: Spending = { cadence: 1, modelTier: 'standard' };

const CUT_OUT: Look = { behind: { kind: 'nothing' }, person: 'masked' };

export interface Pipeline {
  /** Forgets older frames. */
  reset(): void;
  /** Takes the frame. Alpha of the person, at the pipeline's size. */
  mask(frame: VideoFrame): Promise<Uint8Array>;
  /** Takes the frame, and the caller the picture. */
  show(frame: VideoFrame, look: Look): Promise<VideoFrame>;
  /** Of the masks since the last reset, the share that the net was asked for. */
  inferredShare(): number;
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
  { cadence, modelTier }: Spending = EVERY_FRAME,
): Promise<Pipeline> {
  const count = { frames: 0, inferred: 0 };
  const chooser = createInferenceChooser();
  const engine = await openEngine(kind, size);
  await engine.useSegmenter(model, contract);
  async function show(frame: VideoFrame, look: Look): Promise<VideoFrame> {
    const { carry } = chooser.next({ realm: '', cadence, skipping: 'nth', isLate: false });
    let inferred = false;
    const onStage = (name: StageName): void => {
      if (name === 'model') inferred = true;
    };
    const picture = await engine.render(frame, {
      look,
      fit: 'cover',
      mirror: false,
      modelTier,
      effects: 'normal',
      carry,
      onStage,
    });
    chooser.done(inferred);
    count.frames += 1;
    if (inferred) count.inferred += 1;
    return picture;
  }
  return {
    reset: () => {
      count.frames = 0;
      count.inferred = 0;
      chooser.forget();
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
    inferredShare: () => count.inferred / Math.max(1, count.frames),
    dispose: () => {
      engine.dispose();
    },
  };
}
