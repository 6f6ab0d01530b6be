// `npm run bench:fallback`: every way to lose the picture, over and over, in a real browser with a fake camera: how long the
// decision takes to reach viewers, the longest wait for a picture, black and raw pictures, and the way back. Half of the time by
// the pixels of every picture that leaves; the other half by the clock, with nothing in the page that looks at pixels: that
// holds pictures up itself. Writes docs/performance/fallback.json; exit code 1 where a bar is missed.
//   --times 20      of each fault
//   --only A,B      only faults whose name has A or B in it; the rows of the others stay as they are
//   --tab hidden    only with the tab hidden, or only "in front"
//   --strips DIR    measures nothing: each fault once, and the pictures round every switch go to DIR
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { drawDemoFootage, readCameraFrames } from '../../tests/demo/footage';
import { FAULTS, type Fault } from '../../tests/faults/faults';
import { findRaw, isSight, type Mark, type Sight } from '../../tests/faults/sights';
import { openStage, RECOVERY_S, sleep, type Stage } from '../../tests/faults/stage';
import { findChromium } from '../browser/find.mjs';
import { buildWhenStale, installMissing } from '../prepare.mjs';
import { FRAME_MS, longestGapMs, openProbe, takeTold, type Told } from './program-probe';
import { keepPictures, saveStrips } from './strips';

const { values: options } = parseArgs({
  options: {
    times: { type: 'string', default: '20' },
    only: { type: 'string', default: '' },
    tab: { type: 'string', default: '' },
    strips: { type: 'string' },
  },
});
const times = options.strips === undefined ? Number(options.times) : 1;
if (!(times >= 1)) throw new Error(`--times is "${options.times}"; it has to be a number from 1 on.`);

/** Product.md's bars. */
const MOST_FRAMES_TO_SHOW = 2;
const MOST_GAP_FRAMES = 2;
const MOST_GAP_OF_CLOCK = 1.5;
/** Its successor has to be started. */
const MOST_GAP_WITHOUT_PROGRAM_MS = 500;
/** Long enough for each to be noticed. */
const LASTS_MS = 1500;
/** After it, with nobody looking: the way back takes about one. */
const UNSEEN_MS = 3500;
const OUTPUT = 'docs/performance/fallback.json';
const FROZEN = 'frozen content';

const FAULT_NAMES = [
  'camera ended',
  'camera stalled',
  'permission withdrawn',
  'camera muted',
  'camera changed',
  'vision worker killed',
  'program worker killed',
  'GPU process killed',
];

interface Episode extends Told {
  readonly sights: readonly Sight[];
  readonly entries: readonly (Sight | Mark)[];
  /** When the program worker's clock began, ms since 1970. */
  readonly programOriginMs: number;
  readonly backMs: number | null;
}

/** What arrived when, from the fault until long after it, with nobody looking at pixels. */
async function playUnseen(stage: Stage, fault: Fault): Promise<Told> {
  await stage.untilAlive();
  await stage.inPage('shutEyes(true)');
  // What was being looked at.
  await sleep(200);
  await takeTold(stage);
  await fault.inject(stage);
  await sleep(LASTS_MS);
  await fault.heal?.(stage);
  await sleep(UNSEEN_MS);
  const told = await takeTold(stage);
  await stage.inPage('shutEyes(false)');
  await stage.untilAlive();
  return told;
}

async function playOne(stage: Stage, fault: Fault): Promise<Episode> {
  await stage.untilAlive();
  await takeTold(stage);
  const since = stage.log.length;
  await fault.inject(stage);
  await sleep(LASTS_MS);
  await fault.heal?.(stage);
  const healedMs = Date.now();
  const isBack = await stage.untilAlive().then(
    () => true,
    () => false,
  );
  const backMs = isBack ? Date.now() - healedMs : null;
  // What the page was told comes ten times a second.
  await sleep(200);
  const told = await takeTold(stage);
  const programOriginMs = Number(await stage.inWorker('program', 'performance.timeOrigin'));
  const entries = stage.log.slice(since);
  const sights = entries.filter(isSight).filter(({ place }) => place === 'given');
  return { ...told, entries, sights, programOriginMs, backMs };
}

/**
 * Output frames from the decision to the first picture that is another than the one held; null where nothing stood in. By
 * the time at which each was made: a busy page looks at some of them late.
 */
function framesToShow({ decisions, sights, programOriginMs }: Episode): number | null {
  const decided = decisions.find(({ source }) => source !== null);
  if (!decided) return null;
  const fromUs = (decided.sinceMs - programOriginMs - 1) * 1000;
  const isAfter = ({ timestampUs }: Sight) => timestampUs >= fromUs && timestampUs < fromUs + 5e6;
  const at = sights.findIndex(isAfter);
  const held = sights[at - 1];
  const shown = sights.slice(at).findIndex(({ print }) => print !== held?.print);
  return at < 0 || shown < 0 ? null : shown + 1;
}

const most = (values: readonly number[]) => (values.length > 0 ? Math.max(...values) : null);
const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const tidy = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10);

