// The simulator that the scheduler is judged by: honest, repeatable, and able to find fault.
import { describe, expect, it } from 'vitest';
import { Figures } from '../../tools/scheduler/judge';
import { live } from '../../tools/scheduler/live';
import { drawMachine, type Machine } from '../../tools/scheduler/machine';
import {
  mediumPlayer,
  oraclePlayer,
  schedulerPlayer,
  thresholdPlayer,
  type Player,
} from '../../tools/scheduler/players';
import { createRandom } from '../../tools/scheduler/random';
import { Weather } from '../../tools/scheduler/weather';

const MINUTES = 4 * 60_000;
const machineOf = (seed: number) => drawMachine(createRandom(seed), MINUTES);
const lifeOf = (machine: Machine, player: Player, seed = 5) => live(machine, player, createRandom(seed), MINUTES);

function judged(player: (machine: Machine) => Player) {
  const figures = new Figures();
  for (let seed = 0; seed < 12; seed++) {
    const machine = machineOf(seed);
    figures.add(lifeOf(machine, player(machine)));
  }
  return figures.summary();
}

it('a seed gives the same machine and the same life again', () => {
  const machine = machineOf(3);
  expect(machineOf(3)).toEqual(machine);
  expect(machineOf(4)).not.toEqual(machine);
  const lives = [1, 2].map(() => lifeOf(machine, schedulerPlayer(machine)));
  expect(lives[0]?.changes).toEqual(lives[1]?.changes);
});

it('machines differ: each rung is the best one on some, and on some none holds', () => {
  const best = new Map<number, number>();
  for (let seed = 0; seed < 400; seed++) {
    const machine = machineOf(seed);
    const weather = new Weather(machine);
    const rung = weather.best(machine.targetFps, { inference: 1, drawing: 1 });
    best.set(rung, (best.get(rung) ?? 0) + 1);
  }
  expect([...best.keys()].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2, 3, 4]);
  // None is the rule.
  for (const count of best.values()) expect(count).toBeLessThan(200);
});

describe('the judge', () => {
  const medium = judged(mediumPlayer);
  const threshold = judged(thresholdPlayer);
  const oracle = judged(oraclePlayer);
  const scheduler = judged(schedulerPlayer);

  it('gives the oracle nearly everything that there is', () => {
    expect(oracle.quality).toBeGreaterThan(0.99);
    for (const other of [medium, threshold, scheduler]) expect(oracle.rateHeld).toBeGreaterThan(other.rateHeld);
  });

  it('finds fault with a level that never changes, and with a controller that never rests', () => {
    expect(medium.quality).toBeLessThan(0.95);
    expect(medium.downInTime).toBeLessThan(0.2);
    expect(threshold.steadySwitchesPer5Min).toBeGreaterThan(1);
  });

  it('finds the scheduler better than both', () => {
    for (const other of [medium, threshold]) {
      expect(scheduler.rateHeld).toBeGreaterThan(other.rateHeld);
      expect(scheduler.quality).toBeGreaterThan(other.quality);
    }
  });
});
