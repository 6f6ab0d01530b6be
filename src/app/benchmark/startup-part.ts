// How soon viewers see something: the page itself, opened in a frame, read by the marks that the studio sets. As on a second visit.
import { bytesByKind } from '../../benchmark/byte-kinds';
import type { BenchmarkResult } from '../../benchmark/result';
import type { BenchContext } from './context';
import { limited, notMeasured, pause, waitUntil } from './waiting';

type Startup = BenchmarkResult['startup'];

const LIMIT_S = 30;
const PAGE_MS = 1000;
/** What viewers see that is a picture, and what is one as the settings want it. */
const PICTURES = ['on-air-standin', 'on-air-demo', 'on-air-live'];
const PROCESSED = ['on-air-demo', 'on-air-live'];

function firstMark(page: Window, names: readonly string[]): number | null {
  const times = names.flatMap((name) => page.performance.getEntriesByName(name)[0]?.startTime ?? []);
  return times.length === 0 ? null : Math.round(Math.min(...times));
}

/** As they come over the wire where nothing is kept; what workers fetch is not told to their page. */
function bytesOf(page: Window): Startup['bytes'] {
  const files = page.performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  return bytesByKind(files.map(({ name, encodedBodySize }) => ({ url: name, bytes: encodedBodySize })));
}

async function openOnce(signal: AbortSignal) {
  const frame = document.createElement('iframe');
  frame.title = 'Start-up, measured';
  frame.inert = true;
  // On screen, so that it is drawn, and out of the way.
  frame.style.cssText = 'position:fixed;right:0;bottom:0;width:160px;height:90px;border:0;z-index:-1;opacity:0.01';
  const page = new URL(document.baseURI);
  page.search = '?source=demo&background=blur&strength=3&engine=cpu';
  page.hash = '#/obs';
  frame.src = page.href;
  document.body.append(frame);
  try {
    await waitUntil(() => frame.contentWindow !== null && firstMark(frame.contentWindow, PROCESSED) !== null, signal);
    const opened = frame.contentWindow as Window;
    return {
      pictureMs: firstMark(opened, PICTURES) ?? 0,
      processedMs: firstMark(opened, PROCESSED) ?? 0,
      bytes: bytesOf(opened),
    };
  } finally {
    frame.remove();
  }
}

async function countPageFrames(signal: AbortSignal): Promise<number> {
  let count = 0;
  let handle = 0;
  const turn = () => {
    count += 1;
    handle = requestAnimationFrame(turn);
  };
  handle = requestAnimationFrame(turn);
  const beganMs = performance.now();
  await pause(PAGE_MS, signal).finally(() => {
    cancelAnimationFrame(handle);
  });
  return Math.round((count * 10_000) / (performance.now() - beganMs)) / 10;
}

export async function measureStartup(context: BenchContext): Promise<void> {
  const { shape, signal, draft } = context;
  const { startup, models } = draft;
  for (let n = 1; n <= shape.starts; n++) {
    try {
      const opened = await context.measure(`Start ${n} of ${shape.starts}`, n / (shape.starts + 1), () =>
        limited(LIMIT_S, signal, openOnce),
      );
      startup.warm.firstPictureMs.push(opened.pictureMs);
      startup.warm.firstProcessedMs.push(opened.processedMs);
      startup.bytes = opened.bytes;
    } catch (error) {
      notMeasured(error, signal);
    }
  }
  // What its worker fetches beside them, known from the nets that were timed.
  const runtime = models.runtimes.find(({ backend }) => backend === 'wasm')?.bytes ?? 0;
  const net = models.nets.find(({ id }) => id.startsWith('selfie'))?.bytes ?? 0;
  for (const [kind, bytes] of [
    ['runtime', runtime],
    ['model', net],
  ] as const)
    if (bytes > 0 && !startup.bytes.some((one) => one.kind === kind && one.bytes > 0))
      startup.bytes = [...startup.bytes.filter((one) => one.kind !== kind), { kind, bytes }];
  startup.pageFps = await context.measure('The page itself', 1, () => countPageFrames(signal));
}
