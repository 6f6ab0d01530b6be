// A studio in a real browser that is to be hurt: a page on the fake camera, its workers, the browser's processes, and the
// log of every picture that left. Primitives only; what a fault is made of is in faults.ts.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BASE_FLAGS, GPU_CRASH_FLAGS, LIGHT_PAGE_FLAGS, WEBGPU_FLAGS } from '../../tools/browser/flags.mjs';
import { processesUnder } from '../../tools/browser/processes.mjs';
import { openRawChrome } from '../../tools/browser/raw-chrome.mjs';
import type { EngineKind } from '../../src/compositor/engine';
import { bundleForPage } from '../demo/bundle';
import { drawDemoFootage, type Footage } from '../demo/footage';
import { executable } from '../executable';
import { openLyingServer, type LyingServer } from './lying-server';
import { isAlive, isSight, type Mark, type Sight } from './sights';
import { SWEATER_NET } from './sweater-net';

export type WorkerName = 'vision' | 'program' | 'media';

/** Every effect that hides the room, as `setBackground` takes it; light pictures, since a dark one counts as black. */
const SETTINGS = {
  blur: { mode: 'blur' },
  color: { mode: 'color' },
  green: { mode: 'green' },
  cutout: { mode: 'cutout' },
  image: { mode: 'image', source: 'backgrounds/paper.jpg' },
  video: { mode: 'video', source: 'backgrounds/leaf-light.mp4' },
} as const;
export type Effect = keyof typeof SETTINGS;
export const EFFECTS = Object.keys(SETTINGS) as Effect[];
/** The argument of `setBackground`, as text for the page. */
export const settingOf = (effect: Effect) => JSON.stringify(SETTINGS[effect]);

export interface Stage {
  readonly engine: EngineKind;
  /** The hiding effect that is on. */
  readonly effect: Effect;
  readonly server: LyingServer;
  readonly footage: Footage;
  /** Everything seen since the page was opened, across reloads. */
  readonly log: (Sight | Mark)[];
  /** Runs an expression in the page. */
  inPage(expression: string): Promise<unknown>;
  /** Runs an expression in the newest worker of that name, if there is one; a worker that hangs or ends is not waited for. */
  inWorker(worker: WorkerName, expression: string): Promise<unknown>;
  /** Signals the process that reads the camera; false where there is none now. */
  signalCapture(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): boolean;
  crashGpu(): void;
  allowCamera(allowed: boolean): Promise<void>;
  setHidden(hidden: boolean): Promise<void>;
  setEffect(effect: Effect): Promise<void>;
  reload(): Promise<void>;
  /** Waits until the presenter moves again in the track and on the canvas, live, with the room hidden. */
  untilAlive(): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly engine: EngineKind;
  /** Behind the `?` of the address, beside the engine. */
  readonly parameters?: string;
  /** A .mjpeg in place of the demo presenter. */
  readonly camera?: string;
  /** The output page in place of the studio. */
  readonly isOutputPage?: boolean;
  /** For the browser, beside those of the engine. */
  readonly flags?: readonly string[];
}

/** What is listened to, of all that DevTools tells. */
type DevtoolsEvent = { readonly sessionId?: string } & (
  | { readonly method: 'Runtime.bindingCalled'; readonly params: { readonly payload: string } }
  | { readonly method: 'Target.attachedToTarget'; readonly params: { sessionId: string; targetInfo: { url: string } } }
  | { readonly method: 'Target.detachedFromTarget'; readonly params: { readonly sessionId: string } }
  | { readonly method: 'Page.loadEventFired' | 'Page.javascriptDialogOpening' }
);

interface Means {
  readonly flags: readonly string[];
  readonly parameters: string;
  readonly files: Readonly<Record<string, Buffer>>;
}

/** On a GPU made of software a quarter of the pixels, a third of the frames and a small net keep up. */
const MEANS: Record<EngineKind, Means> = {
  cpu: { flags: [], parameters: '', files: {} },
  webgpu: {
    flags: [...WEBGPU_FLAGS, ...LIGHT_PAGE_FLAGS],
    parameters: '&program=640x360@15&fps=10',
    files: SWEATER_NET,
  },
};

