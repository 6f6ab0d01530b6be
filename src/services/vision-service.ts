// The vision worker, put together: one engine, the live loop, the gate. Implements VisionService for the page.
import { EverframeError } from '../base/errors';
import { SINGLE_FRAME, type Engine } from '../compositor/engine';
import { fetchModel } from '../inference/fetch-model';
import { chooseLook } from '../pipeline/choose-look';
import { createGate } from '../pipeline/gate';
import { createLiveLoop } from '../pipeline/live-loop';
import type { VisionEvent, VisionService, VisionSetup } from '../protocol/vision-service';
import { createBackdropPlayer } from './backdrop-player';
import { askDisplayPriority } from './display-priority';
import { createPersonTaker } from './person-taker';

async function openEngine(
  setup: VisionSetup,
  onLost: (reason: string) => void,
): Promise<{ engine: Engine; adapter: string; threads: number }> {
  const { width, height } = setup.program;
  const { frameImport, netThreads } = setup.fastPaths;
  if (setup.engine === 'webgpu') {
    const { createWebgpuEngine } = await import('../compositor/webgpu/webgpu-engine');
    const engine = await createWebgpuEngine({ width, height, onLost, ...(!frameImport && { upload: 'planes' }) });
    return { engine, adapter: engine.adapterName, threads: 1 };
  }
  const { createCpuEngine } = await import('../compositor/cpu/cpu-engine');
  const threads = netThreads && self.crossOriginIsolated ? 2 : 1;
  return { engine: await createCpuEngine({ width, height, threads }), adapter: '', threads };
}

export function createVisionService(): VisionService {
  let engine: Engine | null = null;
  let loop: ReturnType<typeof createLiveLoop> | null = null;
  let tell: (event: VisionEvent) => void = () => undefined;
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
  const backdrops = createBackdropPlayer(() => opened().engine, fail);

  return {
    async open(setup, onEvent) {
      tell = onEvent;
      const found = await openEngine(setup, (reason) => {
        fail(new EverframeError('gpu-lost', reason));
      });
      engine = found.engine;
      loop = createLiveLoop(engine, gate, {
        onFirstFrame: (sourceId) => {
          // Not before: what a worker does to get ready is not to go before the picture that stands in meanwhile.
          askDisplayPriority();
          tell({ kind: 'first-frame', sourceId });
        },
        onEnded: (sourceId, reason, message) => {
          tell({ kind: 'feed-ended', sourceId, reason, message });
        },
        onFailure: fail,
        onNotes: (notes) => {
          tell({ kind: 'frames', notes });
        },
        hasBackdrop: () => backdrops.isShown,
        freshenBackdrop: () => backdrops.freshen(),
        wantsCutOut: () => person.isWaiting,
        onCutOut: (picture) => {
          person.see(picture);
        },
      });
      const report = () => {
        if (loop) tell({ kind: 'report', report: loop.report() });
      };
      heartbeat = self.setInterval(report, 250);
      return { adapter: found.adapter, threads: found.threads };
    },
    connectProgram(port) {
      gate.connect(port);
    },
    apply(next) {
      backdrops.apply(next.background);
      opened().loop.setSettings(next);
    },
    setBackdrop: (backdrop) => backdrops.set(backdrop),
    async loadModel(contract, url) {
      const beganMs = performance.now();
      const bytes = await fetchModel(contract, url, (loadedBytes, totalBytes) => {
        tell({ kind: 'model-progress', loadedBytes, totalBytes });
      });
      const fetchMs = performance.now() - beganMs;
      const load = await opened().engine.useSegmenter(bytes, contract);
      opened().loop.trustModelAgain();
      return { fetchMs, ...load };
    },
    describeModel: async (url, size) => (await import('./net-trial')).describeAt(url, size),
    tryOut: async (feed, source, width) =>
      (await import('./net-trial')).tryOut(opened().engine, feed, source.fit, width),
    answer: () => undefined,
    setFeed(feed, source) {
      opened().loop.setFeed(feed, source);
    },
    async time(frames) {
      const { engine: renderer } = opened();
      const canvas = new OffscreenCanvas(renderer.width, renderer.height);
      const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
      if (!context) throw new EverframeError('engine-failed', 'no 2D canvas');
      const { look } = chooseLook(
        { mode: 'blur', strength: 3 },
        { canMask: true, hasBackdrop: false },
        renderer.height,
      );
      const spent: number[] = [];
      for (let n = 0; n < frames; n++) {
        context.fillStyle = `hsl(${n * 40} 50% 50%)`;
        context.fillRect(0, 0, renderer.width, renderer.height);
        const began = performance.now();
        const frame = new VideoFrame(canvas, { timestamp: n, alpha: 'discard' });
        (await renderer.render(frame, { ...SINGLE_FRAME, look })).close();
        spent.push(performance.now() - began);
      }
      renderer.reset();
      return spent.sort((a, b) => a - b)[Math.floor(spent.length / 2)] ?? Infinity;
    },
    takePerson(width) {
      return engine?.hasSegmenter ? person.take(width) : Promise.resolve(null);
    },
    close() {
      clearInterval(heartbeat);
      backdrops.close();
      loop?.stop();
      gate.close();
      engine?.dispose();
      self.close();
    },
  };
}
