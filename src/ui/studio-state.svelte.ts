// The page's side of the studio: mirrors snapshots into runes, asks the studio for changes and keeps what came of it
// (errors at their place, notes, what is being waited for). It decides nothing about pictures.
import type { AddedFallback, BackgroundRequest, SourceRequest, StudioControls } from '../app/studio-controls';
import type { StudioSnapshot, Trouble } from '../app/studio-snapshot';
import { asEverframeError } from '../base/errors';
import { readAddress, type View } from '../config/url-parameters';
import { browserName } from './browser-name';
import { watchEnergySaver } from './energy-saver';
import { askForFile, askForFiles, fileStamp, fileUse, PICTURE_TYPES, saveFile, VIDEO_TYPES } from './files';
import type { Component } from 'svelte';
import type { DashboardState } from './dashboard/dashboard-state.svelte';
import type { LoopMaker } from './loops/loop-maker.svelte';
import { Preferences } from './preferences.svelte';
import { TileSamples } from './tile-samples.svelte';
import { Toasts } from './toasts.svelte';
import { errorWords, type ErrorAction, type ErrorWords } from './words/errors';
import { pictureSize } from './words/numbers';
import { viewersSee } from './words/status';

export type Place = 'source' | 'background' | 'fallback';
export type Tab = 'source' | 'effects' | 'drops' | 'quality' | 'engine';
export type Compare = 'off' | 'split' | 'full';
type Question = 'keys' | 'room' | null;

const viewNow = () => readAddress('', location.hash).view;

const CLOCK_MS = 500;
/** How long the fallback is tried. */
const TRY_S = 5;

export class StudioState {
  readonly studio: StudioControls;
  readonly toasts = new Toasts();
  readonly preferences = new Preferences();
  readonly browser = browserName();
  /** Made by its view, which is loaded when it is first looked at; outlives it. */
  maker: LoopMaker | null = null;

  /** Of the view that is open: what it shows under the picture instead of the figures. */
  dashboard = $state.raw<DashboardState | null>(null);
  underPicture = $state.raw<Component | null>(null);

  snapshot = $state.raw<StudioSnapshot>() as StudioSnapshot;
  now = $state(Date.now());
  /** Which page of the hash is on show; the studio goes on behind the others. */
  view = $state<View>(viewNow());
  /** A page without the stage: the studio goes on behind it. */
  readonly isAway = $derived(this.view === 'loops' || this.view === 'benchmark');
  readonly samples: TileSamples;
  /** The browser draws this page at half rate to save the battery; put away once the person has read it. */
  energySaver = $state<'off' | 'on' | 'dismissed'>('off');
  compare = $state<Compare>('off');
  dialog = $state.raw<Question>(null);
  tab = $state<Tab>('effects');
  /** What is being waited for, place by place; and what went wrong there last. */
  busy = $state<Record<Place, boolean>>({ source: false, background: false, fallback: false });
  errors = $state<Record<Place, ErrorWords | null>>({ source: null, background: null, fallback: null });
  loadingSinceMs = $state<number | null>(null);
  /** The trouble that is on show: none once the person has put it away. */
  readonly trouble = $derived.by<Trouble | null>(() => {
    const { trouble } = this.snapshot;
    return trouble === null || trouble.code === 'superseded' || trouble.sinceMs === this.#dismissedMs ? null : trouble;
  });

  #dismissedMs = $state<number | null>(null);
  #roomAllowed = false;
  #afterRoom: (() => void) | null = null;
  #tuning: { next: BackgroundRequest | null } | null = null;

  constructor(studio: StudioControls) {
    this.studio = studio;
    this.samples = new TileSamples(studio);
    this.snapshot = studio.snapshot();
    this.#take(this.snapshot);
  }

