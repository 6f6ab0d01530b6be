// How long a frame takes with each net, as it was measured here. Storage may be refused: then figures last as long as the page.
import * as v from 'valibot';

const KEY = 'everframe.models';
const schema = v.strictObject({
  version: v.literal(1),
  /** ms, by net, by engine and adapter. */
  speeds: v.record(v.string(), v.record(v.string(), v.pipe(v.number(), v.minValue(0)))),
});
type Speeds = v.InferOutput<typeof schema>['speeds'];

function read(): Speeds {
  try {
    const result = v.safeParse(schema, JSON.parse(localStorage.getItem(KEY) ?? ''));
    if (result.success) return result.output.speeds;
  } catch {
    // None, or refused.
  }
  return {};
}

let speeds = read();

function write(next: Speeds): void {
  speeds = next;
  try {
    localStorage.setItem(KEY, JSON.stringify({ version: 1, speeds }));
  } catch {
    // Refused.
  }
}

export const keptSpeeds = {
  of: (id: string, engine: string): number | null => speeds[id]?.[engine] ?? null,
  keep(id: string, engine: string, ms: number): void {
    write({ ...speeds, [id]: { ...speeds[id], [engine]: ms } });
  },
  drop(id: string): void {
    write(Object.fromEntries(Object.entries(speeds).filter(([one]) => one !== id)));
  },
};
