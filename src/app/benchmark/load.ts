// A load for the benchmark, made on purpose: on the processor workers that wait, and then burn until they are told to stop; on the graphics
// card compute passes from another.
import { openBenchWorker, type BenchWorker } from './bench-worker';
import { limited, waitUntil } from './waiting';

const LIMIT_MS = 30_000;
const CARD_OPENING_S = 20;

export interface Load {
  /**
   * Resolves once so many burners are there: they begin at once then, where each alone would come when the others let it. Rejects with
   * `gpu-missing` where a card is to be burnt and there is none.
   */
  prepare(burners: number, signal: AbortSignal): Promise<void>;
  /** Ends by itself after half a minute, whatever becomes of the page. */
  start(): void;
  stop(): void;
}

/** @param burnsCard the graphics card too */
export function createLoad(burnsCard: boolean): Load {
  let burners: Worker[] = [];
  let arrived = 0;
  let begun = 0;
  let card: BenchWorker | null = null;
  let isCardBurning = false;

  async function openCard(signal: AbortSignal): Promise<void> {
    const opened = (card = openBenchWorker());
    await limited(CARD_OPENING_S, signal, () => opened.ask(opened.service.openCardLoad()));
  }

  return {
    async prepare(count, signal) {
      if (burnsCard && card === null) await openCard(signal);
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
      if (card === null || isCardBurning) return;
      isCardBurning = true;
      // It ends with its worker.
      card.ask(card.service.burnCard(LIMIT_MS)).catch(() => undefined);
    },
    stop() {
      for (const worker of burners) worker.terminate();
      burners = [];
      arrived = begun = 0;
      card?.end();
      card = null;
      isCardBurning = false;
    },
  };
}