/** How long pictures have to come before they are shown again; a person has three seconds, and nothing is raw or black for it. */
export const RECOVERY_S = 0.5;
/** A test that waits this long has failed. */
const ALIVE_MS = 60_000;

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function openStage(options: StageOptions): Promise<Stage> {
  const { engine, parameters = '', isOutputPage = false } = options;
  const footage = await drawDemoFootage(executable());
  const means = MEANS[engine];
  const server = await openLyingServer({ ...means.files, '/footage.mp4': readFileSync(footage.file) });
  const chrome = await openRawChrome(executable(), [
    ...BASE_FLAGS,
    ...GPU_CRASH_FLAGS,
    '--use-fake-device-for-media-stream=fps=30',
    `--use-file-for-fake-video-capture=${options.camera ?? footage.camera}`,
    ...means.flags,
    ...(options.flags ?? []),
  ]);
  const log: (Sight | Mark)[] = [];
  // What a first visit has.
  let effect: Effect = 'blur';
  /** Address by session, oldest first. */
  const workers = new Map<string, string>();
  const origin = new URL(server.url).origin;
  let loaded = () => undefined as void;
  let loading = Promise.resolve();

  const { browserContextId } = (await chrome.send('Target.createBrowserContext')) as { browserContextId: string };
  const open = async () => {
    const created: unknown = await chrome.send('Target.createTarget', { url: 'about:blank', browserContextId });
    const { targetId } = created as { targetId: string };
    const attached: unknown = await chrome.send('Target.attachToTarget', { targetId, flatten: true });
    return (attached as { sessionId: string }).sessionId;
  };
  const allowCamera = async (allowed: boolean) => {
    const permissions = ['videoCapture'];
    if (allowed) await chrome.send('Browser.grantPermissions', { origin, browserContextId, permissions });
    else await chrome.send('Browser.resetPermissions', { browserContextId });
  };
  const page = await open();
  const other = await open();
  chrome.listen((heard) => {
    const event = heard as DevtoolsEvent;
    if (event.method === 'Target.detachedFromTarget') workers.delete(event.params.sessionId);
    if (event.sessionId !== page) return;
    if (event.method === 'Runtime.bindingCalled') log.push(JSON.parse(event.params.payload) as Sight | Mark);
    if (event.method === 'Target.attachedToTarget') workers.set(event.params.sessionId, event.params.targetInfo.url);
    if (event.method === 'Page.loadEventFired') loaded();
    // A studio on air asks before it is closed.
    if (event.method === 'Page.javascriptDialogOpening')
      void chrome.send('Page.handleJavaScriptDialog', { accept: true }, page);
  });
  const load = (method: string, params: object) => {
    loading = new Promise<void>((resolve, reject) => {
      loaded = resolve;
      chrome.send(method, params, page).catch(reject);
    });
    return loading;
  };
  const inPage = async (expression: string): Promise<unknown> => {
    for (;;) {
      await loading;
      try {
        return (await chrome.evaluate(page, expression)) as unknown;
      } catch (error) {
        // Another fault reloads it just now: said again to the page that comes.
        if (!/navigated|context/.test(String(error))) throw error;
      }
    }
  };
  await chrome.send('Page.enable', {}, page);
  await chrome.send('Runtime.enable', {}, page);
  await chrome.send('Runtime.addBinding', { name: 'tellSight' }, page);
  await chrome.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true }, page);
  const [watcher, outputWatcher] = await Promise.all(
    ['watcher.ts', 'output-watcher.ts'].map((file) => bundleForPage(path.join(import.meta.dirname, file))),
  );
  const source = `globalThis.outputWatcher = ${JSON.stringify(outputWatcher)};\n${watcher ?? ''}`;
  await chrome.send('Page.addScriptToEvaluateOnNewDocument', { source }, page);
  await allowCamera(true);
  await chrome.send('Page.bringToFront', {}, page);
  const query = `engine=${engine}&recovery=${RECOVERY_S}${means.parameters}${parameters}`;
  await load('Page.navigate', {
    url: isOutputPage ? `${server.url}#/obs?run=1&${query}` : `${server.url}?source=camera&autostart=1&${query}`,
  });

  return {
    engine,
    get effect() {
      return effect;
    },
    async setEffect(next) {
      effect = next;
      await inPage(`everframe.setBackground(${settingOf(next)})`);
    },
    server,
    footage,
    log,
    allowCamera,
    inPage,
    async inWorker(name, expression) {
      const session = [...workers.keys()].filter((key) => workers.get(key)?.includes(`/${name}.worker`)).at(-1);
      if (!session) return undefined;
      const answered = chrome.evaluate(session, expression) as Promise<unknown>;
      return Promise.race([answered.catch(() => undefined), sleep(200)]);
    },
    signalCapture(signal) {
      const capture = processesUnder(chrome.pid).find(({ command }) => command.includes('video_capture.mojom'));
      if (capture) process.kill(capture.pid, signal);
      return capture !== undefined;
    },
    crashGpu: () => void chrome.send('Browser.crashGpuProcess').catch(() => undefined),
    async setHidden(hidden) {
      await chrome.send('Page.bringToFront', {}, hidden ? other : page);
    },
    reload: () => load('Page.reload', {}),
    async untilAlive() {
      const sinceMs = Date.now();
      // A loop of the presenter moves too; that it is none the page has to say.
      let liveMs = Infinity;
      for (;;) {
        const onAir = await Promise.race([inPage('everframe.stats().onAir'), sleep(1000)]);
        liveMs = onAir === 'live' ? Math.min(liveMs, Date.now()) : Infinity;
        if (isAlive(log, liveMs, 3)) return;
        if (Date.now() - sinceMs > ALIVE_MS) {
          const [track, canvas] = (['track', 'canvas'] as const).map((place) =>
            JSON.stringify(log.filter((entry) => isSight(entry) && entry.place === place).at(-1)),
          );
          const stats = await Promise.race([inPage('JSON.stringify(everframe.stats())'), sleep(5000)]).catch(String);
          throw new Error(`no presenter in a minute; last seen: ${track} ${canvas}; the page says ${String(stats)}`);
        }
        await sleep(100);
      }
    },
    async close() {
      await chrome.close();
      server.close();
    },
  };
}
