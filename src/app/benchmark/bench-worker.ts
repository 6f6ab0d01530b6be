// A worker of the benchmark, seen from the page: its answers, or the reason why there are none.
import { wrap, type Remote } from 'comlink';
import { EverframeError } from '../../base/errors';
import type { BenchmarkService } from '../../protocol/benchmark-service';

export interface BenchWorker {
  readonly service: Remote<BenchmarkService>;
  /** The answer, or a rejection when the worker has gone. */
  ask<T>(answer: Promise<T>): Promise<T>;
  end(): void;
}

export function openBenchWorker(): BenchWorker {
  const worker = new Worker(new URL('../../workers/benchmark.worker.ts', import.meta.url), {
    type: 'module',
    name: 'benchmark',
  });
  let fail: (error: EverframeError) => void = () => undefined;
  const gone = new Promise<never>((_resolve, reject) => (fail = reject));
  gone.catch(() => undefined); // told to whoever waits for an answer
  worker.onerror = ({ message }) => {
    fail(new EverframeError('worker-died', message || 'the worker of the benchmark failed'));
  };
  return {
    service: wrap<BenchmarkService>(worker),
    ask: (answer) => Promise.race([answer, gone]),
    end() {
      worker.terminate();
      fail(new EverframeError('worker-died', 'the worker of the benchmark was ended'));
    },
  };
}