  /** Starts mirroring; answers the stopper. */
  connect(): () => void {
    const unsubscribe = this.studio.subscribe((snapshot) => this.#take(snapshot));
    const follow = () => (this.view = viewNow());
    window.addEventListener('hashchange', follow);
    const clock = setInterval(() => (this.now = Date.now()), CLOCK_MS);
    const stopWatching = watchEnergySaver((halved) => {
      if (!halved) this.energySaver = 'off';
      else if (this.energySaver === 'off') this.energySaver = 'on';
    });
    return () => {
      unsubscribe();
      window.removeEventListener('hashchange', follow);
      this.maker?.clear();
      stopWatching();
      clearInterval(clock);
    };
  }

  #take(snapshot: StudioSnapshot): void {
    const wasThere = this.snapshot;
    this.snapshot = snapshot;
    this.now = Date.now();
    // What the card told is over: the note of the same failure goes with it.
    if (snapshot.trouble === null && wasThere.trouble?.code === this.errors.source?.code) this.errors.source = null;
    if (snapshot.model.state !== 'loading') this.loadingSinceMs = null;
    else this.loadingSinceMs ??= this.now;
  }

  async setSource(request: SourceRequest): Promise<boolean> {
    return this.#ask('source', () => this.studio.setSource(request));
  }

  /** Sets a background; asks once before the room is shown to viewers. */
  async setBackground(request: BackgroundRequest): Promise<boolean> {
    const { onAir, source } = this.snapshot;
    const wouldShowRoom = request.mode === 'off' && this.snapshot.roomHidden;
    const isOnAir = source.kind === 'camera' && ['live', 'held', 'standin', 'fallback', 'slate'].includes(onAir);
    if (wouldShowRoom && isOnAir && !this.#roomAllowed) {
      this.#afterRoom = () => void this.setBackground(request);
      this.dialog = 'room';
      return false;
    }
    return this.#ask('background', () => this.studio.setBackground(request));
  }

  allowRoom(): void {
    this.#roomAllowed = true;
    this.dialog = null;
    this.#afterRoom?.();
    this.#afterRoom = null;
  }

  /** For sliders and colour wheels: one request at a time, the newest value wins. */
  async tuneBackground(request: BackgroundRequest): Promise<void> {
    if (this.#tuning !== null) {
      this.#tuning.next = request;
      return;
    }
    const tuning: { next: BackgroundRequest | null } = { next: request };
    this.#tuning = tuning;
    try {
      while (tuning.next !== null) {
        const next: BackgroundRequest = tuning.next;
        tuning.next = null;
        await this.setBackground(next);
      }
    } finally {
      this.#tuning = null;
    }
  }

  async openVideoAsSource(): Promise<void> {
    const file = await askForFile(VIDEO_TYPES);
    if (file !== null) await this.setSource({ kind: 'file', source: file });
  }

  async chooseBackgroundFile(accept = `${PICTURE_TYPES},${VIDEO_TYPES}`): Promise<void> {
    const file = await askForFile(accept);
    if (file !== null) await this.setBackground({ mode: fileUse(file) === 'video' ? 'video' : 'image', source: file });
  }

  /** A file dropped on the page: a video becomes the source, a picture goes behind the person. */
  async takeDropped(file: File): Promise<void> {
    const use = fileUse(file);
    if (use === 'video' && this.view === 'loops') await this.maker?.open(file);
    else if (use === 'video') {
      if (await this.setSource({ kind: 'file', source: file }))
        this.toasts.show(`${file.name} is the source now.`, 'done');
      else this.repeatError('source');
    } else if (use === 'picture') {
      if (await this.setBackground({ mode: 'image', source: file }))
        this.toasts.show(`${file.name} is behind you now.`, 'done');
      else this.repeatError('background');
    } else {
      this.toasts.show(`${file.name} is neither a video nor a picture, so nothing was changed.`, 'error');
    }
  }

  async chooseFallbackFiles(): Promise<void> {
    await this.addFallbackFiles(await askForFiles(`${PICTURE_TYPES},${VIDEO_TYPES}`));
  }

  /** Each video is a source of its own; one picture is a picture, several are a sequence in the order of their names. */
  async addFallbackFiles(files: readonly File[]): Promise<void> {
    for (const file of files)
      if (fileUse(file) !== 'picture' && !(await this.addFallback({ kind: 'clip', source: file }))) return;
    const pictures = files.filter((file) => fileUse(file) === 'picture');
    pictures.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    const [first, second] = pictures;
    if (second) await this.addFallback({ kind: 'images', source: pictures });
    else if (first) await this.addFallback({ kind: 'picture', source: first });
  }

