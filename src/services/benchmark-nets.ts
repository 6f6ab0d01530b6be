// Times a net alone on one back-end, each run to its end.
import { EverframeError } from '../base/errors';
import { openDevice } from '../gpu/device';
import type { OpenGpu } from '../gpu/device';
import { fetchModel } from '../inference/fetch-model';
import type { NetAsked, NetTimes } from '../protocol/benchmark-service';
import { tensorsOf } from '../protocol/model-contract';

/** Runs that are not counted: so many, and for so long. The runtime's code is compiled a second time, for speed, while it runs. */
const WARM_RUNS = 3;
const WARM_MS = { first: 1000, next: 300 };

interface OpenNet {
  readonly openMs: number;
  /** Null: to be run and timed by the caller. */
  readonly firstMs: number | null;
  run(): Promise<unknown>;
  release(): Promise<void>;
}

const elements = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1);

/** Something like a picture: what a net computes on noughts may be quicker. */
function anInput(length: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length }, (_, n) => 0.5 + 0.5 * Math.sin(n * 0.37));
}

async function openOnWasm({ contract, threads }: NetAsked, model: Uint8Array): Promise<OpenNet> {
  const { openWasmNet } = await import('../inference/ort-wasm');
  const beganMs = performance.now();
  const net = await openWasmNet(model, contract, threads);
  const openMs = performance.now() - beganMs;
  const input = anInput(elements(tensorsOf(contract).input.shape));
  return { openMs, firstMs: null, run: () => net.run(input), release: () => net.release() };
}

async function openOnGpu({ contract }: NetAsked, model: Uint8Array, gpu: OpenGpu): Promise<OpenNet> {
  const { createGpuNet } = await import('../inference/ort-webgpu');
  const net = await createGpuNet(gpu, model, contract);
  const { input, run } = net.sized(contract);
  gpu.device.queue.writeBuffer(input, 0, anInput(elements(tensorsOf(contract).input.shape)));
  return {
    openMs: net.load.sessionMs,
    firstMs: net.load.firstRunMs,
    async run() {
      await run();
      await gpu.unlessLost(gpu.device.queue.onSubmittedWorkDone());
    },
    release: () => net.release(),
  };
}

/** What this worker was sent for its runtime, as far as the browser tells. */
const runtimeBytes = () =>
  (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
    .filter(({ name }) => /ort[-.]/.test(name))
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);

export function createNetTimer() {
  let gpu: OpenGpu | null = null;
  let isLoaded = false;

  async function device(): Promise<OpenGpu> {
    if (gpu) return gpu;
    const opened = await openDevice(() => undefined);
    if (opened.device === null) throw new EverframeError('gpu-missing', opened.reason);
    return (gpu = opened);
  }

  return async (asked: NetAsked): Promise<NetTimes> => {
    const model = await fetchModel(asked.contract, asked.url, () => undefined);
    const card = asked.backend === 'webgpu' ? await device() : null;
    const open = () => (card ? openOnGpu(asked, model, card) : openOnWasm(asked, model));
    try {
      let net = await open();
      let runtime: NetTimes['runtime'] = null;
      const warmUpMs = isLoaded ? WARM_MS.next : WARM_MS.first;
      if (!isLoaded) {
        // The first session waits for the runtime too: the second tells how much of it was that.
        isLoaded = true;
        const bothMs = net.openMs;
        await net.release();
        net = await open();
        runtime = { loadMs: Math.max(0, bothMs - net.openMs), bytes: runtimeBytes() };
      }
      const timed = async () => {
        const beganMs = performance.now();
        await net.run();
        return performance.now() - beganMs;
      };
      const untilMs = performance.now() + asked.limitMs;
      const firstMs = net.firstMs ?? (await timed());
      const warmUntilMs = Math.min(performance.now() + warmUpMs, untilMs - asked.limitMs / 2);
      for (let warm = 0; warm < WARM_RUNS || performance.now() < warmUntilMs; warm++) {
        if (performance.now() >= untilMs) break;
        await timed();
      }
      const runsMs: number[] = [];
      while (runsMs.length < asked.runs && performance.now() < untilMs) runsMs.push(await timed());
      const { openMs } = net;
      await net.release();
      return { openMs, firstMs, runsMs, runtime };
    } catch (error) {
      const reason = card?.lostReason();
      throw reason == null ? error : new EverframeError('gpu-lost', reason, { cause: error });
    }
  };
}
