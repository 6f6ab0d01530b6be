// `npm run eval:masks -- DIR`: judges the mask pipeline as a whole (resize, net, refinement; the code that is on air)
// against labelled pictures, beside the bare net in the same run. Exit code 1 when a bar is missed, 2 for wrong use.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { EngineKind } from '../../src/compositor/engine';
import { openMaskPage } from './browser';
import type {} from './page';
import {
  judgeCarried,
  judgeClip,
  judgeGroups,
  type CarriedResult,
  type ClipResult,
  type CorpusRow,
  type GroupResult,
} from './judge';
import type { CarriedSpeedRow } from './carried-speed';
import type { SpeedRow } from './speed';
import type { StillFigures } from './stills';

const USAGE = `npm run eval:masks -- DIR [options]
  DIR              index.json, img/ and alpha/; or --drawn: pictures of the demo presenter, made on the spot
  --clips DIR      .mp4 files to measure flicker and lag on
  --only A,B       only clips whose name has A or B in it
  --engine ENGINE  cpu (default) or webgpu
  --model ID       of public/models/catalog.json; default selfie-landscape
  --scale N        enlarge pictures and mattes first
  --cadence N      the net is asked every N frames, and the mask carried forward between; default 1
  --light          the net sees a smaller picture, as on the lowest level, and is judged beside the usual one
  --carried        of clips only what is carried, or the light input, beside every-frame inference: half of the time
  --frames N       frames of a clip, default 60
  --speed          what a 720p frame costs in each look, as multiples of the bare net (leave the machine alone)
  --sheets DIR     write contact sheets there
  --json FILE      write the tables there; docs/performance/masks-ENGINE.json is read by npm run docs:performance`;
const SHEET_ROWS = 8;

export interface Options {
  readonly folder: string | null;
  readonly clips: string | null;
  readonly only: string;
  readonly engine: EngineKind;
  readonly model: string;
  readonly scale: number;
  readonly cadence: number;
  readonly light: boolean;
  readonly onlyCarried: boolean;
  readonly frames: number;
  readonly speed: boolean;
  readonly sheets: string | null;
}

export interface Verdict {
  readonly groups: GroupResult[];
  readonly clips: ClipResult[];
  /** At a cadence above 1, or with the lighter input. */
  readonly carried: CarriedResult[];
  readonly speed: { readonly looks: readonly SpeedRow[]; readonly carried: readonly CarriedSpeedRow[] };
}

export async function evaluate(options: Options): Promise<Verdict> {
  const drawn = options.folder === null ? mkdtempSync(path.join(tmpdir(), 'everframe-masks-')) : null;
  const folder = options.folder ?? drawn ?? '';
  const clipFolder = options.clips ?? folder;
  const opened = await openMaskPage(options.engine, { data: folder, clips: clipFolder });
  const { page } = opened;
  try {
    if (drawn) for (const file of await page.evaluate(() => masks.drawSet())) write(drawn, file.path, file.base64);
    const rows = readIndex(folder);
    await page.evaluate(
      async ([engine, model, cadence, modelTier]) => {
        globalThis.judge = await masks.open(engine, model, { cadence, modelTier });
      },
      [options.engine, options.model, options.cadence, options.light ? 'light' : 'standard'] as const,
    );
    const figures: StillFigures[] = [];
    for (const row of rows) {
      figures.push(
        await page.evaluate(([img, alpha, scale]) => judge.still(img, alpha, scale), [
          `/data/${row.img}`,
          `/data/${row.alpha}`,
          options.scale,
        ] as const),
      );
    }
    const groups = judgeGroups(rows, figures);
    if (options.sheets) {
      for (const src of new Set(rows.map((row) => row.src))) {
        const urls = spread(rows.filter((row) => row.src === src)).map((row) => `/data/${row.img}`);
        write(options.sheets, `${src}.png`, await page.evaluate((list) => judge.sheet(list), urls));
      }
    }
    const clips: ClipResult[] = [];
    const carried: CarriedResult[] = [];
    for (const clip of options.clips ? clipsIn(options.clips, options.only) : []) {
      const { figures: ofClip, carried: ofCarried } = await page.evaluate(
        ([url, most, onlyCarried]) => judge.clip(url, most, onlyCarried),
        [`/clips/${clip}`, options.frames, options.onlyCarried] as const,
      );
      if (ofClip) clips.push(judgeClip({ clip, ...ofClip }));
      if (ofCarried) carried.push(judgeCarried({ clip, ...ofCarried }));
      if (!options.sheets) continue;
      const strip = await page.evaluate(([url, most]) => judge.strip(url, most, 4), [
        `/clips/${clip}`,
        SHEET_ROWS,
      ] as const);
      write(options.sheets, `${clip}.png`, strip);
    }
    const speed = options.speed ? await page.evaluate(() => judge.speed()) : { looks: [], carried: [] };
    return { groups, clips, carried, speed };
  } finally {
    await opened.close();
    if (drawn) rmSync(drawn, { recursive: true });
  }
}

function write(folder: string, name: string, base64: string): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, Buffer.from(base64, 'base64'));
}

function readIndex(folder: string): CorpusRow[] {
  const file = path.join(folder, 'index.json');
  if (!statSync(file, { throwIfNoEntry: false })) throw new Error(`${file} is missing: DIR holds no labelled pictures`);
  return JSON.parse(readFileSync(file, 'utf8')) as CorpusRow[];
}

