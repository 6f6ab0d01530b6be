// The figures of the page: rates, delay, missed frames, and one value a second of each for the last minute.
import { SampleWindow } from '../base/percentile';
import { createRate } from '../base/rate';
import type { VisionReport } from '../protocol/vision-service';
import type { FigureHistory, Figures } from './studio-snapshot';

const HISTORY = 60;

export function createFigures(budgetMs: number) {
  const delay = new SampleWindow(120);
  const rate = createRate();
  let report: VisionReport | null = null;
  /** Of workers that are gone. */
  const before = { missed: 0, skipped: 0 };
  let history: FigureHistory = { sourceFps: [], programFps: [], delayMs: [], missed: [] };

  const missed = () => before.missed + (report?.framesMissed ?? 0);

  return {
    /** A picture was shown; `delayMs` is null for repeats and the slate. */
    shown(nowMs: number, delayMs: number | null): void {
      if (delayMs === null) return;
      rate.add(nowMs);
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
        programFps: rate.at(nowMs),
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
      const add = (list: readonly (number | null)[], value: number | null) => [...list, value].slice(-HISTORY);
      history = {
        sourceFps: add(history.sourceFps, report?.sourceFps ?? null),
        programFps: add(history.programFps, rate.at(nowMs)),
        delayMs: add(history.delayMs, delay.percentile(0.5)),
        missed: add(history.missed, missed()),
      };
    },
    history: () => history,
    lastReport: () => report,
  };
}
