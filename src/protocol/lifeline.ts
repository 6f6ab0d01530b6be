// Tells the page at once that a worker has gone, however it went: a worker that crashes or ends raises no event, but the
// browser gives back the lock it held. A worker that hangs keeps its lock; that is for a watchdog.

/** What a worker says once it holds its lock. Only then can the page ask for it: whoever asks first has it. */
const HELD = 'lifeline held';

/** To be called first in a worker; its name has to be its own in this browser. */
export function holdLifeline(): void {
  void navigator.locks.request(self.name, () => {
    self.postMessage(HELD);
    return new Promise(() => undefined);
  });
}

/**
 * Calls back once when the worker has gone, however soon after its start; one whose script cannot be had reports an error instead.
 * Answers the stopper.
 * @param name the worker's
 */
export function watchLifeline(worker: Worker, name: string, gone: () => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  worker.addEventListener(
    'message',
    ({ data }) => {
      if (data !== HELD) return;
      // Aborted: nobody asks any more.
      navigator.locks.request(name, { signal }, gone).catch(() => undefined);
    },
    { signal },
  );
  return () => {
    stop.abort();
  };
}
