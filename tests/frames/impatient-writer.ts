// A worker that lets picture after picture leave, as fast as it can, all of the epoch that it is told; each takes a moment.
import { createEpochGate } from '../../src/frames/epoch-gate';

/** In memory that both threads have. */
export interface Shared {
  readonly gate: SharedArrayBuffer;
  /** Of the pictures. */
  readonly epoch: Int32Array;
  /** How many left. */
  readonly left: Int32Array;
}

const MOMENT = 2000;

self.onmessage = ({ data: { gate: memory, epoch, left } }: MessageEvent<Shared>) => {
  const gate = createEpochGate(memory);
  for (;;)
    gate.pass(Atomics.load(epoch, 0), () => {
      for (let n = 0; n < MOMENT; n++) Math.random();
      Atomics.add(left, 0, 1);
    });
};
