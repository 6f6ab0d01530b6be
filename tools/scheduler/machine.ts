// One machine drawn at random, and ten minutes of its life. What is drawn, and from where:
//
// - **wish**: target 30 (three of five), 24, 25 or 60 pictures a second; the lowest is 15.
// - **speed**: a frame on the rung `high` takes a share of the target's interval that is lognormal about 0.75 with a spread of 0.75:
//   without any load about a third of the machines hold `ultra-high`, one in ten not even `low`.
// - **shape**: a frame is an inference (35 to 80 % of `high`; `fine` 2.2, `light` 0.5 of it, each with a spread) once a round of the
//   cadence, carrying the mask forward between (3 to 15 % of it), and drawing, which goes by the render scale and the effects;
//   each rung then 8 % off by chance. So the relation of two rungs differs from machine to machine, and from what the ladder says.
// - **noise**: each frame 3 to 20 % off, following the frame before by up to 0.7; spikes of 40 to 400 ms, up to 6 a minute.
// - **load**: steps of a factor of 1.15 to 4, 5 to 120 s long, of which half hit inference and drawing differently, 10 to 90 s
//   apart on busy machines, minutes apart on others, none on one in four.
// - **heat** (two of five): the busier, the hotter, within 40 to 200 s; when hot a frame takes up to 1.8 times as long.
// - **camera**: jitter; one in three slows down to 5 to 20 for 20 to 120 s, as in the dark; one in ten gives less than the target at
//   all; one in five gives twice the target.
// - **switches**: reports come every 100 ms with a delay of 5 to 30 ms, a rung takes 5 to 40 ms to be put in place; its first one to three inferences
//   ever take 3 to 6 times as long, after that one 1.5 times; the `fine` model is loaded in 0.2 to 2 s the first time.
// - **oddities**: one in thirty sleeps for an hour, one in thirty has a clock set back, one in twenty sends timings that are no times.
import { LADDER, type Rung } from '../../src/scheduler/ladder';
import type { Random } from './random';

export interface Load {
  readonly fromMs: number;
  readonly toMs: number;
  readonly inference: number;
  readonly drawing: number;
}

export interface SlowCamera {
  readonly fromMs: number;
  readonly toMs: number;
  readonly fps: number;
}

export interface Machine {
  readonly targetFps: number;
  readonly minFps: number;
  /** Of every rung under no load: a frame's parts, ms. */
  readonly parts: readonly { readonly inference: number; readonly carrying: number; readonly drawing: number }[];
  readonly noise: number;
  readonly noiseMemory: number;
  readonly spikesAMinute: number;
  readonly spikeMs: number;
  readonly loads: readonly Load[];
  readonly heat: { readonly tauMs: number; readonly gain: number } | null;
  /** What the camera is set to. */
  readonly cameraFps: number;
  readonly cameraJitter: number;
  readonly slowCamera: readonly SlowCamera[];
  readonly reportDelayMs: number;
  readonly switchMs: number;
  readonly coldInferences: number;
  readonly coldFactor: number;
  readonly fineLoadMs: number;
  readonly sleepsAtMs: number | null;
  readonly setBackAtMs: number | null;
  readonly oddTimings: boolean;
}

const EFFECT_COST = { plain: 0.75, normal: 1, fine: 1.25 } as const;

function drawParts(random: Random, highMs: number) {
  const inferenceShare = random.between(0.35, 0.8);
  const tiers = { light: random.about(0.5, 0.2), standard: 1, fine: random.about(2.2, 0.25) };
  const carrying = random.between(0.03, 0.15);
  return LADDER.map(({ modelTier, renderScale, effects }: Rung) => {
    const off = random.about(1, 0.08);
    const inference = highMs * inferenceShare * off;
    const drawing = highMs * (1 - inferenceShare) * (0.3 + 0.7 * renderScale ** 2) * EFFECT_COST[effects] * off;
    return { inference: inference * tiers[modelTier], carrying: inference * carrying, drawing };
  });
}

function drawLoads(random: Random, lengthMs: number): Load[] {
  if (random.chance(0.25)) return [];
  const apartMs = random.pick([10_000, 30_000, 90_000, 240_000]);
  const loads: Load[] = [];
  let at = random.wait(apartMs) + 5000;
  while (at < lengthMs) {
    const toMs = at + Math.min(120_000, 5000 + random.wait(20_000));
    const factor = 1.15 * (4 / 1.15) ** random.unit();
    const skew = random.chance(0.5) ? 0 : random.between(-0.6, 0.6);
    loads.push({ fromMs: at, toMs, inference: factor ** (1 + skew), drawing: factor ** (1 - skew) });
    at = toMs + 5000 + random.wait(apartMs);
  }
  return loads;
}

function drawSlowCamera(random: Random, lengthMs: number, fps: number): SlowCamera[] {
  if (!random.chance(1 / 3)) return [];
  const slow: SlowCamera[] = [];
  let at = random.wait(120_000);
  while (at < lengthMs) {
    const toMs = at + random.between(20_000, 120_000);
    slow.push({ fromMs: at, toMs, fps: Math.min(fps, random.between(5, 20)) });
    at = toMs + random.wait(120_000);
  }
  return slow;
}

export function drawMachine(random: Random, lengthMs: number): Machine {
  const targetFps = random.pick([30, 30, 30, 30, 30, 30, 24, 25, 60, 60]);
  const highMs = (1000 / targetFps) * random.about(0.75, 0.75);
  const cameraFps = random.chance(0.1) ? targetFps / 2 : random.chance(0.2) ? targetFps * 2 : targetFps;
  const maybeAt = (share: number) => (random.chance(share) ? random.between(0.1, 0.9) * lengthMs : null);
  return {
    targetFps,
    minFps: 15,
    parts: drawParts(random, highMs),
    noise: random.between(0.03, 0.2),
    noiseMemory: random.between(0, 0.7),
    spikesAMinute: Math.max(0, random.between(-2, 6)),
    spikeMs: random.between(40, 400),
    loads: drawLoads(random, lengthMs),
    heat: random.chance(0.4) ? { tauMs: random.between(40_000, 200_000), gain: random.between(0.1, 0.8) } : null,
    cameraFps,
    cameraJitter: random.between(0, 0.1),
    slowCamera: drawSlowCamera(random, lengthMs, cameraFps),
    reportDelayMs: random.between(5, 30),
    switchMs: random.between(5, 40),
    coldInferences: 1 + Math.floor(random.between(0, 3)),
    coldFactor: random.between(3, 6),
    fineLoadMs: random.between(200, 2000),
    sleepsAtMs: maybeAt(1 / 30),
    setBackAtMs: maybeAt(1 / 30),
    oddTimings: random.chance(1 / 20),
  };
}
