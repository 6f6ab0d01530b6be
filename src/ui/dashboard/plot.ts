// Lines over time on a canvas, drawn by smoothie: whoever shows them says when, so that nothing is drawn while nobody looks.
// A gap in the figures is a gap in the line, which smoothie knows as two lines.
import { SmoothieChart, TimeSeries } from 'smoothie';
import type { ChartLine, ChartWords } from '../words/dashboard';
import type { Second } from '../../telemetry/minutes';

/** Figures come once a second: what is drawn is that much behind, so that no line grows into the picture from nowhere. */
const BEHIND_MS = 1000;

interface Run {
  readonly series: TimeSeries;
  readonly line: number;
  lastMs: number;
}

export interface Plot {
  /** Takes the rows that are new. */
  take(rows: readonly Second[]): void;
  draw(nowMs: number): void;
}

/** Colours as smoothie wants them, of the theme in force at `element`. */
function colorsAt(element: HTMLElement): string[] {
  const before = element.style.color;
  const colors = [1, 2, 3, 4, 5].map((n) => {
    element.style.color = `var(--chart-${n})`;
    return getComputedStyle(element).color;
  });
  element.style.color = before;
  return colors;
}

/** `dotted` draws the dotted lines alone, else the others alone: a canvas has one kind of pen. */
export function createPlot(canvas: HTMLCanvasElement, words: ChartWords, rangeMs: number, dotted: boolean): Plot {
  const { width: cssWidth, height: cssHeight } = canvas.getBoundingClientRect();
  const scale = window.devicePixelRatio;
  canvas.width = Math.max(1, Math.round(cssWidth * scale));
  canvas.height = Math.max(1, Math.round(cssHeight * scale));
  canvas.getContext('2d')?.setLineDash(dotted ? [2 * scale, 3 * scale] : []);
  const colors = colorsAt(canvas);
  const chart = new SmoothieChart({
    minValue: words.min,
    maxValue: words.max,
    scaleSmoothing: 1,
    millisPerPixel: rangeMs / canvas.width,
    enableDpiScaling: false,
    interpolation: words.isStep === true ? 'step' : 'linear',
    grid: {
      fillStyle: 'transparent',
      strokeStyle: 'transparent',
      millisPerLine: 0,
      verticalSections: 0,
      borderVisible: false,
    },
    labels: { disabled: true },
    tooltip: false,
  });
  chart.streamTo(canvas);
  chart.stop();
  const open: (Run | null)[] = words.lines.map(() => null);
  let runs: Run[] = [];
  let takenMs = -Infinity;

  function begin(line: ChartLine, index: number): Run {
    const series = new TimeSeries();
    const color = colors[line.color - 1] ?? 'grey';
    const fill = words.isStacked === true ? { fillStyle: color, strokeStyle: 'none', lineWidth: 0 } : null;
    chart.addTimeSeries(series, fill ?? { strokeStyle: color, lineWidth: 1.5 * scale });
    const run = { series, line: index, lastMs: 0 };
    runs.push(run);
    return run;
  }
  function add(index: number, atMs: number, value: number | null): void {
    const line = words.lines[index];
    if (!line) return;
    if (value === null) {
      open[index] = null;
      return;
    }
    const run = (open[index] ??= begin(line, index));
    run.series.append(atMs, Math.min(value, words.max));
    run.lastMs = atMs;
  }

  return {
    take(rows) {
      for (const row of rows) {
        if (row.atMs <= takenMs) continue;
        takenMs = row.atMs;
        const values = words.lines.map((line) => line.of(row));
        // The topmost first, those below it over it.
        for (let index = values.length - 1; index >= 0; index--) {
          if ((words.lines[index]?.isDotted === true) !== dotted) continue;
          const own = values[index] ?? null;
          const below =
            words.isStacked === true ? values.slice(0, index).reduce<number>((sum, one) => sum + (one ?? 0), 0) : 0;
          add(index, row.atMs, own === null ? null : own + below);
        }
      }
    },
    draw(nowMs) {
      const fromMs = nowMs - BEHIND_MS - rangeMs;
      for (const { series, lastMs } of runs) if (lastMs < fromMs) chart.removeTimeSeries(series);
      runs = runs.filter(({ lastMs }) => lastMs >= fromMs);
      chart.render(canvas, nowMs - BEHIND_MS);
    },
  };
}
