// Single keys of the studio. Off in text fields and dialogs, off when the person says so, and Space never acts while a
// control has the focus.
import { tinykeys } from 'tinykeys';
import { BACKGROUND_MODES } from '../config/background';
import type { StudioState } from './studio-state.svelte';

const CONTROLS = 'button, a[href], input, select, textarea, summary, [role="slider"]';

/** Whether Space and Enter belong to what has the focus. */
export const hasControl = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(CONTROLS) !== null;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !['range', 'checkbox', 'radio', 'button'].includes(target.type);
}

/** Single keys are off: typed text, a dialog, or the person says so. */
export const ignoresKeys = (event: KeyboardEvent, app: StudioState): boolean =>
  event.defaultPrevented ||
  event.repeat ||
  event.isComposing ||
  !app.preferences.singleKeys ||
  isTyping(event.target) ||
  document.querySelector('dialog[open]') !== null;

/** Those that change what viewers see at once, wherever the person is; the others are the studio's own. */
const EVERYWHERE = ['h', 'l', 'b', 'd', '?'];

/** Listens on the window; answers the stopper. */
export function listenToKeys(app: StudioState): () => void {
  const ignore = (event: KeyboardEvent): boolean =>
    ignoresKeys(event, app) || (app.isAway && !EVERYWHERE.includes(event.key.toLowerCase()));

  const background = (index: number): void => {
    const mode = BACKGROUND_MODES[index];
    if (mode !== undefined) void app.setBackground({ mode });
  };
  const tiles = Object.fromEntries(BACKGROUND_MODES.map((_, index) => [String(index + 1), () => background(index)]));

  let comparedBefore = app.compare;
  const holdSpace = (event: KeyboardEvent): void => {
    if (hasControl(event.target)) return;
    event.preventDefault();
    comparedBefore = app.compare;
    app.compare = 'full';
  };
  const releaseSpace = (): void => {
    if (app.compare === 'full') app.compare = comparedBefore === 'full' ? 'off' : comparedBefore;
  };

  const stopKeys = tinykeys(
    window,
    {
      h: () => app.toggleHold(),
      l: () => app.studio.backToLive(),
      b: () => app.toggleBeRightBack(),
      t: () => app.tryFallback(),
      s: () => void app.saveSnapshot(),
      c: () => (app.compare = app.compare === 'off' ? 'split' : 'off'),
      m: () => app.studio.setMirrorView(!app.snapshot.mirrorView),
      p: () => void app.popOut(),
      d: () => (location.hash = app.view === 'dashboard' ? '#/' : '#/dashboard'),
      '[Shift]+?': () => (app.dialog = 'keys'),
      Space: holdSpace,
      ...tiles,
    },
    { ignore },
  );
  const onKeyUp = (event: KeyboardEvent): void => {
    if (event.code === 'Space') releaseSpace();
  };
  // Esc is no single character: it works with single keys off, too. Dialogs close themselves.
  const onEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
    if (!app.toasts.dismissNewest()) app.compare = 'off';
  };
  window.addEventListener('keyup', onKeyUp);
  window.addEventListener('keydown', onEscape);
  window.addEventListener('blur', releaseSpace);
  return () => {
    stopKeys();
    window.removeEventListener('keyup', onKeyUp);
    window.removeEventListener('keydown', onEscape);
    window.removeEventListener('blur', releaseSpace);
  };
}
