// Each net alone, on each back-end: what opening it costs, its first run, and warm ones.
import { figureOf } from '../../benchmark/figure';
import type { NetRow, NotMeasured } from '../../benchmark/result';
import type { NetTimes } from '../../protocol/benchmark-service';
import type { AnyModelContract } from '../../protocol/model-contract';
import { openCatalogue, urlOf } from '../catalogue';
import { openBenchWorker, type BenchWorker } from './bench-worker';
import type { BenchContext } from './context';
import { limited, notMeasured } from './waiting';

const THREADS_MOST = 8;
/** Beside the runs: fetching, and a runtime that is compiled. */
const OPENING_S = 10;

interface Backend {
  readonly backend: NetRow['backend'];
  readonly threads: number;
}

const whole = (ms: number) => Math.round(ms * 10) / 10;

function backends({ shape, adapter }: BenchContext): Backend[] {
  const cores = Math.min(THREADS_MOST, navigator.hardwareConcurrency);
  // Without isolation there are no threads.
  const counts = globalThis.crossOriginIsolated && shape.kind !== 'trial' ? [...new Set([1, 2, cores])] : [1];
  const wasm = counts
    .filter((count) => count <= Math.max(2, cores))
    .map((threads) => ({ backend: 'wasm', threads }) as const);
  return adapter.name === '' ? wasm : [...wasm, { backend: 'webgpu', threads: 1 }];
}

async function shippedNets({ shape }: BenchContext): Promise<AnyModelContract[]> {
  const catalogue = openCatalogue();
  const { finder, mesh } = await catalogue.faceNets();
  const persons = [await catalogue.personNet('selfie-landscape'), await catalogue.personNet('selfie-square')];
  return [...persons, finder.contract, mesh.contract].slice(0, shape.netsMost);
}

/** Of the runs in one worker. */
const limitS = ({ capS, netLaunches }: BenchContext['shape']) => capS / netLaunches;
const launchesOf = ({ netLaunches }: BenchContext['shape']) => (netLaunches > 1 ? netLaunches + 1 : 1);

async function timeNet(
  { shape, signal, draft }: BenchContext,
  worker: BenchWorker,
  contract: AnyModelContract,
  { backend, threads }: Backend,
): Promise<NetTimes> {
  const { netRuns, netLaunches, capS } = shape;
  const runs = Math.ceil(netRuns / netLaunches);
  const asked = { contract, url: urlOf(contract), backend, threads, runs, limitMs: 1000 * limitS(shape) };
  const times = await limited(capS + OPENING_S, signal, () => worker.ask(worker.service.timeNet(asked)));
  const { runtime } = times;
  const { runtimes } = draft.models;
  if (runtime && !runtimes.some((one) => one.backend === backend && one.threads === threads))
    runtimes.push({ backend, threads, loadMs: whole(runtime.loadMs), bytes: runtime.bytes });
  return times;
}

/** Of the same net in each of its workers; the first one only warms what they share, where there are more. */
function outcomeOf(launches: readonly NetTimes[], shape: BenchContext['shape']): NetRow['outcome'] {
  const warm = launches.length > 1 ? launches.slice(1) : launches;
  const run = figureOf(warm.flatMap(({ runsMs }) => runsMs));
  const [first] = launches;
  if (!run || !first) return { state: 'given-up', afterS: limitS(shape) };
  return { state: 'measured', openMs: whole(first.openMs), firstMs: whole(first.firstMs), run };
}

/** What is known so far of each net on one back-end. */
interface Timed {
  readonly place: Backend;
  readonly nets: Map<AnyModelContract, NetTimes[] | NotMeasured>;
}

/** Each net of one back-end once more, in a worker of its own. */
async function launchOn(context: BenchContext, { place, nets }: Timed, step: () => number): Promise<void> {
  let worker = openBenchWorker();
  try {
    for (const [net, before] of nets) {
      const share = step();
      if (!Array.isArray(before)) continue;
      const after = await context.measure(net.title, share, async () => {
        try {
          const times = await timeNet(context, worker, net, place);
          // What did not come to one run that counts will not do so the next time.
          return times.runsMs.length > 0
            ? [...before, times]
            : { state: 'given-up' as const, afterS: limitS(context.shape) };
        } catch (error) {
          // Whatever it hangs on, a fresh one does not.
          worker.end();
          worker = openBenchWorker();
          return notMeasured(error, context.signal);
        }
      });
      nets.set(net, after);
    }
  } finally {
    worker.end();
  }
}

/** Rows as far as they are known after every launch: a run that is left early keeps them. */
function rowsOf(timed: readonly Timed[], shape: BenchContext['shape']): NetRow[] {
  return timed.flatMap(({ place, nets }) =>
    [...nets].flatMap(([{ id, title, bytes }, times]) => {
      if (Array.isArray(times) && times.length === 0) return [];
      const outcome = Array.isArray(times) ? outcomeOf(times, shape) : times;
      return [{ id, title, bytes, ...place, outcome }];
    }),
  );
}

/** Back-ends in turn, and that several times: what the machine does for some seconds is no property of one of them. */
export async function measureModels(context: BenchContext): Promise<void> {
  const { shape, draft } = context;
  const nets = await shippedNets(context);
  const timed = backends(context).map((place): Timed => ({ place, nets: new Map(nets.map((net) => [net, []])) }));
  let done = 0;
  const step = () => ++done / (nets.length * timed.length * launchesOf(shape));
  for (let launch = 0; launch < launchesOf(shape); launch++) {
    for (const one of timed) {
      await launchOn(context, one, step);
      draft.models.nets = rowsOf(timed, shape);
    }
  }
}
