// Runs a net on a given GPU device with ONNX Runtime. In charge of loading the right build, of the one lane that all of
// its calls go through, and of buffers that stay where they are. It never reads a result back and never makes a device.
import type * as Ort from 'onnxruntime-web/webgpu';
import { EverframeError } from '../base/errors';
import { GpuLostError } from '../gpu/device';
import type { OpenGpu } from '../gpu/device';
import { lightFault, lightOf, tensorsOf } from '../protocol/model-contract';
import type { AnyModelContract, LoadTimes, TensorContract } from '../protocol/model-contract';

/** A net with what it reads and writes, of one size. */
export interface SizedNet<Contract extends AnyModelContract> {
  readonly contract: Contract;
  /** float32, laid out as the contract says; written before {@link run}. */
  readonly input: GPUBuffer;
  /** The first that the contract names. */
  readonly output: GPUBuffer;
  /** Resolves when the work is submitted; later submits on the queue come after it. */
  run(this: void): Promise<void>;
  /** Gives the buffers back. */
  free(this: void): void;
}

export interface GpuNet<Contract extends AnyModelContract> {
  readonly load: Omit<LoadTimes, 'fetchMs'>;
  /** `contract`: the one it was loaded with, or that one at another size, which the file has to take. */
  sized(contract: Contract): SizedNet<Contract>;
  release(): Promise<void>;
}

let lane: Promise<unknown> = Promise.resolve();

/** Overlapping create, run or release of any sessions on one device freezes the worker for ever. */
function inLane<T>(job: () => Promise<T>): Promise<T> {
  const turn = lane.then(job);
  lane = turn.catch(() => undefined);
  return turn;
}

let runtime: Promise<typeof Ort> | null = null;

function loadRuntime(): Promise<typeof Ort> {
  runtime ??= importRuntime().catch((error: unknown) => {
    runtime = null;
    throw new EverframeError('engine-failed', 'ONNX Runtime could not be loaded', { cause: error });
  });
  return runtime;
}

/** Two builds, one of which is fetched: asyncify is 1.6 times the bytes and only for browsers without JSPI. */
async function importRuntime(): Promise<typeof Ort> {
  const [ort, glue, wasm] =
    'Suspending' in WebAssembly
      ? await Promise.all([
          import('onnxruntime-web/jspi'),
          import('onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url'),
          import('onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url'),
        ])
      : await Promise.all([
          import('onnxruntime-web/webgpu'),
          import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'),
          import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'),
        ]);
  const absolute = (url: string): string => new URL(url, location.href).href;
  ort.env.wasm.wasmPaths = { mjs: absolute(glue.default), wasm: absolute(wasm.default) };
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  return ort;
}

/** Loads the net, checks it against its contract and runs it once to the end. */
export async function createGpuNet<Contract extends AnyModelContract>(
  gpu: OpenGpu,
  model: Uint8Array,
  contract: Contract,
): Promise<GpuNet<Contract>> {
  checkContract(contract);
  const beganMs = performance.now();
  const ort = await loadRuntime();
  const session = await createSession(ort, gpu, model, contract);
  const open = new Set<SizedNet<Contract>>();
  const release = async (): Promise<void> => {
    await inLane(() => session.release()).catch(() => undefined);
    for (const net of open) net.free();
  };
  const sized = (of: Contract): SizedNet<Contract> => {
    const buffers: GPUBuffer[] = [];
    const tensors = tensorsOf(of);
    const tensor = (label: string, { shape: dims }: TensorContract): { buffer: GPUBuffer; tensor: Ort.Tensor } => {
      const bytes = dims.reduce((product, dim) => product * dim, 4);
      const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
      const buffer = gpu.memory.buffer(label, Math.ceil(bytes / 16) * 16, usage);
      buffers.push(buffer);
      return { buffer, tensor: ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims }) };
    };
    const input = tensor('model input', tensors.input);
    const output = tensor('model output', tensors.outputs[0]);
    const others = tensors.outputs.slice(1).map((other) => [other.name, tensor('model output', other).tensor] as const);
    const feeds = { [of.input.name]: input.tensor };
    const fetches = { [tensors.outputs[0].name]: output.tensor, ...Object.fromEntries(others) };
    const net: SizedNet<Contract> = {
      contract: of,
      input: input.buffer,
      output: output.buffer,
      async run() {
        await gpu.unlessLost(inLane(() => session.run(feeds, fetches)));
      },
      free() {
        for (const buffer of buffers) gpu.memory.free(buffer);
        open.delete(net);
      },
    };
    open.add(net);
    return net;
  };
  try {
    checkInputsAndOutputs(session, contract);
    const madeMs = performance.now();
    const first = sized(contract);
    await runOnce(gpu, first);
    first.free();
    return { load: { sessionMs: madeMs - beganMs, firstRunMs: performance.now() - madeMs }, sized, release };
  } catch (error) {
    await release();
    throw error;
  }
}

