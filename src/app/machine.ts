// What this machine is and what suits it: facts of the browser, and advice from what frames were measured to cost here.
import { DEFAULT_PROGRAM, type ProgramFormat } from '../config/program';
import { expectedMs, type Speed } from '../scheduler/calibration';
import { PROFILE_TABLE, type Profile } from '../scheduler/profiles';
import type { StudioSnapshot } from './studio-snapshot';

export interface SystemInfo {
  readonly browser: string;
  readonly engine: StudioSnapshot['engine'];
  /** Logical cores, and GiB as the browser rounds them; null where it does not say. Told, and nothing is decided by them. */
  readonly cores: number;
  readonly memoryGiB: number | null;
  /** Without it there are no WASM threads and clocks are coarse. */
  readonly isolated: boolean;
  readonly has: { readonly webgpu: boolean; readonly frameStreams: boolean; readonly pressure: boolean };
  readonly program: ProgramFormat;
  /** Pictures a second of this page; null while it is hidden. */
  readonly pageFps: number | null;
  /** The profile in force, and what the measured frames say; null until enough were measured. */
  readonly profile: { readonly name: Profile | null; readonly found: Profile | null };
  /** A frame at 1280 x 720 with all there is, ms, at best: the net, and all else. */
  readonly speed: Speed | null;
}

export function systemInfo({
  engine,
  program,
  quality,
}: Pick<StudioSnapshot, 'engine' | 'program' | 'quality'>): SystemInfo {
  const { deviceMemory = null } = navigator as { readonly deviceMemory?: number | null };
  return {
    browser: navigator.userAgent,
    engine,
    cores: navigator.hardwareConcurrency,
    memoryGiB: deviceMemory,
    isolated: globalThis.crossOriginIsolated,
    has: {
      webgpu: 'gpu' in navigator,
      frameStreams: 'MediaStreamTrackProcessor' in globalThis,
      pressure: 'PressureObserver' in globalThis,
    },
    program,
    pageFps: quality?.pageFps ?? null,
    profile: { name: quality?.profile.name ?? null, found: quality?.profile.found ?? null },
    speed: quality?.profile.speed ?? null,
  };
}

export interface Recommendation {
  readonly profile: Profile;
  readonly program: ProgramFormat;
  /** What a frame of that program is expected to cost, and the time there is for it, ms. */
  readonly expectedMs: number;
  readonly budgetMs: number;
  readonly preset: 'streaming' | 'quiet';
  /** A sentence for each. */
  readonly reasons: readonly string[];
}

/** The largest first, the quicker of two that are as large. */
const PROGRAMS: readonly ProgramFormat[] = [
  { width: 1920, height: 1080, fps: 60 },
  { width: 1920, height: 1080, fps: 30 },
  { width: 1280, height: 720, fps: 60 },
  DEFAULT_PROGRAM,
  { width: 960, height: 540, fps: 30 },
];
/** Room for a second program beside the studio, and for heat. */
const FITS = 0.7;

/** Null until frames were measured. */
export function recommend(profile: Profile | null, speed: Speed | null): Recommendation | null {
  if (!profile || !speed) return null;
  const { heightMaxPx, fpsMax } = PROFILE_TABLE[profile];
  const costOf = ({ width, height }: ProgramFormat) => expectedMs(speed, width * height);
  const fits = (program: ProgramFormat) =>
    program.height <= heightMaxPx && program.fps <= fpsMax && costOf(program) <= (FITS * 1000) / program.fps;
  const found = PROGRAMS.find(fits);
  const program = found ?? { width: 960, height: 540, fps: 30 };
  const cost = costOf(program);
  const budget = 1000 / program.fps;
  const size = `${program.width} x ${program.height} at ${program.fps}`;
  const measured = `A frame of 1280 x 720 takes ${(speed.modelMs + speed.restMs).toFixed(0)} ms here at best (${speed.modelMs.toFixed(0)} ms of it the person model).`;
  return {
    profile,
    program,
    expectedMs: cost,
    budgetMs: budget,
    preset: found ? 'streaming' : 'quiet',
    reasons: [
      measured,
      found
        ? `At ${size} about ${cost.toFixed(0)} of ${budget.toFixed(0)} ms are expected: the most that leaves room.`
        : `Even ${size} is expected to take ${cost.toFixed(0)} of ${budget.toFixed(0)} ms: quality will give way now and then.`,
    ],
  };
}
