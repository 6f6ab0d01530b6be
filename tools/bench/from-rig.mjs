// @ts-check
// Turns the results of a webcam-effects rig (one JSON object a line, one line a run) into a table of
// docs/performance: medians over the rounds, and how far the frame rate spread.
//   node tools/bench/from-rig.mjs RESULTS.jsonl --title TEXT --condition TEXT --out docs/performance/peers-visible.json
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const {
  values: { title, condition, out },
  positionals: [results],
} = parseArgs({
  allowPositionals: true,
  options: { title: { type: 'string' }, condition: { type: 'string' }, out: { type: 'string' } },
});
if (!results || !title || !condition || !out) throw new Error('Needs RESULTS.jsonl, --title, --condition and --out.');

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

const runs = readFileSync(results, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const rows = [...new Set(runs.map(({ peer }) => peer))].map((peer) => {
  const own = runs.filter((run) => run.peer === peer && !run.failed && !run.dead);
  /** @param {(run: any) => number | undefined} read */
  const middle = (read) => median(own.map(read).filter((value) => value !== undefined));
  const rates = own.map((run) => run.distinctFps);
  return {
    page: peer,
    rounds: own.length,
    distinctFps: middle((run) => run.distinctFps),
    spread: `${Math.min(...rates)} to ${Math.max(...rates)}`,
    latencyP50Ms: middle((run) => run.latMs?.p50),
    latencyP95Ms: middle((run) => run.latMs?.p95),
    cpuMsPerDistinct: middle((run) => run.cpu?.msPerDistinct),
    firstPictureMs: middle((run) => run.startup?.firstOutMs),
    rawFrames: own.reduce((sum, run) => sum + run.unblurredFrames + run.startup.unblurredFramesAtStart, 0),
    blackFrames: own.reduce((sum, run) => sum + run.blackFrames, 0),
    pingP95Ms: middle((run) => run.ping?.p95),
    longTasksMsPerS: middle((run) => run.longTasks?.msPerSec),
  };
});
writeFileSync(out, `${JSON.stringify({ title, condition, rows }, null, 2)}\n`);
