// The one benchmark of a page: idle, under way, over or given up, for views and scripts alike. Puts the studio out of the way while it shows
// nothing but the demo, and brings it back.
import { asEverframeError, EverframeError } from '../../base/errors';
import { choosePlan } from '../../benchmark/choose-plan';
import type { BenchmarkResult } from '../../benchmark/result';
import type { Shape } from '../../benchmark/shapes';
import type { StudioControls } from '../studio-controls';
import { isNobodysShow } from './nobodys-show';
import { runBenchmark, type BenchmarkProgress } from './run';

export type BenchmarkState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly shape: Shape['kind']; readonly progress: BenchmarkProgress | null }
  | { readonly kind: 'done'; readonly result: BenchmarkResult }
  | { readonly kind: 'aborted'; readonly progress: BenchmarkProgress | null }
  | { readonly kind: 'failed'; readonly error: EverframeError; readonly progress: BenchmarkProgress | null };

export type BenchmarkStudio = Pick<StudioControls, 'snapshot' | 'start' | 'stop' | 'quality' | 'kept' | 'keep'>;

export interface BenchmarkDesk {
  readonly state: BenchmarkState;
  subscribe(listener: (state: BenchmarkState) => void): () => void;
  run(
    shape: Shape['kind'],
    signal?: AbortSignal,
    onProgress?: (progress: BenchmarkProgress) => void,
  ): Promise<BenchmarkResult>;
  cancel(): void;
  /** A result that was read from a file, in place of one that was run. */
  show(result: BenchmarkResult): void;
  /** Back to the beginning. */
  clear(): void;
  /** Puts the plan in force; what it says of the engine holds from the next start of the studio on. */
  use(result: BenchmarkResult): Promise<UsedPlan>;
}

export interface UsedPlan {
  /** Another engine is at work now than the plan's. */
  readonly afterReload: boolean;
}

/** What choosing the engine goes by at a start: a frame with all there is, on each. */
function timingOf({ engines }: BenchmarkResult): { cpuMs: number; webgpuMs: number } | null {
  const at = (engine: 'cpu' | 'webgpu') => {
    const row = engines.find((one) => one.engine === engine && one.level === 'high');
    return row?.outcome.state === 'measured' ? row.outcome.work.p50 : null;
  };
  const [cpuMs, webgpuMs] = [at('cpu'), at('webgpu')];
  return cpuMs === null || webgpuMs === null ? null : { cpuMs, webgpuMs };
}

function createDesk(studio: BenchmarkStudio): BenchmarkDesk {
  let state: BenchmarkState = { kind: 'idle' };
  let abort: AbortController | null = null;
  const listeners = new Set<(state: BenchmarkState) => void>();
  const become = (next: BenchmarkState) => {
    state = next;
    for (const listener of listeners) listener(next);
  };

  return {
    get state() {
      return state;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async run(shape, signal, onProgress = () => undefined) {
      if (abort)
        throw new EverframeError(
          'setting-invalid',
          'no benchmark was begun: one is under way, and two would measure each other',
        );
      const own = (abort = new AbortController());
      const giveUp = () => {
        own.abort(signal?.reason);
      };
      signal?.addEventListener('abort', giveUp);
      if (signal?.aborted) giveUp();
      const wasStopped = isNobodysShow(studio.snapshot());
      let progress: BenchmarkProgress | null = null;
      become({ kind: 'running', shape, progress });
      try {
        if (wasStopped) await studio.stop();
        const result = await runBenchmark({
          shape,
          signal: own.signal,
          isOnAir: studio.snapshot().running,
          onProgress(next) {
            progress = next;
            become({ kind: 'running', shape, progress });
            onProgress(next);
          },
        });
        become({ kind: 'done', result });
        return result;
      } catch (error) {
        become(
          own.signal.aborted
            ? { kind: 'aborted', progress }
            : { kind: 'failed', error: asEverframeError(error), progress },
        );
        throw error;
      } finally {
        signal?.removeEventListener('abort', giveUp);
        abort = null;
        if (wasStopped) void studio.start().catch(() => undefined);
      }
    },
    cancel() {
      abort?.abort(new DOMException('The benchmark was given up.', 'AbortError'));
    },
    show(result) {
      if (!abort) become({ kind: 'done', result });
    },
    clear() {
      if (!abort) become({ kind: 'idle' });
    },
    async use(result) {
      const plan = choosePlan(result.engines, result.settings.targetFps);
      if (!plan) throw new EverframeError('setting-invalid', 'nothing was changed: this result has no plan');
      await studio.quality.set({ automatic: true, levelMax: plan.level });
      const timing = timingOf(result);
      const { adapter } = result.machine;
      if (timing && adapter !== '') studio.keep({ timings: { ...studio.kept().timings, [adapter]: timing } });
      const { kind } = studio.snapshot().engine;
      return { afterReload: kind !== null && kind !== plan.engine };
    },
  };
}

const desks = new WeakMap<BenchmarkStudio, BenchmarkDesk>();

/** The same for whoever asks. */
export function benchmarkDesk(studio: BenchmarkStudio): BenchmarkDesk {
  const desk = desks.get(studio) ?? createDesk(studio);
  desks.set(studio, desk);
  return desk;
}
