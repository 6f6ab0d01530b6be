// What the studio holds in memory, thing by thing, in bytes, with what each costs a frame. Facts for the dashboard, reports and
// `everframe.memory()`; what nobody says is null, never 0.
import type { VisionReport } from '../protocol/vision-service';
import type { ShelfFigures } from './model-shelf';
import type { StudioSnapshot } from './studio-snapshot';

export interface MemoryItem {
  readonly what: 'net' | 'engine' | 'program' | 'runtime' | 'pictures' | 'loop' | 'clip' | 'scripts' | 'models';
  readonly name: string;
  readonly bytes: number | null;
  /** Of a frame's time, ms; null where it has none, or is not known. */
  readonly msPerFrame: number | null;
  readonly state: 'in-use' | 'ready' | 'loading' | 'kept';
  /** What loading it took, in order, ms: none where it was not loaded, or nobody timed it. */
  readonly load: readonly { readonly part: 'fetch' | 'session' | 'first-run' | 'open'; readonly ms: number }[];
}

/** I420. */
const BYTES_PER_PIXEL = 1.5;

/** What the workers hold at this moment: pictures, and the program worker to convert them with. */
export interface Held {
  readonly openFrames: number;
  readonly programBytes: number;
}

type Part = MemoryItem['load'][number]['part'];
const timed = (parts: Partial<Record<Part, number | undefined>>): MemoryItem['load'] =>
  (Object.entries(parts) as [Part, number | undefined][]).flatMap(([part, ms]) =>
    ms === undefined ? [] : [{ part, ms }],
  );

export function memoryList(
  { model, engine, program, fallback }: StudioSnapshot,
  report: VisionReport | null,
  { openFrames, programBytes }: Held,
  models: ShelfFigures,
  heapBytes: number | undefined,
): readonly MemoryItem[] {
  const stages = report?.stages ?? [];
  const stageMs = (name: string) => stages.find((stage) => stage.name === name)?.p50Ms ?? null;
  const besideNet = stages.filter(({ name }) => name !== 'model');
  const list: MemoryItem[] = [];
  if (model.state === 'ready' || model.state === 'loading') {
    const state = model.state === 'loading' ? 'loading' : 'in-use';
    const { fetchMs, sessionMs, firstRunMs } = model.load ?? {};
    list.push({
      what: 'net',
      name: model.title,
      bytes: model.totalBytes,
      msPerFrame: stageMs('model'),
      state,
      load: timed({ fetch: fetchMs, session: sessionMs, 'first-run': firstRunMs }),
    });
    // Its heap belongs to a worker's WebAssembly module or to a device of which nobody asks.
    list.push({ what: 'runtime', name: 'ONNX Runtime', bytes: null, msPerFrame: null, state, load: [] });
  }
  if (report)
    list.push({
      what: 'engine',
      name: engine.kind ?? '',
      bytes: report.memoryBytes,
      msPerFrame: besideNet.length === 0 ? null : besideNet.reduce((sum, { p50Ms }) => sum + p50Ms, 0),
      state: 'in-use',
      load: timed({ open: engine.openMs ?? undefined }),
    });
  if (programBytes > 0)
    list.push({ what: 'program', name: '', bytes: programBytes, msPerFrame: null, state: 'in-use', load: [] });
  if (openFrames > 0)
    list.push({
      what: 'pictures',
      name: String(openFrames),
      bytes: openFrames * program.width * program.height * BYTES_PER_PIXEL,
      msPerFrame: null,
      state: 'in-use',
      load: [],
    });
  for (const { name, kind, state, selfLoop } of fallback.sources) {
    if (selfLoop && selfLoop.bytes > 0)
      list.push({ what: 'loop', name, bytes: selfLoop.bytes, msPerFrame: null, state: 'ready', load: [] });
    // One picture ahead is decoded; the file itself stays where it is.
    if (kind !== 'self-loop' && state === 'ready')
      list.push({
        what: 'clip',
        name,
        bytes: program.width * program.height * BYTES_PER_PIXEL,
        msPerFrame: null,
        state: 'ready',
        load: [],
      });
  }
  if (models.count > 0)
    list.push({
      what: 'models',
      name: String(models.count),
      bytes: models.bytes,
      msPerFrame: null,
      state: 'kept',
      load: [],
    });
  if (heapBytes !== undefined)
    list.push({ what: 'scripts', name: '', bytes: heapBytes, msPerFrame: null, state: 'in-use', load: [] });
  return list;
}

export const sumOf = (list: readonly MemoryItem[]) => list.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
