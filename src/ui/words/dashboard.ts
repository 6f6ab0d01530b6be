// The charts of the dashboard in words: title, figure, scale, what each line is, one sentence that says what it shows, and why
// there is no figure where there is none. Pure; rows come from the monitors.
import type { MemoryItem } from '../../app/memory-list';
import type { StudioSnapshot } from '../../app/studio-snapshot';
import type { Second } from '../../telemetry/minutes';
import { STAGES, sourceWord } from './figures';
import { GAP, lasting, withUnit } from './numbers';

export interface ChartLine {
  readonly name: string;
  /** 1 to 5: colour by meaning, in the order a frame travels. */
  readonly color: number;
  readonly isDotted?: boolean;
  readonly of: (row: Second) => number | null;
  /** Beside its name; empty where the title says it. */
  readonly value?: string;
}

export interface ChartWords {
  readonly key: string;
  readonly title: string;
  /** Null: there is no figure. */
  readonly value: string | null;
  readonly unit: string;
  readonly lines: readonly ChartLine[];
  readonly isStacked?: boolean;
  readonly isStep?: boolean;
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  readonly limit: { readonly at: number; readonly words: string } | null;
  /** Why nothing is drawn; empty when something is. */
  readonly none: string;
  readonly summary: string;
  readonly digits: number;
}

export interface DashboardFacts {
  readonly rows: readonly Second[];
  readonly snapshot: StudioSnapshot;
  readonly gives: { readonly pressure: boolean; readonly heap: boolean; readonly longFrames: boolean };
}

const MB = 1e6;
const NOT_YET = 'No figure yet.';

/** A round number at or above (but for so much), so that the scale stands still while figures move a little. */
export function niceMax(value: number, slack = 0.001): number {
  if (!(value > 0)) return 1;
  const step = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * step >= value * (1 - slack)) ?? 10) * step;
}

function worstOf(
  rows: readonly Second[],
  of: ChartLine['of'],
  isLowest: boolean,
): { value: number; agoMs: number } | null {
  const last = rows.at(-1)?.atMs ?? 0;
  let found: { value: number; agoMs: number } | null = null;
  for (const row of rows) {
    const value = of(row);
    if (value === null) continue;
    if (found === null || (isLowest ? value < found.value : value > found.value))
      found = { value, agoMs: last - row.atMs };
  }
  return found;
}

const ticksAt = (min: number, max: number, text: (value: number) => string = (value) => String(Math.round(value))) =>
  [min, (min + max) / 2, max].map((at) => ({ at, label: text(at) }));

type Draft = Omit<ChartWords, 'ticks' | 'summary' | 'none' | 'digits' | 'limit' | 'min'> &
  Partial<Pick<ChartWords, 'ticks' | 'digits' | 'limit' | 'min'>> & {
    /** Which end is the bad one. */
    readonly bad?: 'lowest' | 'highest';
    /** Why this browser gives none at all. */
    readonly missing?: string;
  };

function chart(rows: readonly Second[], draft: Draft): ChartWords {
  const { missing = '', bad = 'highest', digits = 0, min = 0, ...rest } = draft;
  const main = draft.lines.find(({ isDotted }) => isDotted !== true) ?? draft.lines[0];
  const worst = main ? worstOf(rows, main.of, bad === 'lowest') : null;
  const hasAny = rows.some((row) => draft.lines.some((line) => line.of(row) !== null));
  const none = missing !== '' ? missing : hasAny ? '' : NOT_YET;
  const unit = draft.unit.split(',')[0] ?? '';
  const amount = (value: number) => (unit === '' ? value.toFixed(digits) : withUnit(value.toFixed(digits), unit));
  const ago = worst === null ? '' : worst.agoMs < 1000 ? 'now' : `${lasting(worst.agoMs)} ago`;
  const now = draft.value === null ? 'no figure' : `${draft.value} ${draft.unit}`.trim();
  const summary =
    none !== ''
      ? `${draft.title}: ${none}`
      : `${draft.title}: ${now}${worst === null ? '' : `; ${bad} ${amount(worst.value)}, ${ago}`}.`;
  return { limit: null, ticks: ticksAt(min, draft.max), ...rest, digits, min, none, summary };
}

const PRESSURES = ['nominal', 'fair', 'serious', 'critical'] as const;
export const PRESSURE_WORDS = {
  unknown: 'not known',
  nominal: 'calm',
  fair: 'busy',
  serious: 'very busy',
  critical: 'overloaded',
} as const;

function highest(rows: readonly Second[], ...lines: readonly ChartLine['of'][]): number {
  return Math.max(0, ...rows.flatMap((row) => lines.map((of) => of(row) ?? 0)));
}
const sum = (rows: readonly Second[], of: (row: Second) => number) => rows.reduce((total, row) => total + of(row), 0);

