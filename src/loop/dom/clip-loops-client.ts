// The page's side of the loop maker's workers: one for each job, ended when it is done, given up or dead, so that nothing of
// a clip stays behind.
import { proxy, wrap, type Remote } from 'comlink';
import { EverframeError } from '../../base/errors';
import type { LoopLengths } from '../../config/loops';
import type { ClipAnalysis, ClipLoop, ClipLoopsService, LoopSpan, Transition } from '../../protocol/clip-loops-service';

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

export interface AnalysedClip {
  readonly analysis: ClipAnalysis;
  /** The loops of other lengths, and a loop between ends that somebody chose: no second pass over the clip. */
  find(lengths: LoopLengths): Promise<readonly ClipLoop[]>;
  judge(span: LoopSpan): Promise<ClipLoop>;
}

/** Compares the clip's pictures; what was found out is kept for further questions until the signal ends it. */
export function analyseClip(file: Blob, lengths: LoopLengths, tell: Tell, signal: AbortSignal): Promise<AnalysedClip> {
  return new Promise((resolve, reject) => {
    const ended = inWorker<never>(signal, async (service) => {
      const analysis = await service.analyse(file, lengths, proxy(tell));
      resolve({
        analysis,
        find: (other) => Promise.race([service.find(other), ended]),
        judge: (span) => Promise.race([service.judge(span), ended]),
      });
      return new Promise<never>(() => undefined);
    });
    ended.catch(reject);
  });
}

/** The same for one answer. */
export const analyseLoops = (
  file: Blob,
  lengths: LoopLengths,
  tell: Tell,
  signal?: AbortSignal,
): Promise<ClipAnalysis> => inWorker(signal, (service) => service.analyse(file, lengths, proxy(tell)));

export const scoreTransitions = (
  file: Blob,
  transitions: readonly Transition[],
  signal?: AbortSignal,
): Promise<number[]> => inWorker(signal, (service) => service.score(file, transitions));

export const renderLoop = (
  file: Blob,
  span: LoopSpan,
  fadeMs: number,
  tell: Tell,
  signal?: AbortSignal,
): Promise<Blob> => inWorker(signal, (service) => service.render(file, span, fadeMs, proxy(tell)));
