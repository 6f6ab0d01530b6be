// Keeps the graphics card at work: compute passes of some milliseconds, one always waiting behind the one that runs. A load on purpose.
import { EverframeError } from '../base/errors';
import { openDevice } from '../gpu/device';

/** A pass that is over sooner leaves the card idle between two messages of this worker. */
const PASS_MS = 8;
const DISPATCHES_MOST = 4096;
const GROUPS = 256;
const GROUP_SIZE = 64;

const SHADER = `
@group(0) @binding(0) var<storage, read_write> numbers: array<f32>;
@compute @workgroup_size(${GROUP_SIZE})
fn main(@builtin(global_invocation_id) id: vec3u) {
  var value = numbers[id.x];
  for (var n = 0; n < 256; n++) { value = fma(value, 0.999, 0.001); }
  numbers[id.x] = value;
}`;

export interface CardLoad {
  /** Resolves after `ms`, or once the card is lost, with the number of passes it did. */
  burn(ms: number): Promise<number>;
}

/** Rejects with `gpu-missing` where there is no card. */
export async function openCardLoad(): Promise<CardLoad> {
  const gpu = await openDevice(() => undefined);
  if (gpu.device === null) throw new EverframeError('gpu-missing', gpu.reason);
  const { device } = gpu;
  const numbers = device.createBuffer({ size: 4 * GROUPS * GROUP_SIZE, usage: GPUBufferUsage.STORAGE });
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code: SHADER }) },
  });
  const entries = [{ binding: 0, resource: { buffer: numbers } }];
  const bindings = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });

  /** Settles when the card has done it. */
  function submit(dispatches: number): Promise<unknown> {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindings);
    for (let n = 0; n < dispatches; n++) pass.dispatchWorkgroups(GROUPS);
    pass.end();
    device.queue.submit([encoder.finish()]);
    return device.queue.onSubmittedWorkDone();
  }

  async function dispatchesOfAPass(): Promise<number> {
    for (let count = 1; ; count *= 2) {
      const beganMs = performance.now();
      await submit(count);
      if (performance.now() - beganMs >= PASS_MS || count >= DISPATCHES_MOST) return count;
    }
  }
  const dispatches = await dispatchesOfAPass();

  return {
    async burn(ms) {
      const untilMs = performance.now() + ms;
      let running = submit(dispatches);
      let passes = 1;
      while (performance.now() < untilMs && gpu.lostReason() === null) {
        const waiting = submit(dispatches);
        await running;
        running = waiting;
        passes += 1;
      }
      await running;
      return passes;
    },
  };
}
