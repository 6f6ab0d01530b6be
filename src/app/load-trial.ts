// "Try it": a real load beside the studio for some seconds, so that a person sees what quality does about it. Workers that burn the
// processor, as many as it takes here; each ends by itself, whatever becomes of the page.
import { EverframeError } from '../base/errors';
import type { Level } from '../scheduler/ladder';

export const TRIAL_SECONDS = { least: 1, most: 30, initial: 6 } as const;
/** A level that has not fallen by then takes more of them. */
const MORE_AFTER_MS = 1200;
const MOST = 64;

export interface LoadTrial {
  readonly seconds: number;
  /** Workers that burnt at the end. */
  readonly burners: number;
  readonly from: Level;
  /** The lowest level on the way; `from`: there was none to fall to, or no need. */
  readonly lowest: Level;
  /** The dearest frame on the average, of what it might have cost, ms. */
  readonly costMs: number | null;
  readonly budgetMs: number;
}

export interface Looked {
  readonly level: Level;
  readonly value: number;
  readonly costMs: number | null;
  readonly budgetMs: number;
}

/** @param look the level now; null: the studio was stopped, which ends the trial */
export async function tryLoad(seconds: number, look: () => Looked | null): Promise<LoadTrial> {
  const first = look();
  if (!first) throw new EverframeError('not-running', 'no load was made: there are no pictures to make it harder for');
  const burners: Worker[] = [];
  const beganMs = performance.now();
  const endMs = beganMs + seconds * 1000;
  const add = () => {
    for (let n = 0; n < navigator.hardwareConcurrency && burners.length < MOST; n++) {
      const worker = new Worker(new URL('../workers/burner.worker.ts', import.meta.url), { type: 'module' });
      worker.postMessage(endMs - performance.now());
      burners.push(worker);
    }
  };
  let lowest = first;
  let costMs = first.costMs;
  let addedMs = beganMs;
  add();
  try {
    while (performance.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const now = look();
      if (!now) break;
      if (now.value < lowest.value) lowest = now;
      costMs = Math.max(costMs ?? 0, now.costMs ?? 0);
      if (lowest === first && performance.now() - addedMs > MORE_AFTER_MS) {
        addedMs = performance.now();
        add();
      }
    }
  } finally {
    for (const worker of burners) worker.terminate();
  }
  const { budgetMs } = first;
  return { seconds, burners: burners.length, from: first.level, lowest: lowest.level, costMs, budgetMs };
}
