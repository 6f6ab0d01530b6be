// Judges lives: every figure that issue and page speak of, from the ledger of one life, and the sums over all of them.
import { percentile } from '../../src/base/percentile';
import type { Ledger, LedgerFrame } from './ledger';
import { worthOf } from './weather';

/** The rate is held where it is within 5 % of what camera and target ask for, over two seconds. */
const BIN_MS = 2000;
const HELD = 0.95;
/** Steady: no load, camera or other change for so long, and hardly any heat; the first minute is finding out. */
const SETTLED_MS = 30_000;
const START_MS = 60_000;
const HEAT_STEP = 0.02;

export class Figures {
  bins = 0;
  heldBins = 0;
  holdableBins = 0;
  heldHoldableBins = 0;
  qualityMs = 0;
  quality = 0;
  holdableMs = 0;
  holdableQuality = 0;
  downs: number[] = [];
  ups: number[] = [];
  steadyMs = 0;
  steadySwitches = 0;
  belowMin: number[] = [];
  loadedIntervals: number[] = [];
  switches = 0;
  lifeMs = 0;

  add(ledger: Ledger): void {
    rate(ledger, this);
    quality(ledger, this);
    steps(ledger, this);
    steady(ledger, this);
    this.switches += ledger.changes.length;
    this.lifeMs += ledger.frames.at(-1)?.outMs ?? 0;
  }

  summary() {
    const share = (list: readonly number[], most: number) =>
      list.length === 0 ? 1 : list.filter((value) => value <= most).length / list.length;
    return {
      rateHeld: this.heldBins / this.bins,
      rateHeldWhereHoldable: this.heldHoldableBins / this.holdableBins,
      quality: this.quality / this.qualityMs,
      qualityWhereHoldable: this.holdableQuality / this.holdableMs,
      steps: this.downs.length,
      downP50Ms: percentile(this.downs, 0.5),
      downP95Ms: percentile(this.downs, 0.95),
      downInTime: share(this.downs, 1000),
      reliefs: this.ups.length,
      upP50Ms: percentile(this.ups, 0.5),
      upP95Ms: percentile(this.ups, 0.95),
      upInTime: share(this.ups, 5000),
      steadyHours: this.steadyMs / 3_600_000,
      steadySwitchesPer5Min: (this.steadySwitches * 300_000) / this.steadyMs,
      switchesPer5Min: (this.switches * 300_000) / this.lifeMs,
      belowMinP95Ms: percentile(this.belowMin, 0.95),
      belowMinInTime: share(this.belowMin, 1000),
      loadedIntervalP95: percentile(this.loadedIntervals, 0.95),
    };
  }
}

function rate({ frames }: Ledger, figures: Figures): void {
  let index = 0;
  let last = frames[0]?.outMs ?? 0;
  while (index < frames.length) {
    const end = last + BIN_MS;
    let outs = 0;
    let offered = 0;
    let holdable = true;
    for (; index < frames.length && (frames[index] as LedgerFrame).outMs < end; index++) {
      const frame = frames[index] as LedgerFrame;
      outs += 1;
      offered += frame.offered;
      if (frame.best < 0) holdable = false;
    }
    last = end;
    if (index >= frames.length || (outs === 0 && offered === 0)) {
      // A picture that took longer than the bin: nothing came.
      if (index < frames.length) figures.bins += 1;
      continue;
    }
    // One frame more or less is the bin's edge.
    const held = outs + 1 >= HELD * offered;
    figures.bins += 1;
    figures.heldBins += held ? 1 : 0;
    if (holdable) {
      figures.holdableBins += 1;
      figures.heldHoldableBins += held ? 1 : 0;
    }
  }
}

function quality({ frames }: Ledger, figures: Figures): void {
  let before = 0;
  for (const { outMs, rung, best } of frames) {
    const ms = outMs - before;
    before = outMs;
    // A rung above what can be held earns nothing more.
    const share = Math.min(1, worthOf(rung) / worthOf(best));
    figures.qualityMs += ms;
    figures.quality += share * ms;
    if (best < 0) continue;
    figures.holdableMs += ms;
    figures.holdableQuality += share * ms;
  }
}

