// What the views of quality share: one request at a time is told of when it changed nothing, and what the last trial showed.
import { createContext } from 'svelte';
import { asEverframeError } from '../../base/errors';
import { PRESETS } from '../../config/quality';
import type { StudioState } from '../studio-state.svelte';
import { TRY_SECONDS, triedWords } from '../words/quality-knobs';

export class QualityKnobs {
  readonly #app: StudioState;
  /** What was wrong with the last wish; nothing was changed then. */
  error = $state('');
  tried = $state('');

  constructor(app: StudioState) {
    this.#app = app;
  }

  async ask(request: () => Promise<unknown>): Promise<void> {
    this.error = '';
    await request().catch((error: unknown) => {
      const { message } = asEverframeError(error);
      this.error = `${message.charAt(0).toUpperCase()}${message.slice(1)}`;
    });
  }

  usePreset(name: string): Promise<void> {
    const preset = PRESETS.find((one) => one === name);
    if (preset === undefined || preset === 'custom') return Promise.resolve();
    return this.ask(() => this.#app.studio.quality.preset(preset));
  }

  tryLoad(): Promise<void> {
    this.tried = '';
    return this.ask(async () => (this.tried = triedWords(await this.#app.studio.quality.tryLoad(TRY_SECONDS))));
  }
}

export const [useKnobs, provideKnobs] = createContext<QualityKnobs>();
