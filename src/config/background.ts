// What stands behind the person: the modes, what each hides, and the blur strengths (product.md, 2).
// Shared by every thread; the schema is what the automation API and the URL are checked against.
import * as v from 'valibot';

export const BACKGROUND_MODES = ['off', 'blur', 'color', 'image', 'video', 'cutout', 'green'] as const;
export type BackgroundMode = (typeof BACKGROUND_MODES)[number];

export const BLUR_STRENGTHS = [1, 2, 3, 4, 5] as const;
export type BlurStrength = (typeof BLUR_STRENGTHS)[number];
export const DEFAULT_BLUR_STRENGTH: BlurStrength = 3;
export const DEFAULT_COLOR = '#24344d';
export const GREEN_SCREEN = '#00b140';

/** Spread of the blur (standard deviation; its discs have twice that as radius) as a share of the height, strength 1 to 5. */
const SIGMA_DIVISOR: Record<BlurStrength, number> = { 1: 120, 2: 80, 3: 60, 4: 45, 5: 30 };

/** Standard deviation of the background blur in pixels of a picture `heightPx` high. */
export function blurSigmaPx(strength: BlurStrength, heightPx: number): number {
  return heightPx / SIGMA_DIVISOR[strength];
}

/** Sigma of the whole-picture blur that stands in when the person cannot be told from the room: the strongest there is. */
export function standInSigmaPx(heightPx: number): number {
  return heightPx / 30;
}

export const colorSchema = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i, 'a colour is written #rrggbb'));
const strengthSchema = v.picklist(BLUR_STRENGTHS, 'blur strength is a whole number from 1 to 5');

/** A background as settings keep it. `image` and `video` name what is kept beside the settings, never the bytes. */
export const backgroundSchema = v.variant('mode', [
  v.strictObject({ mode: v.picklist(['off', 'cutout', 'green']) }),
  v.strictObject({ mode: v.literal('blur'), strength: v.optional(strengthSchema, DEFAULT_BLUR_STRENGTH) }),
  v.strictObject({ mode: v.literal('color'), color: v.optional(colorSchema, DEFAULT_COLOR) }),
  v.strictObject({ mode: v.picklist(['image', 'video']), name: v.string() }),
]);
export type Background = v.InferOutput<typeof backgroundSchema>;

/** How much of the room a background conceals: 0 nothing, 1 to 5 a blur of that strength, 6 all of it. */
function concealment(background: Background): number {
  if (background.mode === 'off') return 0;
  return background.mode === 'blur' ? background.strength : 6;
}

/** Whether this background promises that the room is not seen. */
export function hidesRoom(background: Background): boolean {
  return concealment(background) > 0;
}

/** Whether pictures made with `before` show more of the room than `after` promises: none of them may be shown again. */
export function hidesMore(after: Background, before: Background): boolean {
  return concealment(after) > concealment(before);
}
