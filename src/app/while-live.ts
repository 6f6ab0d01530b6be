// What a show asks of the browser while a real source is on air: the screen stays awake, and closing the tab is asked
// about first.
import type { StudioControls } from './studio-controls';

/** Watches the studio for the life of the page. */
export function guardWhileLive(studio: StudioControls): void {
  let live = false;
  let lock: WakeLockSentinel | null = null;

  const keepAwake = async () => {
    if (!live || document.hidden || (lock && !lock.released)) return;
    // Refused on low battery or by policy: the show goes on all the same.
    lock = await navigator.wakeLock.request('screen').catch(() => null);
    if (!live) await lock?.release();
  };
  const ask = (event: BeforeUnloadEvent) => {
    event.preventDefault();
  };
  document.addEventListener('visibilitychange', () => void keepAwake());
  studio.subscribe(({ running, source, liveSinceMs }) => {
    const now = running && source.kind !== 'demo' && liveSinceMs !== null;
    if (now === live) return;
    live = now;
    if (live) {
      window.addEventListener('beforeunload', ask);
      void keepAwake();
    } else {
      window.removeEventListener('beforeunload', ask);
      void lock?.release();
    }
  });
}
