// The five figures in words: value, unit and a one-sentence summary of each history. No figure is "No figure yet",
// never a nought. Pure.
import type { StudioSnapshot } from '../../app/studio-snapshot';
import { GAP, withUnit } from './numbers';

export interface FigureWords {
  readonly key: string;
  readonly title: string;
  /** Null: there is no figure yet. */
  readonly value: string | null;
  readonly unit: string;
  readonly summary: string;
  readonly history: readonly (number | null)[];
}

function worst(
  history: readonly (number | null)[],
  direction: 'lowest' | 'highest',
  digits: number,
  unit: string,
): string {
  let found: { value: number; age: number } | null = null;
  for (const [index, value] of history.entries()) {
    if (value === null) continue;
    const worse = found === null || (direction === 'lowest' ? value < found.value : value > found.value);
    if (worse) found = { value, age: history.length - 1 - index };
  }
  if (found === null) return '';
  const ago = found.age === 0 ? 'now' : `${withUnit(found.age, 's')} ago`;
  return `, ${direction} ${withUnit(found.value.toFixed(digits), unit)} ${ago}`;
}

function figure(
  key: string,
  title: string,
  value: number | null,
  unit: string,
  digits: number,
  history: readonly (number | null)[],
  direction: 'lowest' | 'highest',
): FigureWords {
  const shown = value === null ? null : value.toFixed(digits);
  const summary =
    shown === null
      ? `${title}: no figure yet`
      : `${title}: ${withUnit(shown, unit)}${worst(history, direction, digits, unit)}`;
  return { key, title, value: shown, unit, summary, history };
}

const SOURCE_TITLES = {
  camera: 'From the camera',
  file: 'From the file',
  screen: 'From the screen',
  demo: 'From the demo',
};

export function figuresOf(snapshot: StudioSnapshot, nowMs: number): readonly FigureWords[] {
  const { figures, history, source, onAir } = snapshot;
  const first = snapshot.ribbon[0];
  const young = first === undefined || nowMs - first.fromMs < 10 * 60_000;
  const missed = figure(
    'missed',
    'Missed frames',
    figures.missed,
    young ? 'so far' : `in 10${GAP}min`,
    0,
    history.missed,
    'highest',
  );
  return [
    figure('source', SOURCE_TITLES[source.kind], figures.sourceFps, 'fps', 1, history.sourceFps, 'lowest'),
    figure(
      'program',
      onAir === 'demo' ? 'To the page' : 'To viewers',
      figures.programFps,
      'fps',
      1,
      history.programFps,
      'lowest',
    ),
    figure('delay', 'Delay', figures.delayP50Ms, 'ms', 0, history.delayMs, 'highest'),
    { ...missed, summary: `Missed frames: ${missed.value ?? 'no figure yet'} ${missed.unit}` },
  ];
}

export interface WorkPart {
  readonly name: string;
  readonly ms: number;
  /** 1 to 5, the chart colours in the order a frame travels. */
  readonly color: number;
}

export interface WorkWords {
  readonly title: string;
  readonly value: string | null;
  readonly unit: string;
  readonly note: string;
  readonly parts: readonly WorkPart[];
}

/** In the order a frame travels. */
export const STAGES = [
  { stage: 'ingest', name: 'Camera', color: 1 },
  { stage: 'model', name: 'Model', color: 2 },
  { stage: 'mask', name: 'Mask', color: 3 },
  { stage: 'compose', name: 'Compose', color: 4 },
  { stage: 'handover', name: 'Hand over', color: 5 },
] as const;
const SOURCES = { camera: 'Camera', file: 'File', screen: 'Screen', demo: 'Demo' };
export const sourceWord = (kind: StudioSnapshot['source']['kind']): string => SOURCES[kind];

export function workOf(snapshot: StudioSnapshot): WorkWords {
  const { figures, engine, source } = snapshot;
  const title = `Work per frame${engine.kind === 'webgpu' ? ', graphics card' : engine.kind === 'cpu' ? ', processor' : ''}`;
  const parts = STAGES.flatMap(({ stage, name, color }) => {
    const found = figures.stages.find((one) => one.name === stage);
    return found ? [{ name: stage === 'ingest' ? sourceWord(source.kind) : name, color, ms: found.p50Ms }] : [];
  });
  const unit = `of ${withUnit(Math.round(figures.budgetMs), 'ms')}`;
  if (figures.workP50Ms === null) return { title, value: null, unit, note: '', parts };
  const largest = parts.reduce<WorkPart | null>(
    (most, part) => (most === null || part.ms > most.ms ? part : most),
    null,
  );
  const rest = largest === null ? 0 : Math.max(0, figures.workP50Ms - largest.ms);
  const note =
    largest === null
      ? ''
      : `${largest.name} ${withUnit(Math.round(largest.ms), 'ms')}, the rest ${withUnit(Math.round(rest), 'ms')}`;
  return { title, value: String(Math.round(figures.workP50Ms)), unit, note, parts };
}

/** The longer delays, for the tooltip. */
export function delayNote(snapshot: StudioSnapshot): string {
  const { delayP95Ms } = snapshot.figures;
  return delayP95Ms === null ? '' : `95 of 100 pictures within ${withUnit(Math.round(delayP95Ms), 'ms')}`;
}
