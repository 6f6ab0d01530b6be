// "Copy report": everything that helps to find out what went wrong, as text to paste. No picture, no name of a file or of a
// camera, no address: what is in it can be shown to anybody.
import type { Second } from '../telemetry/minutes';
import type { Warning } from '../telemetry/warnings';
import type { MemoryItem } from './memory-list';
import type { CheckResult } from './self-test';
import type { QualityDecision, StudioSnapshot } from './studio-snapshot';

export interface ReportParts {
  readonly version: string;
  readonly atMs: number;
  readonly browser: string;
  readonly cores: number;
  readonly snapshot: StudioSnapshot;
  readonly rows: readonly Second[];
  readonly decisions: readonly QualityDecision[];
  readonly warnings: readonly Warning[];
  readonly memory: readonly MemoryItem[];
  readonly selfTest: readonly CheckResult[];
}

/** Rows of the report: the worst of ten seconds each. */
const EACH = 10;
const LAST = 60;

const number = (value: number | null | undefined, digits = 0) => (value == null ? '-' : value.toFixed(digits));
const time = (atMs: number) => new Date(atMs).toISOString().slice(11, 19);
const mb = (bytes: number | null) => (bytes === null ? '-' : `${(bytes / 1e6).toFixed(1)} MB`);

function figuresOf(rows: readonly Second[]): string[] {
  const lines = ['time      fps in  out  work p95  delay p95  missed skipped gpu  level       pressure'];
  for (let at = 0; at < rows.length; at += EACH) {
    const part = rows.slice(at, at + EACH);
    const most = (of: (row: Second) => number | null) => {
      const values = part.map(of).filter((value) => value !== null);
      return values.length === 0 ? null : Math.max(...values);
    };
    const least = (of: (row: Second) => number | null) => {
      const values = part.map(of).filter((value) => value !== null);
      return values.length === 0 ? null : Math.min(...values);
    };
    const total = (of: (row: Second) => number) => part.reduce((sum, row) => sum + of(row), 0);
    const last = part.at(-1);
    if (!last) break;
    const busy = most(({ gpuBusy }) => gpuBusy);
    lines.push(
      [
        time(last.atMs),
        number(
          least(({ sourceFps }) => sourceFps),
          1,
        ).padStart(6),
        number(
          least(({ programFps }) => programFps),
          1,
        ).padStart(6),
        number(most(({ workP95Ms }) => workP95Ms)).padStart(7),
        number(most(({ delayP95Ms }) => delayP95Ms)).padStart(10),
        String(total(({ missed }) => missed)).padStart(7),
        String(total(({ skipped }) => skipped)).padStart(7),
        (busy === null ? '-' : `${Math.round(100 * busy)}%`).padStart(5),
        (last.level ?? '-').padStart(10),
        last.pressure.padStart(9),
      ].join(' '),
    );
  }
  return lines;
}

export function reportText(parts: ReportParts): string {
  const { snapshot } = parts;
  const { source, program, background, engine, model, quality, figures, fallbackSettings, trouble } = snapshot;
  const sections: [string, readonly string[]][] = [
    ['Everframe', [`version ${parts.version}`, `at ${new Date(parts.atMs).toISOString()}`]],
    ['Browser', [parts.browser, `${parts.cores} cores`]],
    [
      'Engine',
      [
        `${engine.kind ?? 'none'}, adapter ${engine.adapter === '' ? 'none' : engine.adapter}, ${engine.threads} threads`,
        engine.reason,
        `model: ${model.id === '' ? 'none' : model.id}, ${model.state}, ${mb(model.totalBytes)}`,
      ],
    ],
    [
      'Settings',
      [
        `source ${source.kind} ${source.width}x${source.height} (${source.state})`,
        `program ${program.width}x${program.height} at ${program.fps}`,
        `background ${background.mode}, mirror ${snapshot.mirrorOutput ? 'on' : 'off'}`,
        `fallback ${JSON.stringify(fallbackSettings)}`,
      ],
    ],
    [
      'Now',
      [
        `on air: ${snapshot.onAir}${trouble ? `, trouble: ${trouble.code}` : ''}`,
        `fps ${number(figures.sourceFps, 1)} in, ${number(figures.programFps, 1)} out; delay ${number(figures.delayP50Ms)} / ${number(figures.delayP95Ms)} ms; missed ${figures.missed}`,
        `stages: ${figures.stages.map(({ name, p50Ms, p95Ms }) => `${name} ${number(p50Ms, 1)} / ${number(p95Ms, 1)}`).join(', ')} ms`,
        quality
          ? `quality ${quality.level} of ${quality.levels.join(', ')}; ${number(quality.costMs, 1)} of ${number(quality.budgetMs, 1)} ms; ceiling ${quality.ceiling} (${quality.cap ?? 'none'})`
          : 'quality: not measured yet',
        `warnings: ${parts.warnings.map(({ code, value }) => (value === null ? code : `${code} ${number(value, 2)}`)).join(', ') || 'none'}`,
      ],
    ],
    [
      'Memory',
      parts.memory.map(
        ({ what, bytes, msPerFrame, state, load }) =>
          `${what}: ${mb(bytes)}, ${state}${msPerFrame === null ? '' : `, ${number(msPerFrame, 1)} ms a frame`}${load.map(({ part, ms }) => `, ${part} ${number(ms)} ms`).join('')}`,
      ),
    ],
    ['Decisions', parts.decisions.map(({ atMs, reason }) => `${time(atMs)} ${reason}`)],
    [
      'On air',
      snapshot.ribbon.map(
        ({ onAir, fromMs, toMs, cause }) =>
          `${time(fromMs)} to ${toMs === null ? 'now' : time(toMs)} ${onAir}${cause ? ` (${cause})` : ''}`,
      ),
    ],
    [`Figures, the worst of each ${EACH} s`, figuresOf(parts.rows.slice(-EACH * LAST))],
    [
      'Self-test',
      parts.selfTest.map(({ name, state, found }) => `${state.padEnd(8)}${name}${found === '' ? '' : `: ${found}`}`),
    ],
  ];
  return `${sections.map(([title, lines]) => `## ${title}\n${lines.length === 0 ? 'none' : lines.filter((line) => line !== '').join('\n')}`).join('\n\n')}\n`;
}