  addFallback(source: AddedFallback): Promise<boolean> {
    return this.#ask('fallback', () => this.studio.addFallback(source));
  }

  /** As a toast, for whoever does not see that place. */
  repeatError(place: Place): void {
    const error = this.errors[place];
    if (error !== null) this.toasts.show(error.what, 'error');
  }

  dismissTrouble(): void {
    this.#dismissedMs = this.snapshot.trouble?.sinceMs ?? null;
    this.errors.source = null;
  }

  /** By the studio's own word: what is on show here is up to a tenth of a second old. */
  toggleHold(): void {
    this.studio.setHold(this.studio.snapshot().hold === null ? 'picture' : null);
  }

  toggleBeRightBack(): void {
    this.studio.setHold(this.studio.snapshot().hold === 'standin' ? null : 'standin');
  }

  /** Shows for five seconds what a loss would show; not while something stands in anyway. */
  tryFallback(): void {
    if (['live', 'demo'].includes(this.snapshot.onAir)) this.studio.rehearseLoss(TRY_S);
  }

  async saveSnapshot(): Promise<void> {
    try {
      const blob = await this.studio.takeSnapshot();
      saveFile(blob, `Everframe ${fileStamp(Date.now())}.png`);
      const { width, height } = this.snapshot.program;
      this.toasts.show(`Snapshot saved, ${pictureSize(width, height)}.`, 'done');
    } catch (error) {
      this.#tell(error);
    }
  }

  async popOut(): Promise<void> {
    await this.studio.popOut().catch((error: unknown) => this.#tell(error));
  }

  async setMirrorOutput(on: boolean): Promise<void> {
    await this.studio.setMirrorOutput(on).catch((error: unknown) => this.#tell(error));
  }

  async start(): Promise<void> {
    await this.studio.start().catch((error: unknown) => this.#tell(error));
  }

  async retry(): Promise<void> {
    await this.#ask('source', () => this.studio.retry());
  }

  /** Does the one main action of an error. */
  async act(action: ErrorAction): Promise<void> {
    switch (action) {
      case 'retry':
        return this.retry();
      case 'start':
        return this.start();
      case 'open-file':
        return this.openVideoAsSource();
      case 'choose-picture':
        return this.chooseBackgroundFile(PICTURE_TYPES);
      case 'share-screen':
        await this.setSource({ kind: 'screen' });
        return;
      case 'other-camera':
        this.goTo('source');
    }
  }

  /** Brings a section of the panel in view and puts the focus on it. */
  goTo(tab: Tab): void {
    this.tab = tab;
    requestAnimationFrame(() => {
      const section = document.getElementById(`panel-${tab}`);
      section?.scrollIntoView({ block: 'nearest' });
      section?.focus({ preventScroll: true });
    });
  }

  /** Words for an error in the scene of this moment. */
  words(error: unknown): ErrorWords {
    const { code, facts } = asEverframeError(error);
    return errorWords(code, {
      facts,
      viewers: viewersSee(this.snapshot),
      roomHidden: this.snapshot.roomHidden,
      browser: this.browser,
      otherCamera: this.snapshot.cameras.length > 1,
    });
  }

  #tell(error: unknown): void {
    if (asEverframeError(error).code !== 'superseded') this.toasts.show(this.words(error).what, 'error');
  }

  /** Runs a request of one place: busy meanwhile, its error kept there; the old setting stays. Answers whether it took. */
  async #ask(place: Place, request: () => Promise<unknown>): Promise<boolean> {
    this.busy[place] = true;
    this.errors[place] = null;
    try {
      await request();
      return true;
    } catch (error) {
      // A newer choice took over: that one reports.
      if (asEverframeError(error).code !== 'superseded') this.errors[place] = this.words(error);
      return false;
    } finally {
      this.busy[place] = false;
    }
  }
}
