// A load on the processor for the benchmark: workers that wait, and then burn until they are told to stop.
import { waitUntil } from './waiting';

const LIMIT_MS = 30_000;

export interface Load {
  /** Resolves once so many burners are there: they begin at once then, where each alone would come when the others let it. */
  prepare(count: number, signal: AbortSignal): Promise<void>;
  start(): void;
  stop(): void;
}

export function createLoad(): Load {
  let burners: Worker[] = [];
  let arrived = 0;
  let begun = 0;
  return {
    async prepare(count, signal) {
      while (burners.length < count) {
        const worker = new Worker(new URL('../../workers/burner.worker.ts', import.meta.url), { type: 'module' });
        worker.onmessage = () => (arrived += 1);
        burners.push(worker);
      }
      await waitUntil(() => arrived >= burners.length, signal);
    },
    start() {
      for (const worker of burners.slice(begun)) worker.postMessage(LIMIT_MS);
      begun = burners.length;
    },
    stop() {
      for (const worker of burners) worker.terminate();
      burners = [];
      arrived = begun = 0;
    },
  };
}