function clipsIn(folder: string, only: string): string[] {
  return readdirSync(folder).filter(
    (name) => name.endsWith('.mp4') && only.split(',').some((part) => name.includes(part)),
  );
}

function spread<T>(list: readonly T[]): T[] {
  const step = Math.max(1, list.length / SHEET_ROWS);
  return Array.from({ length: Math.min(SHEET_ROWS, list.length) }, (_, i) => list[Math.floor(i * step)] as T);
}

/** Tables as docs-performance.mjs takes them: of every-frame inference, of what is carried at a cadence above 1, or of the lighter input. */
export function tablesOf({ groups, clips, carried, speed }: Verdict, { engine, cadence, light }: Options) {
  const rounded = (row: object): Record<string, string | number | null> =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]: [string, string | number | null]) => [
        key,
        typeof value === 'number' ? Math.round(value * 10_000) / 10_000 : key === 'missed' ? (value ?? 'no') : value,
      ]),
    );
  const stills = {
    title: `Masks: the whole pipeline on the ${engine} engine beside the bare net`,
    condition:
      'labelled pictures of 320 px, one run; means over each group; edge error is of 255, within 8 px of the edge',
    rows: groups.map(rounded),
  };
  const overTime = {
    title: `Masks over time: ${engine} engine`,
    condition:
      'flicker as a share of the bare net’s where the picture does not change; lag in frames, 0 follows at once',
    rows: clips.map(rounded),
  };
  const looks = {
    title: `What a frame costs at 1280x720: ${engine} engine`,
    condition: 'multiples of the bare net in the same run, medians of 40 interleaved frames, one thread',
    rows: speed.looks.map(rounded),
  };
  const besideEvery = {
    title: `Masks carried forward, an inference every ${cadence} frames or sooner, beside one in every frame: ${engine} engine`,
    condition:
      'pictures with a person of 1 % or more; IoU with the masks of every-frame inference, and of those with their own picture before; lag behind them in frames; share of the picture shown here and hidden there, and the other way round; flicker as a share of the bare net’s',
    rows: carried.map(rounded),
  };
  const costs = {
    title: `What a frame costs whose mask is carried forward: ${engine} engine`,
    condition:
      '1280x720, blur; shares of a frame with an inference and normal effects, medians of interleaved frames of the drawn presenter, one thread; moved: the presenter moved, kept: nothing did',
    rows: speed.carried.map(rounded),
  };
  const lighter = cadence > 1 ? `the net’s light input every ${cadence} frames or sooner` : 'the net’s light input';
  const atLight = [
    { ...stills, title: `Masks: ${lighter}, beside the bare net at its usual size: ${engine} engine` },
    { ...besideEvery, title: `Masks: ${lighter}, beside the usual size in every frame: ${engine} engine` },
    { ...costs, title: `What a frame costs with the net’s light input: ${engine} engine` },
  ];
  const tables = light ? atLight : cadence > 1 ? [besideEvery, costs] : [stills, overTime, looks];
  const [first, ...more] = tables.filter(({ rows }) => rows.length > 0);
  return { title: '', condition: '', rows: [], ...first, more };
}

function readOptions(argv: readonly string[]): { options: Options; json: string | null } | null {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      drawn: { type: 'boolean' },
      speed: { type: 'boolean' },
      light: { type: 'boolean' },
      carried: { type: 'boolean' },
      ...{
        clips: text,
        only: text,
        engine: text,
        model: text,
        scale: text,
        cadence: text,
        frames: text,
        sheets: text,
        json: text,
      },
    },
  });
  const engine = values.engine ?? 'cpu';
  const [folder = null, ...more] = positionals;
  if ((folder === null) !== (values.drawn === true) || more.length > 0) return null;
  if (engine !== 'cpu' && engine !== 'webgpu') return null;
  const options: Options = {
    folder,
    engine,
    clips: values.clips ?? null,
    only: values.only ?? '',
    model: values.model ?? 'selfie-landscape',
    scale: Number(values.scale ?? 1),
    cadence: Number(values.cadence ?? 1),
    light: values.light === true,
    onlyCarried: values.carried === true,
    frames: Number(values.frames ?? 60),
    speed: values.speed === true,
    sheets: values.sheets ?? null,
  };
  const isRight = !options.onlyCarried || options.cadence > 1 || options.light;
  return options.scale > 0 && options.frames > 1 && options.cadence >= 1 && isRight
    ? { options, json: values.json ?? null }
    : null;
}

export async function main(argv: readonly string[]): Promise<number> {
  let asked: ReturnType<typeof readOptions>;
  try {
    asked = readOptions(argv);
  } catch (error) {
    console.error(String(error));
    asked = null;
  }
  if (!asked) {
    console.error(USAGE);
    return 2;
  }
  const verdict = await evaluate(asked.options);
  const tables = tablesOf(verdict, asked.options);
  console.table(tables.rows);
  for (const { rows } of tables.more) console.table(rows);
  if (asked.json) writeFileSync(asked.json, `${JSON.stringify(tables, null, 2)}\n`);
  const missed = [
    ...verdict.groups.map(({ group, missed: what }) => [group, what] as const),
    ...[...verdict.clips, ...verdict.carried].map(({ clip, missed: what }) => [clip, what] as const),
  ].filter(([, what]) => what !== null);
  for (const [name, what] of missed) console.error(`MISSED ${name}: ${String(what)}`);
  return missed.length > 0 ? 1 : 0;
}
