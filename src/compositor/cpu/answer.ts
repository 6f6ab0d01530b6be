// A net's output as the mask's own numbers.
import type { Arena } from '../../kernels/arena';
import type { Address, Kernels } from '../../kernels/kernels';
import type { ModelContract } from '../../protocol/model-contract';

/** One channel of `output` to `to`, f32 0..1. */
export function takeAnswer(
  kernels: Kernels,
  arena: Arena,
  gives: ModelContract['output'],
  output: Float32Array,
  to: Address,
): void {
  const size = gives.width * gives.height;
  const values = arena.f32(to, size);
  const channels = gives.channelCount ?? 1;
  if (channels === 1 || gives.layout === 'nchw') {
    values.set(output.subarray(gives.channel * size, (gives.channel + 1) * size));
  } else {
    for (let i = 0; i < size; i++) values[i] = output[i * channels + gives.channel] ?? 0;
  }
  if (gives.kind === 'logit') kernels.sigmoid(to, size);
}
