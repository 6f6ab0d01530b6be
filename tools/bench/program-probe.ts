// What leaves the studio, by the clock: when each picture of its track arrives, and what was decided meanwhile. Nothing in the page
// looks at pixels for it.
import type { Stage } from '../../tests/faults/stage';

export const FRAME_MS = 1000 / 30;

/** What stands in from then on, if anything; ms since 1970. */
interface Decision {
  readonly source: string | null;
  readonly sinceMs: number;
}

/** A picture of the track as a viewer gets it: when, ms since 1970. */
interface Arrival {
  readonly atMs: number;
  readonly timestampUs: number;
}

export interface Told {
  readonly decisions: readonly Decision[];
  readonly arrivals: readonly Arrival[];
  /** Of a clock that ticks once per picture and does nothing else. */
  readonly longestTickMs: number;
}

/** In the page the decisions; the arrivals and the clock in a worker, which no script of the page holds up. */
const PROBE = `(() => {
  const decisions = [];
  everframe.fallback.on('change', ({ activeSource, sinceMs }) => {
    if (decisions.at(-1)?.source !== activeSource) decisions.push({ source: activeSource, sinceMs });
  });
  const code = \`
    let longestTickMs = 0, arrivals = [], before = performance.now();
    const now = () => performance.timeOrigin + performance.now();
    (function tick() {
      const at = performance.now();
      longestTickMs = Math.max(longestTickMs, at - before);
      before = at;
      setTimeout(tick, ${FRAME_MS});
    })();
    const read = async (reader) => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        arrivals.push({ atMs: now(), timestampUs: value.timestamp });
        value.close();
      }
    };
    onmessage = ({ data }) => {
      if (data instanceof ReadableStream) return read(data.getReader());
      postMessage({ longestTickMs, arrivals });
      longestTickMs = 0;
      arrivals = arrivals.slice(-1);
    };
  \`;
  const worker = new Worker(URL.createObjectURL(new Blob([code])));
  // The stream outlives its track: a writer that died or stood still has another one.
  let followed = null;
  const follow = () => {
    const [now] = everframe.stream().getVideoTracks();
    if (!now || now === followed) return;
    followed = now;
    const { readable } = new MediaStreamTrackProcessor({ track: now.clone(), maxBufferSize: 60 });
    worker.postMessage(readable, [readable]);
  };
  follow();
  setInterval(follow, 20);
  globalThis.programProbe = {
    take: () => new Promise((resolve) => {
      worker.onmessage = ({ data }) => {
        resolve(JSON.stringify({ ...data, decisions: decisions.splice(0) }));
      };
      worker.postMessage('take');
    }),
  };
})()`;

export async function openProbe(stage: Stage): Promise<void> {
  await stage.inPage(PROBE);
}

/** What there has been since the last call. */
export async function takeTold(stage: Stage): Promise<Told> {
  return JSON.parse(String(await stage.inPage('programProbe.take()'))) as Told;
}

export function longestGapMs({ arrivals }: Told): number {
  return arrivals.reduce((longest, { atMs }, n) => Math.max(longest, atMs - (arrivals[n - 1]?.atMs ?? atMs)), 0);
}
