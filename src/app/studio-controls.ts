// What views may ask of the studio. `Studio` implements it; nothing in the UI reaches past it.
import type { Background, BlurStrength } from '../config/background';
import type { FallbackSettings } from '../config/fallback';
import type { Remembered } from '../config/remembered';
import type { Hold } from '../protocol/feed-health';
import type { ModelsDesk } from './models-desk';
import type { Monitors } from './monitors';
import type { QualityApi } from './quality-api';
import type { QualityDecision, StudioSnapshot } from './studio-snapshot';

export type BackgroundRequest =
  | { readonly mode: 'off' | 'cutout' | 'green' }
  | { readonly mode: 'blur'; readonly strength?: BlurStrength }
  | { readonly mode: 'color'; readonly color?: string }
  /** A file, or the address of one; without `source` the one chosen last (or the first that ships). */
  | { readonly mode: BackdropMode; readonly source?: File | string };

export type BackdropMode = 'image' | 'video';

export interface BackdropChoice {
  /** For `source` of a {@link BackgroundRequest}. */
  readonly source: string;
  readonly name: string;
  readonly isOwn: boolean;
}

export type SourceRequest =
  | {
      readonly kind: 'camera';
      /** In place of one of the machine's: a track of it, new each time. */
      readonly open?: () => MediaStreamTrack;
      readonly deviceId?: string;
      readonly label?: string;
      readonly width?: number;
      readonly height?: number;
      readonly fps?: number;
    }
  | { readonly kind: 'demo' }
  | { readonly kind: 'screen' }
  | { readonly kind: 'file'; readonly source: File | string };

export type AddedFallback =
  | { readonly kind: 'clip' | 'picture'; readonly source: File }
  | { readonly kind: 'images'; readonly source: readonly File[] }
  | { readonly kind: 'bars' | 'pattern' };

export interface StudioControls {
  /** The program canvas: one element for the life of the page, `data-testid="program"`. Views put it where they want it. */
  readonly programCanvas: HTMLCanvasElement;
  snapshot(): StudioSnapshot;
  /** Calls back with every new snapshot, at most 10 a second, and at once on a change of state; answers the unsubscriber. */
  subscribe(listener: (snapshot: StudioSnapshot) => void): () => void;
  readonly quality: QualityApi;
  /** What is remembered, and what is to be from now on: for settings as a whole. Changes nothing by itself. */
  kept(): Remembered;
  keep(changes: Partial<Pick<Remembered, 'program' | 'capture' | 'mirrorOutput' | 'timings'>>): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Each resolves with the first program picture that shows the change; rejects with an EverframeError, and the old setting stays. */
  setSource(request: SourceRequest): Promise<void>;
  setBackground(request: BackgroundRequest): Promise<Background>;
  setMirrorView(on: boolean): void;
  setMirrorOutput(on: boolean): Promise<void>;
  /**
   * Holds on air until it is released: the picture of this moment, or a stand-in ("Be right back"). Where a stand-in is on
   * air, that is what is held.
   */
  setHold(hold: Hold): void;
  /** Holds nothing any more, and shows a picture that comes without waiting for the recovery delay. */
  backToLive(): void;
  /** Shows for so long what a loss of the source would show. */
  rehearseLoss(seconds: number): void;
  setFallback(changes: Partial<FallbackSettings>): void;
  /** Adds a source that may stand in, and remembers it. Rejects with a code, and nothing is added. */
  addFallback(source: AddedFallback): Promise<void>;
  removeFallback(id: string): void;
  arrangeFallback(id: string, changes: { readonly enabled?: boolean; readonly loop?: boolean }): void;
  /** Up (-1) or down (1) in the order. */
  moveFallback(id: string, by: -1 | 1): void;
  /** "Try again" and "Try now" of the trouble at hand. */
  retry(): Promise<void>;
  /** The program as it is now, PNG with alpha for a cut-out. */
  takeSnapshot(): Promise<Blob>;
  /**
   * Before/after: draws the source as it comes (never the program) on `canvas`, which is shown in the studio only.
   * Answers the stopper.
   */
  startCompare(canvas: HTMLCanvasElement): () => void;
  /** Opens a clean window with the program picture only. */
  popOut(): Promise<void>;
  /**
   * The person now, cut out, about 160x90, for the background tiles; the caller owns it. Costs one more render of one
   * frame, so it is asked for rarely. Null while the person cannot be told from the room.
   */
  takePersonPicture(): Promise<ImageBitmap | null>;
  /** What can stand behind the person at one click: what ships, and the person's own file, kept from the last time. */
  backdropChoices(mode: BackdropMode): Promise<readonly BackdropChoice[]>;
  /** A small still of a choice; without `source` of the one that a request without `source` takes. Null where none can be made. */
  backdropPreview(mode: BackdropMode, source?: string): Promise<ImageBitmap | null>;
  /** Stream of the program for the life of the page: opaque, one video track, which another replaces if its worker dies. */
  stream(): MediaStream;
  /** Figures of the last minutes, and what is watched beside them; null before the first picture. */
  monitors(): Monitors | null;
  /** Every change of quality since this engine is at work, the oldest first. */
  decisions(): readonly QualityDecision[];
  /** Person models: what there is, which is used, and others. Fetched when it is first asked for. */
  models(): Promise<ModelsDesk>;
  /** Ends the first visit: the person stays with what runs. */
  chooseSource(): void;
  dismissWarning(index: number): void;
}
