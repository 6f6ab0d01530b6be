// One tooltip for the whole page, in the top layer: shown on hover (after a moment) and on keyboard focus.
// It repeats or adds; nothing a person needs is only here.
import type { Attachment } from 'svelte/attachments';

const WAIT_MS = 400;
const GAP_PX = 8;
let bubble: HTMLElement | null = null;

function ensureBubble(): HTMLElement {
  if (bubble === null) {
    bubble = document.createElement('div');
    bubble.id = 'everframe-tooltip';
    bubble.className = 'tooltip';
    bubble.setAttribute('role', 'tooltip');
    bubble.popover = 'manual';
    document.body.append(bubble);
  }
  return bubble;
}

function place(tip: HTMLElement, target: Element): void {
  const at = target.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = tip;
  const below = at.bottom + GAP_PX + height <= innerHeight;
  const left = Math.min(Math.max(GAP_PX, at.left + at.width / 2 - width / 2), innerWidth - width - GAP_PX);
  tip.style.left = `${left}px`;
  tip.style.top = `${below ? at.bottom + GAP_PX : at.top - height - GAP_PX}px`;
}

/** Attaches `text` (and the key that does the same) to an element; an empty text shows nothing. */
export function tooltip(text: string, key = ''): Attachment<HTMLElement> {
  return (target) => {
    if (text === '') return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let shown = false;
    const show = (): void => {
      const tip = ensureBubble();
      tip.replaceChildren(text);
      if (key !== '') {
        const cap = document.createElement('kbd');
        cap.textContent = key;
        tip.append(cap);
      }
      tip.showPopover();
      place(tip, target);
      shown = true;
      if (target.getAttribute('aria-label') !== text) target.setAttribute('aria-describedby', tip.id);
    };
    const hide = (): void => {
      clearTimeout(timer);
      if (!shown) return;
      shown = false;
      bubble?.hidePopover();
      target.removeAttribute('aria-describedby');
    };
    const onEnter = (event: PointerEvent): void => {
      if (event.pointerType !== 'mouse') return;
      clearTimeout(timer);
      timer = setTimeout(show, WAIT_MS);
    };
    const onFocus = (): void => {
      if (target.matches(':focus-visible')) show();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide();
    };
    target.addEventListener('pointerenter', onEnter);
    target.addEventListener('pointerleave', hide);
    target.addEventListener('pointerdown', hide);
    target.addEventListener('focusin', onFocus);
    target.addEventListener('focusout', hide);
    target.addEventListener('keydown', onKey);
    return () => {
      hide();
      target.removeEventListener('pointerenter', onEnter);
      target.removeEventListener('pointerleave', hide);
      target.removeEventListener('pointerdown', hide);
      target.removeEventListener('focusin', onFocus);
      target.removeEventListener('focusout', hide);
      target.removeEventListener('keydown', onKey);
    };
  };
}
