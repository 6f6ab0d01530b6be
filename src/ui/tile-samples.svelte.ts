// What the background tiles are drawn from: the person's last cut-out, and small stills of the picture and the clip that
// a click would take. Belongs to the studio page only; viewers never see any of it. It asks rarely, because a cut-out
// costs one more render of a frame, and only while the tiles are on show.
import type { BackdropChoice, BackdropMode, StudioControls } from '../app/studio-controls';
import type { StudioSnapshot } from '../app/studio-snapshot';

const LOOK_MS = 1000;
/** Once there is a cut-out of this source it is good for this long. */
const FRESH_MS = 30_000;

export class TileSamples {
  person = $state.raw<ImageBitmap | null>(null);
  stills = $state.raw<Record<BackdropMode, ImageBitmap | null>>({ image: null, video: null });
  choices = $state.raw<Record<BackdropMode, readonly BackdropChoice[]>>({ image: [], video: [] });

  readonly #studio: StudioControls;
  #personOf = '';
  #personMs = -Infinity;

  constructor(studio: StudioControls) {
    this.#studio = studio;
  }

  /** Keeps the person's cut-out fresh while tiles are on show; answers the stopper. */
  watchPerson(snapshot: () => StudioSnapshot): () => void {
    const look = (): void => {
      const { source, mirrorOutput } = snapshot();
      const of = JSON.stringify([source.kind, source.label, source.deviceId, source.width, mirrorOutput]);
      const isFresh = of === this.#personOf && performance.now() - this.#personMs < FRESH_MS;
      if (!document.hidden && source.state === 'open' && !isFresh) void this.#takePerson(of);
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }

  async #takePerson(of: string): Promise<void> {
    const person = await this.#studio.takePersonPicture();
    if (person === null) return;
    this.#personOf = of;
    this.#personMs = performance.now();
    this.person?.close();
    this.person = person;
  }

  /** Reads what can be chosen and what a click on the tile would take. */
  async refresh(mode: BackdropMode): Promise<void> {
    const [choices, still] = await Promise.all([
      this.#studio.backdropChoices(mode),
      this.#studio.backdropPreview(mode),
    ]);
    this.choices = { ...this.choices, [mode]: choices };
    if (still === null) return;
    this.stills[mode]?.close();
    this.stills = { ...this.stills, [mode]: still };
  }
}
