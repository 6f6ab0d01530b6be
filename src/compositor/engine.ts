// The seam between the live pipeline and a compositing engine. Two stand behind it: `cpu/` (planes in WASM memory, the
// net on WASM) and `webgpu/` (everything on the GPU). An engine sees camera frames and gives finished pictures; it
// never decides what viewers may see: the pipeline says which look, the gate checks it.
import type { EffectQuality, ModelTier } from '../config/rung';
import type { LoadTimes, ModelContract } from '../protocol/model-contract';

export type EngineKind = 'cpu' | 'webgpu';
export type Rgb = readonly [red: number, green: number, blue: number];

/** What is behind the person. Colours are sRGB 0..255; `sigmaPx` is in program pixels. */
export type Behind =
  | { readonly kind: 'source' }
  | { readonly kind: 'blur'; readonly sigmaPx: number }
  | { readonly kind: 'fill'; readonly rgb: Rgb }
  /** The picture given by {@link Engine.setBackdrop}; black while there is none. */
  | { readonly kind: 'backdrop' }
  /** Transparent: the output is I420A with straight alpha. */
  | { readonly kind: 'nothing' };

/**
 * How one frame is to look. `person: 'masked'` puts the person in front of what is behind, cut out by this frame's own
 * mask; `'hidden'` shows what is behind alone (`blur`: the whole picture blurred), and needs no net.
 * With `behind.kind === 'source'` the picture is the source as it is, whatever `person` says.
 */
export interface Look {
  readonly behind: Behind;
  readonly person: 'masked' | 'hidden';
}

/** `cover` fills the program and crops; `contain` shows everything, on black bars. */
export type Fit = 'cover' | 'contain';

/** The stages of a frame in the order it travels; figures on the page use the same names. */
export type StageName = 'ingest' | 'model' | 'mask' | 'compose' | 'handover';

/**
 * The last mask: not at all; only if nothing moved since; kept, or moved along with the picture; the same where a little is new at a
 * person's edges, too.
 */
export type CarryLimit = 'never' | 'still' | 'moved' | 'loosely';

export interface RenderRequest {
  readonly look: Look;
  readonly fit: Fit;
  /** Mirror what viewers see, left to right. */
  readonly mirror: boolean;
  /** What the net may see. Where that is of another size than in the frame before nothing is carried over. */
  readonly modelTier: ModelTier;
  /** What may be spent on blur and fringe; never on how much of the room is hidden. */
  readonly effects: EffectQuality;
  /**
   * How far the last mask may serve this frame too. An engine that cannot, or cannot tell where it belongs now, or whose mask is too old,
   * asks the net all the same: then, and only then, there is a stage `model`.
   */
  readonly carry: CarryLimit;
  /** Called at the end of each stage with its length in ms. */
  readonly onStage: (stage: StageName, ms: number) => void;
}

/** A frame by itself: filling the program, with all that the engine can do, and nobody who times it. */
export const SINGLE_FRAME: Omit<RenderRequest, 'look'> = {
  fit: 'cover',
  mirror: false,
  modelTier: 'standard',
  effects: 'normal',
  carry: 'never',
  onStage: () => undefined,
};

export interface Engine {
  readonly kind: EngineKind;
  /** Program size in pixels; both even. Every picture out has it, whatever came in. */
  readonly width: number;
  readonly height: number;
  /** False until a net is in place; then `person: 'masked'` may be asked for. */
  readonly hasSegmenter: boolean;
  /**
   * Puts a segmentation net in place, runs it once (so that the first live frame does not pay for it) and replaces
   * the former one only when that went well.
   * @throws EverframeError `model-unreadable` (not a model), `model-contract` (inputs or outputs are not as described)
   */
  useSegmenter(model: Uint8Array, contract: ModelContract): Promise<Omit<LoadTimes, 'fetchMs'>>;
  /** The picture behind the person. Borrows it and has copied it when the promise resolves; null forgets it. */
  setBackdrop(picture: VideoFrame | null): Promise<void>;
  /** Forgets everything older frames left behind (smoothed masks): a new source begins. */
  reset(): void;
  /**
   * Takes `frame` (closes it as soon as its pixels are copied or uploaded, and on every error) and gives the finished
   * picture, which the caller owns: I420, or I420A for `behind: nothing`, at program size, timestamp of `frame`,
   * colour space of the source where it is YUV, else bt709 limited range. One call at a time.
   * @throws EverframeError `model-run`, `gpu-lost`, `engine-failed`
   */
  render(frame: VideoFrame, request: RenderRequest): Promise<VideoFrame>;
  /** What the graphics card spent on the last frame, waits between its passes included, ms; null where nobody times it. */
  readonly gpuMs: number | null;
  /** Bytes of GPU memory (or WASM memory) this engine holds now. */
  memoryBytes(): number;
  dispose(): void;
}
