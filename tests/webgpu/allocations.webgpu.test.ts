// What a running engine allocates on the graphics card: everything once, nothing for a frame, nothing for another look. A pool
// of buffers and textures would have nothing to give (decisions/014).
import { expect, test } from 'vitest';
import type { Look } from '../../src/compositor/engine';
import { createWebgpuEngine, type WebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
import { paintFrame, request } from '../engines/painted-frames';
import { RED_NET_CONTRACT, redNet } from '../engines/red-net';

const WIDTH = 320;
const HEIGHT = 180;
const LOOKS: Readonly<Record<string, Look>> = {
  'blur 3': { behind: { kind: 'blur', sigmaPx: 6 }, person: 'masked' },
  'blur 5': { behind: { kind: 'blur', sigmaPx: 12 }, person: 'masked' },
  colour: { behind: { kind: 'fill', rgb: [0, 0, 255] }, person: 'masked' },
  'cut-out': { behind: { kind: 'nothing' }, person: 'masked' },
  'stand-in': { behind: { kind: 'blur', sigmaPx: 6 }, person: 'hidden' },
};

/** Counts what is made on any device while `work` runs, ONNX Runtime's own included. */
async function countMade(work: () => Promise<void>): Promise<{ buffers: number; textures: number; ms: number }> {
  const made = { buffers: 0, textures: 0, ms: 0 };
  // Two steps: both methods are replaced in one way, by their names, whatever they are given.
  const device = GPUDevice.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
  const former = { ...pick(device, 'createBuffer'), ...pick(device, 'createTexture') };
  for (const [name, kind] of [
    ['createBuffer', 'buffers'],
    ['createTexture', 'textures'],
  ] as const)
    device[name] = function (this: unknown, ...args: unknown[]) {
      const began = performance.now();
      const result = former[name]?.apply(this, args);
      made.ms += performance.now() - began;
      made[kind] += 1;
      return result;
    };
  try {
    await work();
  } finally {
    Object.assign(device, former);
  }
  return made;
}
const pick = <Value>(from: Record<string, Value>, name: string) => ({ [name]: from[name] });

test('frames and other looks allocate nothing once each look was shown', async () => {
  const engines: WebgpuEngine[] = [];
  const opening = await countMade(async () => {
    engines.push(await createWebgpuEngine({ width: WIDTH, height: HEIGHT, onLost: () => undefined }));
  });
  const current = engines[0] as WebgpuEngine;
  const net = await countMade(async () => {
    await current.useSegmenter(redNet(), RED_NET_CONTRACT);
  });
  const show = async (look: Look) => {
    const frame = paintFrame(WIDTH, HEIGHT, (x, y) => [x % 256, y % 256, 90]);
    (await current.render(frame, request(look))).close();
  };
  const first = await countMade(async () => {
    for (const look of Object.values(LOOKS)) await show(look);
  });
  const again = await countMade(async () => {
    for (let round = 0; round < 4; round++) for (const look of Object.values(LOOKS)) await show(look);
  });
  // The count counts.
  expect(opening.buffers + opening.textures).toBeGreaterThan(5);
  expect(net.buffers).toBeGreaterThan(0);
  expect(first.buffers + first.textures).toBeLessThan(10);
  expect(again).toMatchObject({ buffers: 0, textures: 0 });
  current.dispose();
});
