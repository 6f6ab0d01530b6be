// Tells views of changes, at most so often: many changes in a row are one.
export function createNotifier<Snapshot>(take: () => Snapshot, everyMs: number) {
  const listeners = new Set<(snapshot: Snapshot) => void>();
  let timer = 0;
  return {
    changed(): void {
      if (timer) return;
      timer = window.setTimeout(() => {
        timer = 0;
        const now = take();
        for (const listener of listeners) listener(now);
      }, everyMs);
    },
    /** Calls back at once, then with every change; answers the unsubscriber. */
    subscribe(listener: (snapshot: Snapshot) => void): () => void {
      listeners.add(listener);
      listener(take());
      return () => listeners.delete(listener);
    },
  };
}
