// Says when pictures stop coming: sooner than anybody decides that they are lost, and once each time.

/** So long without a picture, and so many of the intervals at which they came. */
const SILENT_MS = 150;
const SILENT_INTERVALS = 3;
/** A timer that comes so late was kept waiting by this thread's own work, as pictures may have been: they get so long. */
const LATE_MS = 15;
const GRACE_MS = 60;
/** After a longer gap there is no interval to go by. */
const GAP_US = 1e6;

export interface Silence {
  /** A picture has come; later than the one before. */
  heard(timestampUs: number): void;
  close(): void;
}

export function listenForSilence(silent: () => void): Silence {
  let lastUs = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function wait(forMs: number): void {
    const dueMs = performance.now() + forMs;
    timer = setTimeout(() => {
      if (performance.now() - dueMs > LATE_MS) wait(GRACE_MS);
      else silent();
    }, forMs);
  }
  return {
    heard(timestampUs) {
      const intervalUs = timestampUs - lastUs;
      lastUs = timestampUs;
      clearTimeout(timer);
      if (intervalUs >= GAP_US) return;
      wait(Math.max(SILENT_MS, (SILENT_INTERVALS * intervalUs) / 1000));
    },
    close() {
      clearTimeout(timer);
    },
  };
}
