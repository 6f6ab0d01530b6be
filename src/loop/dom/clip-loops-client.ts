// The page's side of the loop maker's workers: one for each job, ended when it is done, given up or dead, so that nothing of
// a clip stays behind.
import { proxy, wrap, type Remote } from 'comlink';
import { EverframeError } from '../../base/errors';
import type { ClipAnalysis, ClipLoop, ClipLoopsService, Transition } from '../../protocol/clip-loops-service';

type Span = Pick<ClipLoop, 'startMs' | 'endMs'>;
type Tell = (share: number) => void;

/** Rejects with the signal's reason when it is given up, and with `worker-died` when the worker dies. */
export async function inWorker<Result>(
  signal: AbortSignal | undefined,
  job: (service: Remote<ClipLoopsService>) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted();
  const worker = new Worker(new URL('../../workers/clip-loops.worker.ts', import.meta.url), {
    type: 'module',
    name: 'clip-loops',
  });
  let giveUp = () => undefined as void;
  const ended = new Promise<never>((_resolve, reject) => {
    worker.onerror = (event) => {
      reject(new EverframeError('worker-died', event.message || 'the loop maker failed'));
    };
    giveUp = () => {
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', giveUp);
  });
  try {
    return await Promise.race([job(wrap<ClipLoopsService>(worker)), ended]);
  } finally {
    signal?.removeEventListener('abort', giveUp);
    worker.terminate();
  }
}

export const analyseLoops = (file: Blob, tell: Tell, signal?: AbortSignal): Promise<ClipAnalysis> =>
  inWorker(signal, (service) => service.analyse(file, proxy(tell)));

export const scoreTransitions = (
  file: Blob,
  transitions: readonly Transition[],
  signal?: AbortSignal,
): Promise<number[]> => inWorker(signal, (service) => service.score(file, transitions));

export const renderLoop = (file: Blob, span: Span, tell: Tell, signal?: AbortSignal): Promise<Blob> =>
  inWorker(signal, (service) => service.render(file, span, proxy(tell)));
