// Each net alone, on each back-end: what opening it costs, its first run, and warm ones.
import { figureOf } from '../../benchmark/figure';
import type { NetRow } from '../../benchmark/result';
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

async function timeNet(
  { shape, signal, draft }: BenchContext,
  worker: BenchWorker,
  contract: AnyModelContract,
  { backend, threads }: Backend,
): Promise<NetRow['outcome']> {
  const limitMs = shape.capS * 1000;
  const asked = { contract, url: urlOf(contract), backend, threads, runs: shape.netRuns, limitMs };
  const times = await limited(shape.capS + OPENING_S, signal, () => worker.ask(worker.service.timeNet(asked)));
  const { runtime } = times;
  const { runtimes } = draft.models;
  if (runtime && !runtimes.some((one) => one.backend === backend && one.threads === threads))
    runtimes.push({ backend, threads, loadMs: whole(runtime.loadMs), bytes: runtime.bytes });
  const run = figureOf(times.runsMs);
  if (!run) return { state: 'given-up', afterS: shape.capS };
  return { state: 'measured', openMs: whole(times.openMs), firstMs: whole(times.firstMs), run };
}

export async function measureModels(context: BenchContext): Promise<void> {
  const { signal, draft } = context;
  const nets = await shippedNets(context);
  const places = backends(context);
  let done = 0;
  for (const place of places) {
    let worker = openBenchWorker();
    try {
      for (const contract of nets) {
        done += 1;
        const { id, title, bytes } = contract;
        const outcome = await context.measure(title, done / (nets.length * places.length), async () => {
          try {
            return await timeNet(context, worker, contract, place);
          } catch (error) {
            // Whatever it hangs on, a fresh one does not.
            worker.end();
            worker = openBenchWorker();
            return notMeasured(error, signal);
          }
        });
        draft.models.nets.push({ id, title, bytes, ...place, outcome });
      }
    } finally {
      worker.end();
    }
  }
}
