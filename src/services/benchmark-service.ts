// The benchmark's worker, put together.
import type { BenchmarkService } from '../protocol/benchmark-service';
import { createBenchmarkCamera } from './benchmark-camera';
import { createNetTimer } from './benchmark-nets';
import { openCardLoad, type CardLoad } from './card-load';

const CLOCK_MS = 10;
/** Some milliseconds of arithmetic on a machine of today, and some more of a way through memory that no cache holds. */
const PROBE_STEPS = 1e6;
const PROBE_BYTES = 2 ** 25;
const PROBE_ROUNDS = 6;
const CACHE_LINE = 64;

/** What else is at work takes turns of the processor, or the way to memory: nets felt the second where arithmetic alone did not. */
function probe(memory: Float32Array): number {
  const beganMs = performance.now();
  let sum = 0;
  for (let n = 1; n < PROBE_STEPS; n++) sum += Math.sqrt(n) / n;
  const step = CACHE_LINE / memory.BYTES_PER_ELEMENT;
  for (let round = 0; round < PROBE_ROUNDS; round++)
    for (let n = round; n < memory.length; n += step) sum += memory[n] ?? 0;
  // Used, so that it is not left out.
  return sum > 0 ? performance.now() - beganMs : 0;
}

export function createBenchmarkService(): BenchmarkService {
  const camera = createBenchmarkCamera();
  let card: CardLoad | null = null;
  return {
    async measureClock(ms) {
      const late: number[] = [];
      for (const untilMs = performance.now() + ms; performance.now() < untilMs;) {
        const dueMs = performance.now() + CLOCK_MS;
        await new Promise((resolve) => setTimeout(resolve, CLOCK_MS));
        late.push(Math.max(0, performance.now() - dueMs));
      }
      return late;
    },
    probe(times) {
      // Filled: pages of noughts may be one and the same.
      const memory = new Float32Array(PROBE_BYTES / Float32Array.BYTES_PER_ELEMENT).fill(1);
      return Array.from({ length: times }, () => probe(memory));
    },
    timeNet: createNetTimer(),
    openCamera: (writable, format) => camera.open(writable, format),
    async openCardLoad() {
      card = await openCardLoad();
    },
    async burnCard(ms) {
      await card?.burn(ms);
    },
    stall(on) {
      camera.stall(on);
    },
    delaysOf: (seen) => camera.delaysOf(seen),
  };
}
