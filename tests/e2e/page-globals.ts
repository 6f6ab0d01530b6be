// What the tests put into a page's global scope to find it there again.
import type { Background } from '../../src/config/background';
import type { Seen } from './program-picture';

declare global {
  /** What a listener of `everframe.fallback` or `everframe.quality` was told, in order. */
  var told: (string | null)[];
  /** A wish that is still under way. */
  var newer: Promise<Background>;
  /** From now on the camera may be opened. */
  var allow: () => unknown;
  /** Pulls the camera out, or puts it back. */
  var plug: (back: boolean) => void;
  /** Workers that do nothing but burn the processor. */
  var burners: Worker[];
  var watching: { readonly seen: Seen; readonly reader: ReadableStreamDefaultReader };
}
