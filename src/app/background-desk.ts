// What is behind the person: takes what is asked for, one wish at a time, and gives every vision worker the picture or clip
// that belongs to it. A room that is on show is hidden when that is asked for, not when the picture has been decoded.
import { asEverframeError, EverframeError } from '../base/errors';
import { hidesRoom, type Background } from '../config/background';
import type { Remembered } from '../config/remembered';
import type { Backdrop } from '../protocol/vision-service';
import type { Backdrops, FoundBackdrop } from './backdrops';
import { resolveBackground } from './choices';
import type { BackdropMode, BackgroundRequest } from './studio-controls';
import type { VisionClient } from './vision-client';

export interface BackgroundDesk {
  /**
   * Answers what is shown, once it is.
   * @throws EverframeError `picture-unreadable`, `picture-too-large`, `file-unreadable`, `file-unsupported`, and then what was
   * shown before is again; `superseded` by a newer wish, which decides then
   */
  set(request: BackgroundRequest): Promise<Background>;
  /** At the start the background is known before its picture is: the name follows. */
  showFirst(mode: BackdropMode, address: string | undefined): Promise<void>;
  /** For a worker that begins; null where nothing is to stand there. */
  forWorker(): Promise<Backdrop | null>;
  /** Lets the worker forget a picture that is not behind anybody. */
  dropUnused(): Promise<void>;
}

interface Host {
  now(): Background;
  /** Resolves with the first picture that shows it. */
  apply(next: Background): Promise<void>;
  rename(next: Background): void;
  saved(): Remembered;
  remember(changes: Partial<Remembered>): void;
  /** The worker that shows it now; null while stopped. */
  inCharge(): VisionClient | null;
}

interface Chosen {
  readonly mode: BackdropMode;
  readonly found: FoundBackdrop;
}

export function createBackgroundDesk(backdrops: Backdrops, host: Host): BackgroundDesk {
  let wishes = 0;
  let shown: Chosen | null = null;
  let asked: Chosen | null = null;
  /** The last that was all there: what a wish that fails goes back to. */
  let settled = host.now();

  function show(next: Background): Promise<void> {
    const isShown = host.apply(next);
    // Not when its picture comes: a page that is reloaded before that is not to show the room.
    host.remember({ background: next });
    return isShown;
  }
  const lastName = (mode: BackdropMode) => (mode === 'image' ? host.saved().imageName : host.saved().videoName);

  /** A worker that ends meanwhile is no fault of the picture: the one that follows it begins with it. */
  async function put({ mode, found }: Chosen): Promise<void> {
    let client: VisionClient | null;
    do {
      client = host.inCharge();
      try {
        const backdrop = await backdrops.make(mode, found);
        await client?.opened;
        await client?.setBackdrop(backdrop);
      } catch (error) {
        if (client?.alive === false) return;
        throw error;
      }
    } while (client !== host.inCharge());
  }
  /** Puts it behind the person and answers its name. What was there before stays until the new one is decoded. */
  async function take(mode: BackdropMode, source: File | string | undefined): Promise<string> {
    const found = await backdrops.find(mode, source, lastName(mode));
    const { name } = found;
    const mine = { mode, found };
    asked = mine;
    try {
      await put(mine).catch((error: unknown) => {
        const unreadable = mode === 'image' ? 'picture-unreadable' : 'file-unreadable';
        const { code, message, facts } = asEverframeError(error, unreadable);
        throw new EverframeError(code, message, { cause: error, facts: { name, ...facts } });
      });
      // A newer one is what the worker shows.
      if (asked === mine) shown = mine;
      await backdrops.keep(mode, found);
    } finally {
      // Not before: a worker that begins while the file is being kept needs it, though another background is still on.
      if (asked === mine) asked = null;
    }
    host.remember(mode === 'image' ? { imageName: name } : { videoName: name });
    return name;
  }

  return {
    async set(request) {
      const mine = ++wishes;
      const isNewest = () => mine === wishes;
      let next: Background;
      try {
        const resolved = resolveBackground(request, host.now(), (mode, source) => {
          if (!hidesRoom(host.now())) show({ mode, name: lastName(mode) ?? '' }).catch(() => undefined);
          return take(mode, source);
        });
        // What is known is in force before the caller goes on.
        next = resolved instanceof Promise ? await resolved : resolved;
      } catch (error) {
        // The room comes back only where nobody wants it hidden any more.
        if (isNewest() && host.now() !== settled) show(settled).catch(() => undefined);
        throw error;
      }
      if (!isNewest()) throw new EverframeError('superseded', 'another background was chosen meanwhile');
      settled = next;
      await show(next);
      return next;
    },
    async showFirst(mode, address) {
      const name = await take(mode, address);
      if (host.now().mode !== mode) return;
      const named = { mode, name };
      if (settled === host.now()) settled = named;
      host.rename(named);
    },
    async dropUnused() {
      const { mode } = host.now();
      if (mode === 'image' || mode === 'video' || asked) return;
      shown = null;
      await host.inCharge()?.setBackdrop(null);
    },
    forWorker() {
      const chosen = asked ?? (shown?.mode === host.now().mode ? shown : null);
      return chosen ? backdrops.make(chosen.mode, chosen.found) : Promise.resolve(null);
    },
  };
}
