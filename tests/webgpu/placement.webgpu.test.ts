// Where the picture lies in the program, for both ways to upload it and for the formats cameras and canvases give.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fit } from '../../src/compositor/engine';
import { createWebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
import type { WebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
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
const LOOK = { behind: { kind: 'source' }, person: 'hidden' } as const;

describe.each(['planes', 'external'] as const)('upload %s', (upload) => {
  let engine: WebgpuEngine;
  beforeAll(async () => {
    engine = await createWebgpuEngine({ width: WIDTH, height: HEIGHT, onLost: () => undefined, upload });
  });
  afterAll(() => engine.dispose());

  async function show(frame: VideoFrame, fit: Fit = 'cover', mirror = false): Promise<Picture> {
    return readPicture(await engine.render(frame, request(LOOK, { fit, mirror })));
  }

  function expectCorners(picture: Picture, [topLeft, topRight, bottomLeft, bottomRight]: readonly Rgb[]): void {
    const places = [
      [8, 8, topLeft],
      [WIDTH - 9, 8, topRight],
      [8, HEIGHT - 9, bottomLeft],
      [WIDTH - 9, HEIGHT - 9, bottomRight],
    ] as const;
    for (const [x, y, colour] of places)
      expect(difference(picture.at(x, y), colour ?? [0, 0, 0])).toBeLessThanOrEqual(3);
  }

  test('fills the program in reading order, mirrored on request', async () => {
    const frame = (): VideoFrame => paintFrame(320, 192, corners(320, 192));
    expectCorners(await show(frame()), [RED, GREEN, BLUE, WHITE]);
    expectCorners(await show(frame(), 'cover', true), [GREEN, RED, WHITE, BLUE]);
  });

  test.each([
    [90, false, [BLUE, RED, WHITE, GREEN]],
    [180, false, [WHITE, BLUE, GREEN, RED]],
    [270, false, [GREEN, WHITE, RED, BLUE]],
    [0, true, [GREEN, RED, WHITE, BLUE]],
    [90, true, [RED, BLUE, GREEN, WHITE]],
  ] as const)('rotation %i, flip %s', async (rotation, flip, expected) => {
    const [width, height] = rotation % 180 === 0 ? [160, 96] : [96, 160];
    const plain = paintFrame(width, height, corners(width, height));
    const turned = new VideoFrame(plain, { rotation, flip } as VideoFrameInit);
    plain.close();
    expectCorners(await show(turned), expected);
  });

  test('cover crops what is too wide, contain shows it on black bars', async () => {
    const wide: Paint = (x) => (x < 64 || x >= 256 ? RED : BLUE);
    const covered = await show(paintFrame(320, 96, wide));
    expect(largestDifference(covered, () => BLUE, 1)).toBeLessThanOrEqual(16);
    const contained = await show(paintFrame(320, 96, wide), 'contain');
    expect(difference(contained.at(80, 48), BLUE)).toBeLessThanOrEqual(3);
    expect(difference(contained.at(4, 48), RED)).toBeLessThanOrEqual(3);
    for (const y of [0, 20, 75, 95]) expect(difference(contained.at(80, y), [0, 0, 0])).toBeLessThanOrEqual(2);
  });

  test('only the visible part of a frame is shown', async () => {
    const whole = paintFrame(320, 192, corners(320, 192));
    const part = new VideoFrame(whole, { visibleRect: { x: 160, y: 96, width: 160, height: 96 } });
    whole.close();
    expect(largestDifference(await show(part), () => WHITE)).toBeLessThanOrEqual(3);
  });

  test('a large picture is averaged, not sampled', async () => {
    const stripes: Paint = (x) => (x % 8 < 4 ? [255, 255, 255] : [0, 0, 0]);
    const picture = await show(paintFrame(WIDTH * 8, HEIGHT * 8, stripes));
    expect(largestDifference(picture, () => [128, 128, 128], 2)).toBeLessThanOrEqual(12);
  });

  const gradient: Paint = (x, y) => [x + 40, y + 80, 200 - x];
  test.each([
    ['I420', BT709],
    ['I420', UNTAGGED],
    ['I420', { primaries: 'smpte170m', transfer: 'smpte170m', matrix: 'smpte170m', fullRange: false }],
    ['NV12', BT709],
    ['RGBA', undefined],
  ] as const)('%s %o keeps its colours', async (format, colorSpace) => {
    const paint: Paint = (x, y) => gradient(WIDTH - 1 - x, y);
    const frame = paintFrame(WIDTH, HEIGHT, paint, { format, ...(colorSpace ? { colorSpace } : {}) });
    const picture = await show(frame, 'cover', true);
    expect(picture.colorSpace).toEqual(colorSpace ?? BT709);
    expect(largestDifference(picture, gradient)).toBeLessThanOrEqual(4);
  });

  test('a frame of a canvas keeps its colours', async () => {
    const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no 2D canvas');
    context.fillStyle = `rgb(${GREEN.join(' ')})`;
    context.fillRect(0, 0, WIDTH, HEIGHT);
    const picture = await show(new VideoFrame(canvas, { timestamp: 0 }));
    expect(largestDifference(picture, () => GREEN)).toBeLessThanOrEqual(3);
  });
});

test('auto measures both ways and settles on one', async () => {
  const engine = await createWebgpuEngine({ width: WIDTH, height: HEIGHT, onLost: () => undefined, upload: 'auto' });
  for (let i = 0; i < 14; i++) {
    (await engine.render(paintFrame(WIDTH, HEIGHT, corners(WIDTH, HEIGHT)), request(LOOK, { mirror: true }))).close();
  }
  expect(engine.upload).toBe('planes');
  engine.dispose();
});
