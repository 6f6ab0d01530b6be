// For an engine whose masks are made elsewhere: looks at small pictures of its frames, hears what the net says of them, and says whether
// the last mask may serve the next one, and where it goes. Judges as the CPU engine does, on the same kernels.
import kernelsUrl from '../../kernels/build/kernels.wasm?url';
import { createArena } from '../../kernels/arena';
import { loadKernels } from '../../kernels/kernels';
import type { ModelContract } from '../../protocol/model-contract';
import type { CarryLimit, Fit } from '../engine';
import { takeAnswer } from './answer';
import { createCarry } from './carry';
import { createIngest } from './ingest';
import type { SmallPlanes } from './mask';
import { createScaler } from './plane-scaler';
import { takePlanes } from './planes';
import { createSteadying } from './steadying';

export interface Watch {
  /** Looks at a frame, which it borrows, as it is laid into the program; what follows is about that one. */
  see(frame: VideoFrame, fit: Fit, mirror: boolean): Promise<void>;
  /** The net's whole output for it. */
  answered(output: Float32Array, timestampUs: number): void;
  /**
   * `kept`: the mask there is serves it, too; numbers: that one, moved along with the picture (0..1, of the output's size; a view that
   * the next call ends); null: the net has to be asked.
   */
  carry(limit: CarryLimit, timestampUs: number): 'kept' | Float32Array<ArrayBuffer> | null;
  /** Nothing is carried until the net has answered again. */
  reset(): void;
  /** Gives the memory back. */
  release(): void;
}

export interface WatchKit {
  open(gives: ModelContract['output']): Watch;
  bytes(): number;
}

/** @throws Error the kernels could not be loaded */
export async function loadWatchKit(): Promise<WatchKit> {
  const kernels = await loadKernels(new URL(kernelsUrl, location.href));
  const arena = createArena(kernels);
  const ingest = createIngest(kernels, arena);

  function open(gives: ModelContract['output']): Watch {
    const { width, height } = gives;
    const size = width * height;
    // Chroma has half the sides of luma: at twice the size it is as large as it is wanted.
    const twice = takePlanes(arena, 2 * width, 2 * height, false);
    const [y, fresh] = [arena.take(size), arena.take(size * 4)];
    const small: SmallPlanes = { width, height, y, u: twice.u, v: twice.v };
    const scaler = createScaler(kernels, arena);
    const steadying = createSteadying(kernels, arena, small);
    const carrying = createCarry(kernels, arena, small);
    const placement = { part: { x: 0, y: 0, width: 1, height: 1 }, target: { x: 0, y: 0, width, height } };
    return {
      async see(frame, fit, mirror) {
        await ingest.read(frame, fit, mirror, twice);
        const luma = { at: twice.y, stride: twice.width, width: twice.width, height: twice.height };
        scaler.scale(luma, twice, placement, 1, false, y, width);
      },
      answered(output, timestampUs) {
        takeAnswer(kernels, arena, gives, output, fresh);
        carrying.answered(fresh, steadying, timestampUs);
        steadying.steady(fresh);
      },
      carry(limit, timestampUs) {
        const way = carrying.carry(limit, steadying, fresh, timestampUs);
        if (way !== 'moved') return way;
        steadying.follow(fresh);
        return arena.f32(fresh, size);
      },
      reset() {
        steadying.reset();
        carrying.reset();
      },
      release() {
        for (const block of [twice.y, y, fresh]) arena.give(block);
        scaler.release();
        steadying.release();
        carrying.release();
      },
    };
  }

  return { open, bytes: () => arena.bytes() };
}
