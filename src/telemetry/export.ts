// The figures of the last minutes as files: CSV for a table, JSON with every decision beside it. Pure.
import type { Second } from './minutes';

const STAGES = ['ingest', 'model', 'mask', 'compose', 'handover'] as const;

const COLUMNS: readonly (readonly [name: string, of: (row: Second) => string | number | null])[] = [
  ['time', ({ atMs }) => new Date(atMs).toISOString()],
  ['on_air', ({ onAir }) => onAir],
  ['source_fps', ({ sourceFps }) => sourceFps],
  ['program_fps', ({ programFps }) => programFps],
  ['delay_p50_ms', ({ delayP50Ms }) => delayP50Ms],
  ['delay_p95_ms', ({ delayP95Ms }) => delayP95Ms],
  ['work_p50_ms', ({ workP50Ms }) => workP50Ms],
  ['work_p95_ms', ({ workP95Ms }) => workP95Ms],
  ['budget_ms', ({ budgetMs }) => budgetMs],
  ['frames', ({ frames }) => frames],
  ['dearest_ms', ({ workMs }) => workMs],
  ...STAGES.map((stage) => [`dearest_${stage}_ms`, ({ stages }: Second) => stages?.[stage] ?? null] as const),
  ['gpu_busy_share', ({ gpuBusy }) => gpuBusy],
  ['missed', ({ missed }) => missed],
  ['skipped', ({ skipped }) => skipped],
  ['under_way', ({ underWay }) => underWay],
  ['level', ({ level }) => level],
  ['pressure', ({ pressure }) => pressure],
  ['engine_bytes', ({ engineBytes }) => engineBytes],
  ['loop_bytes', ({ loopBytes }) => loopBytes],
  ['heap_bytes', ({ heapBytes }) => heapBytes],
  ['page_long_frames', ({ longFrames }) => longFrames],
  ['page_blocked_ms', ({ blockedMs }) => blockedMs],
];

const cell = (value: string | number | null) =>
  value === null ? '' : typeof value === 'number' ? String(Math.round(value * 1000) / 1000) : value;

/** A row a second, the oldest first; what could not be had is an empty cell. */
export function toCsv(rows: readonly Second[]): string {
  const lines = rows.map((row) => COLUMNS.map(([, of]) => cell(of(row))).join(','));
  return `${[COLUMNS.map(([name]) => name).join(','), ...lines].join('\n')}\n`;
}

/** `about` says whose figures they are; `decisions` why quality is what it is. */
export function toJson(rows: readonly Second[], about: object, decisions: readonly object[]): string {
  return `${JSON.stringify({ format: 'everframe-figures', formatVersion: 1, ...about, seconds: rows, decisions }, null, 1)}\n`;
}
