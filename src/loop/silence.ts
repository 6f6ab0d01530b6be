// Says when pictures stop coming: sooner than anybody decides that they are lost, and once each time.

/** So long without a picture, and so many of the intervals at which they came. */
const SILENT_MS = 150;
const SILENT_INTERVALS = 3;
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
  return {
    heard(timestampUs) {
      const intervalUs = timestampUs - lastUs;
      lastUs = timestampUs;
      clearTimeout(timer);
      if (intervalUs >= GAP_US) return;
      timer = setTimeout(silent, Math.max(SILENT_MS, (SILENT_INTERVALS * intervalUs) / 1000));
    },
    close() {
      clearTimeout(timer);
    },
  };
}
