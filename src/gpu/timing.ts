// GPU time between marks of one frame. The timestamps travel in the tail of the frame's own read-back buffer, so they
// cost no map of their own and always belong to the picture they came with. Inert where the device has no timestamps.
import type { GpuMemory } from './memory';

/** `copyBufferToBuffer` and `resolveQuerySet` want aligned places. */
const RESOLVE_ALIGNMENT = 256;

export interface PassTimestamps {
  readonly querySet: GPUQuerySet;
  readonly beginningOfPassWriteIndex?: number;
  readonly endOfPassWriteIndex?: number;
}

export interface GpuTimer {
  /** Bytes to leave free at the end of the read-back buffer; 0 when inert. */
  readonly tailBytes: number;
  /** For a pass descriptor: which marks its beginning and its end set. */
  marks(begin: number | null, end: number | null): { timestampWrites: PassTimestamps } | Record<string, never>;
  record(encoder: GPUCommandEncoder, target: GPUBuffer, offset: number): void;
  /** Milliseconds between two marks in a mapped tail; 0 when inert or when the clock steps back. */
  between(tail: BigUint64Array, from: number, to: number): number;
  dispose(): void;
}

const INERT: GpuTimer = {
  tailBytes: 0,
  marks: () => ({}),
  record: () => undefined,
  between: () => 0,
  dispose: () => undefined,
};

export function createGpuTimer(device: GPUDevice, memory: GpuMemory, markCount: number): GpuTimer {
  if (!device.features.has('timestamp-query')) return INERT;
  const querySet = device.createQuerySet({ label: 'frame marks', type: 'timestamp', count: markCount });
  const tailBytes = Math.ceil((markCount * 8) / RESOLVE_ALIGNMENT) * RESOLVE_ALIGNMENT;
  const resolved = memory.buffer('frame marks', tailBytes, GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC);
  return {
    tailBytes,
    marks: (begin, end) => ({
      timestampWrites: {
        querySet,
        ...(begin === null ? {} : { beginningOfPassWriteIndex: begin }),
        ...(end === null ? {} : { endOfPassWriteIndex: end }),
      },
    }),
    record(encoder, target, offset) {
      encoder.resolveQuerySet(querySet, 0, markCount, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, target, offset, markCount * 8);
    },
    between: (tail, from, to) => Math.max(0, Number((tail[to] ?? 0n) - (tail[from] ?? 0n)) / 1e6),
    dispose() {
      querySet.destroy();
      memory.free(resolved);
    },
  };
}
