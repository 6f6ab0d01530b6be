// One life of one machine under one player: frames come, the newest wins, each takes its time, reports go out, rungs change.
// Everything that happened goes to the ledger; nothing here judges it.
import { LADDER } from '../../src/scheduler/ladder';
import { Ledger } from './ledger';
import type { Machine } from './machine';
import type { MadeFrame, Player } from './players';
import type { Random } from './random';
import { Weather } from './weather';

const REPORT_MS = 100;
const HOUR_MS = 3_600_000;
const TOP = LADDER.length - 1;

/** Arrivals of a camera, one after the other. */
class Camera {
  #atMs = 0;
  #jitteredMs = 0;
  readonly #machine: Machine;
  readonly #weather: Weather;
  readonly #random: Random;

  constructor(machine: Machine, weather: Weather, random: Random) {
    this.#machine = machine;
    this.#weather = weather;
    this.#random = random;
  }

  get nextMs(): number {
    return this.#jitteredMs;
  }

  step(): void {
    const intervalMs = 1000 / this.#weather.cameraFps(this.#atMs);
    this.#atMs += intervalMs;
    const late = Math.abs(this.#random.normal()) * this.#machine.cameraJitter * intervalMs;
    this.#jitteredMs = Math.max(this.#jitteredMs, this.#atMs + late);
  }
}

/**
 * Where only some frames have an inference, pictures leave evenly: none sooner after its arrival than the slowest of the last
 * two rounds, as a pipeline that carries masks forward has to pace them. It costs delay, no time of the worker.
 */
class Pacer {
  #delaysMs: number[] = [];

  out(rung: number, arrivalMs: number, doneMs: number): number {
    const cadence = LADDER[rung]?.cadence ?? 1;
    this.#delaysMs.push(doneMs - arrivalMs);
    this.#delaysMs = this.#delaysMs.slice(-2 * cadence);
    return cadence === 1 ? doneMs : Math.max(doneMs, arrivalMs + Math.max(...this.#delaysMs));
  }
}

/** The rung in place, the one on its way, and what each has been through. */
class Place {
  readonly #machine: Machine;
  rung: number;
  #next: { rung: number; atMs: number } | null = null;
  readonly #cold: number[];
  #hasFine = false;
  #frame = 0;
  #isFirst = false;

  constructor(machine: Machine, start: number) {
    this.#machine = machine;
    this.rung = start;
    this.#cold = LADDER.map((_, rung) => (rung === start ? 0 : machine.coldInferences));
  }

  ask(rung: number, atMs: number): void {
    const loadMs = rung === TOP && !this.#hasFine ? this.#machine.fineLoadMs : 0;
    if (rung === TOP) this.#hasFine = true;
    this.#next = rung === this.rung ? null : { rung, atMs: atMs + this.#machine.switchMs + loadMs };
  }

  /** Whether another rung came into place. */
  settle(atMs: number): boolean {
    if (!this.#next || this.#next.atMs > atMs) return false;
    this.rung = this.#next.rung;
    this.#next = null;
    this.#frame = 0;
    this.#isFirst = true;
    return true;
  }

  isInferenceDue(): boolean {
    this.#frame += 1;
    return (this.#frame - 1) % (LADDER[this.rung]?.cadence ?? 1) === 0;
  }

  /** Factor on the frame about to be made. */
  takeColdness(inferred: boolean): number {
    const cold = this.#cold[this.rung] ?? 0;
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    if (cold > 0 && inferred) {
      this.#cold[this.rung] = cold - 1;
      return this.#machine.coldFactor;
    }
    return isFirst ? 1.5 : 1;
  }
}

/** Lives for `lengthMs`. */
export function live(machine: Machine, player: Player, random: Random, lengthMs: number): Ledger {
  const ledger = new Ledger(machine, player.start);
  const weather = new Weather(machine);
  const camera = new Camera(machine, weather, random);
  const place = new Place(machine, player.start);
  const pacer = new Pacer();
  const spikeWaitMs = machine.spikesAMinute > 0 ? 60_000 / machine.spikesAMinute : Infinity;
  /** A camera's frames come early now and then. */
  const wantedEveryMs = (0.8 * 1000) / machine.targetFps;
  let nextSpikeMs = random.wait(spikeWaitMs);
  let freeMs = 0;
  let takenMs = -Infinity;
  let wantedMs = -Infinity;
  let noise = 0;
  let reportMs = REPORT_MS;
  let made: MadeFrame[] = [];

  /** What the worker's and the page's clocks say. */
  const told = (atMs: number) => {
    const slept = machine.sleepsAtMs !== null && atMs >= machine.sleepsAtMs ? HOUR_MS : 0;
    const back = machine.setBackAtMs !== null && atMs >= machine.setBackAtMs ? 90_000 : 0;
    return atMs + slept - back;
  };
  const reportUntil = (nowMs: number) => {
    for (; reportMs + machine.reportDelayMs <= nowMs; reportMs += REPORT_MS) {
      const done = made.filter((frame) => frame.atMs <= reportMs);
      made = made.slice(done.length);
      const atMs = reportMs + machine.reportDelayMs;
      const wanted = player.report(
        done.map((frame) => ({ ...frame, atMs: told(frame.atMs) })),
        told(atMs),
        () => weather.best(ledger.wantedFps, weather.factors(atMs)),
      );
      if (wanted !== null) place.ask(wanted, atMs);
    }
  };
  /** The newest frame that has come, and what was offered since the one before; while none has come, the next. */
  const take = () => {
    const capEveryMs = (0.8 * 1000) / Math.min(machine.targetFps, LADDER[place.rung]?.fpsMax ?? Infinity);
    let arrivalMs = -1;
    let offered = 0;
    let missed = -1;
    while (arrivalMs < 0 || camera.nextMs <= freeMs) {
      const cameMs = camera.nextMs;
      camera.step();
      if (cameMs - wantedMs >= wantedEveryMs) {
        wantedMs = cameMs;
        offered += 1;
      }
      if (cameMs - takenMs < capEveryMs) continue;
      if (arrivalMs < 0 || cameMs - arrivalMs >= capEveryMs) missed += 1;
      arrivalMs = cameMs;
    }
    takenMs = arrivalMs;
    return { arrivalMs, offered, missed };
  };

  while (freeMs < lengthMs) {
    const { arrivalMs, offered, missed } = take();
    const startMs = Math.max(arrivalMs, freeMs);
    reportUntil(startMs);
    if (place.settle(startMs)) ledger.changed(place.rung, startMs);
    const inferred = place.isInferenceDue();
    const factors = weather.factors(startMs);
    noise = machine.noiseMemory * noise + Math.sqrt(1 - machine.noiseMemory ** 2) * random.normal();
    const chance = Math.exp(machine.noise * noise - machine.noise ** 2 / 2);
    let workMs = weather.frameMs(place.rung, inferred, factors) * chance * place.takeColdness(inferred);
    if (startMs + workMs >= nextSpikeMs) {
      workMs += machine.spikeMs * random.between(0.3, 1);
      nextSpikeMs = startMs + workMs + random.wait(spikeWaitMs);
    }
    const doneMs = startMs + workMs;
    weather.warm(workMs, doneMs - freeMs);
    const isOdd = machine.oddTimings && random.chance(0.01);
    const toldMs = isOdd ? random.pick([NaN, -5, -Infinity, 1e9]) : workMs;
    made.push({ atMs: doneMs, rung: place.rung, workMs: toldMs, inferred, missed });
    ledger.frame(pacer.out(place.rung, arrivalMs, doneMs), place.rung, offered, factors, weather);
    freeMs = doneMs;
  }
  return ledger;
}
