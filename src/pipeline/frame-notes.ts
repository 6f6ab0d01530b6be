// What each frame cost, gathered for the page in batches: the scheduler decides from single frames, and a message for each
// would cost more than it says.
import type { StageName } from '../compositor/engine';
import type { FrameNote } from '../protocol/vision-service';

const BATCH_MS = 100;

export type TakeNotes = (notes: readonly FrameNote[]) => void;

export function createFrameNotes(take: TakeNotes) {
  let batch: FrameNote[] = [];
  let sentMs = -Infinity;
  let missed = 0;
  return {
    missed(count: number): void {
      missed += count;
    },
    /** A frame is begun; one whose note is never ended leaves none. */
    begin(level: FrameNote['level'], inferred: boolean) {
      const stages: Partial<Record<StageName, number>> = {};
      return {
        stage(name: StageName, ms: number): void {
          stages[name] = ms;
        },
        end(workMs: number, gpuMs: number | null): void {
          const nowMs = performance.now();
          const atMs = performance.timeOrigin + nowMs;
          batch.push({ atMs, level, workMs, gpuMs, inferred, missed, stages });
          missed = 0;
          if (nowMs - sentMs < BATCH_MS) return;
          sentMs = nowMs;
          take(batch);
          batch = [];
        },
      };
    },
  };
}
