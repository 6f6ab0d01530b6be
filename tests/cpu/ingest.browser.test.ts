// What goes in: formats, rotation, odd rectangles, fits; who closes frames; that memory does not grow.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/compositor/cpu/cpu-engine';
import type { Engine, Fit } from '../../src/compositor/engine';
import {
  BLUE,
  GREEN,
  RED,
  WHITE,
  corners,
  BT709,
  UNTAGGED,
  difference,
  largestDifference,
  paintFrame,
  readPicture,
  request,
} from '../engines/painted-frames';
import type { Paint, Picture, Rgb } from '../engines/painted-frames';

const WIDTH = 160;
const HEIGHT = 96;
const SOURCE = { behind: { kind: 'source' }, person: 'hidden' } as const;

let engine: Engine;
beforeAll(async () => {
  engine = await createCpuEngine({ width: WIDTH, height: HEIGHT });
});
afterAll(() => engine.dispose());

async function show(frame: VideoFrame, fit: Fit = 'cover', mirror = false): Promise<Picture> {
  const picture = await readPicture(await engine.render(frame, request(SOURCE, { fit, mirror })));
  expect(frame.format).toBeNull();
  return picture;
}

function expectCorners(picture: Picture, expected: readonly [Rgb, Rgb, Rgb, Rgb], tolerance = 3): void {
  const [topLeft, topRight, bottomLeft, bottomRight] = expected;
  expect(difference(picture.at(6, 6), topLeft)).toBeLessThanOrEqual(tolerance);
  expect(difference(picture.at(WIDTH - 7, 6), topRight)).toBeLessThanOrEqual(tolerance);
  expect(difference(picture.at(6, HEIGHT - 7), bottomLeft)).toBeLessThanOrEqual(tolerance);
  expect(difference(picture.at(WIDTH - 7, HEIGHT - 7), bottomRight)).toBeLessThanOrEqual(tolerance);
}

describe.each(['I420', 'NV12', 'RGBA'] as const)('%s', (format) => {
  test.each([
    [160, 96],
    [320, 192],
    [500, 300],
    [80, 48],
  ])('%i x %i fills the program, mirrored on request', async (width, height) => {
    const frame = () => paintFrame(width, height, corners(width, height), { format });
    expectCorners(await show(frame()), [RED, GREEN, BLUE, WHITE]);
    expectCorners(await show(frame(), 'cover', true), [GREEN, RED, WHITE, BLUE]);
  });

  test('cover crops, contain shows all between black bars', async () => {
    const frame = () => paintFrame(96, 96, corners(96, 96), { format });
    expectCorners(await show(frame()), [RED, GREEN, BLUE, WHITE]);
    const contained = await show(frame(), 'contain');
    expect(contained.at(4, 50)).toEqual([0, 0, 0]);
    expect(contained.at(WIDTH - 5, 50)).toEqual([0, 0, 0]);
    expect(difference(contained.at(36, 4), RED)).toBeLessThanOrEqual(3);
    expect(difference(contained.at(WIDTH - 37, HEIGHT - 5), WHITE)).toBeLessThanOrEqual(3);
    const mirrored = await show(frame(), 'contain', true);
    expect(difference(mirrored.at(36, 4), GREEN)).toBeLessThanOrEqual(3);
  });
});

test('a slope stays a slope when scaled', async () => {
  const slope =
    (width: number): Paint =>
    (x) => [60 + (120 * (x + 0.5)) / width, 100, 140];
  for (const [width, height] of [
    [400, 240],
    [100, 60],
  ] as const) {
    const picture = await show(paintFrame(width, height, slope(width), { colorSpace: UNTAGGED }));
    expect(largestDifference(picture, slope(WIDTH), 4)).toBeLessThanOrEqual(4);
  }
});

describe.each(['I420', 'NV12', 'RGBA'] as const)('%s', (format) => {
  test.each([
    [90, false, [BLUE, RED, WHITE, GREEN]],
    [180, false, [WHITE, BLUE, GREEN, RED]],
    [270, false, [GREEN, WHITE, RED, BLUE]],
    [0, true, [GREEN, RED, WHITE, BLUE]],
    [90, true, [RED, BLUE, GREEN, WHITE]],
  ] as const)('rotation %i, flip %s', async (rotation, flip, expected) => {
    for (const scale of [1, 3]) {
      const [width, height] = rotation % 180 === 0 ? [160 * scale, 96 * scale] : [96 * scale, 160 * scale];
      const plain = paintFrame(width, height, corners(width, height), { format });
      const turned = new VideoFrame(plain, { rotation, flip } as VideoFrameInit);
      plain.close();
      expectCorners(await show(turned), expected);
    }
  });
});

