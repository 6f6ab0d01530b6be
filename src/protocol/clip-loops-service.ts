// What the page may ask about the loops in a clip. Every job has a worker of its own, and cancelling it is that worker's end.
import type { LoopLengths, LoopWay } from '../config/loops';

/** When a loop's first picture begins and its last one ends, in the clip. */
export interface LoopSpan {
  readonly startMs: number;
  readonly endMs: number;
  /** `forwards` where nothing is said. There and back takes twice as long. */
  readonly way?: LoopWay;
}

export interface ClipLoop extends LoopSpan {
  readonly way: LoopWay;
  /** 0 to 1: the seam, the length and how usual the pose at the seam is, together. Loops are ranked by it. */
  readonly score: number;
  /** 0 to 1: how little the seam alone shows, or the worse of two turns. */
  readonly seam: number;
  readonly parts: {
    /** How much the picture after the seam differs from the one that would have come, in the clip's own steps. */
    readonly appearance: number;
    /** 0: things go on moving the way they did, 1: not at all. */
    readonly motion: number;
    /** Jump of the light, grey levels. */
    readonly light: number;
    readonly face: number;
    /** Above 0: shorter than 6 s. */
    readonly length: number;
    /** Above 0: less usual than half of the clip's pictures. */
    readonly pose: number;
  };
}

export interface ClipAnalysis {
  readonly durationMs: number;
  /** As shown: after rotation. */
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Pictures that were compared: of a long clip, one of several. */
  readonly compared: number;
  /** How alike any two moments are: rows of `side`, down the start of a loop, across its end; 255 the same, 0 different. */
  readonly similarity: { readonly side: number; readonly values: Uint8Array };
  /** Best first, six at most; none in a clip shorter than half the shortest loop. */
  readonly loops: readonly ClipLoop[];
}

export interface Transition {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface ClipLoopsService {
  /** Rejects with `file-unreadable` or `file-unsupported`, as all of these. */
  analyse(file: Blob, lengths: LoopLengths, onProgress: (share: number) => void): Promise<ClipAnalysis>;
  /** The loops of other lengths in the clip that this worker analysed: no second pass. */
  find(lengths: LoopLengths): Promise<readonly ClipLoop[]>;
  /** In the same clip, the loop between two ends that somebody chose, moved to the clip's own pictures. */
  judge(span: LoopSpan): Promise<ClipLoop>;
  /** 0 to 1 each: how well the picture at `toMs` follows the one at `fromMs`. */
  score(file: Blob, transitions: readonly Transition[]): Promise<number[]>;
  /** Small pictures of those moments, as they come; the caller's. */
  pictures(
    file: Blob,
    timesMs: readonly number[],
    width: number,
    onPicture: (index: number, picture: ImageBitmap) => void,
  ): Promise<void>;
  /** The loop as a clip of its own, MP4: its end faded into what led to its first picture, over `fadeMs` at most, or there and back. */
  render(file: Blob, span: LoopSpan, fadeMs: number, onProgress: (share: number) => void): Promise<Blob>;
  /** Plays a rendered loop on the canvas, round and round, until the worker ends; `onTime` tells the place in it. */
  play(loop: Blob, canvas: OffscreenCanvas, onTime: (ms: number, durationMs: number) => void): Promise<void>;
  pause(isPaused: boolean): void;
}
