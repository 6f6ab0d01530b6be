// The one place that loads ONNX Runtime's WASM build. In charge of sessions on the CPU and of their serial lane; checks
// a net against its contract. Knows nothing of pictures. Loaded on demand: 14 MB that only this engine needs.
import mjsUrl from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type * as Ort from 'onnxruntime-web/wasm';
import { EverframeError } from '../base/errors';
import { lightFault, lightOf, tensorsOf } from '../protocol/model-contract';
import type { AnyModelContract, TensorContract } from '../protocol/model-contract';

export interface WasmNet {
  /**
   * @param input f32 as the contract's input says; must stay as it is until the promise settles
   * @param at the contract with other sizes, where the net takes them
   * @returns f32 of the outputs that the contract names, in its order, new for each run
   * @throws EverframeError `model-run`
   */
  run(input: Float32Array, at?: AnyModelContract): Promise<readonly [Float32Array, ...Float32Array[]]>;
  release(): Promise<void>;
}

let loading: Promise<typeof Ort> | null = null;
let tail: Promise<unknown> = Promise.resolve();

/** Create, run and release of every session in this worker take their turn here. */
export function inLane<T>(job: () => Promise<T>): Promise<T> {
  const turn = tail.then(job);
  tail = turn.catch(() => undefined);
  return turn;
}

export function loadOrt(threads: number): Promise<typeof Ort> {
  loading ??= import('onnxruntime-web/wasm').then((ort) => {
    ort.env.wasm.wasmPaths = {
      mjs: new URL(mjsUrl, location.href).href,
      wasm: new URL(wasmUrl, location.href).href,
    };
    // Counts before the first session only; more than one needs cross-origin isolation.
    ort.env.wasm.numThreads = globalThis.crossOriginIsolated ? threads : 1;
    ort.env.logLevel = 'error';
    return ort;
  });
  loading.catch(() => (loading = null));
  return loading;
}

/**
 * Opens `model` and checks it against `contract`.
 * @param threads WASM threads; the first call in a worker decides for all
 * @throws EverframeError `model-unreadable`, `model-contract`, `engine-failed` (the runtime itself did not load)
 */
export async function openWasmNet(model: Uint8Array, contract: AnyModelContract, threads: number): Promise<WasmNet> {
  const ort = await loadOrt(threads).catch((error: unknown) => {
    throw new EverframeError('engine-failed', 'ONNX Runtime could not be loaded', { cause: error });
  });
  const session = await inLane(() =>
    ort.InferenceSession.create(model, {
      executionProviders: ['wasm'],
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    }),
  ).catch((error: unknown) => {
    const code = /no available backend/i.test(String(error)) ? 'engine-failed' : 'model-unreadable';
    throw new EverframeError(code, `the net ${contract.id} could not be opened`, { cause: error });
  });
  const names = tensorsOf(contract).outputs.map(({ name }) => name);
  const fault =
    channelFault(contract) ??
    (session.inputNames.length > 1 ? `it has ${session.inputNames.length} inputs` : null) ??
    shapeFault(session, contract) ??
    lightSizeFault(session, contract);
  if (fault) {
    await inLane(() => session.release());
    throw new EverframeError('model-contract', `the net ${contract.id} is not as described: ${fault}`);
  }
  return {
    run: (data, at = contract) =>
      inLane(async () => {
        const { input, outputs } = tensorsOf(at);
        const [first, ...others] = outputs;
        const tensor = new ort.Tensor('float32', data, input.shape);
        const results = await session.run({ [input.name]: tensor }, names);
        const valuesOf = ({ name, shape }: TensorContract) => {
          const values = results[name]?.data;
          if (!(values instanceof Float32Array)) throw new Error(`output ${name} is not f32`);
          // A symbolic size is known only now.
          if (values.length !== shape.reduce((product, length) => product * length, 1))
            throw new EverframeError(
              'model-contract',
              `the net ${contract.id} is not as described: ${name} is ${results[name]?.dims.join('x')}, not ${shape.join('x')}`,
            );
          return values;
        };
        return [valuesOf(first), ...others.map(valuesOf)] as const;
      }).catch((error: unknown) => {
        if (error instanceof EverframeError) throw error;
        throw new EverframeError('model-run', `the net ${contract.id} failed`, { cause: error });
      }),
    release: () => inLane(() => session.release()),
  };
}

function channelFault(contract: AnyModelContract): string | null {
  if (!('output' in contract)) return null;
  const { channel, channelCount: count = 1 } = contract.output;
  return Number.isInteger(channel) && channel >= 0 && channel < count ? null : `channel ${channel} of ${count}`;
}

function shapeFault(session: Ort.InferenceSession, contract: AnyModelContract): string | null {
  const { input, outputs } = tensorsOf(contract);
  return outputs.reduce<string | null>(
    (found, output) => found ?? faultOf(session.outputNames, session.outputMetadata, output),
    faultOf(session.inputNames, session.inputMetadata, input),
  );
}

function lightSizeFault(session: Ort.InferenceSession, contract: AnyModelContract): string | null {
  if (!('output' in contract)) return null;
  const light = lightOf(contract);
  return lightFault(contract) ?? (light && shapeFault(session, light));
}

/** What is wrong with an input or output, or null. A symbolic dimension accepts any number. */
function faultOf(
  names: readonly string[],
  metadata: readonly Ort.InferenceSession.ValueMetadata[],
  { name, shape }: TensorContract,
): string | null {
  const index = names.indexOf(name);
  if (index < 0) return `no ${name} among ${names.join(', ')}`;
  const found = metadata[index];
  if (!found?.isTensor) return `${name} is no tensor`;
  if (found.type !== 'float32') return `${name} is ${found.type}`;
  const fits =
    found.shape.length === shape.length &&
    found.shape.every((length, i) => typeof length === 'string' || Number(length) === shape[i]);
  return fits ? null : `${name} is ${found.shape.join('x')}, not ${shape.join('x')}`;
}
