// The figures of the page: rates, delay, missed frames, and one value a second of each for the last minute.
import { SampleWindow } from '../base/percentile';
import type { VisionReport } from '../protocol/vision-service';
import type { FigureHistory, Figures } from './studio-snapshot';

const HISTORY = 60;

export function createFigures(budgetMs: number) {
  const delay = new SampleWindow(120);
  let shown: number[] = [];
  let report: VisionReport | null = null;
  /** Of workers that are gone. */
  const before = { missed: 0, skipped: 0 };
  const history: { [Name in keyof FigureHistory]: (number | null)[] } = {
    sourceFps: [],
    programFps: [],
    delayMs: [],
    missed: [],
  };

  const programFps = (nowMs: number) => {
    shown = shown.filter((at) => at > nowMs - 2000);
    const first = shown[0];
    const last = shown.at(-1);
    if (first === undefined || last === undefined || shown.length < 3) return null;
    return ((shown.length - 1) * 1000) / (last - first);
  };
  const missed = () => before.missed + (report?.framesMissed ?? 0);

  return {
    /** A picture was shown; `delayMs` is null for repeats and the slate. */
    shown(nowMs: number, delayMs: number | null): void {
      if (delayMs === null) return;
      shown.push(nowMs);
      delay.add(delayMs);
    },
    report(next: VisionReport): void {
      // Counters of a fresh worker start at nought.
      if (report && next.framesIn < report.framesIn) {
        before.missed += report.framesMissed;
        before.skipped += report.framesSkipped;
      }
      report = next;
    },
    current(nowMs: number): Figures {
      return {
        sourceFps: report?.sourceFps ?? null,
        programFps: programFps(nowMs),
        delayP50Ms: delay.percentile(0.5),
        delayP95Ms: delay.percentile(0.95),
        missed: missed(),
        skipped: before.skipped + (report?.framesSkipped ?? 0),
        workP50Ms: report?.workP50Ms ?? null,
        budgetMs,
        stages: report?.stages ?? [],
      };
    },
    /** Once a second. */
    tick(nowMs: number): void {
      const add = (list: (number | null)[], value: number | null) => {
        list.push(value);
        if (list.length > HISTORY) list.shift();
      };
      add(history.sourceFps, report?.sourceFps ?? null);
      add(history.programFps, programFps(nowMs));
      add(history.delayMs, delay.percentile(0.5));
      add(history.missed, missed());
    },
    history: (): FigureHistory => ({
      sourceFps: [...history.sourceFps],
      programFps: [...history.programFps],
      delayMs: [...history.delayMs],
      missed: [...history.missed],
    }),
    lastReport: () => report,
  };
}
