// What the benchmark may ask of a worker of its own: how steady the machine is, what a net costs alone, to be a camera that is known to
// the millisecond, and to keep the graphics card at work. One worker does one of these.
import type { ProgramFormat } from '../config/program';
import type { AnyModelContract } from './model-contract';

export interface NetAsked {
  readonly contract: AnyModelContract;
  /** Absolute: workers are served from elsewhere. */
  readonly url: string;
  readonly backend: 'wasm' | 'webgpu';
  /** WASM threads; the first net of a worker decides for all. */
  readonly threads: number;
  readonly runs: number;
  /** What was run until then is what there is. */
  readonly limitMs: number;
}

export interface NetTimes {
  readonly openMs: number;
  readonly firstMs: number;
  /** Warm runs, each to its end. */
  readonly runsMs: readonly number[];
  /** Of the runtime, told with the first net of a worker. */
  readonly runtime: { readonly loadMs: number; readonly bytes: number } | null;
}

/** A picture of the program, seen on the page: RGBA, and when (ms since 1970). */
export interface SeenPicture {
  readonly atMs: number;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

export interface BenchmarkService {
  /** How late this worker's clock was, each 10 ms, ms. */
  measureClock(ms: number): Promise<number[]>;
  /** The same work, arithmetic and a way through memory, so many times, ms each. */
  probe(times: number): number[];
  /** Rejects with the `model-*` codes, `gpu-missing`, `gpu-lost` or `engine-failed`. */
  timeNet(asked: NetAsked): Promise<NetTimes>;
  /** Draws its pictures first, then writes them at their rate until the worker ends. */
  openCamera(writable: WritableStream<VideoFrame>, format: ProgramFormat): Promise<void>;
  /** A load on the graphics card, to be begun; rejects with `gpu-missing` where there is none. */
  openCardLoad(): Promise<void>;
  /** Keeps the card at work for so long, ms, or until the worker ends. */
  burnCard(ms: number): Promise<void>;
  /** The camera falls silent, as one that hangs: nobody is told. */
  stall(on: boolean): void;
  /** From the camera's picture to the same number seen, ms; of each number the first time. */
  delaysOf(seen: readonly SeenPicture[]): number[];
}
