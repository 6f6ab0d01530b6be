// The benchmark in words: what was found, what could not be, and how far it can be trusted. Pure.
import { choosePlan, holdsTarget, nextAbove } from '../../benchmark/choose-plan';
import type { ComparedRow, Comparison } from '../../benchmark/compare-results';
import { isTooNoisy, NOISY_FROM, type Figure } from '../../benchmark/figure';
import {
  LOAD_NAMES,
  type BenchmarkResult,
  type EngineName,
  type LoadName,
  type NetRow,
  type NotMeasured,
  type RungRow,
  type ScenarioRun,
} from '../../benchmark/result';
import { LOADED, middle, whyNot } from '../../benchmark/table';
import { clockShort, lasting, percent, pictureSize, size, withUnit } from './numbers';
import { LEVEL_WORDS } from './quality';

export const PART_WORDS = {
  machine: 'This machine',
  models: 'Each model',
  engines: 'Each engine and level',
  latency: 'Camera to screen',
  scenario: 'A minute with trouble',
  startup: 'Start-up',
} as const;

export const TOO_NOISY = 'too noisy to say';
export const ENGINE_WORDS: Readonly<Record<EngineName, string>> = { cpu: 'processor', webgpu: 'graphics card' };

const msText = (ms: number) => (ms < 99.5 ? ms.toFixed(1) : ms.toFixed(0));
/** "12.4 ms", or that it cannot be said. */
export const figureWords = (figure: Figure): string =>
  isTooNoisy(figure) ? TOO_NOISY : withUnit(msText(figure.p50), 'ms');

/** "12 processor threads, Chrome 141. Today 14:20, took 4 min 10 s. Steady: ± 3 % between parts of the run." */
export function factsLine({ machine, browser, settings }: BenchmarkResult, nowMs: number): string {
  const version = /(?:Edg|Chrome)\/(\d+)/.exec(browser.userAgent)?.[1];
  const name = browser.userAgent.includes('Edg/') ? 'Edge' : 'Chrome';
  const card =
    machine.adapter === '' ? 'No graphics card' : `${machine.adapter}${machine.isAdapterSoftware ? ' (software)' : ''}`;
  const day = new Date(machine.atMs).toDateString() === new Date(nowMs).toDateString();
  const date = day ? 'Today' : new Date(machine.atMs).toISOString().slice(0, 10);
  const facts = [card, `${machine.cores} processor threads`, ...(version ? [`${name} ${version}`] : [])];
  const took = `${date} ${clockShort(machine.atMs)}, took ${lasting(machine.tookS * 1000)}`;
  return `${facts.join(', ')}. ${took}. ${noiseWords(machine.noise)}${settings.studio === 'on air' ? ' The studio was on air meanwhile: its work is in the figures.' : ''}`;
}

export function noiseWords(noise: number | null): string {
  if (noise === null) return '';
  const share = `± ${percent(noise)} between parts of the run`;
  return noise > NOISY_FROM
    ? `Not steady: ${share}. Something else is at work here; close it and run again.`
    : `Steady: ${share}.`;
}

/** One sentence each. */
export function interruptionWords({ machine }: BenchmarkResult): readonly string[] {
  return machine.interruptions.map(
    ({ atS, part }) =>
      `This tab was hidden ${lasting(atS * 1000)} after the begin (${PART_WORDS[part as keyof typeof PART_WORDS] ?? part}). What was measured then was measured again.`,
  );
}

export interface PlanWords {
  readonly title: string;
  /** "Best of 6 tried". */
  readonly tag: string;
  readonly rows: readonly (readonly [name: string, text: string])[];
}

/** Null where nothing was measured. */
export function planWords({ plan, engines, settings }: BenchmarkResult): PlanWords | null {
  if (!plan) return null;
  const rowOf = (engine: EngineName, level: RungRow['level']) =>
    engines.find((row) => row.engine === engine && row.level === level)?.outcome;
  const chosen = rowOf(plan.engine, plan.level);
  if (chosen?.state !== 'measured') return null;
  const budget = 1000 / settings.targetFps;
  const { work, fps, inferredShare } = chosen;
  const next = nextAbove(engines, plan);
  const used = work.mean / budget;
  return {
    title: `${LEVEL_WORDS[plan.level]}, on the ${ENGINE_WORDS[plan.engine]}`,
    tag: `${plan.holds ? 'Best' : 'Quickest'} of ${plan.tried} tried`,
    rows: [
      ['Picture', `${pictureSize(settings.width, settings.height)}, ${withUnit(fps.toFixed(1), 'fps')}`],
      ['Person model', inferredShare > 0.99 ? 'every frame' : `${percent(inferredShare)} of the frames`],
      [
        'Work per frame',
        isTooNoisy(work)
          ? TOO_NOISY
          : `${withUnit(msText(work.mean), 'ms')} of ${msText(budget)}, 95 of 100 under ${msText(work.p95)}`,
      ],
      plan.holds
        ? ['Left for others', `${percent(Math.max(0, 1 - used))} of a frame’s time`]
        : ['Not enough', `nothing holds ${settings.targetFps} fps here; this comes nearest`],
      ...(next
        ? [
            [
              `Not ${LEVEL_WORDS[next.level]}`,
              `${withUnit(msText(next.outcome.work.mean), 'ms')} a frame: ${next.outcome.fps.toFixed(0)} fps, not ${settings.targetFps}`,
            ] as const,
          ]
        : []),
    ],
  };
}

