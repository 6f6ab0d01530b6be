// What every look puts on the screen, by pixels. Red is the person (red-net.ts).
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Look } from '../../src/compositor/engine';
import { createWebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
import type { WebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
import {
  BT709,
  UNTAGGED,
  difference,
  largestDifference,
  paintFrame,
  readPicture,
  request,
} from '../engines/painted-frames';
import type { Paint, Picture } from '../engines/painted-frames';
import { RED_NET_CONTRACT, redNet } from '../engines/red-net';

const WIDTH = 320;
const HEIGHT = 180;
const RED = [255, 0, 0] as const;
/** Away from the person by more than a mask pixel. */
const isRoom = (x: number): boolean => x < 80 || x >= 240;
const isPerson = (x: number): boolean => x >= 120 && x < 200;
/** A red person in a room of stripes. */
const scene: Paint = (x) => (x >= 100 && x < 220 ? RED : x % 8 < 4 ? [0, 40, 200] : [0, 200, 40]);

let engine: WebgpuEngine;
beforeAll(async () => {
  engine = await createWebgpuEngine({ width: WIDTH, height: HEIGHT, onLost: () => undefined });
  await engine.useSegmenter(redNet(), RED_NET_CONTRACT);
});
afterAll(() => engine.dispose());

async function show(look: Look, paint: Paint = scene, mirror = false): Promise<Picture> {
  engine.reset();
  return readPicture(await engine.render(paintFrame(WIDTH, HEIGHT, paint), request(look, { mirror })));
}

function each(picture: Picture, where: (x: number) => boolean, check: (x: number, y: number) => void): void {
  for (let y = 4; y < picture.height; y += 11) {
    for (let x = 0; x < picture.width; x += 3) if (where(x)) check(x, y);
  }
}

/** How much stripes of eight pixels are still there: the mean change over half a period, of 160 in the source. */
function stripes(picture: Picture, from: number, to: number): number {
  let sum = 0;
  for (let x = from; x < to; x++) sum += Math.abs(picture.at(x, 90)[1] - picture.at(x + 4, 90)[1]);
  return sum / (to - from);
}

describe('the source as it is', () => {
  const gradient: Paint = (x, y) => [x * 0.75, y, 255 - x * 0.5];

  test('passes through', async () => {
    const picture = await show({ behind: { kind: 'source' }, person: 'masked' }, gradient);
    expect(largestDifference(picture, gradient)).toBeLessThanOrEqual(3);
  });

  test('drawn by the GPU it is within 2 of the copy', async () => {
    const mirrored = await show({ behind: { kind: 'source' }, person: 'hidden' }, gradient, true);
    const copy = await show({ behind: { kind: 'source' }, person: 'hidden' }, gradient);
    expect(largestDifference(mirrored, (x, y) => copy.at(WIDTH - 1 - x, y))).toBeLessThanOrEqual(2);
  });

  test('keeps timestamp, tag and the lack of one', async () => {
    for (const colorSpace of [BT709, UNTAGGED]) {
      for (const mirror of [false, true]) {
        const frame = paintFrame(WIDTH, HEIGHT, gradient, { colorSpace, timestamp: 1234567 });
        const look: Look = { behind: { kind: 'source' }, person: 'hidden' };
        const picture = await readPicture(await engine.render(frame, request(look, { mirror })));
        expect(picture.colorSpace).toEqual(colorSpace);
        expect(picture.timestamp).toBe(1234567);
        const expected: Paint = mirror ? (x, y) => gradient(WIDTH - 1 - x, y) : gradient;
        expect(largestDifference(picture, expected)).toBeLessThanOrEqual(3);
      }
    }
  });
});

describe('fill', () => {
  test('the room is the colour, the person is the person', async () => {
    const picture = await show({ behind: { kind: 'fill', rgb: [36, 52, 77] }, person: 'masked' });
    each(picture, isRoom, (x, y) => expect(difference(picture.at(x, y), [36, 52, 77])).toBeLessThanOrEqual(3));
    each(picture, isPerson, (x, y) => expect(difference(picture.at(x, y), RED)).toBeLessThanOrEqual(3));
  });

  test('hidden shows the colour alone', async () => {
    const picture = await show({ behind: { kind: 'fill', rgb: [200, 10, 90] }, person: 'hidden' });
    expect(largestDifference(picture, () => [200, 10, 90])).toBeLessThanOrEqual(3);
  });
});

/** No light that would count for more than it is. */
const DIM = 140;

describe('blur', () => {
  test('hides stripes of 4 px and leaves the person alone', async () => {
    const before = await show({ behind: { kind: 'source' }, person: 'hidden' });
    const picture = await show({ behind: { kind: 'blur', sigmaPx: 6 }, person: 'masked' });
    expect(stripes(before, 10, 70)).toBeGreaterThan(100);
    expect(stripes(picture, 10, 70)).toBeLessThan(4);
    each(picture, isPerson, (x, y) => expect(difference(picture.at(x, y), RED)).toBeLessThanOrEqual(3));
  });

  test('does not smear the person into the room', async () => {
    const picture = await show({ behind: { kind: 'blur', sigmaPx: 6 }, person: 'masked' });
    each(picture, isRoom, (x, y) => expect(picture.at(x, y)[0]).toBeLessThan(25));
  });

  test('hidden hides the person too', async () => {
    const paint: Paint = (x, y) => (x % 8 < 4 === y % 8 < 4 ? [DIM, DIM, DIM] : [0, 0, 0]);
    const picture = await show({ behind: { kind: 'blur', sigmaPx: 6 }, person: 'hidden' }, paint);
    // The border is less of the picture, so the mean is another one there.
    const mean = DIM / 2;
    expect(largestDifference(picture, () => [mean, mean, mean], 18)).toBeLessThanOrEqual(6);
    expect(stripes(picture, 18, WIDTH - 22)).toBeLessThan(3);
  });

  test('is as wide as asked for', async () => {
    for (const sigmaPx of [3, 6, 12]) {
      const edge: Paint = (x) => (x < 160 ? [0, 0, 0] : [DIM, DIM, DIM]);
      const picture = await show({ behind: { kind: 'blur', sigmaPx }, person: 'hidden' }, edge);
      // A disc of radius 2 sigma spreads as a gaussian of sigma does; its blurred edge slopes by 1 / (pi * sigma).
      const slope = (picture.at(162, 90)[0] - picture.at(158, 90)[0]) / 4;
      expect(DIM / (slope * Math.PI) / sigmaPx).toBeGreaterThan(0.8);
      expect(DIM / (slope * Math.PI) / sigmaPx).toBeLessThan(1.2);
    }
  });

  test('a lamp glows: as a disc, and brighter than its share of it', async () => {
    const lamp: Paint = (x, y) => (Math.hypot(x - 160, y - 90) < 4 ? [255, 255, 255] : [20, 20, 20]);
    const picture = await show({ behind: { kind: 'blur', sigmaPx: 12 }, person: 'hidden' }, lamp);
    const light = (away: number): number => picture.at(160 + away, 90)[0] - 20;
    const share = (235 * 4 ** 2) / 24 ** 2;
    expect(light(0)).toBeGreaterThan(1.5 * share);
    expect(light(16)).toBeGreaterThan(0.75 * light(0));
    expect(light(36)).toBeLessThanOrEqual(3);
  });

  test('a picture full of person is no error', async () => {
    const picture = await show({ behind: { kind: 'blur', sigmaPx: 6 }, person: 'masked' }, () => RED);
    expect(largestDifference(picture, () => RED)).toBeLessThanOrEqual(3);
  });
});

describe('backdrop', () => {
  test('is black while there is none, then the picture, then black again', async () => {
    const look: Look = { behind: { kind: 'backdrop' }, person: 'masked' };
    const black = await show(look);
    each(black, isRoom, (x, y) => expect(difference(black.at(x, y), [0, 0, 0])).toBeLessThanOrEqual(2));
    const backdrop = paintFrame(WIDTH * 2, HEIGHT * 2, (x) => (x < WIDTH ? [20, 60, 90] : [90, 160, 20]), {
      format: 'RGBA',
    });
    await engine.setBackdrop(backdrop);
    expect(backdrop.format).not.toBeNull();
    backdrop.close();
    const picture = await show(look);
    each(
      picture,
      (x) => x < 80,
      (x, y) => expect(difference(picture.at(x, y), [20, 60, 90])).toBeLessThanOrEqual(3),
    );
    each(
      picture,
      (x) => x >= 240,
      (x, y) => expect(difference(picture.at(x, y), [90, 160, 20])).toBeLessThanOrEqual(3),
    );
    each(picture, isPerson, (x, y) => expect(difference(picture.at(x, y), RED)).toBeLessThanOrEqual(3));
    await engine.setBackdrop(null);
    const again = await show(look);
    each(again, isRoom, (x, y) => expect(difference(again.at(x, y), [0, 0, 0])).toBeLessThanOrEqual(2));
  });
});

describe('cut-out', () => {
  test('is straight alpha, and nothing of the room is left under it', async () => {
    const picture = await show({ behind: { kind: 'nothing' }, person: 'masked' });
    expect(picture.format).toBe('I420A');
    each(picture, isPerson, (x, y) => {
      expect(picture.alphaAt(x, y)).toBe(255);
      expect(difference(picture.at(x, y), RED)).toBeLessThanOrEqual(3);
    });
    each(picture, isRoom, (x, y) => {
      expect(picture.alphaAt(x, y)).toBe(0);
      expect(difference(picture.at(x, y), [0, 0, 0])).toBeLessThanOrEqual(1);
    });
  });

  test('without the person it is empty', async () => {
    const picture = await show({ behind: { kind: 'nothing' }, person: 'hidden' });
    expect(picture.alphaAt(160, 90)).toBe(0);
  });
});

describe('the mask over time', () => {
  const look: Look = { behind: { kind: 'fill', rgb: [0, 0, 0] }, person: 'masked' };
  const grey =
    (level: number): Paint =>
    () => [level, level, level];
  const render = async (level: number): Promise<number> =>
    (await readPicture(await engine.render(paintFrame(WIDTH, HEIGHT, grey(level)), request(look)))).at(160, 90)[1] /
    level;
  const smoothstep = (m: number): number => {
    const t = Math.max(0, Math.min(1, (m - 180 / 1024) / (664 / 1024)));
    return t * t * (3 - 2 * t);
  };

  test('what is no more than noise is averaged, what is seen in the picture is followed at once', async () => {
    engine.reset();
    expect(await render(128)).toBeCloseTo(smoothstep(128 / 255), 1.5);
    // Taken as it is, this would be .03 more.
    expect(await render(132)).toBeCloseTo(smoothstep(128 / 255), 1.5);
    expect(await render(148)).toBeCloseTo(smoothstep(148 / 255), 1.5);
    expect(await render(250)).toBeCloseTo(1, 1.5);
  });

  test('reset forgets', async () => {
    await render(128);
    engine.reset();
    expect(await render(141)).toBeCloseTo(smoothstep(141 / 255), 1.5);
  });
});
