// Short notes at the bottom left: at most two, six seconds each; errors stay until dismissed.
// Never for something the status row already says.

export type ToastTone = 'plain' | 'done' | 'error';

export interface Toast {
  readonly id: number;
  readonly tone: ToastTone;
  readonly text: string;
}

const SHOWN_MS = 6000;
const AT_MOST = 2;

export class Toasts {
  items = $state.raw<readonly Toast[]>([]);
  #nextId = 1;

  show(text: string, tone: ToastTone = 'plain'): void {
    const id = this.#nextId++;
    const others = this.items.filter((toast) => toast.text !== text);
    this.items = [...others, { id, tone, text }].slice(-AT_MOST);
    if (tone !== 'error') setTimeout(() => this.dismiss(id), SHOWN_MS);
  }

  dismiss(id: number): void {
    this.items = this.items.filter((toast) => toast.id !== id);
  }

  /** The newest one goes; answers whether there was one. */
  dismissNewest(): boolean {
    const newest = this.items.at(-1);
    if (newest !== undefined) this.dismiss(newest.id);
    return newest !== undefined;
  }
}