function judge(name: string, tab: string, episodes: readonly Episode[], unseen: readonly Told[]) {
  const toShow = episodes.map(framesToShow).filter((frames) => frames !== null);
  const gaps = unseen.map(longestGapMs);
  const gapMs = most(gaps) ?? 0;
  const clockMs = most(unseen.map(({ longestTickMs }) => longestTickMs)) ?? 0;
  const backs = episodes.flatMap(({ backMs }) => (backMs === null ? [] : [backMs]));
  const black = episodes.flatMap(({ sights }) => sights.filter(({ dark }) => dark)).length;
  const raw = episodes.flatMap(({ entries }) => findRaw(entries)).length;
  const gapBarMs = name.startsWith('program')
    ? MOST_GAP_WITHOUT_PROGRAM_MS
    : Math.max(MOST_GAP_FRAMES * FRAME_MS, MOST_GAP_OF_CLOCK * clockMs);
  const missed = [
    (most(toShow) ?? 0) > MOST_FRAMES_TO_SHOW && 'late',
    gapMs > gapBarMs && 'gap',
    black > 0 && 'black',
    raw > 0 && 'raw',
    backs.length < episodes.length && 'stuck',
  ].filter((what) => what !== false);
  return {
    fault: name,
    tab,
    times: episodes.length + unseen.length,
    stoodIn: toShow.length,
    framesToShow: most(toShow),
    longestGapMs: tidy(gapMs),
    medianGapMs: tidy(middle(gaps)),
    gapsOverBar: `${gaps.filter((ms) => ms > gapBarMs).length} of ${gaps.length}`,
    bareClockGapMs: tidy(clockMs),
    blackFrames: black,
    rawFrames: raw,
    backByItself: backs.length + unseen.length,
    slowestBackMs: most(backs),
    missed: missed.join(', ') || 'no',
  };
}

/** Five seconds of the presenter, then five of one picture, over and over: each round is an episode by itself. */
async function frozenCamera(executable: string): Promise<string> {
  const frames = readCameraFrames(await drawDemoFootage(executable));
  const last = frames.at(-1) ?? Buffer.alloc(0);
  const folder = path.join(tmpdir(), `everframe-frozen-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'camera.mjpeg');
  writeFileSync(file, Buffer.concat([...frames, ...frames.map(() => last)]));
  return file;
}

/** What the same pictures wait for each other while all is well. */
const NOTHING: Fault = { name: 'nothing', inject: () => Promise.resolve() };

const untilStandIn: Fault = {
  name: FROZEN,
  async inject(stage) {
    for (let n = 0; n < 200 && !(await stage.inPage('everframe.fallback.isActive()')); n++) await sleep(100);
  },
};

type Row = ReturnType<typeof judge>;

async function saveSwitches(stage: Stage, episode: Episode | undefined, name: string): Promise<void> {
  const moments = (episode?.decisions ?? []).map(({ source, sinceMs }) => ({ label: source ?? 'live', atMs: sinceMs }));
  mkdirSync(options.strips ?? '', { recursive: true });
  await saveStrips(stage, moments, path.join(options.strips ?? '', `${name.replaceAll(' ', '-')}.png`));
}

async function runFaults(faults: readonly Fault[], tab: 'in front' | 'hidden', camera?: string): Promise<Row[]> {
  const stage = await openStage({ engine: 'cpu', parameters: '&background=blur', ...(camera && { camera }) });
  try {
    await stage.untilAlive();
    await openProbe(stage);
    if (options.strips !== undefined) await keepPictures(stage);
    if (tab === 'hidden') await stage.setHidden(true);
    const rows: Row[] = [];
    for (const fault of faults) {
      const episodes: Episode[] = [];
      for (let n = 0; n < times / 2; n++) episodes.push(await playOne(stage, fault));
      const unseen: Told[] = [];
      if (options.strips === undefined) for (let n = 0; n < times / 2; n++) unseen.push(await playUnseen(stage, fault));
      rows.push(judge(fault.name, tab, episodes, unseen));
      if (options.strips !== undefined) await saveSwitches(stage, episodes[0], `${fault.name} ${tab}`);
      console.log(JSON.stringify(rows.at(-1)));
    }
    return rows;
  } finally {
    await stage.close();
  }
}

installMissing();
buildWhenStale();
process.env.CHROMIUM = await findChromium();
const isWanted = ({ name }: Fault) => options.only.split(',').some((part) => name.includes(part));
const faults = [NOTHING, ...FAULTS.filter(({ name }) => FAULT_NAMES.includes(name))].filter(isWanted);
const rows: Row[] = [];
for (const tab of ['in front', 'hidden'] as const) {
  if (!tab.includes(options.tab)) continue;
  if (faults.length > 0) rows.push(...(await runFaults(faults, tab)));
  if (!isWanted(untilStandIn)) continue;
  const camera = await frozenCamera(process.env.CHROMIUM);
  try {
    rows.push(...(await runFaults([untilStandIn], tab, camera)));
  } finally {
    rmSync(path.dirname(camera), { recursive: true });
  }
}
console.table(rows);
if (options.strips === undefined) {
  const isSame = (a: Row, b: Row) => a.fault === b.fault && a.tab === b.tab;
  const before = existsSync(OUTPUT) ? (JSON.parse(readFileSync(OUTPUT, 'utf8')) as { rows: Row[] }).rows : [];
  const others = before.filter((row) => !rows.some((one) => isSame(one, row)));
  const order = (row: Row) => `${row.tab === 'hidden' ? 1 : 0} ${row.fault}`;
  writeFileSync(
    OUTPUT,
    `${JSON.stringify(
      {
        title: 'The show goes on: what viewers see of every loss',
        condition: `blur, 1280x720 at 30 fps, CPU engine, demo presenter as fake camera, recovery delay ${RECOVERY_S} s, headless Chromium; framesToShow: output frames from the decision to the first picture of what stands in; half of the episodes are looked at, picture by picture, the other half timed (gaps), with nothing in the page that looks at pixels; worst of all, but for the median`,
        rows: [...others, ...rows].sort((a, b) => order(a).localeCompare(order(b))),
      },
      null,
      2,
    )}\n`,
  );
}
if (rows.some(({ missed }) => missed !== 'no')) process.exitCode = 1;
