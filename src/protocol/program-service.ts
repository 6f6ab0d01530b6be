// What the page may ask of the program worker. It sees finished pictures only, and needs neither a GPU nor a model.
import type { FallbackSettings } from '../config/fallback';
import type { ProgramFormat } from '../config/program';
import type { FallbackEnd, FallbackReadout, FallbackSource } from './fallback';
import type { Feed } from './feed';
import type { FeedHealth, Hold } from './feed-health';
import type { ProgramState } from './packets';

/** Why pictures are expected to be missing; `null` when nothing is known. */
export type FeedNote =
  /** A source is being opened or changed, or the engine is being replaced: hold, for a while. */
  | { readonly kind: 'expected'; readonly what: 'source' | 'engine' }
  /** The source, or the worker that made its pictures, is gone for certain: do not wait for the timeout. */
  | { readonly kind: 'lost'; readonly what: 'source' | 'engine' }
  /** A source is open; `heartbeat` says whether silence means that it failed (cameras) or may be normal (screens, files). */
  | { readonly kind: 'open'; readonly sourceId: number; readonly heartbeat: boolean };

export interface ProgramStatus {
  readonly state: ProgramState;
  /** ms since 1970 of the last change of state. */
  readonly sinceMs: number;
  readonly reason: string;
  /** How the feed is, whatever is on air; `sinceMs` in ms since 1970. */
  readonly feed: FeedHealth;
  readonly fallback: FallbackReadout;
  /** While a fallback is on air and pictures come again: how long they have come, and how long they must. */
  readonly healthyMs: number | null;
  readonly recoveryMs: number;
  /** Pictures have come for long enough, and the person is the one who says when they are shown. */
  readonly awaitsReturn: boolean;
  readonly picturesOut: number;
  readonly openFrames: number;
  /** Of what it converts pictures with. */
  readonly memoryBytes: number;
}

export interface ProgramService {
  /** `resumes`: it follows a worker that died on air, so viewers are to see something even while nothing comes. */
  open(
    format: ProgramFormat,
    resumes: boolean,
    onStatus: (status: ProgramStatus) => void,
    onFallbackEnd: (end: FallbackEnd) => void,
  ): void;
  /** Where pictures come from; a further port joins (take-over), the older one is dropped when the newer first delivers. */
  connectVision(port: MessagePort): void;
  /** Where pictures go: as frames to the output over `frames`, and the same as bitmaps to the page over `canvas` (as many as it has time for). */
  connectOutputs(frames: MessagePort, canvas: MessagePort): void;
  note(note: FeedNote): void;
  /** Forgets and refuses every picture of an older epoch. */
  setPrivacyEpoch(epoch: number): void;
  /** The browser says that the source is muted. Lost at once; pictures that differ show that it is not. */
  mute(on: boolean): void;
  /** The source is fed by a script, which says that it is alive. */
  heartbeat(): void;
  /** What the user holds stays until released: the last picture, or what stands in. */
  hold(hold: Hold): void;
  /** Back to live: holds nothing, and waits for no proof of a feed that gives pictures. */
  release(): void;
  /** For so long the feed counts as lost; 0 ends it. */
  rehearse(lengthMs: number): void;
  setFallbackSettings(settings: FallbackSettings): void;
  /** All that may stand in for the live picture; those that are gone are closed. The slate is always there. */
  setFallbacks(sources: readonly FallbackSource[]): void;
  /** Where the live pictures go that a loop is made of; an older port is dropped. */
  connectLoop(port: MessagePort): void;
  /**
   * The pictures of one source from now on. `silenceMs`: on air and without a new one for so long it has failed.
   * `privacyEpoch`: of pictures that show a room; null for what shows none. The feed ends with a stricter epoch.
   */
  feedFallback(id: string, feed: Feed, silenceMs: number | null, privacyEpoch: number | null): void;
  /** Its pictures are not to be shown any more. */
  dropFallback(id: string): void;
  /** Shows that source, whatever its priority, whenever a fallback is on air; null: by priority again. */
  wishFallback(id: string | null): void;
  status(): ProgramStatus;
  close(): void;
}
