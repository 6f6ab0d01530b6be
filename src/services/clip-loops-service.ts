// The worker of the loop maker, put together: one job on one clip. It is ended by the page when the job is done or given up.
import { transfer } from 'comlink';
import { readFeed } from '../frames/frame-feed';
import { analyseClip, scoreClipTransitions } from '../loop/clip-analysis';
import { renderLoop } from '../loop/render-loop';
import { walkPictures } from '../loop/walk';
import type { ClipLoopsService } from '../protocol/clip-loops-service';
import { openClip, type Clip } from '../sources/file/clip';
import { playClip } from '../sources/file/play-clip';
import { createRotation } from '../sources/file/rotate-frame';

const TELL_TIME_MS = 100;

async function withClip<Result>(file: Blob, job: (clip: Clip) => Promise<Result>): Promise<Result> {
  const clip = await openClip(file, true);
  try {
    return await job(clip);
  } finally {
    clip.close();
  }
}

/** The picture on show at that time, small; null where there is none. */
async function takePicture(clip: Clip, timeMs: number, width: number): Promise<ImageBitmap | null> {
  const turn = createRotation(clip.rotation);
  let picture: ImageBitmap | null = null;
  const fromUs = Math.max(0, timeMs * 1000 - 1);
  await walkPictures(clip, { fromUs, toUs: fromUs + 2e6 / clip.fps }, async (frame) => {
    if (picture) return;
    const turned = turn(frame.clone());
    try {
      picture = await createImageBitmap(turned, { resizeWidth: width, resizeQuality: 'medium' });
    } finally {
      turned.close();
    }
  });
  return picture;
}

export function createClipLoopsService(): ClipLoopsService {
  let isPaused = false;
  let goOn = () => undefined as void;

  return {
    analyse: (file, onProgress) =>
      withClip(file, async (clip) => {
        const analysis = await analyseClip(clip, onProgress);
        return transfer(analysis, [analysis.similarity.values.buffer as ArrayBuffer]);
      }),
    score: (file, transitions) => withClip(file, (clip) => scoreClipTransitions(clip, transitions)),
    pictures: (file, timesMs, width, onPicture) =>
      withClip(file, async (clip) => {
        for (const [n, timeMs] of timesMs.entries()) {
          const picture = await takePicture(clip, timeMs, width);
          if (picture) onPicture(n, transfer(picture, [picture]));
        }
      }),
    render: (file, { startMs, endMs }, onProgress) =>
      withClip(file, (clip) => renderLoop(clip, { startUs: startMs * 1000, endUs: endMs * 1000 }, onProgress)),
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
