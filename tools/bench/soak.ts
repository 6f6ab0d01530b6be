// `npm run soak`: the studio live before a fake camera for as long as wanted, hurt at random, and over time what it holds and what viewers
// get: memory, frames open, pictures a second, the longest wait for one. Writes docs/performance/soak.json; exit code 1 where something
// grew, was raw or black, or did not come back.
//   --duration 3600  seconds
//   --every 20       seconds between two faults, on average; 0: none
//   --seed 1
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { seeded } from '../../src/sources/demo/layer';
import { FAULTS, type Fault } from '../../tests/faults/faults';
import { findRaw, isSight } from '../../tests/faults/sights';
import { openStage, sleep, type Stage } from '../../tests/faults/stage';
import { findChromium } from '../browser/find.mjs';
import { residentBytesUnder } from '../browser/processes.mjs';
import { buildWhenStale, installMissing } from '../prepare.mjs';
import { longestGapMs, openProbe, takeTold } from './program-probe';
import { EAGER_MEMORY_FLAG, OPEN_FRAMES, mebibytes, sampleMemory } from './sample-memory.mjs';

const { values: options } = parseArgs({
  options: {
    duration: { type: 'string', default: '3600' },
    every: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});
const durationS = Number(options.duration);
if (!(durationS >= 60))
  throw new Error(`--duration is "${options.duration}"; it has to be a number of seconds from 60 on.`);
const everyS = Number(options.every);
if (!(everyS >= 0))
  throw new Error(`--every is "${options.every}"; it has to be a number of seconds, 0 for no fault at all.`);
const random = seeded(Number(options.seed));

/** So many lines, each of them of a minute at least. */
const ROWS_MOST = 12;
/** Each fault is noticed and followed by then. */
const LASTS_S = [0.5, 4] as const;
const LOOKED_S = 3;
/** The last third of the rows beside the first: the rest is the moment of measuring. */
const MAY_GROW = 1.1;

/** A reload begins anew, and the last ones show the room because they are told to: both have soaks of their own. */
const possible = FAULTS.filter(
  ({ name, engine }) => engine !== 'webgpu' && name !== 'page reloaded' && !name.startsWith('effect switched'),
);

const NET_HITS = `(({ models }) => models ? models.hits + ' of ' + (models.hits + models.misses) : '-')(everframe.memory() ?? {})`;

interface Row {
  readonly minutes: number;
  readonly faults: number;
  readonly picturesPerSecond: number;
  readonly longestGapMs: number;
  readonly openFrames: number | null;
  readonly memoryMiB: number | null;
  readonly engineMiB: number | null;
  readonly residentMiB: number | null;
  /** Of what workers asked of the nets kept at hand, since the start. */
  readonly netHits: string;
  readonly rawFrames: number;
  readonly blackFrames: number;
}

async function hurt(stage: Stage): Promise<string> {
  const fault = possible[Math.floor(random() * possible.length)] as Fault;
  await fault.inject(stage);
  await sleep(1000 * (LASTS_S[0] + random() * (LASTS_S[1] - LASTS_S[0])));
  await fault.heal?.(stage);
  return fault.name;
}

/** The presenter moves in both places, and nothing that is looked at shows the room. */
async function look(stage: Stage) {
  stage.log.length = 0;
  await stage.inPage('shutEyes(false)');
  await stage.untilAlive();
  await sleep(1000 * LOOKED_S);
  await stage.inPage('shutEyes(true)');
  const dark = stage.log.filter(isSight).filter((sight) => sight.dark);
  return { rawFrames: findRaw(stage.log).length, blackFrames: dark.length };
}

async function liveFor(stage: Stage, seconds: number, beganMs: number): Promise<Row> {
  const untilMs = Date.now() + seconds * 1000;
  const faults: string[] = [];
  await takeTold(stage);
  const sinceMs = Date.now();
  while (Date.now() < untilMs) {
    const pauseS = everyS === 0 ? seconds : everyS * (0.5 + random());
    await sleep(Math.max(0, Math.min(untilMs - Date.now(), pauseS * 1000)));
    if (everyS > 0 && Date.now() < untilMs) faults.push(await hurt(stage));
  }
  const told = await takeTold(stage);
  const livedS = (Date.now() - sinceMs) / 1000;
  const seen = await look(stage);
  const memory = JSON.parse(
    String(await stage.inPage(`(${sampleMemory.toString()})().then(JSON.stringify)`)),
  ) as Awaited<ReturnType<typeof sampleMemory>>;
  const resident = Object.values(residentBytesUnder(process.pid)).reduce((sum, one) => sum + one, 0);
  const row = {
    minutes: Number(((Date.now() - beganMs) / 60_000).toFixed(1)),
    faults: faults.length,
    picturesPerSecond: Number((told.arrivals.length / livedS).toFixed(1)),
    longestGapMs: Math.round(longestGapMs(told)),
    openFrames: memory.openFrames,
    memoryMiB: mebibytes(memory.bytes),
    engineMiB: mebibytes(memory.engineBytes),
    residentMiB: mebibytes(resident),
    netHits: String(await stage.inPage(NET_HITS)),
    ...seen,
  };
  console.log(`${JSON.stringify(row)}  ${faults.join(', ')}`);
  return row;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What grew from the first third of the rows to the last. */
function grown(rows: readonly Row[]): string[] {
  const third = Math.ceil(rows.length / 3);
  return (['memoryMiB', 'engineMiB', 'residentMiB'] as const).filter((name) => {
    const values = rows.map((row) => row[name] ?? 0);
    return rows.length > 2 && mean(values.slice(-third)) > MAY_GROW * mean(values.slice(0, third));
  });
}

installMissing();
buildWhenStale();
process.env.CHROMIUM = await findChromium();
const stage = await openStage({ engine: 'cpu', parameters: '&background=blur', flags: [EAGER_MEMORY_FLAG] });
const rows: Row[] = [];
try {
  await stage.untilAlive();
  await openProbe(stage);
  await stage.inPage('shutEyes(true)');
  const beganMs = Date.now();
  const rowS = Math.max(60, durationS / ROWS_MOST);
  while (Date.now() - beganMs < durationS * 1000) rows.push(await liveFor(stage, rowS, beganMs));
} finally {
  await stage.close();
}
console.table(rows);
writeFileSync(
  'docs/performance/soak.json',
  `${JSON.stringify(
    {
      title: 'Live for long, hurt at random',
      condition: `CPU engine, blur, 1280x720 at 30, a fake camera with the drawn presenter, headless Chromium; a fault every ${everyS} s on average (seed ${options.seed}), each ${LASTS_S.join(' to ')} s long; raw and black: ${LOOKED_S} s of pictures at the end of each row; memory: JavaScript and WASM after a collection; resident: all processes of the browser, without the files they map`,
      rows,
    },
    null,
    2,
  )}\n`,
);
const wrong = [
  ...grown(rows).map((name) => `${name} grew`),
  rows.some(({ openFrames }) => (openFrames ?? 0) > OPEN_FRAMES) && 'frames stayed open',
  rows.some(({ rawFrames }) => rawFrames > 0) && 'raw pictures',
  rows.some(({ blackFrames }) => blackFrames > 0) && 'black pictures',
].filter((what) => what !== false);
if (wrong.length > 0) {
  console.error(wrong.join(', '));
  process.exitCode = 1;
}
