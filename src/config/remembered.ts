// What is remembered between visits, as one validated record with a version. A record that does not fit is ignored whole:
// a setting half understood could show a room that was meant to be hidden.
import * as v from 'valibot';
import { backgroundSchema } from './background';
import { USUAL_FAST_PATHS } from './fast-paths';
import { DEFAULT_FALLBACK } from './fallback';
import { fallbackSchema, fallbackSourcesSchema } from './fallback-schema';

export const REMEMBERED_VERSION = 1;

export const rememberedSchema = v.strictObject({
  version: v.literal(REMEMBERED_VERSION),
  background: backgroundSchema,
  source: v.nullable(
    v.strictObject({ kind: v.picklist(['camera', 'demo']), deviceId: v.nullable(v.string()), label: v.string() }),
  ),
  capture: v.strictObject({
    width: v.pipe(v.number(), v.minValue(160), v.maxValue(3840)),
    height: v.pipe(v.number(), v.minValue(120), v.maxValue(2160)),
    fps: v.pipe(v.number(), v.minValue(1), v.maxValue(60)),
  }),
  /** As in the address; what is none is the default. */
  program: v.optional(v.string(), ''),
  /** As quality asks for them: known before the first worker is opened. */
  fastPaths: v.optional(v.strictObject({ frameImport: v.boolean(), netThreads: v.boolean() }), USUAL_FAST_PATHS),
  /** An id, or `auto`: by the program's shape. */
  personNet: v.optional(v.string(), 'auto'),
  mirrorView: v.boolean(),
  mirrorOutput: v.boolean(),
  imageName: v.nullable(v.string()),
  videoName: v.nullable(v.string()),
  fallback: v.optional(fallbackSchema, DEFAULT_FALLBACK),
  fallbackSources: v.optional(fallbackSourcesSchema, []),
  /** Result of timing the engines, by adapter name: ms a frame. */
  timings: v.record(v.string(), v.strictObject({ cpuMs: v.number(), webgpuMs: v.number() })),
});
export type Remembered = v.InferOutput<typeof rememberedSchema>;

export const NOTHING_REMEMBERED: Remembered = {
  version: REMEMBERED_VERSION,
  // Privacy before permission: the first picture of a camera is blurred unless the person chose otherwise.
  background: { mode: 'blur', strength: 3 },
  source: null,
  capture: { width: 1280, height: 720, fps: 30 },
  program: '',
  fastPaths: USUAL_FAST_PATHS,
  personNet: 'auto',
  mirrorView: false,
  mirrorOutput: false,
  imageName: null,
  videoName: null,
  fallback: DEFAULT_FALLBACK,
  fallbackSources: [],
  timings: {},
};

/** Reads a stored record; null when there is none or it does not fit. */
export function parseRemembered(text: string | null): Remembered | null {
  if (text === null) return null;
  try {
    const result = v.safeParse(rememberedSchema, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}