const firstFrom = (frames: readonly LedgerFrame[], atMs: number, from: number) => {
  let index = from;
  while (index < frames.length && (frames[index] as LedgerFrame).outMs < atMs) index += 1;
  return index;
};

/** Against the frames that come: a slow camera leaves a slow rung the time it needs. */
const fits = ({ use, peakUse, intervalMs }: LedgerFrame, most: number, wantedFps: number) => {
  const share = 1000 / wantedFps / intervalMs;
  return use * share <= most && peakUse * share <= 1.5 * most;
};

function steps({ frames, changes, machine, wantedFps }: Ledger, figures: Figures): void {
  let index = 0;
  machine.loads.forEach((load, nth) => {
    index = firstFrom(frames, load.fromMs, index);
    // The frame under way was begun before the load came; the next is the first under it.
    const before = frames[index - 1];
    const after = frames[index + 1];
    if (!before || !after || (frames.at(-1)?.outMs ?? 0) < load.toMs) return;
    const isHit = fits(before, 1, wantedFps) && !fits(after, 1.05, wantedFps);
    if (isHit && before.rung > 0) {
      const down = changes.find(({ atMs, from, to }) => atMs >= load.fromMs && to < from);
      figures.downs.push(Math.min(down ? down.atMs : Infinity, load.toMs) - load.fromMs);
    }
    under(frames, index, load, machine.minFps, isHit, figures);
    const end = firstFrom(frames, load.toMs, index);
    const last = frames[end - 1];
    const relieved = frames[end + 1];
    const nextMs = machine.loads[nth + 1]?.fromMs ?? frames.at(-1)?.outMs ?? 0;
    if (!last || !relieved || last.rung !== relieved.rung || nextMs - load.toMs < 5000) return;
    if (relieved.use > 0.8 * last.use || relieved.best <= relieved.rung) return;
    const up = changes.find(({ atMs, from, to }) => atMs >= load.toMs && to > from);
    figures.ups.push(Math.min(up ? up.atMs : Infinity, nextMs) - load.toMs);
  });
}

/** While a load lasts: time below the lowest rate, and how even the pictures are. */
function under(
  frames: readonly LedgerFrame[],
  from: number,
  load: { readonly fromMs: number; readonly toMs: number },
  minFps: number,
  isHit: boolean,
  figures: Figures,
): void {
  let longest = 0;
  let below = 0;
  let couldHold = true;
  for (let index = from + 1; index < frames.length; index++) {
    const frame = frames[index] as LedgerFrame;
    if (frame.outMs > load.toMs) break;
    const interval = frame.outMs - (frames[index - 1] as LedgerFrame).outMs;
    if (frame.best >= 0) figures.loadedIntervals.push(interval / frame.intervalMs);
    if (frame.outMs > load.fromMs + 10_000) continue;
    if (!frame.couldHoldMin) couldHold = false;
    below = interval > Math.max(1000 / minFps, frame.intervalMs * 1.1) ? below + interval : 0;
    longest = Math.max(longest, below);
  }
  if (couldHold && isHit) figures.belowMin.push(longest);
}

function steady({ frames, changes, machine }: Ledger, figures: Figures): void {
  const stirs = [
    ...machine.loads.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
    ...machine.slowCamera.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
    machine.sleepsAtMs ?? 0,
    machine.setBackAtMs ?? 0,
    START_MS - SETTLED_MS,
  ].sort((a, b) => a - b);
  let heat = 0;
  let heatMs = -Infinity;
  let stir = 0;
  let change = 0;
  let before = 0;
  for (const frame of frames) {
    while ((stirs[stir] ?? Infinity) <= frame.outMs) stir += 1;
    const stirredMs = stirs[stir - 1] ?? 0;
    if (machine.heat && Math.abs(frame.heat - heat) * machine.heat.gain > HEAT_STEP) {
      heat = frame.heat;
      heatMs = frame.outMs;
    }
    const isSteady = frame.outMs - stirredMs > SETTLED_MS && frame.outMs - heatMs > SETTLED_MS;
    const ms = frame.outMs - before;
    before = frame.outMs;
    while ((changes[change]?.atMs ?? Infinity) <= frame.outMs) {
      if (isSteady) figures.steadySwitches += 1;
      change += 1;
    }
    if (isSteady) figures.steadyMs += ms;
  }
}
