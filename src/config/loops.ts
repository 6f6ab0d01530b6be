// What a loop may be: how long in seconds, which way it goes, and how it goes over into its own begin.

export interface LoopLengths {
  readonly shortest: number;
  readonly longest: number;
}

/** Product.md, 5: 3 to 12 s, unless a person or a script says otherwise. */
export const LOOP_LENGTHS: LoopLengths = { shortest: 3, longest: 12 };
/** What they may be set to: shorter is a twitch, longer is no loop but a clip. */
export const LENGTH_BOUNDS = { least: 1, most: 60 } as const;
/** Round, from the last picture on with the first; or there and back again, turning at both. */
export const LOOP_WAYS = ['forwards', 'ping-pong'] as const;
export type LoopWay = (typeof LOOP_WAYS)[number];
/** Between two ends that somebody chose. */
export const SPAN_BOUNDS = { leastMs: 500, mostMs: 60_000 } as const;
/** The cross-fade at the seam, in seconds; 0 is a cut. */
export const LOOP_FADE = { least: 0, most: 1, initial: 0.3 } as const;
/** Up to so many of the processor's cores what stands by gives way: it may take a tenth of a picture's time (decisions/009). */
export const FEW_CORES = 4;
