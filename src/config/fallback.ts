// How the fallback behaves: when a feed counts as lost, what viewers then see and for how long, and how it comes back
// (product.md, 5). One schema for what is remembered, the address and the automation API. Times are in seconds.
import * as v from 'valibot';

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

const seconds = ({ least, most, initial }: Range) => {
  const range = `is ${least} to ${most} seconds`;
  return v.optional(v.pipe(v.number(range), v.minValue(least, range), v.maxValue(most, range)), initial);
};

export const fallbackEntries = {
  /** Off: the slate alone stands in. */
  enabled: v.optional(v.boolean(), true),
  mode: v.optional(v.picklist(FALLBACK_MODES, `is one of ${FALLBACK_MODES.join(', ')}`), 'immediate'),
  /** Off: a stand-in stays on air until somebody says "back to live". */
  autoRecovery: v.optional(v.boolean(), true),
  /** A word on every stand-in but the slate: that it is not live. */
  badge: v.optional(v.boolean(), false),
  noFrame: seconds(FALLBACK_TIMES.noFrame),
  frozen: seconds(FALLBACK_TIMES.frozen),
  delay: seconds(FALLBACK_TIMES.delay),
  transition: seconds(FALLBACK_TIMES.transition),
  dwell: seconds(FALLBACK_TIMES.dwell),
  recovery: seconds(FALLBACK_TIMES.recovery),
} as const;

export const fallbackSchema = v.strictObject(fallbackEntries);
export type FallbackSettings = v.InferOutput<typeof fallbackSchema>;

/** Sources in their order, as they are remembered. The files of those a person added are kept beside it, by id. */
export const fallbackSourcesSchema = v.array(
  v.strictObject({
    id: v.string(),
    name: v.string(),
    /** Of one that ships it says nothing: that is known. */
    kind: v.picklist(['shipped', 'clip', 'picture', 'images', 'bars', 'pattern']),
    loop: v.boolean(),
    enabled: v.boolean(),
    /** `images` only. */
    seconds: v.optional(v.number()),
    /** How many files are kept. */
    files: v.number(),
  }),
);
export type RememberedFallback = v.InferOutput<typeof fallbackSourcesSchema>[number];

/** The same as the address has it: `fallback` is a mode or `off`, times are written in seconds. */
const inAddress = (time: FallbackTime) =>
  v.pipe(
    v.string(),
    v.regex(/^\d+(\.\d+)?$/, `is ${FALLBACK_TIMES[time].least} to ${FALLBACK_TIMES[time].most} seconds`),
    v.transform(Number),
    v.minValue(FALLBACK_TIMES[time].least, `is at least ${FALLBACK_TIMES[time].least} seconds`),
    v.maxValue(FALLBACK_TIMES[time].most, `is at most ${FALLBACK_TIMES[time].most} seconds`),
  );
export const fallbackInAddress = {
  fallback: v.picklist([...FALLBACK_MODES, 'off'], `is one of ${FALLBACK_MODES.join(', ')}, off`),
  noframe: inAddress('noFrame'),
  frozen: inAddress('frozen'),
  delay: inAddress('delay'),
  transition: inAddress('transition'),
  dwell: inAddress('dwell'),
  recovery: inAddress('recovery'),
} as const;
type FallbackInAddress = {
  -readonly [Name in keyof typeof fallbackInAddress]?: v.InferOutput<(typeof fallbackInAddress)[Name]>;
};

/** The settings of the address in front of those that are remembered. */
export function fallbackAt(
  address: FallbackInAddress & { autorecovery?: boolean },
  saved: FallbackSettings,
): FallbackSettings {
  const { fallback, noframe, autorecovery, frozen, delay, transition, dwell, recovery } = address;
  return {
    enabled: fallback === undefined ? saved.enabled : fallback !== 'off',
    mode: fallback === undefined || fallback === 'off' ? saved.mode : fallback,
    autoRecovery: autorecovery ?? saved.autoRecovery,
    badge: saved.badge,
    noFrame: noframe ?? saved.noFrame,
    frozen: frozen ?? saved.frozen,
    delay: delay ?? saved.delay,
    transition: transition ?? saved.transition,
    dwell: dwell ?? saved.dwell,
    recovery: recovery ?? saved.recovery,
  };
}

export const DEFAULT_FALLBACK: FallbackSettings = v.parse(fallbackSchema, {});
