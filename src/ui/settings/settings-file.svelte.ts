// The settings menu's side of the configuration: asks for it, and keeps what came of it. A file that is refused changes nothing.
import { createConfig, type ConfigOutcome } from '../../app/config-api';
import { asEverframeError } from '../../base/errors';
import { programText } from '../../config/program';
import { readAddress } from '../../config/url-parameters';
import { askForFile, fileStamp, saveFile } from '../files';
import type { StudioState } from '../studio-state.svelte';
import { refusedWords, type Refused } from '../words/settings';

/** A second click within that time resets. */
const ASK_MS = 5000;

export class SettingsFile {
  readonly #app: StudioState;
  readonly #config: ReturnType<typeof createConfig>;
  profiles = $state.raw<readonly string[]>([]);
  /** As it will be at the next load of the page. */
  program = $state('');
  refused = $state.raw<Refused | null>(null);
  asksReset = $state(false);
  /** The address names the program, and wins. */
  readonly isInAddress = readAddress(location.search, location.hash).parameters.program !== undefined;

  constructor(app: StudioState) {
    this.#app = app;
    this.#config = createConfig(app.studio);
    this.program = app.studio.kept().program || programText(app.snapshot.program);
    void this.#config.profiles.list().then((names) => (this.profiles = names));
  }

  get waitsForReload(): boolean {
    return this.program !== programText(this.#app.snapshot.program);
  }

  async chooseProgram(text: string): Promise<void> {
    const [width, height, fps] = text.split(/[x@]/).map(Number);
    await this.#do(() => this.#config.set({ program: { width, height, fps } }), '');
  }

  async save(): Promise<void> {
    const text = await this.#config.export();
    saveFile(new Blob([text], { type: 'application/json' }), `Everframe settings ${fileStamp(Date.now())}.json`);
    this.#app.toasts.show('Settings saved as a file.', 'done');
  }

  async choose(): Promise<void> {
    const file = await askForFile('application/json,.json');
    if (file === null) return;
    const read = this.#config.read(await file.text());
    if (read.ok) await this.#do(() => this.#config.apply(read.settings), `The settings of ${file.name} hold now.`);
    else this.refused = refusedWords(file.name, read.problems);
  }

  async reset(): Promise<void> {
    if (!this.asksReset) {
      this.asksReset = true;
      setTimeout(() => (this.asksReset = false), ASK_MS);
      return;
    }
    this.asksReset = false;
    await this.#do(() => this.#config.reset(), 'All settings are as they were at first.');
  }

  async saveProfile(name: string): Promise<boolean> {
    return this.#do(async () => {
      this.profiles = await this.#config.profiles.save(name);
    }, `Kept as ${name.trim()}.`);
  }

  async useProfile(name: string): Promise<void> {
    await this.#do(() => this.#config.profiles.use(name), `The settings of ${name} hold now.`);
  }

  async removeProfile(name: string): Promise<void> {
    await this.#do(async () => {
      this.profiles = await this.#config.profiles.remove(name);
    }, `${name} was removed.`);
  }

  async #do(request: () => Promise<ConfigOutcome | void>, done: string): Promise<boolean> {
    this.refused = null;
    try {
      const outcome = await request();
      if (outcome) this.program = programText(outcome.settings.program);
      if (done) this.#app.toasts.show(done, 'done');
      return true;
    } catch (error) {
      const { message } = asEverframeError(error);
      this.refused = {
        title: `${message.charAt(0).toUpperCase()}${message.slice(1)}.`.replace('..', '.'),
        text: '',
        list: [],
      };
      return false;
    }
  }
}
