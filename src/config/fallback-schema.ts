// What is a setting of the fallback and what is not: one schema for what is remembered, the address and the automation API.
import * as v from 'valibot';
import { DEFAULT_FALLBACK, FALLBACK_MODES, FALLBACK_TIMES, type FallbackSettings, type FallbackTime } from './fallback';

const seconds = (time: FallbackTime) => {
  const { least, most, initial } = FALLBACK_TIMES[time];
  const range = `is ${least} to ${most} seconds`;
  return v.optional(v.pipe(v.number(range), v.minValue(least, range), v.maxValue(most, range)), initial);
};

export const fallbackEntries = {
  enabled: v.optional(v.boolean(), DEFAULT_FALLBACK.enabled),
  mode: v.optional(v.picklist(FALLBACK_MODES, `is one of ${FALLBACK_MODES.join(', ')}`), DEFAULT_FALLBACK.mode),
  autoRecovery: v.optional(v.boolean(), DEFAULT_FALLBACK.autoRecovery),
  badge: v.optional(v.boolean(), DEFAULT_FALLBACK.badge),
  noFrame: seconds('noFrame'),
  frozen: seconds('frozen'),
  delay: seconds('delay'),
  transition: seconds('transition'),
  dwell: seconds('dwell'),
  recovery: seconds('recovery'),
} as const;

export const fallbackSchema = v.strictObject(fallbackEntries);

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
