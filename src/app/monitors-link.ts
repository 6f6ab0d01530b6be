// The studio's way to the monitors, which are fetched once the first picture is on the page.
import type { Monitors, MonitorSources } from './monitors';

export function createMonitorsLink(sources: Omit<MonitorSources, 'modelUrl'>) {
  let modelUrl: string | null = null;
  let asked = false;
  let visit = 0;
  let now: Monitors | null = null;
  return {
    get now() {
      return now;
    },
    /** To be called with every picture of the source that is shown. */
    pictureShown(): void {
      if (asked) return;
      asked = true;
      const mine = visit;
      import('./monitors').then(
        ({ openMonitors }) => {
          if (mine === visit) now = openMonitors({ ...sources, modelUrl: () => modelUrl });
        },
        // The next start asks again.
        () => undefined,
      );
    },
    /** Where a worker is to read that net. */
    modelAt(url: string): string {
      modelUrl = url;
      return now?.models.urlOf(url) ?? url;
    },
    close(): void {
      visit += 1;
      asked = false;
      now?.close();
      now = null;
    },
  };
}