async function createSession(
  ort: typeof Ort,
  gpu: OpenGpu,
  model: Uint8Array,
  contract: AnyModelContract,
): Promise<Ort.InferenceSession> {
  try {
    const creating = inLane(() =>
      ort.InferenceSession.create(model, {
        // NHWC is the default and computes some convolutions wrong; `env.webgpu.device` is ignored.
        executionProviders: [
          {
            name: 'webgpu',
            device: gpu.device,
            preferredLayout: 'NCHW',
          },
        ],
        preferredOutputLocation: 'gpu-buffer',
        logSeverityLevel: 3,
      }),
    );
    return await gpu.unlessLost(creating);
  } catch (error) {
    if (error instanceof GpuLostError) throw error;
    // After a create that failed half way every later one says so: this worker is of no use for nets any more.
    const isPoisoned = String(error).includes('another WebGPU EP inference session');
    throw new EverframeError(
      isPoisoned ? 'engine-failed' : 'model-unreadable',
      isPoisoned
        ? 'ONNX Runtime takes no more sessions in this worker'
        : `${contract.file} is not a model that can be run`,
      { cause: error, facts: { model: contract.id } },
    );
  }
}

/** The first run compiles shaders; and a net that fails must fail here, not on a live frame. */
async function runOnce(gpu: OpenGpu, { run, contract }: SizedNet<AnyModelContract>): Promise<void> {
  try {
    await run();
    await gpu.unlessLost(gpu.device.queue.onSubmittedWorkDone());
  } catch (error) {
    if (error instanceof GpuLostError) throw error;
    throw new EverframeError('model-run', `${contract.file} does not run`, {
      cause: error,
      facts: { model: contract.id },
    });
  }
}

function contractError(contract: AnyModelContract, message: string): EverframeError {
  return new EverframeError('model-contract', message, { facts: { model: contract.id } });
}

/** Before ONNX Runtime sees anything of it: a create that fails on its options poisons the worker. */
function checkContract(contract: AnyModelContract): void {
  const { input } = contract;
  const output = 'output' in contract ? contract.output : { ...input, channel: 0, channelCount: 1 };
  const channels = output.channelCount ?? 1;
  const sizes = [input.width, input.height, output.width, output.height, channels];
  if (!sizes.every((size) => Number.isInteger(size) && size > 0 && size <= 4096)) {
    throw contractError(contract, 'sizes are not whole numbers from 1 to 4096');
  }
  if (!Number.isInteger(output.channel) || output.channel < 0 || output.channel >= channels) {
    throw contractError(contract, `there is no output channel ${String(output.channel)}`);
  }
  const fault = 'output' in contract ? lightFault(contract) : null;
  if (fault) throw contractError(contract, `its lighter input: ${fault}`);
}

function checkInputsAndOutputs(session: Ort.InferenceSession, contract: AnyModelContract): void {
  const [input] = session.inputMetadata;
  if (session.inputNames.length !== 1 || !input) {
    throw contractError(contract, `expected one input, there are ${String(session.inputNames.length)}`);
  }
  const light = 'output' in contract && lightOf(contract);
  for (const tensors of [contract, ...(light ? [light] : [])].map(tensorsOf)) {
    checkTensor(contract, input, tensors.input);
    for (const wanted of tensors.outputs) {
      const output = session.outputMetadata.find(({ name }) => name === wanted.name);
      if (!output) throw contractError(contract, `no output is called ${wanted.name}`);
      checkTensor(contract, output, wanted);
    }
  }
}

function checkTensor(
  contract: AnyModelContract,
  metadata: Ort.InferenceSession.ValueMetadata,
  { name, shape }: TensorContract,
): void {
  if (metadata.name !== name) throw contractError(contract, `expected ${name}, found ${metadata.name}`);
  if (!metadata.isTensor || metadata.type !== 'float32') throw contractError(contract, `${name} is not float32`);
  // A name instead of a number takes any size.
  const fits =
    metadata.shape.length === shape.length &&
    metadata.shape.every((dim, i) => typeof dim === 'string' || Number(dim) === shape[i]);
  if (!fits) {
    throw contractError(contract, `${name} is ${metadata.shape.join('x')}, the contract says ${shape.join('x')}`);
  }
}
