// Tells the page at once that a worker has gone, however it went: a worker that crashes or ends raises no event, but the
// browser gives back the lock it held. A worker that hangs keeps its lock; that is for a watchdog.

const LOOK_MS = 50;

/** To be called first in a worker; its name has to be its own in this browser. */
export function holdLifeline(): void {
  void navigator.locks.request(self.name, () => new Promise(() => undefined));
}

const isHeld = async (name: string) =>
  (await navigator.locks.query()).held?.some((lock) => lock.name === name) ?? false;

/** Calls back once when the worker of that name, which may still be starting, has gone. Answers the stopper. */
export function watchLifeline(name: string, gone: () => void): () => void {
  const stop = new AbortController();
  const watch = async () => {
    while (!(await isHeld(name))) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      if (stop.signal.aborted) return;
    }
    await navigator.locks.request(name, { signal: stop.signal }, gone);
  };
  watch().catch(() => undefined); // aborted: nobody asks any more
  return () => {
    stop.abort();
  };
}