export interface LevelBar {
  readonly key: string;
  readonly name: string;
  readonly isChosen: boolean;
  readonly parts: readonly { readonly name: string; readonly ms: number }[];
  readonly p50: number;
  readonly p95: number;
  readonly text: string;
  /** Why there is no bar; empty where there is one. */
  readonly why: string;
}

/** Stages in path order, highest level first. */
export function levelBars(
  { engines, stages, settings }: Pick<BenchmarkResult, 'engines' | 'stages' | 'settings'>,
  engine: EngineName,
): readonly LevelBar[] {
  const plan = choosePlan(engines, settings.targetFps);
  return engines
    .filter((row) => row.engine === engine)
    .map(({ level, outcome }) => {
      const base = { key: level, name: LEVEL_WORDS[level], isChosen: plan?.engine === engine && plan.level === level };
      if (outcome.state !== 'measured')
        return { ...base, parts: [], p50: 0, p95: 0, text: '', why: whyNotWords(outcome) };
      const found = stages.rungs.find((row) => row.engine === engine && row.level === level);
      const parts = (found?.stages ?? []).map(({ name, ms }) => ({ name, ms: ms.mean * shareOf(ms, outcome.work) }));
      const { work } = outcome;
      const holds = holdsTarget(outcome, settings.targetFps);
      const text = isTooNoisy(work)
        ? TOO_NOISY
        : `${withUnit(msText(work.mean), 'ms')}, ${outcome.fps.toFixed(0)} fps${holds ? '' : ', too slow'}`;
      return { ...base, parts, p50: work.mean, p95: Math.max(work.p95, work.mean), text, why: '' };
    });
}
/** A stage that only some frames have counts for its share of an average frame. */
const shareOf = (stage: Figure, work: Figure) => Math.min(1, stage.count / work.count);

/** "Beside a busy processor. High: 24 fps at 15.8 ms. Medium: 29 fps at 12.1 ms."; no time where it is too noisy to say, one line for each load that was tried. */
export function busyLines({ engines }: Pick<BenchmarkResult, 'engines'>, engine: EngineName): readonly string[] {
  return LOAD_NAMES.flatMap((load) => {
    const told = engines.flatMap((row) => {
      const outcome = row.engine === engine ? row.busy.find((one) => one.load === load)?.outcome : undefined;
      if (!outcome) return [];
      const name = LEVEL_WORDS[row.level];
      if (outcome.state !== 'measured') return [`${name}: ${whyNot(outcome)}.`];
      const { work, fps } = outcome;
      const at = isTooNoisy(work) ? '' : ` at ${withUnit(msText(work.mean), 'ms')}`;
      return [`${name}: ${withUnit(fps.toFixed(0), 'fps')}${at}.`];
    });
    return told.length > 0 ? [`Beside a busy ${LOADED[load]}. ${told.join(' ')}`] : [];
  });
}

/** Where there is only room for what became of it; {@link netNotes} has the reasons. */
const NO_FIGURE: Readonly<Record<NotMeasured['state'], string>> = {
  missing: 'Not there',
  failed: 'Failed',
  'given-up': 'Given up',
};

