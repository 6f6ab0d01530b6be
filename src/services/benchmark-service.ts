// The benchmark's worker, put together.
import type { BenchmarkService } from '../protocol/benchmark-service';
import { createBenchmarkCamera } from './benchmark-camera';
import { createNetTimer } from './benchmark-nets';

const CLOCK_MS = 10;
/** Some milliseconds on a machine of today. */
const PROBE_STEPS = 2e6;

export function createBenchmarkService(): BenchmarkService {
  const camera = createBenchmarkCamera();
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
    probe: (times) =>
      Array.from({ length: times }, () => {
        const beganMs = performance.now();
        let sum = 0;
        for (let n = 1; n < PROBE_STEPS; n++) sum += Math.sqrt(n) / n;
        // Used, so that it is not left out.
        return sum > 0 ? performance.now() - beganMs : 0;
      }),
    timeNet: createNetTimer(),
    openCamera: (writable, format) => camera.open(writable, format),
    stall(on) {
      camera.stall(on);
    },
    delaysOf: (seen) => camera.delaysOf(seen),
  };
}
