// The worker of the loop maker, put together: one job on one clip. It is ended by the page when the job is done or given up.
// A clip that was analysed stays open until then: more may be asked about it.
import { transfer } from 'comlink';
import { readFeed } from '../frames/frame-feed';
import { EverframeError } from '../base/errors';
import { analyseClip, findInClip, type ComparedClip } from '../loop/clip-analysis';
import { judgeLoop, scoreClipTransitions } from '../loop/clip-score';
import { renderLoop } from '../loop/render-loop';
import { takeSmallPictures } from '../loop/small-pictures';
import type { ClipLoopsService } from '../protocol/clip-loops-service';
import { openClip, type Clip } from '../sources/file/clip';
import { playClip } from '../sources/file/play-clip';

const TELL_TIME_MS = 100;

async function withClip<Result>(file: Blob, job: (clip: Clip) => Promise<Result>): Promise<Result> {
  const clip = await openClip(file, true);
  try {
    return await job(clip);
  } finally {
    clip.close();
  }
}

export function createClipLoopsService(): ClipLoopsService {
  let at: { readonly clip: Clip; readonly compared: ComparedClip } | null = null;
  const analysed = () => {
    if (!at) throw new EverframeError('not-running', 'no clip was analysed here');
    return at;
  };
  let isPaused = false;
  let goOn = () => undefined as void;

  return {
    async analyse(file, lengths, onProgress) {
      const clip = await openClip(file, true);
      const { analysis, compared } = await analyseClip(clip, onProgress, lengths);
      at = { clip, compared };
      return analysis;
    },
    find: (lengths) => findInClip(analysed().clip, analysed().compared, lengths),
    judge: (span) => judgeLoop(analysed().clip, analysed().compared, span),
    score: (file, transitions) => withClip(file, (clip) => scoreClipTransitions(clip, transitions)),
    pictures: (file, timesMs, width, onPicture) =>
      withClip(file, (clip) =>
        takeSmallPictures(clip, timesMs, width, (n, picture) => {
          onPicture(n, transfer(picture, [picture]));
        }),
      ),
    render: (file, { startMs, endMs, way = 'forwards' }, fadeMs, onProgress) => {
      const work = { startUs: startMs * 1000, endUs: endMs * 1000, way, fadeUs: fadeMs * 1000 };
      return withClip(file, (clip) => renderLoop(clip, work, onProgress));
    },
    play: (loop, canvas, onTime) =>
      withClip(loop, async (clip) => {
        const { port1, port2 } = new MessageChannel();
        playClip(clip, port2, { loop: true, waits: true }, () => undefined);
        const reader = readFeed({ kind: 'port', port: port1 });
        const context = canvas.getContext('2d', { alpha: false });
        let toldMs = 0;
        for (let frame = await reader.read(); frame; frame = await reader.read()) {
          const { displayWidth: width, displayHeight: height } = frame;
          if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
          context?.drawImage(frame, 0, 0, width, height);
          const nowMs = performance.now();
          if (nowMs - toldMs > TELL_TIME_MS) {
            toldMs = nowMs;
            onTime((frame.timestamp % clip.durationUs) / 1000, clip.durationUs / 1000);
          }
          frame.close();
          if (isPaused)
            await new Promise<void>((resolve) => {
              goOn = resolve;
            });
        }
      }),
    pause(next) {
      isPaused = next;
      if (!next) goOn();
    },
  };
}
