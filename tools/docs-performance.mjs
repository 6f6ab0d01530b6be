// @ts-check
// Writes docs/performance.md from docs/performance/*.json: no figure of that page is typed by hand.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

const FOLDER = 'docs/performance';

/** @param {string} key `latencyP50Ms` as `latency p50 ms` */
const inWords = (key) => key.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);

/** @param {{title: string, condition: string, rows: Record<string, string | number | null>[]}} file */
function section({ title, condition, rows }) {
  const keys = Object.keys(rows[0] ?? {});
  const lines = [keys.map(inWords), keys.map(() => '---'), ...rows.map((row) => keys.map((key) => row[key] ?? '-'))];
  return `## ${title}\n\nCondition: ${condition}.\n\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

const ENGINES = { cpu: 'processor', webgpu: 'graphics card' };
/** @param {number} value */
const one = (value) => Number(value.toFixed(1));
/** @param {number[] | undefined} times */
const middle = (times) => [...(times ?? [])].sort((a, b) => a - b)[Math.floor((times ?? []).length / 2)] ?? null;
/** @param {any} outcome @param {string} run the figure's name */
const measured = (outcome, run) => {
  const { p50, p95, spread } = outcome[run];
  return { ms: spread === null || spread > 0.15 ? 'too noisy to say' : one(p50), p95: one(p95) };
};
/** @param {any} outcome */
const whyNot = (outcome) =>
  outcome.state === 'given-up' ? `given up after ${outcome.afterS} s` : `${outcome.state}: ${outcome.reason}`;

/**
 * What products of this kind publish as before and after, beside ours: off against on of our own switches, in one run.
 * @param {any} result
 */
function claims({ scenario, stages, startup }) {
  const [off, on] = ['off', 'on'].map((name) =>
    scenario?.runs.find((/** @type {any} */ run) => run.scheduler === name),
  );
  const [cold, warm] = [middle(startup.cold?.firstProcessedMs), middle(startup.warm.firstProcessedMs)];
  /** @param {number} before @param {number} after */
  const less = (before, after) => (before === 0 ? null : `${Math.round(100 * (1 - after / before))} % less`);
  return [
    off &&
      on && {
        claim: 'frame rate under load, optimisation on',
        published: '15 to 20, then 25 to 35 fps',
        off: `${one(off.fpsBusy)} fps`,
        on: `${one(on.fpsBusy)} fps`,
        change: `${one(on.fpsBusy / Math.max(1, off.fpsBusy))} times`,
      },
    off &&
      on && {
        claim: 'dropped frames under load',
        published: '70 to 80 % less',
        off: off.missed,
        on: on.missed,
        change: less(off.missed, on.missed),
      },
    on && {
      claim: 'response to a change',
      published: '5 s',
      off: '-',
      on: on.adaptedS === null ? 'not in time' : `${one(on.adaptedS)} s`,
      change: null,
    },
    cold !== null &&
      warm !== null && {
        claim: 'start-up, nothing kept against a second visit',
        published: '66 to 70 % shorter',
        off: `${cold} ms`,
        on: `${warm} ms`,
        change: less(cold, warm),
      },
    stages.latency && {
      claim: 'camera to screen',
      published: 'below 200 ms',
      off: '-',
      on: `${one(stages.latency.ms.p50)} ms, p95 ${one(stages.latency.ms.p95)}`,
      change: null,
    },
    ...claimsElsewhere(),
  ].filter(Boolean);
}

/** @param {string} name */
const readFigures = (name) => JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), 'utf8'));

/** Those that a minute of one machine cannot tell: from the other tables of this page, where their conditions are. */
function claimsElsewhere() {
  const [steady] = readFigures('steady-cpu').rows;
  const fast = readFigures('scheduler-browser').more[0].rows.at(-1);
  const scoring = readFigures('loop-tiers').rows.map((/** @type {any} */ { costAPicture }) => costAPicture);
  const { netHits } = readFigures('soak').rows.at(-1);
  return [
    {
      claim: 'memory',
      published: 'halved',
      off: '-',
      on: `${steady.memoryMiBAfterOneMinute} MiB after a minute, ${steady.memoryMiBAtTheEnd} after ten; no switch of ours halves it`,
    },
    {
      claim: 'pool reuse',
      published: '60 %',
      off: '-',
      on: 'a frame allocates nothing that could be reused (decisions/015)',
    },
    { claim: 'model cache, hits', published: '85 %', off: '-', on: `${netHits}, beside faults` },
    {
      claim: 'stream of 60 fps',
      published: '60 fps',
      off: '-',
      on: `${fast.programFps} fps of ${fast.sourceFps}, on two cores`,
    },
    {
      claim: 'scoring a frame for a loop',
      published: '25, 50, 100 ms',
      off: '-',
      on: `${scoring.join(', ')} runs of the person net, by tier`,
    },
  ].map((row) => ({ ...row, change: null }));
}

/**
 * @param {any[]} busy
 * @param {'cpu' | 'gpu'} load
 */
function beside(busy, load) {
  const outcome = busy.find((one) => one.load === load)?.outcome;
  if (!outcome) return null;
  return outcome.state === 'measured' ? `${one(outcome.work.p50)} ms, ${one(outcome.fps)} fps` : whyNot(outcome);
}

/** @param {any} result a file of `npm run benchmark` */
function ofBenchmark(result) {
  const { machine, settings, models, engines, scenario } = result;
  const noise = machine.noise === null ? 'not told' : `${Math.round(machine.noise * 100)} %`;
  const condition = `npm run benchmark, ${settings.shape}, ${machine.cores} threads, graphics card: ${machine.adapter || 'none'}, ${settings.width}x${settings.height} at ${settings.targetFps}, ${settings.background}, machine noise ${noise}`;
  return [
    {
      title: 'One machine, measured: engines and levels',
      condition,
      rows: engines.map((/** @type {any} */ { engine, level, outcome, busy }) =>
        outcome.state === 'measured'
          ? {
              engine: ENGINES[/** @type {'cpu'} */ (engine)],
              level,
              fps: one(outcome.fps),
              ...measured(outcome, 'work'),
              missed: `${one(100 * outcome.missedShare)} %`,
              'beside a busy processor': beside(busy, 'cpu'),
              'beside a busy card': beside(busy, 'gpu'),
            }
          : {
              engine: ENGINES[/** @type {'cpu'} */ (engine)],
              level,
              fps: whyNot(outcome),
              ms: null,
              p95: null,
              missed: null,
              'beside a busy processor': null,
              'beside a busy card': null,
            },
      ),
    },
    {
      title: 'One machine, measured: models',
      condition: 'the same run; each alone, warm; a figure whose quarters are apart by more than 15 % is not told',
      rows: models.nets.map((/** @type {any} */ { title, backend, threads, outcome }) => ({
        model: title,
        on: backend,
        threads,
        ...(outcome.state === 'measured'
          ? { openedMs: outcome.openMs, firstRunMs: outcome.firstMs, ...measured(outcome, 'run') }
          : { openedMs: whyNot(outcome), firstRunMs: null, ms: null, p95: null }),
      })),
    },
    ...(scenario
      ? [
          {
            title: 'One machine, measured: a minute with trouble, and what others publish',
            condition: `the same run; ${scenario.seconds.normal} s as it is, ${scenario.seconds.load} s beside ${scenario.burners} burners, ${scenario.seconds.loss} s of a camera that is silent, ${scenario.seconds.recovery} s to recover; off: quality held at the top, nothing stands in`,
            rows: claims(result),
          },
        ]
      : []),
  ];
}

const sections = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .flatMap((name) => {
    const file = JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8'));
    if (file.schema?.name === 'everframe-benchmark') return ofBenchmark(file).map(section);
    const { more = [], ...first } = file;
    return [first, ...more].map(section);
  });

const TARGET = 'docs/performance.md';
const text = `# Performance

Made from \`${FOLDER}/*.json\` by \`npm run docs:performance\`. Compare figures within one table: they come from one run, on a noisy machine with two cores.

What your own machine holds is measured at \`#/benchmark\`, or by \`npm run benchmark -- --output result.json\` (\`--quick\`: three minutes): each model, engine and level, a minute with trouble with and without automatic quality, start-up, and the plan that follows. \`--compare A B\` sets two results side by side.

${sections.join('\n')}`;
writeFileSync(TARGET, await format(text, { ...(await resolveConfig(TARGET)), filepath: TARGET }));
