// What the page knows at a moment, in plain data: the one thing views, the automation API and reports read.
// Facts only; the words for them live in the UI.
import type { Background } from '../config/background';
import type { ErrorCode, ErrorFacts } from '../base/errors';
import type { ProgramFormat } from '../config/program';
import type { PRESETS, PROFILES, QualitySettings } from '../config/quality';
import type { LiveRung } from '../config/rung';
import type { Speed } from '../scheduler/calibration';
import type { DecisionInputs } from '../scheduler/decision';
import type { Rung } from '../scheduler/ladder';
import type { FallbackDeskState } from './fallback-desk';
import type { FallbackSettings } from '../config/fallback';
import type { FeedHealth, Hold } from '../protocol/feed-health';
import type { LoadTimes } from '../protocol/model-contract';
import type { StageSummary } from '../protocol/vision-service';

export type SourceKind = 'camera' | 'demo' | 'file' | 'screen';

/** What viewers see now. `standin` is the engine's own: whole-picture blur or the new background alone (product.md, 6). */
export type OnAir = 'nothing' | 'demo' | 'live' | 'standin' | 'held' | 'fallback' | 'slate';

export interface CameraInfo {
  readonly deviceId: string;
  readonly label: string;
}

export interface Trouble {
  readonly code: ErrorCode;
  /** Wall clock, ms since 1970. */
  readonly sinceMs: number;
  readonly message: string;
  readonly facts: ErrorFacts;
  /** Automatic further tries, where there are any. */
  readonly tries?: number;
  readonly nextTryAtMs?: number;
}

export interface SourceState {
  readonly kind: SourceKind;
  /** `opening`: asked for; `open`: frames come; `silent`: open, but no frames come; `lost`: gone, being reopened; `ended`: a file or screen share that ended */
  readonly state: 'idle' | 'opening' | 'open' | 'silent' | 'lost' | 'ended';
  readonly label: string;
  readonly deviceId: string | null;
  readonly width: number;
  readonly height: number;
  /** Pictures a second that it sends by itself; null: it waits for its reader, or does not say. */
  readonly setFps: number | null;
  /** Which way frames take: MediaStreamTrackProcessor, file decoder, demo drawing, <video>. */
  readonly link: string;
}

export interface ModelState {
  readonly state: 'none' | 'loading' | 'ready' | 'failed';
  /** Empty before one was needed. */
  readonly id: string;
  readonly title: string;
  readonly loadedBytes: number;
  readonly totalBytes: number;
  /** What loading it took; null until it is loaded. */
  readonly load: LoadTimes | null;
}

export interface EngineState {
  readonly kind: 'cpu' | 'webgpu' | null;
  /** Why this one, with the figure: e.g. "the graphics card took 0.4 of the processor's time". English, for tooltips. */
  readonly reason: string;
  /** True while the graphics card is being timed in a spare worker. */
  readonly timing: boolean;
  /** Adapter as WebGPU names it, empty when there is none. */
  readonly adapter: string;
  readonly threads: number;
  /** What opening it took, its worker included, ms; null before one is at work. */
  readonly openMs: number | null;
}

