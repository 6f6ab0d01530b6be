// How the fallback behaves: when a feed counts as lost, what viewers then see and for how long, and how it comes back
// (product.md, 5). Times are in seconds. How it is checked is fallback-schema.ts; the program worker needs none of that.

export const FALLBACK_MODES = ['immediate', 'delayed', 'gradual', 'rotating'] as const;
export type FallbackMode = (typeof FALLBACK_MODES)[number];

interface Range {
  readonly least: number;
  readonly most: number;
  readonly initial: number;
}

/** What each time may be. */
export const FALLBACK_TIMES = {
  /** A camera without a new frame for this long (or four of its own intervals) is lost. */
  noFrame: { least: 0.1, most: 30, initial: 0.5 },
  /** A camera whose picture stays the same for this long is lost. */
  frozen: { least: 0.1, most: 30, initial: 2 },
  /** `delayed` holds the last picture for this much longer. */
  delay: { least: 0, most: 30, initial: 2 },
  /** Length of the cross-fade of `gradual`. */
  transition: { least: 0.1, most: 5, initial: 1 },
  /** `rotating` shows each source for this long. */
  dwell: { least: 1, most: 600, initial: 10 },
  /** The feed has to be healthy for this long before it is shown again. */
  recovery: { least: 0.1, most: 30, initial: 3 },
} as const satisfies Record<string, Range>;
export type FallbackTime = keyof typeof FALLBACK_TIMES;

export interface FallbackSettings extends Record<FallbackTime, number> {
  /** Off: the slate alone stands in. */
  readonly enabled: boolean;
  readonly mode: FallbackMode;
  /** Off: a stand-in stays on air until somebody says "back to live". */
  readonly autoRecovery: boolean;
  /** A word on every stand-in but the slate: that it is not live. */
  readonly badge: boolean;
}

const { noFrame, frozen, delay, transition, dwell, recovery } = FALLBACK_TIMES;
export const DEFAULT_FALLBACK: FallbackSettings = {
  enabled: true,
  mode: 'immediate',
  autoRecovery: true,
  badge: false,
  noFrame: noFrame.initial,
  frozen: frozen.initial,
  delay: delay.initial,
  transition: transition.initial,
  dwell: dwell.initial,
  recovery: recovery.initial,
};
