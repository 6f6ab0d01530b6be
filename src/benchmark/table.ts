// A result as a table to paste into an issue: Markdown, figures with their units, and what is too noisy is not said. Pure.
import { percentile } from '../base/percentile';
import { isTooNoisy, type Figure } from './figure';
import { holdsTarget } from './choose-plan';
import { LOAD_NAMES, type BenchmarkResult, type LoadName, type NotMeasured, type RungRow } from './result';

const one = (value: number) => value.toFixed(1);
const ms = (value: number) => `${one(value)} ms`;
const figureText = (figure: Figure) => (isTooNoisy(figure) ? 'too noisy to say' : one(figure.p50));
const tail = (figure: Figure) => `${one(figure.p95)} / ${one(figure.p99)}`;

/** Of the studio live, where the run was that long; it is looked at every few seconds. */
const MEMORY_MINUTES = [1, 10];
const MEMORY_NEAR_S = 6;

/** "given up after 8 s". */
export function whyNot(outcome: NotMeasured): string {
  if (outcome.state === 'given-up') return `given up after ${outcome.afterS} s`;
  return outcome.state === 'failed' ? `failed: ${outcome.reason}` : `not there: ${outcome.reason}`;
}

const ENGINES = { cpu: 'processor', webgpu: 'graphics card' } as const;
/** What each load keeps at work. */
export const LOADED: Readonly<Record<LoadName, string>> = { cpu: 'processor', gpu: 'graphics card' };

/** "15.8 ms, 24.1 fps"; empty where it was not tried. */
function besideText({ busy }: RungRow, load: LoadName): string {
  const outcome = busy.find((one) => one.load === load)?.outcome;
  if (!outcome) return '';
  if (outcome.state !== 'measured') return whyNot(outcome);
  const { work, fps } = outcome;
  return isTooNoisy(work) ? `too noisy to say, ${one(fps)} fps` : `${ms(work.p50)}, ${one(fps)} fps`;
}

const row = (...cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
const head = (...cells: readonly string[]) => [row(...cells), row(...cells.map(() => '---'))];

export function resultTable(result: BenchmarkResult): string {
  const { machine, browser, settings, models, engines, stages, scenario, startup, plan } = result;
  const noise = machine.noise === null ? 'not told' : `± ${(machine.noise * 100).toFixed(0)} %`;
  const lines = [
    `### Everframe, measured (${settings.shape}, ${new Date(machine.atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC)`,
    '',
    `${machine.cores} threads, ${machine.memoryGiB === null ? 'memory not told' : `${machine.memoryGiB} GiB or more`}, graphics card: ${machine.adapter || 'none'}${machine.isAdapterSoftware ? ' (software)' : ''}; ${browser.userAgent}`,
    `Program ${settings.width} x ${settings.height} at ${settings.targetFps}, ${settings.background}; the studio was ${settings.studio}; machine noise ${noise}; took ${machine.tookS} s.`,
    ...machine.interruptions.map(
      ({ atS, part }) => `The tab was hidden at ${atS} s (${part}); that was measured again.`,
    ),
    plan
      ? `**Plan: ${plan.level}, on the ${ENGINES[plan.engine]}**${plan.holds ? '' : ' (does not hold the target: nothing does)'}, of ${plan.tried} measured.`
      : '**No plan: nothing could be measured.**',
    '',
    ...head('Engine', 'Level', 'fps', 'ms a frame', 'p95 / p99', 'Missed', `Holds ${settings.targetFps}`),
    ...engines.map(({ engine, level, outcome }) =>
      outcome.state === 'measured'
        ? row(
            ENGINES[engine],
            level,
            one(outcome.fps),
            figureText(outcome.work),
            tail(outcome.work),
            `${(outcome.missedShare * 100).toFixed(1)} %`,
            holdsTarget(outcome, settings.targetFps) ? 'yes' : 'no',
          )
        : row(ENGINES[engine], level, whyNot(outcome), '', '', '', ''),
    ),
    '',
    ...head('Engine', 'Level', ...LOAD_NAMES.map((load) => `Beside a busy ${LOADED[load]}`)),
    ...engines
      .filter(({ busy }) => busy.length > 0)
      .map((one) => row(ENGINES[one.engine], one.level, ...LOAD_NAMES.map((load) => besideText(one, load)))),
    '',
    ...head('Model', 'On', 'Opened', 'First run', 'ms a run', 'p95 / p99'),
    ...models.nets.map(({ title, backend, threads, outcome }) => {
      const place = backend === 'wasm' ? `WASM, ${threads} thread${threads === 1 ? '' : 's'}` : 'WebGPU';
      return outcome.state === 'measured'
        ? row(title, place, ms(outcome.openMs), ms(outcome.firstMs), figureText(outcome.run), tail(outcome.run))
        : row(title, place, whyNot(outcome), '', '', '');
    }),
  ];
  if (scenario)
    lines.push(
      '',
      ...head(
        'Automatic quality and fallback',
        'fps',
        'fps while busy',
        'Missed',
        'Back to rate',
        'Stand-in',
        'Frozen or black',
        'Live again',
      ),
      ...scenario.runs.map((run) =>
        row(
          run.scheduler,
          one(run.fpsNormal),
          one(run.fpsBusy),
          run.missed,
          run.adaptedS === null ? 'never' : `${one(run.adaptedS)} s`,
          `${one(run.standInS)} s`,
          `${one(run.frozenS)} s`,
          run.backS === null ? 'never' : `${one(run.backS)} s`,
        ),
      ),
    );
  const facts = [
    ...(stages.latency
      ? [`camera to canvas ${figureText(stages.latency.ms)} ms (p95 ${one(stages.latency.ms.p95)})`]
      : []),
    ...stages.overhead.map(({ engine, ratio }) => `whole frame ${ratio} x the bare net (${ENGINES[engine]})`),
    ...[['warm', startup.warm] as const, ['cold', startup.cold] as const].flatMap(([name, starts]) => {
      const [picture, processed] = [middle(starts?.firstPictureMs), middle(starts?.firstProcessedMs)];
      return picture === null || processed === null
        ? []
        : [`${name} start: first picture ${picture} ms, processed ${processed} ms`];
    }),
    ...MEMORY_MINUTES.flatMap((minutes) => {
      const bytes = memoryAfter(startup.memory, minutes);
      return bytes === null ? [] : [`memory after ${minutes} min ${(bytes / 2 ** 20).toFixed(0)} MiB`];
    }),
  ];
  return `${[...lines, ...(facts.length > 0 ? ['', `${facts.join('; ')}.`] : [])].join('\n')}\n`;
}

/** What the studio kept by then, as near as it was looked at; null where the run was shorter. */
export function memoryAfter(memory: BenchmarkResult['startup']['memory'], minutes: number): number | null {
  const near = memory.find(({ atS }) => atS >= minutes * 60 - MEMORY_NEAR_S);
  return near?.bytes ?? null;
}

/** The median of a few starts; null of none. */
export const middle = (times: readonly number[] = []): number | null => percentile(times, 0.5);
