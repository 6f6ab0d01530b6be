// The last gate between two threads: what the page raised holds when the call returns, however busy the writer is.
import { expect, test } from 'vitest';
import { createEpochGate, EPOCH_GATE_BYTES } from '../../src/frames/epoch-gate';
import type { Shared } from './impatient-writer';

const EPOCHS = 200;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('once the epoch is raised nothing older leaves, whatever the other thread is doing', async () => {
  const word = () => new Int32Array(new SharedArrayBuffer(4));
  const [epoch, left] = [word(), word()];
  const memory = new SharedArrayBuffer(EPOCH_GATE_BYTES);
  const gate = createEpochGate(memory);
  const worker = new Worker(new URL('./impatient-writer.ts', import.meta.url), { type: 'module' });
  worker.postMessage({ gate: memory, epoch, left } satisfies Shared);
  const count = () => Atomics.load(left, 0);
  let late = 0;
  for (let now = 1; now <= EPOCHS; now++) {
    const before = count();
    Atomics.store(epoch, 0, now);
    while (count() < before + 3) await wait(0);
    gate.raise(now + 1);
    const after = count();
    await wait(1);
    late += count() - after;
  }
  worker.terminate();
  expect(late).toBe(0);
});

test('a picture of the epoch in force, or of a newer one, leaves; who asks is told', () => {
  const gate = createEpochGate(new ArrayBuffer(EPOCH_GATE_BYTES));
  let left = 0;
  const pass = (epoch: number) => gate.pass(epoch, () => (left += 1));
  gate.raise(3);
  expect([pass(2), pass(3), pass(4)]).toEqual([false, true, true]);
  expect(left).toBe(2);
});

test('a writer that died on the way does not hold the page up, which is told that it must end the track', () => {
  const memory = new ArrayBuffer(EPOCH_GATE_BYTES);
  const gate = createEpochGate(memory);
  let isSafe = true;
  gate.pass(1, () => {
    // As if it never came back from here.
    isSafe = gate.raise(2);
  });
  expect(isSafe).toBe(false);
  expect(gate.pass(1, () => undefined)).toBe(false);
  expect(gate.raise(3)).toBe(true);
});
