// Both engines show the same scene alike, so that a fail-over from one to the other is not seen. Red is the person.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/compositor/cpu/cpu-engine';
import type { Engine, Look } from '../../src/compositor/engine';
import { createWebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
import { difference, paintFrame, readPicture, request, UNTAGGED } from '../engines/painted-frames';
import type { Paint, Picture } from '../engines/painted-frames';
import { RED_NET_CONTRACT, redNet } from '../engines/red-net';

const WIDTH = 320;
const HEIGHT = 180;
/** A round person with a soft edge before a wall with a window and a shelf. */
const scene: Paint = (x, y) => {
  const person = Math.max(0, Math.min(1, (62 - Math.hypot(x - 150, y - 100)) / 6));
  const wall = x > 230 && y < 80 ? 210 : y % 24 < 4 ? 60 : 120 + x / 8;
  return [person * 235, wall * (1 - person) + 40 * person, wall * 0.8 * (1 - person) + 30 * person];
};

let engines: readonly Engine[];
beforeAll(async () => {
  engines = [
    await createWebgpuEngine({ width: WIDTH, height: HEIGHT, onLost: () => undefined }),
    await createCpuEngine({ width: WIDTH, height: HEIGHT }),
  ];
  for (const engine of engines) await engine.useSegmenter(redNet(), RED_NET_CONTRACT);
});
afterAll(() => {
  for (const engine of engines) engine.dispose();
});

test.each<[string, Look]>([
  ['blur', { behind: { kind: 'blur', sigmaPx: 6 }, person: 'masked' }],
  ['whole blur', { behind: { kind: 'blur', sigmaPx: 6 }, person: 'hidden' }],
  ['fill', { behind: { kind: 'fill', rgb: [0, 177, 64] }, person: 'masked' }],
  ['cut-out', { behind: { kind: 'nothing' }, person: 'masked' }],
])('%s: mean difference at most 1.5, of alpha at most 2', async (_, look) => {
  const pictures: Picture[] = [];
  for (const engine of engines) {
    // Two frames, the second a little moved: what is steadied over time has to agree as well.
    (await engine.render(paintFrame(WIDTH, HEIGHT, scene, { colorSpace: UNTAGGED }), request(look))).close();
    const moved = paintFrame(WIDTH, HEIGHT, (x, y) => scene(x + 2, y), { colorSpace: UNTAGGED });
    pictures.push(await readPicture(await engine.render(moved, request(look))));
    engine.reset();
  }
  const [one, other] = pictures;
  if (!one || !other) throw new Error('two engines were asked');
  expect(one.colorSpace).toEqual(other.colorSpace);
  let colour = 0;
  let alpha = 0;
  let count = 0;
  for (let y = 0; y < HEIGHT; y += 2) {
    for (let x = 0; x < WIDTH; x += 2, count++) {
      colour += difference(one.at(x, y), other.at(x, y));
      alpha += Math.abs(one.alphaAt(x, y) - other.alphaAt(x, y));
    }
  }
  expect(colour / count).toBeLessThanOrEqual(1.5);
  expect(alpha / count).toBeLessThanOrEqual(2);
});