export const whyNotWords = (outcome: NotMeasured): string => {
  const text = whyNot(outcome);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

export interface NetWords {
  readonly id: string;
  readonly title: string;
  readonly size: string;
  readonly cells: readonly {
    readonly key: string;
    readonly place: string;
    readonly text: string;
    readonly ms: number | null;
    readonly more: string;
  }[];
  /** Where it runs quickest. */
  readonly quickest: string;
}

export const placeWords = ({ backend, threads }: Pick<NetRow, 'backend' | 'threads'>): string =>
  backend === 'webgpu' ? 'Graphics card' : threads === 1 ? '1 thread' : `${threads} threads`;

/** What ships, shorter than its full name. */
const NETS: Readonly<Record<string, string>> = {
  'selfie-landscape': 'Person, wide',
  'selfie-square': 'Person, square',
  'face-finder': 'Face finder',
  'face-mesh': 'Face points',
};
const netName = (id: string, title = id): string => NETS[id] ?? title;

export function netWords({ models }: Pick<BenchmarkResult, 'models'>): readonly NetWords[] {
  const ids = [...new Set(models.nets.map(({ id }) => id))];
  return ids.map((id) => {
    const rows = models.nets.filter((net) => net.id === id);
    const sure = rows.flatMap((row) =>
      row.outcome.state === 'measured' && !isTooNoisy(row.outcome.run) ? [{ row, ms: row.outcome.run.p50 }] : [],
    );
    const [best] = sure.sort((a, b) => a.ms - b.ms);
    return {
      id,
      title: netName(id, rows[0]?.title),
      size: size(rows[0]?.bytes ?? 0),
      cells: rows.map((row) => ({
        key: `${row.backend} ${row.threads}`,
        place: placeWords(row),
        ms: row.outcome.state === 'measured' ? row.outcome.run.p50 : null,
        text: row.outcome.state === 'measured' ? figureWords(row.outcome.run) : NO_FIGURE[row.outcome.state],
        more:
          row.outcome.state === 'measured'
            ? `95 of 100 under ${msText(row.outcome.run.p95)}; opened in ${msText(row.outcome.openMs)}, first run ${msText(row.outcome.firstMs)}`
            : '',
      })),
      quickest: best ? placeWords(best.row) : TOO_NOISY,
    };
  });
}

/** Why there are nets without a figure: "Graphics card, not there: no adapter.", each reason once. */
export function netNotes({ models }: Pick<BenchmarkResult, 'models'>): readonly string[] {
  const lines = models.nets.flatMap(({ outcome, ...row }) =>
    outcome.state === 'measured'
      ? []
      : [{ net: netName(row.id, row.title), line: `${placeWords(row)}, ${whyNot(outcome)}.` }],
  );
  return [...new Set(lines.map(({ line }) => line))].map((line) => {
    const [only, ...others] = lines.filter((one) => one.line === line);
    return only && others.length === 0 ? `${only.net}, ${line.charAt(0).toLowerCase()}${line.slice(1)}` : line;
  });
}

export interface BeforeAfter {
  readonly name: string;
  readonly off: string;
  readonly on: string;
}

const seconds = (s: number) => withUnit(s.toFixed(1), 's');
const secondsOr = (s: number | null) => (s === null ? 'not in time' : seconds(s));

export function scenarioWords(runs: readonly ScenarioRun[]): readonly BeforeAfter[] {
  const [off, on] = (['off', 'on'] as const).map((name) => runs.find(({ scheduler }) => scheduler === name));
  const pair = (name: string, text: (run: ScenarioRun) => string): BeforeAfter => ({
    name,
    off: off ? text(off) : '–',
    on: on ? text(on) : '–',
  });
  return [
    pair('Frame rate while busy', ({ fpsBusy }) => withUnit(fpsBusy.toFixed(1), 'fps')),
    pair('Missed frames', ({ missed }) => String(missed)),
    pair('Back to its rate', ({ adaptedS }) => secondsOr(adaptedS)),
    pair('Frozen for viewers', ({ frozenS }) => seconds(frozenS)),
    pair('Live again', ({ backS }) => secondsOr(backS)),
  ];
}

export interface StartFigure {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

export function startFigures({ startup, stages }: Pick<BenchmarkResult, 'startup' | 'stages'>): readonly StartFigure[] {
  const time = (ms: number | null) => (ms === null ? 'No figure' : seconds(ms / 1000));
  const cold = (name: 'firstPictureMs' | 'firstProcessedMs') => {
    const ms = middle(startup.cold?.[name]);
    return ms === null ? 'as on a second visit' : `${time(ms)} on the first visit`;
  };
  const whole = startup.bytes.reduce((sum, { bytes }) => sum + bytes, 0);
  const kinds = startup.bytes.filter(({ bytes }) => bytes > 0).map(({ kind, bytes }) => `${kind} ${size(bytes)}`);
  const [first, last] = [startup.memory[0], startup.memory.at(-1)];
  const ratio = stages.overhead[0];
  return [
    { name: 'First picture', value: time(middle(startup.warm.firstPictureMs)), note: cold('firstPictureMs') },
    {
      name: 'First processed picture',
      value: time(middle(startup.warm.firstProcessedMs)),
      note: cold('firstProcessedMs'),
    },
    { name: 'Fetched', value: whole === 0 ? 'No figure' : size(whole), note: kinds.join(', ') },
    {
      name: 'Camera to screen',
      value: stages.latency ? figureWords(stages.latency.ms) : 'No figure',
      note: stages.latency
        ? `95 of 100 under ${withUnit(msText(stages.latency.ms.p95), 'ms')}`
        : 'It could not be read.',
    },
    {
      name: 'Whole path',
      value: ratio ? `${ratio.ratio.toFixed(1)} ×` : 'No figure',
      note: ratio ? 'the bare model run' : 'One of the two was too noisy.',
    },
    {
      name: 'Memory',
      value: last ? size(last.bytes) : 'No figure',
      note:
        first && last
          ? `${last.bytes >= first.bytes ? '+' : '−'}${size(Math.abs(last.bytes - first.bytes))} in ${lasting((last.atS - first.atS) * 1000)}`
          : '',
    },
    {
      name: 'This page',
      value: startup.pageFps === null ? 'No figure' : withUnit(startup.pageFps.toFixed(0), 'fps'),
      note: 'its own pictures',
    },
  ];
}

const VERDICTS: Readonly<Record<ComparedRow['verdict'], string>> = {
  same: 'The same',
  better: 'Better',
  worse: 'Worse',
  noisy: 'Too noisy to say',
};
const DIFFERENCES: Readonly<Record<Comparison['differences'][number], string>> = {
  machine: 'another machine',
  browser: 'another browser',
  settings: 'other settings',
  shape: 'another length of run',
};

/** "engines cpu high fps" as a reader says it. */
function nameOf(key: string): string {
  const [part = '', ...rest] = key.split(' ');
  const engine = (name = '') => ENGINE_WORDS[name as EngineName] ?? name;
  if (part === 'engines') {
    const [name, level, what, load] = rest;
    const word = LEVEL_WORDS[level as RungRow['level']] ?? level;
    const beside = what === 'beside' ? ` beside a busy ${LOADED[load as LoadName]}` : '';
    return `${word}, ${engine(name)}${what === 'fps' ? ', rate' : `, work per frame${beside}`}`;
  }
  if (part === 'models') {
    const [id = '', backend, threads] = rest;
    return `${netName(id)}, ${placeWords({ backend: backend === 'webgpu' ? 'webgpu' : 'wasm', threads: Number(threads) })}`;
  }
  if (part === 'latency') return 'Camera to screen';
  if (part === 'scenario') return `Rate while busy, quality ${rest[0] === 'on' ? 'automatic' : 'held'}`;
  return rest[0] === 'firstPictureMs' ? 'First picture' : 'First processed picture';
}

export interface ComparedWords {
  readonly key: string;
  readonly name: string;
  readonly a: string;
  readonly b: string;
  readonly change: string;
  readonly verdict: ComparedRow['verdict'];
  readonly word: string;
}

function changeWords(ratio: number | null): string {
  if (ratio === null) return '';
  const share = percent(Math.abs(ratio - 1));
  return ratio === 1 ? share : `${ratio > 1 ? '+' : '−'}${share}`;
}

export function comparedWords({ rows }: Comparison): readonly ComparedWords[] {
  return rows.map(({ key, unit, a, b, ratio, verdict }) => ({
    key,
    name: nameOf(key),
    a: withUnit(msText(a), unit),
    b: withUnit(msText(b), unit),
    change: changeWords(ratio),
    verdict,
    word: VERDICTS[verdict],
  }));
}

/** A sentence; empty where the two can be set beside each other as they are. */
export function differenceWords({ differences, onlyInOne }: Comparison): string {
  const other =
    differences.length === 0 ? '' : `The other comes from ${differences.map((name) => DIFFERENCES[name]).join(', ')}. `;
  const missing = onlyInOne.length === 0 ? '' : `${onlyInOne.length} figures are in one of them only.`;
  return `${other}${missing}`.trim();
}

/** How long is left, coarsely: it is a guess. */
export function leftWords(leftS: number): string {
  if (leftS < 8) return 'a few seconds left';
  if (leftS < 90) return `about ${withUnit(Math.round(leftS / 5) * 5, 's')} left`;
  return `about ${withUnit(Math.round(leftS / 60), 'min')} left`;
}

/** A file that is no result: as a whole, or all that is wrong with it. */
export function damagedWords(
  name: string,
  problems: readonly string[],
): { title: string; text: string; list: readonly string[] } {
  const [only = ''] = problems;
  return problems.length === 1
    ? { title: `${name} cannot be shown.`, text: `${only} Nothing on this page was changed.`, list: [] }
    : {
        title: `${name} has ${problems.length} places that are not as they were measured.`,
        text: 'It was edited or damaged, so none of it is shown. Nothing on this page was changed.',
        list: problems,
      };
}
