// What a file says of itself: inputs and outputs with types and shapes, and what one run on noise gives. On ONNX Runtime's WASM
// build, in a worker that ends with it. Judges nothing.
import type * as Ort from 'onnxruntime-web/wasm';
import { EverframeError } from '../base/errors';
import type { DescribedTensor, NetDescription } from '../protocol/model-contract';
import { inLane, loadOrt } from './ort-wasm';

/** Where a picture may have any size. */
const ANY_SIDE = 256;

export interface DescribeOptions {
  /** Of the picture, where the net takes any. */
  readonly width?: number;
  readonly height?: number;
}

const describe = (tensors: readonly Ort.InferenceSession.ValueMetadata[]): DescribedTensor[] =>
  tensors.map((tensor) => ({
    name: tensor.name,
    type: tensor.isTensor ? tensor.type : 'no tensor',
    shape: tensor.isTensor ? [...tensor.shape] : [],
  }));

/** A batch of one, three channels, and the size asked for where the net leaves it open. */
function shapeOf({ shape }: DescribedTensor, { width = ANY_SIDE, height = ANY_SIDE }: DescribeOptions): number[] {
  const isNhwc = shape[3] === 3 && shape[1] !== 3;
  const open = isNhwc ? [1, height, width, 3] : [1, 3, height, width];
  return shape.map((length, i) => (typeof length === 'number' && length > 0 ? length : (open[i] ?? 1)));
}

async function runOnNoise(
  ort: typeof Ort,
  session: Ort.InferenceSession,
  input: DescribedTensor,
  options: DescribeOptions,
): Promise<NetDescription['ran']> {
  const shape = shapeOf(input, options);
  // The same noise each time: what is said of a file does not change from one look to the next.
  const values = Float32Array.from(
    { length: shape.reduce((product, length) => product * length, 1) },
    (_, i) => ((i * 7919) % 1009) / 1009,
  );
  const results = await session.run({ [input.name]: new ort.Tensor('float32', values, shape) });
  return session.outputNames.flatMap((name) => {
    const result = results[name];
    if (!(result?.data instanceof Float32Array)) return [];
    let least = Infinity;
    let most = -Infinity;
    for (const value of result.data) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return [{ name, shape: [...result.dims], least, most }];
  });
}

/** @throws EverframeError `model-unreadable`, `engine-failed` (the runtime itself did not load) */
export async function describeNet(model: Uint8Array, options: DescribeOptions = {}): Promise<NetDescription> {
  const ort = await loadOrt(1).catch((error: unknown) => {
    throw new EverframeError('engine-failed', 'ONNX Runtime could not be loaded', { cause: error });
  });
  const session = await inLane(() =>
    ort.InferenceSession.create(model, { executionProviders: ['wasm'], logSeverityLevel: 3 }),
  ).catch((error: unknown) => {
    const text = String(error);
    const code = /no available backend/i.test(text) ? 'engine-failed' : 'model-unreadable';
    const flaw = /external data/i.test(text) ? 'external' : 'unreadable';
    throw new EverframeError(code, text.slice(0, 400), { cause: error, facts: { flaw } });
  });
  const inputs = describe(session.inputMetadata);
  const [only] = inputs;
  const canRun = inputs.length === 1 && only?.type === 'float32' && only.shape.length === 4;
  const ran = canRun ? await inLane(() => runOnNoise(ort, session, only, options)).catch(() => null) : null;
  return { inputs, outputs: describe(session.outputMetadata), ran };
}
