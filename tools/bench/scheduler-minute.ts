// A minute of a studio in a real browser: 30 s as it is, 15 s beside a load, 5 s without a camera, 10 s to recover; and what is to be told of it.
import type { Page } from '@playwright/test';
import type {} from '../../src/app/automation';
import { processesUnder } from '../browser/processes.mjs';
import type { StudioLoad } from './studio-load';

const POLL_MS = 500;
/** Seconds. */
export const PLAN = { load: 30, loss: 45, recovery: 50, end: 60 };
/** The rate is of the last two seconds. */
const SETTLE_S = 2.5;
export const SETTLED_S = 10;
/** Seconds without a picture before the fallback comes: beside burners half a second without one is a slow moment, and a loop for three seconds would hide what it cost. */
export const NO_FRAME_S = 2;
const RETURN_S = 60;

export interface Sample {
  readonly atS: number;
  readonly fps: number;
  readonly cameraFps: number | null;
  readonly missed: number;
  readonly level: string | null;
  readonly costMs: number | null;
  readonly budgetMs: number | null;
  readonly changes: number | null;
  readonly onAir: string;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
export const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
export const one = (value: number) => Number(value.toFixed(1));

export async function takeSample(page: Page, sinceMs: number): Promise<Sample> {
  const told = await page.evaluate(() => {
    const { programFps, sourceFps, missed, quality, onAir } = everframe.stats();
    const { level = null, costMs = null, budgetMs = null, changes = null } = quality ?? {};
    return { fps: programFps ?? 0, cameraFps: sourceFps, missed, level, costMs, budgetMs, changes, onAir };
  });
  return { ...told, atS: (Date.now() - sinceMs) / 1000 };
}

/** The process that reads the camera of a browser of ours. */
export function captureProcess(): number {
  const capture = processesUnder(process.pid).find(({ command }) => command.includes('video_capture.mojom'));
  if (!capture) throw new Error('no process reads the camera');
  return capture.pid;
}

const beforeLoad = (samples: readonly Sample[]) => samples.filter(({ atS }) => atS < PLAN.load).at(-1);
const levelAtStart = (samples: readonly Sample[]) => beforeLoad(samples)?.level ?? null;

/** And up to a minute more, until the level is again what it was before the load. */
export async function playMinute(page: Page, load: StudioLoad, burners: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  const beganMs = Date.now();
  const until = async (second: number) => {
    while (Date.now() - beganMs < second * 1000) {
      samples.push(await takeSample(page, beganMs));
      await sleep(POLL_MS);
    }
  };
  await until(PLAN.load);
  await load.begin(burners);
  await until(PLAN.loss);
  await load.end();
  // The process that reads the camera stands still: nobody is told.
  const capture = captureProcess();
  process.kill(capture, 'SIGSTOP');
  try {
    await until(PLAN.recovery);
  } finally {
    process.kill(capture, 'SIGCONT');
  }
  await until(PLAN.end);
  // A minute more for what has to be proved step by step.
  const start = levelAtStart(samples);
  while (samples.at(-1)?.level !== start && Date.now() - beganMs < (PLAN.end + RETURN_S) * 1000)
    await until((Date.now() - beganMs) / 1000 + 0.5);
  return samples;
}

export function figuresOf(samples: readonly Sample[]) {
  const within = (from: number, to: number) => samples.filter(({ atS }) => atS >= from && atS < to);
  const loaded = within(PLAN.load + SETTLE_S, PLAN.loss);
  const [first, last] = [within(PLAN.load, PLAN.loss)[0], within(PLAN.load, PLAN.loss).at(-1)];
  const levels = [...new Set(within(PLAN.load, PLAN.loss).flatMap(({ level }) => level ?? []))];
  return {
    fpsAsItIs: one(mean(within(5, PLAN.load).map(({ fps }) => fps))),
    fpsUnderLoad: one(mean(loaded.map(({ fps }) => fps))),
    cameraFpsUnderLoad: one(mean(loaded.flatMap(({ cameraFps }) => cameraFps ?? []))),
    dropsUnderLoad: (last?.missed ?? 0) - (first?.missed ?? 0),
    levelsUnderLoad: levels.join(', '),
    onAirWithoutCamera: within(PLAN.loss + NO_FRAME_S + 1, PLAN.recovery)[0]?.onAir ?? null,
    levelAtTheEnd: samples.at(-1)?.level ?? null,
    levelAtTheStart: levelAtStart(samples),
    // From the end of the load.
    levelBackAfterS: one(
      ([...samples].reverse().find(({ level }) => level !== levelAtStart(samples))?.atS ?? PLAN.loss) - PLAN.loss,
    ),
    onAirAtTheEnd: samples.at(-1)?.onAir ?? null,
  };
}

/** What the scheduler settled on before there was any load. */
export function settledOn(samples: readonly Sample[]) {
  const { level, costMs, budgetMs, changes } = beforeLoad(samples) ?? {};
  const lately = samples.filter(({ atS }) => atS >= PLAN.load - SETTLED_S && atS < PLAN.load);
  return {
    sourceFps: one(mean(lately.flatMap(({ cameraFps }) => cameraFps ?? []))),
    programFps: one(mean(lately.map(({ fps }) => fps))),
    level: level ?? null,
    costMs: costMs == null ? null : one(costMs),
    budgetMs: budgetMs == null ? null : one(budgetMs),
    changes: changes ?? null,
  };
}
