// The vision worker, put together: one engine, the live loop, the gate. Implements VisionService for the page.
import { EverframeError, asEverframeError } from '../base/errors';
import type { Engine } from '../compositor/engine';
import { readFeed, type FeedReader } from '../frames/frame-feed';
import { fetchModel } from '../inference/fetch-model';
import { chooseLook } from '../pipeline/choose-look';
import { createGate } from '../pipeline/gate';
import { createLiveLoop } from '../pipeline/live-loop';
import type { Feed } from '../protocol/feed';
import type { VisionEvent, VisionService, VisionSettings, VisionSetup } from '../protocol/vision-service';
import { decodePicture } from '../sources/still';
import { createPersonTaker } from './person-taker';

async function openEngine(
  setup: VisionSetup,
  onLost: (reason: string) => void,
): Promise<{ engine: Engine; adapter: string }> {
  const { width, height } = setup.program;
  if (setup.engine === 'webgpu') {
    const { createWebgpuEngine } = await import('../compositor/webgpu/webgpu-engine');
    const engine = await createWebgpuEngine({ width, height, onLost });
    return { engine, adapter: engine.adapterName };
  }
  const { createCpuEngine } = await import('../compositor/cpu/cpu-engine');
  return { engine: await createCpuEngine({ width, height, threads: setup.threads }), adapter: '' };
}

export function createVisionService(): VisionService {
  let engine: Engine | null = null;
  let loop: ReturnType<typeof createLiveLoop> | null = null;
  let tell: (event: VisionEvent) => void = () => undefined;
  let backdropReader: FeedReader | null = null;
  let wakeBackdrop: () => void = () => undefined;
  let settings: VisionSettings | null = null;
  let heartbeat = 0;
  const gate = createGate(() => undefined);
  const person = createPersonTaker();

  const fail = (error: EverframeError) => {
    tell({ kind: 'failure', code: error.code, message: error.message, facts: error.facts });
  };
  const opened = (): { engine: Engine; loop: ReturnType<typeof createLiveLoop> } => {
    if (!engine || !loop) throw new EverframeError('internal', 'the vision worker was not opened');
    return { engine, loop };
  };

  /**
   * Pulls a looping clip at its own rate: the producer's clock decides when a frame is there. After its first frame it is
   * pulled only while it is the background; a clip that nobody pulls stops by itself.
   */
  async function playBackdrop(reader: FeedReader, onFirst: () => void): Promise<void> {
    for (let first = true; ; first = false) {
      if (!first && settings?.background.mode !== 'video') {
        await new Promise<void>((resolve) => {
          wakeBackdrop = resolve;
        });
      }
      const frame = await reader.read();
      if (!frame) return;
      try {
        if (reader !== backdropReader) return;
        await opened().engine.setBackdrop(frame);
      } finally {
        frame.close();
      }
      if (first) onFirst();
    }
  }

  const startBackdrop = (feed: Feed) => {
    const reader = readFeed(feed);
    backdropReader = reader;
    return new Promise<void>((resolve, reject) => {
      playBackdrop(reader, resolve)
        .then(() => {
          reject(new EverframeError('file-unreadable', 'the clip ended before its first picture'));
        })
        .catch((error: unknown) => {
          // The last picture of the clip stays behind the person.
          const { background } = settings ?? {};
          const facts = background?.mode === 'video' ? { name: background.name } : {};
          const { message } = asEverframeError(error);
          const failure = new EverframeError('file-unreadable', message, { cause: error, facts });
          reject(failure);
          fail(failure);
        });
    });
  };

  return {
    async open(setup, onEvent) {
      tell = onEvent;
      const found = await openEngine(setup, (reason) => {
        fail(new EverframeError('gpu-lost', reason));
      });
      engine = found.engine;
      loop = createLiveLoop(engine, gate, {
        onFirstFrame: (sourceId) => {
          tell({ kind: 'first-frame', sourceId });
        },
        onEnded: (sourceId, reason, message) => {
          tell({ kind: 'feed-ended', sourceId, reason, message });
        },
        onFailure: fail,
        onMasked: (picture) => {
          person.see(picture.frame);
        },
      });
      const report = () => {
        if (loop) tell({ kind: 'report', report: loop.report() });
      };
      heartbeat = self.setInterval(report, 250);
      return { adapter: found.adapter, threads: setup.threads };
    },
    connectProgram(port) {
      gate.connect(port);
    },
    apply(next) {
      settings = next;
      if (next.background.mode === 'video') wakeBackdrop();
      opened().loop.setSettings(next);
    },
    async setBackdrop(backdrop) {
      backdropReader?.cancel();
      backdropReader = null;
      wakeBackdrop();
      const { engine: renderer } = opened();
      if (!backdrop) return renderer.setBackdrop(null);
      if (backdrop.kind === 'video') return startBackdrop(backdrop.feed);
      const picture = await decodePicture(backdrop.file, renderer.width * 2, renderer.height * 2);
      try {
        await renderer.setBackdrop(picture);
      } finally {
        picture.close();
      }
    },
    async loadModel(contract, url) {
      const bytes = await fetchModel(contract, url, (loadedBytes, totalBytes) => {
        tell({ kind: 'model-progress', loadedBytes, totalBytes });
      });
      await opened().engine.useSegmenter(bytes, contract);
      opened().loop.trustModelAgain();
    },
    setFeed(feed, source) {
      opened().loop.setFeed(feed, source);
    },
    async time(frames) {
      const { engine: renderer } = opened();
      const canvas = new OffscreenCanvas(renderer.width, renderer.height);
      const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
      if (!context) throw new EverframeError('engine-failed', 'no 2D canvas');
      const { look } = chooseLook({ mode: 'blur', strength: 3 }, true, renderer.height);
      const spent: number[] = [];
      for (let n = 0; n < frames; n++) {
        context.fillStyle = `hsl(${n * 40} 50% 50%)`;
        context.fillRect(0, 0, renderer.width, renderer.height);
        const began = performance.now();
        const frame = new VideoFrame(canvas, { timestamp: n, alpha: 'discard' });
        (await renderer.render(frame, { look, fit: 'cover', mirror: false, onStage: () => undefined })).close();
        spent.push(performance.now() - began);
      }
      renderer.reset();
      return spent.sort((a, b) => a - b)[Math.floor(spent.length / 2)] ?? Infinity;
    },
    takePerson(width) {
      // Only a cut-out has the person alone; the tiles show a drawn figure until there was one.
      if (settings?.background.mode !== 'cutout') return Promise.resolve(null);
      return person.take(width);
    },
    close() {
      clearInterval(heartbeat);
      backdropReader?.cancel();
      loop?.stop();
      gate.close();
      engine?.dispose();
      self.close();
    },
  };
}
