// The faults, as data: how each is brought about in a real browser, and what ends it. Each leaves a studio that is able
// to mend itself; whether it does, and what viewers saw meanwhile, is for the log to say.
import type { EngineKind } from '../../src/compositor/engine';
import { hasShownRoom } from './sights';
import { settingOf, sleep, type Stage } from './stage';

export interface Fault {
  readonly name: string;
  /** Left out: both. */
  readonly engine?: EngineKind;
  /** Every run has it under blur; under this effect as well, whose picture has to be decoded first. */
  readonly alsoUnder?: 'image';
  /** Not in a sequence: the watcher that dies with it has not told yet what it saw last, and that would be taken for raw later. */
  readonly isAlone?: true;
  inject(stage: Stage): Promise<unknown>;
  /** Left out: nothing is to be done. */
  heal?(stage: Stage): Promise<void>;
}

/** What a worker that crashed looks like from outside: it is gone, and said nothing. */
const END = 'self.close()';
/** It says nothing more, and is not gone: what it sent last is held. */
const HANG = 'setTimeout(() => { for (;;); })';

/** Each engine's net fails from now on, as ONNX Runtime would: its own calls throw, the compositor's do not. */
const BREAK_NET: Record<EngineKind, string> = {
  cpu: `globalThis.Float32Array = new Proxy(Float32Array, { construct(type, given) {
    if (typeof given[0] === 'number') throw new Error('hurt by a test');
    return Reflect.construct(type, given);
  } });`,
  webgpu: `GPUDevice.prototype.createCommandEncoder = new Proxy(GPUDevice.prototype.createCommandEncoder, {
    apply(create, device, [described]) {
      if (!described?.label) throw new Error('hurt by a test');
      return Reflect.apply(create, device, [described]);
    } });`,
};

/** The next frame's commands are the device's last. */
const DESTROY_DEVICE = `GPUDevice.prototype.createCommandEncoder = new Proxy(GPUDevice.prototype.createCommandEncoder, {
  apply(create, device, given) {
    device.destroy();
    return Reflect.apply(create, device, given);
  } });`;

/** A fresh vision worker has to load the model, and the server lies about it. */
const modelLie = (name: string, lie: 'late' | 'missing' | 'corrupt' | 'truncated'): Fault => ({
  name,
  async inject(stage) {
    stage.server.lie(lie);
    await stage.inWorker('vision', END);
  },
  heal(stage) {
    stage.server.lie(null);
    return Promise.resolve();
  },
});

const resize = (width: number, height: number) =>
  `cameraTrack()?.applyConstraints({ width: ${width}, height: ${height} }).catch(() => undefined)`;
const dispatch = (name: string) => `cameraTrack()?.dispatchEvent(new Event('${name}'))`;
/** A loop of the room as it is, found and ready; given up where none is found, as on a machine that is too slow. */
async function makeRawLoop(stage: Stage): Promise<void> {
  const loop = () =>
    stage.inPage("everframe.fallback.status().sources.find(({ id }) => id === 'self-loop')?.selfLoop?.loop?.id");
  const before = await loop();
  await stage.inPage(showRoom);
  for (let n = 0; n < 60; n++) {
    await sleep(200);
    const now = await loop();
    if (now !== undefined && now !== before) return;
  }
}

/** Its promise is not waited for: a picture of the new source may be long in coming. */
const setSource = (request: string) => `void everframe.setSource(${request}).catch(() => undefined)`;
const showRoom = "markSight('show'); void everframe.setBackground({ mode: 'off' }).catch(() => undefined)";
/** Hidden from the moment the call returns: the worker that writes the track goes on while the page makes it. */
const hideRoom = ({ effect }: Stage) =>
  `void everframe.setBackground(${settingOf(effect)}).catch(() => undefined); markSight('hide')`;

