// What the page may ask of a vision worker, and what the worker tells. One vision worker has one engine for its life;
// another engine is another worker that takes over (A/B), so the picture never freezes.
import type { ErrorCode, ErrorFacts } from '../base/errors';
import type { Background } from '../config/background';
import type { FastPaths } from '../config/fast-paths';
import type { ProgramFormat } from '../config/program';
import type { LiveRung } from '../config/rung';
import type { EngineKind, Fit, StageName } from '../compositor/engine';
import type { Feed } from './feed';
import type { LoadTimes, ModelContract, NetDescription } from './model-contract';

/** Everything that decides how a frame looks; data, so that a fresh worker can be brought to the same state. */
export interface VisionSettings {
  readonly revision: number;
  readonly privacyEpoch: number;
  readonly background: Background;
  readonly mirror: boolean;
  /** How much is spent on a frame. It never changes what is hidden. */
  readonly rung: LiveRung;
}

/** The picture or clip behind the person. Pictures travel as the file itself, clips as a feed that is pulled. */
export type Backdrop =
  { readonly kind: 'image'; readonly file: Blob } | { readonly kind: 'video'; readonly feed: Feed };

export interface VisionSetup {
  readonly engine: EngineKind;
  readonly program: ProgramFormat;
  readonly fastPaths: FastPaths;
}

export interface VisionSource {
  readonly sourceId: number;
  readonly fit: Fit;
  /** Whether a picture that stays the same means that something is wrong: cameras only. */
  readonly isCamera: boolean;
}

export interface StageSummary {
  readonly name: StageName;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** A frame that became a picture as the settings want it: what it cost, and on which rung. A stand-in says nothing about a rung. */
export interface FrameNote {
  /** ms since 1970 */
  readonly atMs: number;
  readonly level: LiveRung['level'];
  /** From taking the frame until the next could be taken, ms. */
  readonly workMs: number;
  /** What the graphics card spent on it, ms; null where nobody times it. */
  readonly gpuMs: number | null;
  /**
   * By the cadence an inference was due. One that came on top, as the mask could not be carried, is what a frame without one costs on this
   * rung with this picture: else a rung would look cheap on which nothing can be carried.
   */
  readonly inferred: boolean;
  /** Frames of the source that went by since the one before because the worker was at work. */
  readonly missed: number;
  readonly stages: Readonly<Partial<Record<StageName, number>>>;
}

/** Sent four times a second while frames come, once a second otherwise: it is the worker's heartbeat too. */
export interface VisionReport {
  readonly framesIn: number;
  readonly framesOut: number;
  /** Frames of the source that were never taken up, from the gaps between their timestamps. */
  readonly framesMissed: number;
  /** Frames left out on purpose, as the rung's rate is lower than the source's. */
  readonly framesSkipped: number;
  readonly sourceFps: number | null;
  readonly sourceWidth: number;
  readonly sourceHeight: number;
  readonly workP50Ms: number | null;
  readonly workP95Ms: number | null;
  readonly stages: readonly StageSummary[];
  readonly memoryBytes: number;
  /** VideoFrames held by this worker at this moment. */
  readonly openFrames: number;
  readonly hasSegmenter: boolean;
}

export type VisionEvent =
  | { readonly kind: 'report'; readonly report: VisionReport }
  /** About ten times a second while pictures are made. */
  | { readonly kind: 'frames'; readonly notes: readonly FrameNote[] }
  | { readonly kind: 'first-frame'; readonly sourceId: number }
  | {
      readonly kind: 'feed-ended';
      readonly sourceId: number;
      readonly reason: 'end' | 'error';
      readonly message: string;
    }
  | { readonly kind: 'model-progress'; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly kind: 'failure'; readonly code: ErrorCode; readonly message: string; readonly facts: ErrorFacts };

/** A cut-out of the person for tiles, straight alpha. */
export interface PersonPicture {
  readonly bitmap: ImageBitmap;
}

/** What a net says of one picture, and that picture. */
export interface Trial {
  readonly source: ImageBitmap;
  /** The person alone, on transparent ground. */
  readonly person: ImageBitmap;
  /** Of the picture, 0 to 1. */
  readonly personShare: number;
}

export interface VisionService {
  /**
   * Opens the engine. Rejects with `gpu-missing` or `engine-failed`.
   * Answers the adapter's name (empty on the CPU) and the threads in use.
   */
  open(setup: VisionSetup, onEvent: (event: VisionEvent) => void): Promise<{ adapter: string; threads: number }>;
  /** Where finished pictures go. A new port replaces the former one. */
  connectProgram(port: MessagePort): void;
  /** Replaces the settings at once; the frame under way was made under the old ones and is judged by the gate. */
  apply(settings: VisionSettings): void;
  /** Copies a picture, or starts to pull a clip. Rejects with `picture-unreadable`, `picture-too-large`, `file-unsupported`. */
  setBackdrop(backdrop: Backdrop | null): Promise<void>;
  /** Fetches, checks (sha256) and installs a net. Rejects with the `model-*` codes; the former net stays. */
  loadModel(contract: ModelContract, url: string): Promise<LoadTimes>;
  /** What the file there says of itself; any worker will do, with `size` where the net takes any. Rejects with `model-unreadable`. */
  describeModel(url: string, size: { readonly width?: number; readonly height?: number }): Promise<NetDescription>;
  /** One picture of the feed through the net in place, about `width` pixels wide: for a worker that is on no air. */
  tryOut(feed: Feed, source: Pick<VisionSource, 'fit'>, width: number): Promise<Trial>;
  /** Answers as soon as the worker has time: to be asked right before a feed is sent, for a feed sent to a worker that hangs is lost. */
  answer(): void;
  setFeed(feed: Feed, source: VisionSource): void;
  /** Median ms of a masked frame on synthetic input, warm; for choosing between engines. */
  time(frames: number): Promise<number>;
  /**
   * The person of the next frame, about `width` pixels wide, on transparent ground, whichever background is on air.
   * Costs one more render of that frame. Null while the person cannot be told from the room.
   */
  takePerson(width: number): Promise<PersonPicture | null>;
  close(): void;
}
