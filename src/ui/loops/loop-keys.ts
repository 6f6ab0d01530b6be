// Single keys of the loop maker: a number previews, Space pauses, Enter uses. Off where those of the studio are off, and
// Space and Enter never act while a control has the focus.
import { tinykeys } from 'tinykeys';
import { hasControl, ignoresKeys } from '../keys';
import type { StudioState } from '../studio-state.svelte';

const MOST = 6;

/** Listens on the window; answers the stopper. */
export function listenToLoopKeys(
  app: StudioState,
  on: { readonly pause: () => void; readonly use: () => void },
): () => void {
  const elsewhere = (act: () => void) => (event: KeyboardEvent) => {
    if (hasControl(event.target)) return;
    event.preventDefault();
    act();
  };
  const numbers = Array.from({ length: MOST }, (_, n) => [String(n + 1), () => void app.maker?.choose(n)] as const);
  return tinykeys(
    window,
    { ...Object.fromEntries(numbers), Space: elsewhere(on.pause), Enter: elsewhere(on.use) },
    { ignore: (event) => ignoresKeys(event, app) },
  );
}