export function workChart({ rows, snapshot }: DashboardFacts): ChartWords {
  const { figures, source, program } = snapshot;
  const last = rows.at(-1);
  const budgetMs = last?.budgetMs ?? figures.budgetMs;
  const p95 = last?.workP95Ms ?? null;
  const highestMs = highest(rows, ({ workMs }) => workMs);
  const beyond = highestMs > 3 * budgetMs ? `, once ${Math.round(highestMs)}` : '';
  return chart(rows, {
    key: 'work',
    title: 'Work per frame',
    value: figures.workP50Ms === null ? null : figures.workP50Ms.toFixed(1),
    unit: p95 === null ? 'ms' : `ms, 95 of 100 under ${Math.ceil(p95)}${beyond}`,
    digits: 1,
    isStacked: true,
    lines: STAGES.map(({ stage, name, color }) => ({
      name: stage === 'ingest' ? sourceWord(source.kind) : name,
      color,
      value: figures.stages.find((one) => one.name === stage)?.p50Ms.toFixed(1) ?? '',
      of: (row) => (row.stages === null ? null : (row.stages[stage] ?? 0)),
    })),
    // A scale that fits one frame in a thousand shows nothing of the others.
    max: niceMax(Math.min(3 * budgetMs, Math.max(1.25 * budgetMs, highestMs))),
    limit: {
      at: budgetMs,
      words: `${withUnit(Math.round(budgetMs), 'ms')} is the budget at ${withUnit(Math.round(snapshot.quality?.wantedFps ?? program.fps), 'fps')}`,
    },
  });
}

export function smallCharts({ rows, snapshot, gives }: DashboardFacts): readonly ChartWords[] {
  const { figures, program, engine, source, onAir } = snapshot;
  const last = rows.at(-1);
  const rate = (row: Second) => row.programFps;
  const sourceRate = (row: Second) => row.sourceFps;
  const topRate = niceMax(Math.max(program.fps, highest(rows, rate, sourceRate)), 0.1);
  const slowest = Math.min(...rows.flatMap((row) => rate(row) ?? []));
  const delayMax = niceMax(
    highest(
      rows,
      (row) => row.delayP50Ms,
      (row) => row.delayP95Ms,
    ),
  );
  const heap = (row: Second) => (row.heapBytes === null ? null : row.heapBytes / MB);
  const held = (row: Second) => (row.engineBytes + row.loopBytes) / MB;
  const missed = sum(rows, (row) => row.missed);
  const skipped = sum(rows, (row) => row.skipped);
  const busy = last?.gpuBusy ?? null;
  const blocked = sum(rows, (row) => row.blockedMs);
  return [
    chart(rows, {
      key: 'rate',
      title: 'Frame rate',
      value: figures.programFps === null ? null : figures.programFps.toFixed(1),
      unit: 'fps',
      digits: 1,
      bad: 'lowest',
      lines: [
        { name: `from the ${sourceWord(source.kind).toLowerCase()}`, color: 1, isDotted: true, of: sourceRate },
        { name: onAir === 'demo' ? 'to the page' : 'to viewers', color: 2, of: rate },
      ],
      min: Number.isFinite(slowest) && slowest > 0.7 * topRate ? Math.round((2 * topRate) / 3) : 0,
      max: topRate,
    }),
    chart(rows, {
      key: 'delay',
      title: 'Delay',
      value: figures.delayP50Ms === null ? null : figures.delayP50Ms.toFixed(0),
      unit: 'ms',
      lines: [
        { name: 'half of frames', color: 2, of: (row) => row.delayP50Ms },
        { name: '95 of 100', color: 1, isDotted: true, of: (row) => row.delayP95Ms },
      ],
      max: delayMax,
    }),
    chart(rows, {
      key: 'missed',
      title: 'Missed frames',
      value: String(missed),
      unit: skipped === 0 ? '' : `, ${skipped} left out on purpose`,
      lines: [
        { name: 'missed', color: 2, of: (row) => row.missed },
        { name: 'left out on purpose', color: 1, isDotted: true, of: (row) => row.skipped },
      ],
      max: niceMax(
        Math.max(
          4,
          highest(
            rows,
            (row) => row.missed,
            (row) => row.skipped,
          ),
        ),
      ),
    }),
    chart(rows, {
      key: 'queue',
      title: 'Pictures under way',
      value: last ? String(last.underWay) : null,
      unit: '',
      lines: [{ name: 'made, handed over or kept', color: 2, of: (row) => row.underWay }],
      max: niceMax(
        Math.max(
          4,
          highest(rows, (row) => row.underWay),
        ),
      ),
    }),
    chart(rows, {
      key: 'gpu',
      title: 'Graphics card busy',
      value: busy === null ? null : String(Math.round(busy * 100)),
      unit: '%',
      lines: [
        { name: 'of each second, at most', color: 2, of: (row) => (row.gpuBusy === null ? null : row.gpuBusy * 100) },
      ],
      max: 100,
      limit: { at: 90, words: `above ${withUnit(90, '%')} is a warning` },
      missing: rows.some((row) => row.gpuBusy !== null)
        ? ''
        : engine.kind === 'webgpu'
          ? 'No figure here: this browser does not time the graphics card.'
          : 'No figure here: the processor makes the pictures.',
    }),
    chart(rows, {
      key: 'memory',
      title: 'Memory',
      value: last ? held(last).toFixed(0) : null,
      unit: 'MB',
      lines: [
        { name: 'pictures, engine, loop', color: 2, of: held },
        ...(gives.heap ? [{ name: 'scripts of the page', color: 1, isDotted: true, of: heap }] : []),
      ],
      max: niceMax(Math.max(10, highest(rows, held, heap))),
    }),
    chart(rows, {
      key: 'pressure',
      title: 'Processor',
      value: last ? PRESSURE_WORDS[last.pressure] : null,
      unit: '',
      isStep: true,
      lines: [
        {
          name: 'the whole computer',
          color: 2,
          of: ({ pressure }) => (pressure === 'unknown' ? null : PRESSURES.indexOf(pressure)),
        },
      ],
      min: -0.3,
      max: 3.3,
      ticks: PRESSURES.map((name, at) => ({ at, label: PRESSURE_WORDS[name] })),
      missing: gives.pressure ? '' : 'No figure here: this browser does not say how busy the computer is.',
    }),
    chart(rows, {
      key: 'page',
      title: 'Page held up',
      value: String(blocked),
      unit: 'ms',
      lines: [{ name: 'in each second', color: 2, of: (row) => row.blockedMs }],
      max: niceMax(
        Math.max(
          100,
          highest(rows, (row) => row.blockedMs),
        ),
      ),
      missing: gives.longFrames ? '' : 'No figure here: this browser does not say when the page is held up.',
    }),
  ];
}