export const FAULTS: readonly Fault[] = [
  modelLie('slow model load', 'late'),
  modelLie('corrupt model', 'corrupt'),
  { name: 'model error in mid-run', inject: (stage) => stage.inWorker('vision', BREAK_NET[stage.engine]) },
  { name: 'vision worker killed', inject: (stage) => stage.inWorker('vision', END) },
  { name: 'vision worker hangs', inject: (stage) => stage.inWorker('vision', HANG) },
  { name: 'program worker killed', inject: (stage) => stage.inWorker('program', END) },
  {
    name: 'output worker killed',
    isAlone: true,
    inject: (stage) => stage.inPage("everframe.rehearse('output-killed')"),
  },
  { name: 'GPU device destroyed', engine: 'webgpu', inject: (stage) => stage.inWorker('vision', DESTROY_DEVICE) },
  {
    name: 'GPU process killed',
    inject(stage) {
      stage.crashGpu();
      return Promise.resolve();
    },
  },
  {
    name: 'camera resized',
    inject: async (stage) => void (await stage.inPage(resize(640, 360))),
    heal: async (stage) => void (await stage.inPage(resize(1280, 720))),
  },
  {
    name: 'camera muted',
    inject: async (stage) => void (await stage.inPage(dispatch('mute'))),
    heal: async (stage) => void (await stage.inPage(dispatch('unmute'))),
  },
  {
    name: 'camera ended',
    inject(stage) {
      stage.signalCapture('SIGKILL');
      return Promise.resolve();
    },
  },
  {
    name: 'camera stalled',
    inject(stage) {
      stage.signalCapture('SIGSTOP');
      return Promise.resolve();
    },
    heal(stage) {
      stage.signalCapture('SIGCONT');
      return Promise.resolve();
    },
  },
  {
    name: 'camera changed',
    inject: async (stage) => void (await stage.inPage(setSource("{ kind: 'camera', width: 960, height: 540 }"))),
    heal: async (stage) => void (await stage.inPage(setSource("{ kind: 'camera', width: 1280, height: 720 }"))),
  },
  {
    name: 'permission withdrawn',
    inject: (stage) => stage.allowCamera(false),
    heal: (stage) => stage.allowCamera(true),
  },
  {
    name: 'source changed to a file and back',
    inject: async (stage) => void (await stage.inPage(setSource("{ kind: 'file', source: '/footage.mp4' }"))),
    heal: async (stage) => void (await stage.inPage(setSource("{ kind: 'camera' }"))),
  },
  {
    name: 'engine switched',
    inject: async (stage) => void (await stage.inPage("everframe.rehearse('engine-switched')")),
    heal: async (stage) => void (await stage.inPage("everframe.rehearse('engine-switched')")),
  },
  { name: 'tab hidden', inject: (stage) => stage.setHidden(true), heal: (stage) => stage.setHidden(false) },
  { name: 'page reloaded', alsoUnder: 'image', inject: (stage) => stage.reload() },
  {
    name: 'effect switched on while live',
    alsoUnder: 'image',
    inject: async (stage) => void (await stage.inPage(showRoom)),
    heal: async (stage) => void (await stage.inPage(hideRoom(stage))),
  },
  {
    name: 'effect switched on while a raw picture is held',
    async inject(stage) {
      const since = stage.log.length;
      await stage.inPage(showRoom);
      for (let n = 0; n < 100 && !hasShownRoom(stage.log.slice(since)); n++) await sleep(50);
      await stage.inWorker('vision', HANG);
      await stage.inPage(hideRoom(stage));
    },
  },
  {
    name: 'effect switched on with a loop of the raw room ready, and the camera gone at once',
    async inject(stage) {
      await makeRawLoop(stage);
      await stage.inPage(hideRoom(stage));
      stage.signalCapture('SIGKILL');
    },
  },
  {
    name: 'effect switched on while a loop of the raw room is on air',
    async inject(stage) {
      await makeRawLoop(stage);
      stage.signalCapture('SIGSTOP');
      await sleep(1500);
      await stage.inPage(hideRoom(stage));
    },
    heal(stage) {
      stage.signalCapture('SIGCONT');
      return Promise.resolve();
    },
  },
];
