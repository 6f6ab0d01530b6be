// What is remembered of quality, in a record of its own: it is read when quality is, after the first picture. A record that does not fit
// is left behind whole. Storage may be refused (private windows, policies): then settings hold until the page is closed.
import * as v from 'valibot';
import type { QualitySettings } from '../config/quality';
import type { Speed } from '../scheduler/calibration';

const KEY = 'everframe.quality';
const speed = v.strictObject({ modelMs: v.pipe(v.number(), v.minValue(0)), restMs: v.pipe(v.number(), v.minValue(0)) });
const schema = v.strictObject({
  version: v.literal(1),
  /** What was chosen; checked by whoever reads it. */
  settings: v.unknown(),
  /** What frames cost at best, by engine and adapter. */
  speeds: v.record(v.string(), speed),
});

type Kept = v.InferOutput<typeof schema>;

function read(): Kept {
  try {
    const result = v.safeParse(schema, JSON.parse(localStorage.getItem(KEY) ?? ''));
    if (result.success) return result.output;
  } catch {
    // None, or refused.
  }
  return { version: 1, settings: {}, speeds: {} };
}

function write(changes: Partial<Kept>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...read(), ...changes }));
  } catch {
    // Refused.
  }
}

export const keptQuality = {
  settings: (): unknown => read().settings,
  keepSettings(settings: Partial<QualitySettings>): void {
    write({ settings });
  },
  speedOf: (engine: string): Speed | null => read().speeds[engine] ?? null,
  keepSpeed(engine: string, found: Speed): void {
    write({ speeds: { ...read().speeds, [engine]: found } });
  },
};
