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
import { createScaler } from './plane-scaler';
import { takePlanes } from './planes';
import { shrinkPlanes, type SmallPlanes } from './small-planes';
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

/** Of a program of that size, pixels, both even. @throws Error the kernels could not be loaded */
export async function loadWatchKit(programWidth: number, programHeight: number): Promise<WatchKit> {
  const kernels = await loadKernels(new URL(kernelsUrl, location.href));
  const arena = createArena(kernels);
  const ingest = createIngest(kernels, arena);
  const program = takePlanes(arena, programWidth, programHeight, false);

  function open(gives: ModelContract['output']): Watch {
    const { width, height } = gives;
    const size = width * height;
    const [y, u, v, fresh] = [arena.take(size), arena.take(size), arena.take(size), arena.take(size * 4)];
    const small: SmallPlanes = { width, height, y, u, v };
    const scaler = createScaler(kernels, arena);
    const steadying = createSteadying(kernels, arena, small);
    const carrying = createCarry(kernels, arena, small);
    return {
      async see(frame, fit, mirror) {
        // At the program's size first, as the CPU engine does: the judge is to see the same.
        await ingest.read(frame, fit, mirror, program);
        shrinkPlanes(scaler, program, small);
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
        for (const block of [y, u, v, fresh]) arena.give(block);
        scaler.release();
        steadying.release();
        carrying.release();
      },
    };
  }

  return { open, bytes: () => arena.bytes() };
}
