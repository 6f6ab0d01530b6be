// Whether memory is scarce, from what a page is told about it: its own scripts' share of their limit, and what of the
// machine's memory it knows to hold. Pure.

export interface MemoryFacts {
  /** What scripts hold and may hold at most; null where the browser does not say. */
  readonly heapBytes: number | null;
  readonly heapLimitBytes: number | null;
  /** Everything the studio knows to hold. */
  readonly heldBytes: number;
  /** Of the whole machine; null where the browser does not say. */
  readonly machineBytes: number | null;
}

export type MemoryLevel = 'unknown' | 'plenty' | 'tight' | 'short';

const HEAP = { tight: 0.75, short: 0.9 } as const;
/** A browser, a system and what the person works with need the rest. */
const MACHINE = { tight: 0.25, short: 0.5 } as const;

export function memoryLevel({ heapBytes, heapLimitBytes, heldBytes, machineBytes }: MemoryFacts): MemoryLevel {
  const heap = heapBytes !== null && heapLimitBytes ? heapBytes / heapLimitBytes : null;
  const machine = machineBytes ? heldBytes / machineBytes : null;
  if (heap === null && machine === null) return 'unknown';
  for (const level of ['short', 'tight'] as const)
    if ((heap ?? 0) > HEAP[level] || (machine ?? 0) > MACHINE[level]) return level;
  return 'plenty';
}
