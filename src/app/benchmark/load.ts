// A load on the processor for the benchmark: workers that burn until they are told to stop.

const LIMIT_MS = 30_000;

export function createLoad() {
  let burners: Worker[] = [];
  return {
    burn(count: number): void {
      while (burners.length < count) {
        const worker = new Worker(new URL('../../workers/burner.worker.ts', import.meta.url), { type: 'module' });
        worker.postMessage(LIMIT_MS);
        burners.push(worker);
      }
    },
    stop(): void {
      for (const worker of burners) worker.terminate();
      burners = [];
    },
  };
}
