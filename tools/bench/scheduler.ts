// `npm run bench:scheduler -- --seed N`: the scheduler in 1,000 simulated machines drawn at random (tools/scheduler/machine.ts says from what),
// beside a fixed level and a plain threshold controller, each in the same ten minutes of the same machines. Writes docs/performance/scheduler-simulation.json;
// exit code 1 where it falls short of a bar.
//   --seed 1           other machines, other lives
//   --machines 1000
//   --minutes 10       of each life
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Figures } from '../scheduler/judge';
import { live } from '../scheduler/live';
import { drawMachine } from '../scheduler/machine';
import { mediumPlayer, oraclePlayer, schedulerPlayer, thresholdPlayer } from '../scheduler/players';
import { createRandom } from '../scheduler/random';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    machines: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '10' },
  },
});
const numberOf = (name: keyof typeof options, least: number) => {
  const value = Number(options[name]);
  if (Number.isInteger(value) && value >= least) return value;
  throw new Error(`--${name} is "${options[name]}"; it has to be a whole number from ${least} on.`);
};
const seed = numberOf('seed', 0);
const machines = numberOf('machines', 1);
const lengthMs = numberOf('minutes', 3) * 60_000;

/** The oracle sees what is true and changes at once: what there was to be had. */
const PLAYERS = { scheduler: schedulerPlayer, medium: mediumPlayer, threshold: thresholdPlayer, oracle: oraclePlayer };
type Name = keyof typeof PLAYERS;
const NAMES = Object.keys(PLAYERS) as Name[];
const TITLES: Record<Name, string> = {
  scheduler: 'scheduler',
  medium: 'fixed medium',
  threshold: 'threshold controller',
  oracle: 'oracle',
};

const sums = Object.fromEntries(NAMES.map((name) => [name, new Figures()])) as Record<Name, Figures>;
for (let nth = 0; nth < machines; nth++) {
  const machine = drawMachine(createRandom(seed * 1_000_003 + nth), lengthMs);
  for (const name of NAMES) {
    // The same chance for everybody.
    sums[name].add(live(machine, PLAYERS[name](machine), createRandom(seed * 7_000_003 + nth), lengthMs));
  }
}

const summaries = Object.fromEntries(NAMES.map((name) => [name, sums[name].summary()])) as Record<
  Name,
  ReturnType<Figures['summary']>
>;
const { scheduler, medium, threshold } = summaries;

/** What is measured, what it has to be, and whether it is. */
const bars: { readonly name: string; readonly value: number; readonly most?: number; readonly least?: number }[] = [
  { name: 'quality against the best that can be held', value: scheduler.quality, least: 0.95 },
  { name: 'down after a load step, p95 ms', value: scheduler.downP95Ms ?? 0, most: 1000 },
  { name: 'first step up after a relief, p95 ms', value: scheduler.upP95Ms ?? 0, most: 5000 },
  { name: 'switches in 5 steady minutes', value: scheduler.steadySwitchesPer5Min, most: 1 },
  { name: 'below the lowest rate after a step, p95 ms', value: scheduler.belowMinP95Ms ?? 0, most: 1000 },
  { name: 'p95 interval under load, of the target', value: scheduler.loadedIntervalP95 ?? 0, most: 1.5 },
  { name: 'time at the rate, beside fixed medium', value: scheduler.rateHeld, least: medium.rateHeld },
  { name: 'time at the rate, beside a threshold', value: scheduler.rateHeld, least: threshold.rateHeld },
  { name: 'quality, beside fixed medium', value: scheduler.quality, least: medium.quality },
  { name: 'quality, beside a threshold', value: scheduler.quality, least: threshold.quality },
];
const isMet = ({ value, most = Infinity, least = -Infinity }: (typeof bars)[number]) => value <= most && value >= least;

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const ms = (value: number | null) => (value === null ? null : Math.round(value));
const rows = NAMES.map((name) => {
  const figures = summaries[name];
  const steps = { down: ms(figures.downP95Ms), up: ms(figures.upP95Ms), belowMin: ms(figures.belowMinP95Ms) };
  // The oracle knows of a load before it is there, and a level that never changes has no steps.
  const isMoved = name === 'scheduler' || name === 'threshold';
  return {
    player: TITLES[name],
    timeAtTheRate: percent(figures.rateHeld),
    whereSomeRungHoldsIt: percent(figures.rateHeldWhereHoldable),
    qualityOfTheBest: percent(figures.quality),
    downP95Ms: isMoved ? steps.down : null,
    firstUpP95Ms: isMoved ? steps.up : null,
    belowLowestRateP95Ms: name === 'oracle' ? null : steps.belowMin,
    switchesIn5SteadyMinutes: figures.steadySwitchesPer5Min.toFixed(2),
    intervalUnderLoadP95: (figures.loadedIntervalP95 ?? 0).toFixed(2),
  };
});
console.table(rows);
for (const bar of bars) {
  const wanted = bar.most === undefined ? `at least ${(bar.least ?? 0).toFixed(3)}` : `at most ${bar.most}`;
  console.log(`${isMet(bar) ? 'met   ' : 'MISSED'}  ${bar.name}: ${bar.value.toFixed(3)}, ${wanted}`);
}

const { steps, downInTime, reliefs, upInTime, belowMinInTime, steadyHours } = scheduler;
const report = {
  title: 'The scheduler in simulated machines',
  condition: `${machines} machines drawn at random (seed ${seed}), ${lengthMs / 60_000} minutes each, the same for every player; time at the rate: two seconds within 5 % of what camera and target ask for, over the whole life, start and hopeless loads included; ${steps} load steps that the rung did not fit (down within 1 s: ${percent(downInTime)}; never below the lowest rate for over 1 s: ${percent(belowMinInTime)}), ${reliefs} reliefs of a fifth or more with a better rung to go to (up within 5 s: ${percent(upInTime)}), ${steadyHours.toFixed(0)} steady hours`,
  rows,
};
writeFileSync('docs/performance/scheduler-simulation.json', `${JSON.stringify(report, null, 2)}\n`);

const missed = bars.filter((bar) => !isMet(bar)).length;
console.log(
  `scheduler, seed ${seed}: at the rate ${percent(scheduler.rateHeld)} of the time (medium ${percent(medium.rateHeld)}, threshold ${percent(threshold.rateHeld)}), ` +
    `quality ${scheduler.quality.toFixed(3)} (${medium.quality.toFixed(3)}, ${threshold.quality.toFixed(3)}), down p95 ${ms(scheduler.downP95Ms)} ms, up p95 ${ms(scheduler.upP95Ms)} ms, ` +
    `below lowest p95 ${ms(scheduler.belowMinP95Ms)} ms, ${scheduler.steadySwitchesPer5Min.toFixed(2)} switches in 5 steady minutes, interval p95 ${(scheduler.loadedIntervalP95 ?? 0).toFixed(2)}; ${bars.length - missed} of ${bars.length} bars met`,
);
if (missed > 0) process.exitCode = 1;