test('shows the visible rectangle only, odd sizes too', async () => {
  const inset: Paint = (x, y) =>
    x < 20 || y < 10 || x >= 181 || y >= 107 ? [0, 255, 0] : corners(161, 97)(x - 20, y - 10);
  for (const format of ['I420', 'NV12'] as const) {
    const whole = paintFrame(240, 140, inset, { format });
    const part = new VideoFrame(whole, { visibleRect: { x: 20, y: 10, width: 161, height: 97 } });
    whole.close();
    expectCorners(await show(part), [RED, GREEN, BLUE, WHITE]);
  }
});

test('pixels that are not square are shown as meant', async () => {
  const squeezed = paintFrame(80, 96, corners(80, 96));
  const frame = new VideoFrame(squeezed, { displayWidth: 160, displayHeight: 96 });
  squeezed.close();
  expectCorners(await show(frame), [RED, GREEN, BLUE, WHITE]);
});

test('a canvas comes in as bt709', async () => {
  const context = new OffscreenCanvas(200, 120).getContext('2d');
  if (!context) throw new Error('no 2D canvas');
  context.fillStyle = 'rgb(30, 120, 200)';
  context.fillRect(0, 0, 200, 120);
  const picture = await show(new VideoFrame(context.canvas, { timestamp: 1 }));
  expect(picture.colorSpace).toMatchObject(BT709);
  expect(largestDifference(picture, () => [30, 120, 200])).toBeLessThanOrEqual(2);
});

test('colours nobody can show by a matrix alone are converted by the browser', async () => {
  // The typings lack bt2020.
  const wide = { primaries: 'bt2020', transfer: 'bt709', matrix: 'bt2020-ncl', fullRange: false } as unknown;
  const bytes = new Uint8Array(WIDTH * HEIGHT * 1.5).fill(128).fill(180, 0, WIDTH * HEIGHT);
  const frame = new VideoFrame(bytes, {
    format: 'I420',
    codedWidth: WIDTH,
    codedHeight: HEIGHT,
    timestamp: 0,
    colorSpace: wide as VideoColorSpaceInit,
  });
  const picture = await show(frame);
  expect(picture.colorSpace).toMatchObject(BT709);
  expect(largestDifference(picture, () => [191, 191, 191])).toBeLessThanOrEqual(3);
});

describe('ownership', () => {
  test('closes the frame on errors as well', async () => {
    const frame = paintFrame(WIDTH, HEIGHT, () => RED);
    const look = { behind: { kind: 'blur', sigmaPx: 6 }, person: 'masked' } as const;
    await expect(engine.render(frame, request(look))).rejects.toMatchObject({ code: 'engine-failed' });
    expect(frame.format).toBeNull();
    const closed = paintFrame(WIDTH, HEIGHT, () => RED);
    closed.close();
    await expect(engine.render(closed, request(SOURCE))).rejects.toMatchObject({ code: 'engine-failed' });
  });

  test('is refused after dispose, and still closes', async () => {
    const brief = await createCpuEngine({ width: 64, height: 64 });
    brief.dispose();
    const frame = paintFrame(64, 64, () => RED);
    await expect(brief.render(frame, request(SOURCE))).rejects.toMatchObject({ code: 'engine-failed' });
    expect(frame.format).toBeNull();
  });
});

test('memory settles: sources of changing size and fit do not add up', async () => {
  const sizes = [[640, 480], [320, 240], [500, 300], [242, 138], [96, 160]] as const; // prettier-ignore
  const round = async () => {
    for (const [width, height] of sizes) {
      for (const fit of ['cover', 'contain'] as const) {
        await show(
          paintFrame(width, height, () => WHITE),
          fit,
        );
        await show(
          paintFrame(width, height, () => WHITE, { format: 'RGBA' }),
          fit,
          true,
        );
      }
    }
  };
  await round();
  const settled = engine.memoryBytes();
  for (let i = 0; i < 3; i++) await round();
  expect(engine.memoryBytes() - settled).toBeLessThanOrEqual(65536);
});
