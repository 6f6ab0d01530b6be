// The picture or clip behind the person, whichever vision worker is in charge: takes what was asked for there, and gives a
// worker that comes later the same.
import { asEverframeError, EverframeError } from '../base/errors';
import type { Background } from '../config/background';
import type { Backdrop } from '../protocol/vision-service';
import type { Backdrops, FoundBackdrop } from './backdrops';
import type { BackdropMode } from './studio-controls';
import type { VisionClient } from './vision-client';

interface Chosen {
  readonly mode: BackdropMode;
  readonly found: FoundBackdrop;
}

export interface BackdropDesk {
  /**
   * Puts it behind the person and answers its name; without `source`, the one called `lastName` or the first that ships.
   * What was there before stays until the new one is decoded.
   * @throws EverframeError `picture-unreadable`, `picture-too-large`, `file-unreadable`, `file-unsupported`
   */
  take(mode: BackdropMode, source: File | string | undefined, lastName: string | null): Promise<string>;
  /** For a worker that begins under this background; null where nothing is to stand there. */
  forWorker(background: Background): Promise<Backdrop | null>;
}

/** `inCharge`: the worker that shows it now; null while stopped. */
export function createBackdropDesk(backdrops: Backdrops, inCharge: () => VisionClient | null): BackdropDesk {
  let shown: Chosen | null = null;
  let asked: Chosen | null = null;

  /** A worker that ends meanwhile is no fault of the picture: the one that follows it begins with it. */
  async function put({ mode, found }: Chosen): Promise<void> {
    let client: VisionClient | null;
    do {
      client = inCharge();
      try {
        const backdrop = await backdrops.make(mode, found);
        await client?.opened;
        await client?.setBackdrop(backdrop);
      } catch (error) {
        if (client?.alive === false) return;
        throw error;
      }
    } while (client !== inCharge());
  }

  return {
    async take(mode, source, lastName) {
      const found = await backdrops.find(mode, source, lastName);
      const { name } = found;
      const mine = { mode, found };
      asked = mine;
      try {
        await put(mine);
        // A newer one is what the worker shows.
        if (asked === mine) shown = mine;
      } catch (error) {
        const { code, message, facts } = asEverframeError(
          error,
          mode === 'image' ? 'picture-unreadable' : 'file-unreadable',
        );
        throw new EverframeError(code, message, { cause: error, facts: { name, ...facts } });
      } finally {
        if (asked === mine) asked = null;
      }
      await backdrops.keep(mode, found);
      return name;
    },
    forWorker(background) {
      const chosen = asked ?? (shown?.mode === background.mode ? shown : null);
      return chosen ? backdrops.make(chosen.mode, chosen.found) : Promise.resolve(null);
    },
  };
}
