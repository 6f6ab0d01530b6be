// How a video frame's pixels get onto the GPU. Two ways stand behind one interface, because which is cheaper depends
// on the adapter: importing (no copy on a real GPU) and writing planes (40 times cheaper on a software adapter).
import type { YuvCoding } from '../colour';
import type { Fit } from '../../engine';
import type { PassTimestamps } from '../../../gpu/timing';

export type UploadKind = 'external' | 'planes';

export interface UploadTarget {
  readonly texture: GPUTexture;
  readonly fit: Fit;
  readonly mirror: boolean;
}

export interface Upload {
  readonly kind: UploadKind;
  /** Bytes moved from JavaScript to the GPU by the last frame. */
  readonly bytesUp: number;
  /**
   * Borrows the frame: for `planes` only until this resolves, for `external` until after the submit of what
   * {@link record} recorded. Gives the coding that the finished picture is to have.
   */
  prepare(frame: VideoFrame, target: UploadTarget): Promise<YuvCoding>;
  /** Draws the prepared frame into the target, the whole of it. */
  record(encoder: GPUCommandEncoder, timestamps: { timestampWrites?: PassTimestamps }): void;
  dispose(): void;
}

/** Layout of `Placed` in placed.wgsl, in 32-bit words. */
export const PLACED_BYTES = 48;

/** Formats whose planes are read as they are; all others go through the browser's own conversion to RGBA. */
export const PLANE_KINDS: Readonly<Partial<Record<VideoPixelFormat, number>>> = {
  I420: 0,
  I420A: 0,
  I422: 0,
  I444: 0,
  NV12: 1,
};