export interface TableRow {
  readonly agoMs: number;
  readonly values: readonly (number | null)[];
}

/** At most twelve rows, the newest first; where seconds are put together the worst stands for them. */
export function tableOf(
  words: ChartWords,
  rows: readonly Second[],
  isLowestWorst = words.key === 'rate',
): readonly TableRow[] {
  const last = rows.at(-1);
  if (!last) return [];
  const each = Math.ceil(rows.length / 12);
  const table: TableRow[] = [];
  for (let end = rows.length; end > 0; end -= each) {
    const part = rows.slice(Math.max(0, end - each), end);
    table.push({
      agoMs: last.atMs - (part.at(-1)?.atMs ?? last.atMs),
      values: words.lines.map(({ of }) => worstOf(part, of, isLowestWorst)?.value ?? null),
    });
  }
  return table;
}

/** "−2 min", "−30 s". */
export const before = (ms: number): string =>
  ms === 0 ? 'now' : `−${ms % 60_000 === 0 ? `${ms / 60_000}${GAP}min` : `${Math.round(ms / 1000)}${GAP}s`}`;

export interface MemoryWords {
  readonly key: string;
  readonly name: string;
  readonly note: string;
  readonly bytes: number | null;
  readonly ms: number | null;
  /** Null where it was not loaded, or nobody timed it. */
  readonly loadMs: number | null;
  /** Part by part. */
  readonly loading: string;
  readonly use: string;
}

const USES: Readonly<Record<MemoryItem['state'], string>> = {
  'in-use': 'in use',
  ready: 'ready',
  loading: 'loading',
  kept: 'kept',
};

const LOADING: Readonly<Record<MemoryItem['load'][number]['part'], string>> = {
  fetch: 'fetched in',
  session: 'made ready, with its runtime, in',
  'first-run': 'first run in',
  open: 'opened in',
};

export function memoryWords({ what, name, bytes, msPerFrame, state, load }: MemoryItem): MemoryWords {
  const words: Readonly<Record<MemoryItem['what'], readonly [name: string, note: string]>> = {
    net: [name, 'the file'],
    runtime: [name, 'does not say what it holds'],
    engine: [name === 'webgpu' ? 'Picture buffers of the graphics card' : 'Picture buffers of the processor', ''],
    program: ['Picture buffers of the program', ''],
    pictures: ['Pictures under way', name],
    loop: [name, 'the last 20 s, and the loop'],
    clip: [name, 'its next picture'],
    scripts: ['Scripts of the page', ''],
    models: ['Models kept at hand', name],
  };
  const [title, note] = words[what];
  return {
    key: `${what} ${name}`,
    name: title,
    note,
    bytes,
    ms: msPerFrame,
    loadMs: load.length === 0 ? null : load.reduce((sum, { ms }) => sum + ms, 0),
    loading: load.map(({ part, ms }) => `${LOADING[part]} ${withUnit(Math.round(ms), 'ms')}`).join(', '),
    use: USES[state],
  };
}
