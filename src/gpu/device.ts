// Opens the one GPU device of a worker and tells when it is lost. An adapter alone proves nothing: a device counts only
// when it can import a video frame, run a shader and give bytes back. It never makes a new device after a loss: that is
// for a fresh worker.
import type { GpuMemory } from './memory';
import { createGpuMemory } from './memory';

export interface OpenGpu {
  readonly device: GPUDevice;
  readonly memory: GpuMemory;
  /** For logs and the figures page, such as "google swiftshader". */
  readonly adapterName: string;
  /** A software adapter: correct, and far too slow to be chosen for live pictures. */
  readonly isFallback: boolean;
  readonly hasTimestamps: boolean;
  /** Null while the device lives. Calls do not throw on a lost device, so this is what to ask. */
  lostReason(): string | null;
  /** Settles `work`, or rejects with the reason of the loss where the work never would (or would with garbage). */
  unlessLost<T>(work: Promise<T>): Promise<T>;
  /** Errors that belonged to no call so far; a frame during which it grew is not to be trusted. */
  errorCount(): number;
  close(): void;
}

export interface NoGpu {
  readonly device: null;
  readonly reason: string;
}

export class GpuLostError extends Error {
  override readonly name = 'GpuLostError';
}

/** A GPU process crash is told after about 25 ms. */
const LOSS_GRACE_MS = 100;

const WANTED: readonly GPUFeatureName[] = ['shader-f16', 'timestamp-query', 'subgroups'];

/** Reports a loss once to `onLost` (not when the owner closed it) and every uncaptured error to `onError`. */
export async function openDevice(
  onLost: (reason: string) => void,
  onError: (message: string) => void = () => undefined,
): Promise<OpenGpu | NoGpu> {
  if (!('gpu' in navigator)) return { device: null, reason: 'this browser has no WebGPU' };
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return { device: null, reason: 'no adapter' };
    const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
    const device = await adapter.requestDevice({
      label: 'everframe',
      requiredFeatures: WANTED.filter((feature) => adapter.features.has(feature)),
      requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
    });
    const gpu = watchDevice(device, adapter.info, onLost, onError);
    const failure = await gpu.unlessLost(probe(device)).catch((error: unknown) => String(error));
    const reason = failure ?? gpu.lostReason();
    if (reason === null) return gpu;
    gpu.close();
    return { device: null, reason };
  } catch (error) {
    return { device: null, reason: String(error) };
  }
}

function watchDevice(
  device: GPUDevice,
  info: GPUAdapterInfo,
  onLost: (reason: string) => void,
  onError: (message: string) => void,
): OpenGpu {
  let lostReason: string | null = null;
  let errors = 0;
  let closed = false;
  const lost = device.lost.then((loss) => {
    lostReason = `${loss.reason}: ${loss.message}`;
    if (!closed) onLost(lostReason);
    throw new GpuLostError(lostReason);
  });
  lost.catch(() => undefined);
  // What was under way fails a moment before the loss is told; then the loss is the reason.
  const afterGrace = async (error: unknown): Promise<never> => {
    await new Promise((resolve) => setTimeout(resolve, LOSS_GRACE_MS));
    throw error;
  };
  device.addEventListener('uncapturederror', (event) => {
    errors++;
    onError(event.error.message);
  });
  const memory = createGpuMemory(device);
  return {
    device,
    memory,
    adapterName: [info.vendor, info.architecture, info.description].filter((part) => part !== '').join(' '),
    isFallback: info.isFallbackAdapter,
    hasTimestamps: device.features.has('timestamp-query'),
    lostReason: () => lostReason,
    unlessLost: (work) => Promise.race([work.catch(afterGrace), lost]),
    errorCount: () => errors,
    close() {
      closed = true;
      memory.dispose();
      device.destroy();
    },
  };
}

const PROBE_SHADER = /* wgsl */ `
@group(0) @binding(0) var frame: texture_external;
@group(0) @binding(1) var<storage, read_write> answer: array<u32>;
@compute @workgroup_size(1) fn main() {
  // The frame is grey: whatever the colour conversion, far from black.
  answer[0] = select(0u, 42u, textureLoad(frame, vec2u(1u, 1u)).g > 0.2);
}`;

/** Null when the device can do what a frame needs, else what went wrong. */
async function probe(device: GPUDevice): Promise<string | null> {
  const frame = new VideoFrame(new Uint8Array(24).fill(128), {
    format: 'I420',
    codedWidth: 4,
    codedHeight: 4,
    timestamp: 0,
  });
  const size = 16;
  const answer = device.createBuffer({
    label: 'probe answer',
    size,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
  });
  const readable = device.createBuffer({
    label: 'probe read-back',
    size,
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  try {
    const module = device.createShaderModule({ label: 'probe', code: PROBE_SHADER });
    const pipeline = await device.createComputePipelineAsync({ label: 'probe', layout: 'auto', compute: { module } });
    const encoder = device.createCommandEncoder({ label: 'probe' });
    const pass = encoder.beginComputePass({ label: 'probe' });
    pass.setPipeline(pipeline);
    pass.setBindGroup(
      0,
      device.createBindGroup({
        label: 'probe',
        layout: pipeline.getBindGroupLayout(0),
        entries: [
          { binding: 0, resource: device.importExternalTexture({ label: 'probe', source: frame }) },
          { binding: 1, resource: { buffer: answer } },
        ],
      }),
    );
    pass.dispatchWorkgroups(1);
    pass.end();
    encoder.copyBufferToBuffer(answer, 0, readable, 0, size);
    device.queue.submit([encoder.finish()]);
    await readable.mapAsync(GPUMapMode.READ);
    return new Uint32Array(readable.getMappedRange())[0] === 42 ? null : 'the adapter computes wrong pixels';
  } catch (error) {
    // Without the call that the browser names first.
    return `a trial picture failed: ${String(error).replace(/.*': /, '')}`;
  } finally {
    frame.close();
    answer.destroy();
    readable.destroy();
  }
}
