// From camera to canvas: the number that the camera burnt into its picture, read where a person sees it.
import { figureOf } from '../../benchmark/figure';
import type { SeenPicture } from '../../protocol/benchmark-service';
import { openBenchStudio } from './bench-studio';
import type { BenchContext } from './context';
import { limited, notMeasured, pause } from './waiting';

/** Enough for the tiles, and few bytes. */
const WIDTH = 320;
const HEIGHT = 180;
const LIMIT_S = 40;
const SETTLE_MS = 1500;

/** Pictures of the canvas for so long, one for each the page shows. */
async function watchCanvas(canvas: HTMLCanvasElement, seconds: number, signal: AbortSignal): Promise<SeenPicture[]> {
  const small = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', { willReadFrequently: true, alpha: false });
  if (!small) throw new Error('no 2D canvas');
  const seen: SeenPicture[] = [];
  let frame = 0;
  const look = () => {
    const atMs = performance.timeOrigin + performance.now();
    small.drawImage(canvas, 0, 0, WIDTH, HEIGHT);
    const { data } = small.getImageData(0, 0, WIDTH, HEIGHT);
    seen.push({ atMs, width: WIDTH, height: HEIGHT, data });
    frame = requestAnimationFrame(look);
  };
  frame = requestAnimationFrame(look);
  try {
    await pause(seconds * 1000, signal);
  } finally {
    cancelAnimationFrame(frame);
  }
  return seen;
}

export async function measureLatency(context: BenchContext): Promise<void> {
  const { shape, program, signal, draft } = context;
  const { plan } = draft;
  if (!plan) return;
  const delays = await context
    .measure('From camera to canvas', 1, () =>
      limited(LIMIT_S + shape.latencyS, signal, async (own) => {
        const bench = await openBenchStudio(plan.engine, program, own);
        try {
          await bench.holdLevel(plan.level, own);
          await pause(SETTLE_MS, own);
          const seen = await watchCanvas(bench.studio.programCanvas, shape.latencyS, own);
          return await bench.camera.ask(bench.camera.service.delaysOf(seen));
        } finally {
          bench.close();
        }
      }),
    )
    .catch((error: unknown) => {
      notMeasured(error, signal);
      return [];
    });
  const ms = figureOf(delays);
  draft.stages.latency = ms && { engine: plan.engine, level: plan.level, ms };
}