export interface StageFigure {
  readonly name: StageSummary['name'];
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** Null means that there is no figure (yet): shown as such, never as 0. */
export interface Figures {
  readonly sourceFps: number | null;
  readonly programFps: number | null;
  /** Camera frame's arrival in the page's workers to its picture on the page, ms. */
  readonly delayP50Ms: number | null;
  readonly delayP95Ms: number | null;
  /** Frames of the source that never became a picture, in the last 10 minutes or since the start. */
  readonly missed: number;
  /** Left out on purpose, as fewer are wanted than the source gives; counted as `missed` is. */
  readonly skipped: number;
  readonly workP50Ms: number | null;
  readonly budgetMs: number;
  readonly stages: readonly StageFigure[];
}

/** One change of the rung: when (ms since 1970), a code, a sentence, what would help, and what it was made from. */
export interface QualityDecision {
  readonly atMs: number;
  readonly from: LiveRung['level'];
  readonly to: LiveRung['level'];
  readonly code: string;
  readonly reason: string;
  readonly help: readonly string[];
  readonly inputs: DecisionInputs;
}

/** Which rung of quality is in use, and why; what it was asked for. */
export interface QualityState {
  /** The levels there are on this engine, in rising order. */
  readonly levels: readonly LiveRung['level'][];
  /** The level that pictures are made on. */
  readonly level: LiveRung['level'];
  /** All that it stands for. */
  readonly rung: Rung | null;
  /** Its number, 0.1 to 1. */
  readonly value: number;
  /** Asked for, and not in place yet. */
  readonly pending: LiveRung['level'] | null;
  /** The highest level that is allowed now, and by what it is limited. */
  readonly ceiling: LiveRung['level'];
  readonly cap: string | null;
  /** Of a frame: the larger of the fast and the slow average, both, and what one of twenty exceeds; null: not known yet. */
  readonly costMs: number | null;
  readonly fastMs: number | null;
  readonly slowMs: number | null;
  readonly p95Ms: number | null;
  /** Of the frames lately. */
  readonly missedShare: number;
  readonly budgetMs: number;
  readonly wantedFps: number;
  readonly strategy: string;
  /** Levels that failed and are not tried for so long. */
  readonly resting: readonly { readonly level: LiveRung['level']; readonly forMs: number }[];
  /** What came in that made no sense, in words. */
  readonly problems: readonly string[];
  /** Decisions since this engine is at work, of the last 200. */
  readonly changes: number;
  readonly last: QualityDecision | null;
  readonly settings: QualitySettings;
  readonly preset: (typeof PRESETS)[number];
  /** The system profile in force, the one that the measured frames speak for, and what they cost at best: null until enough are measured. */
  readonly profile: {
    readonly name: (typeof PROFILES)[number] | null;
    readonly found: (typeof PROFILES)[number] | null;
    readonly speed: Speed | null;
  };
  /** Pictures a second of this page; null while there is no telling. */
  readonly pageFps: number | null;
  /** The source is a file, which can wait for the machine. */
  readonly sourceWaits: boolean;
  /** A load is made on purpose until then, ms since 1970. */
  readonly triedUntilMs: number | null;
}

/** One value a second, newest last, at most 60; null where there was none. */
export interface FigureHistory {
  readonly sourceFps: readonly (number | null)[];
  readonly programFps: readonly (number | null)[];
  readonly delayMs: readonly (number | null)[];
  readonly missed: readonly (number | null)[];
}

export interface RibbonPart {
  readonly onAir: OnAir;
  readonly fromMs: number;
  /** Null for the part that is on air now. */
  readonly toMs: number | null;
  readonly cause: ErrorCode | null;
  /** Held by the person, not by a fault. */
  readonly byUser: boolean;
}

export interface StudioSnapshot {
  readonly running: boolean;
  /** True until the person chose a source (or a URL or a remembered choice did): the start card is shown. */
  readonly firstVisit: boolean;
  readonly onAir: OnAir;
  readonly onAirSinceMs: number;
  /** When the first real source went live in this session; null before. */
  readonly liveSinceMs: number | null;
  readonly source: SourceState;
  readonly cameras: readonly CameraInfo[];
  /** What the camera is asked for. */
  readonly capture: { readonly width: number; readonly height: number; readonly fps: number };
  readonly background: Background;
  /** True while a hiding effect is on, and so no raw picture can leave. */
  readonly roomHidden: boolean;
  /** Names of the picture and the clip that were chosen last, null when none: the tiles need them. */
  readonly imageName: string | null;
  readonly videoName: string | null;
  readonly mirrorView: boolean;
  readonly mirrorOutput: boolean;
  /** What the person holds on air: the picture, or a stand-in. */
  readonly hold: Hold;
  readonly model: ModelState;
  readonly engine: EngineState;
  readonly program: ProgramFormat;
  /** Null until it is measured: after the first picture. */
  readonly quality: QualityState | null;
  readonly figures: Figures;
  readonly history: FigureHistory;
  readonly ribbon: readonly RibbonPart[];
  /** The one trouble that matters most now. */
  readonly trouble: Trouble | null;
  /** How the feed is, whatever viewers see. */
  readonly feed: FeedHealth;
  /** What stands in when there is no live picture: on air now, next, and all that there is. */
  readonly fallback: FallbackDeskState;
  readonly fallbackSettings: FallbackSettings;
  /** While a fallback is on air and pictures come again: how long they have, and how long they must. */
  readonly recovery: { readonly healthyMs: number; readonly neededMs: number; readonly awaitsReturn: boolean } | null;
  /** Settings or URL parameters that could not be used, in plain English, e.g. `background "blurr" is not known`. */
  readonly warnings: readonly string[];
  /** Another Everframe tab of this browser runs too. */
  readonly otherTab: boolean;
}
