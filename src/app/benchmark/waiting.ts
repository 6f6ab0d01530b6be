// Waiting that can be given up: by whoever asked, or because it takes too long; and the row that says so.
import { asEverframeError } from '../../base/errors';
import type { NotMeasured } from '../../benchmark/result';

class TooLong extends Error {
  override readonly name = 'TooLong';
  constructor(readonly afterS: number) {
    super(`given up after ${afterS} s`);
  }
}

const rejectOn = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    const giveUp = () => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });

/** The job's answer; rejects, and aborts the job, with the signal or after `limitS`. */
export async function limited<T>(
  limitS: number,
  signal: AbortSignal,
  job: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const giveUp = () => {
    own.abort(signal.reason);
  };
  signal.addEventListener('abort', giveUp);
  const timer = setTimeout(() => {
    own.abort(new TooLong(limitS));
  }, limitS * 1000);
  try {
    signal.throwIfAborted();
    return await Promise.race([job(own.signal), rejectOn(own.signal)]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}

export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    }, ms);
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });

export async function waitUntil(isSo: () => boolean, signal: AbortSignal, everyMs = 30): Promise<void> {
  while (!isSo()) await pause(everyMs, signal);
}

/** What a row says that was not measured; throws on when it was the person who gave up. */
export function notMeasured(error: unknown, signal: AbortSignal): NotMeasured {
  signal.throwIfAborted();
  if (error instanceof TooLong) return { state: 'given-up', afterS: error.afterS };
  const { code, message } = asEverframeError(error);
  if (code === 'gpu-missing') return { state: 'missing', reason: message };
  return { state: 'failed', reason: code === 'gpu-lost' ? 'the graphics card was lost' : message };
}
