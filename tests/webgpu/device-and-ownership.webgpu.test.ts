// Who owns a frame, what is left after dispose, and that nothing comes out of a lost device.
import { describe, expect, test } from 'vitest';
import type { Look } from '../../src/compositor/engine';
import { createWebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
import type { WebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
import { openDevice } from '../../src/gpu/device';
import { paintFrame, request } from '../engines/painted-frames';
import type { Paint } from '../engines/painted-frames';
import { RED_NET_CONTRACT, redNet } from '../engines/red-net';

const WIDTH = 160;
const HEIGHT = 90;
const paint: Paint = (x, y) => [x, y, 100];
const HIDDEN: Look = { behind: { kind: 'blur', sigmaPx: 4 }, person: 'hidden' };
const MASKED: Look = { behind: { kind: 'blur', sigmaPx: 4 }, person: 'masked' };
const frame = (): VideoFrame => paintFrame(WIDTH, HEIGHT, paint);
const isClosed = (it: VideoFrame): boolean => it.format === null;

interface Opened {
  readonly engine: WebgpuEngine;
  readonly device: GPUDevice;
  readonly losses: string[];
}

/** An engine and the device it made, caught on its way. */
async function open(upload: 'planes' | 'external' = 'planes'): Promise<Opened> {
  const losses: string[] = [];
  const devices: GPUDevice[] = [];
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its adapter below
  const requestDevice = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor) {
    const device = await requestDevice.call(this, descriptor);
    devices.push(device);
    return device;
  };
  try {
    const onLost = (reason: string): void => void losses.push(reason);
    const engine = await createWebgpuEngine({ width: WIDTH, height: HEIGHT, onLost, upload });
    const [device] = devices;
    if (!device) throw new Error('no device was made');
    return { engine, device, losses };
  } finally {
    GPUAdapter.prototype.requestDevice = requestDevice;
  }
}

describe('frames', () => {
  test.each(['planes', 'external'] as const)('are closed by render, %s', async (upload) => {
    const { engine } = await open(upload);
    for (const look of [HIDDEN, { behind: { kind: 'source' }, person: 'hidden' } as const]) {
      for (const mirror of [false, true]) {
        const taken = frame();
        const picture = await engine.render(taken, request(look, { mirror }));
        expect(isClosed(taken)).toBe(true);
        expect([picture.codedWidth, picture.codedHeight]).toEqual([WIDTH, HEIGHT]);
        picture.close();
      }
    }
    engine.dispose();
  });

  test('are closed on errors: no net, two at once, a closed frame, a disposed engine', async () => {
    const { engine } = await open();
    const masked = frame();
    await expect(engine.render(masked, request(MASKED))).rejects.toMatchObject({ code: 'engine-failed' });
    expect(isClosed(masked)).toBe(true);

    const [first, second] = [frame(), frame()];
    const rendering = engine.render(first, request(HIDDEN));
    await expect(engine.render(second, request(HIDDEN))).rejects.toMatchObject({ code: 'engine-failed' });
    expect(isClosed(second)).toBe(true);
    (await rendering).close();

    const closed = frame();
    closed.close();
    await expect(engine.render(closed, request(HIDDEN))).rejects.toMatchObject({ code: 'engine-failed' });
    (await engine.render(frame(), request(HIDDEN))).close();

    engine.dispose();
    const late = frame();
    await expect(engine.render(late, request(HIDDEN))).rejects.toMatchObject({ code: 'engine-failed' });
    expect(isClosed(late)).toBe(true);
  });

  test('a backdrop is borrowed', async () => {
    const { engine } = await open();
    const picture = frame();
    await engine.setBackdrop(picture);
    expect(isClosed(picture)).toBe(false);
    picture.close();
    engine.dispose();
  });
});

describe('memory', () => {
  test('does not grow with frames and is given back', async () => {
    const { engine } = await open();
    await engine.useSegmenter(redNet(), RED_NET_CONTRACT);
    const render = async (): Promise<void> => (await engine.render(frame(), request(MASKED))).close();
    await render();
    const baseline = engine.memoryBytes();
    expect(baseline).toBeGreaterThan(WIDTH * HEIGHT * 4);
    await engine.setBackdrop(frame());
    expect(engine.memoryBytes()).toBeGreaterThan(baseline);
    await engine.setBackdrop(null);
    await engine.useSegmenter(redNet(), RED_NET_CONTRACT);
    for (let i = 0; i < 5; i++) await render();
    expect(engine.memoryBytes()).toBe(baseline);
    engine.dispose();
    expect(engine.memoryBytes()).toBe(0);
  });

  test('dispose in the middle of a frame gives no picture', async () => {
    const { engine, losses } = await open();
    await engine.useSegmenter(redNet(), RED_NET_CONTRACT);
    const rendering = engine.render(frame(), request(MASKED));
    engine.dispose();
    await expect(rendering).rejects.toMatchObject({ code: 'engine-failed' });
    expect(engine.memoryBytes()).toBe(0);
    expect(losses).toEqual([]);
  });
});

describe('a lost device', () => {
  test('gives no picture for the frame under way nor for later ones, and tells once', async () => {
    const { engine, device, losses } = await open();
    await engine.useSegmenter(redNet(), RED_NET_CONTRACT);
    (await engine.render(frame(), request(MASKED))).close();
    const taken = frame();
    const rendering = engine.render(taken, request(MASKED));
    device.destroy();
    await expect(rendering).rejects.toMatchObject({ code: 'gpu-lost' });
    expect(isClosed(taken)).toBe(true);
    expect(losses).toHaveLength(1);
    for (const look of [MASKED, HIDDEN, { behind: { kind: 'source' }, person: 'hidden' } as const]) {
      const later = frame();
      await expect(engine.render(later, request(look))).rejects.toMatchObject({ code: 'gpu-lost' });
      expect(isClosed(later)).toBe(true);
    }
    await expect(engine.useSegmenter(redNet(), RED_NET_CONTRACT)).rejects.toMatchObject({ code: 'gpu-lost' });
    expect(losses).toHaveLength(1);
    engine.dispose();
    expect(engine.memoryBytes()).toBe(0);
  });

  test.each([0, 1, 2, 3, 5, 8, 12, 20, 40])(
    'lost %i ms into a frame: gpu-lost or a picture, never garbage',
    async (delayMs) => {
      const { engine, device } = await open();
      await engine.useSegmenter(redNet(), RED_NET_CONTRACT);
      const rendering = engine.render(frame(), request(MASKED)).then(
        async (picture) => {
          const bytes = new Uint8Array(picture.allocationSize());
          await picture.copyTo(bytes);
          picture.close();
          return bytes.some((byte) => byte !== 0) ? 'picture' : 'garbage';
        },
        (error: { code: string }) => error.code,
      );
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      device.destroy();
      expect(['gpu-lost', 'picture']).toContain(await rendering);
      engine.dispose();
    },
  );

  test('an error of the GPU during a frame costs that frame only', async () => {
    const { engine, device } = await open();
    (await engine.render(frame(), request(HIDDEN))).close();
    const rendering = engine.render(frame(), request(HIDDEN));
    device.createBuffer({ label: 'bad on purpose', size: 16, usage: 0 });
    await expect(rendering).rejects.toMatchObject({ code: 'engine-failed' });
    (await engine.render(frame(), request(HIDDEN))).close();
    engine.dispose();
  });
});

test('without an adapter there is a reason', async () => {
  const original = navigator.gpu.requestAdapter.bind(navigator.gpu);
  navigator.gpu.requestAdapter = () => Promise.resolve(null);
  try {
    expect(await openDevice(() => undefined)).toEqual({ device: null, reason: 'no adapter' });
    await expect(createWebgpuEngine({ width: 64, height: 64, onLost: () => undefined })).rejects.toMatchObject({
      code: 'gpu-missing',
      facts: { reason: 'no adapter' },
    });
  } finally {
    navigator.gpu.requestAdapter = original;
  }
});
