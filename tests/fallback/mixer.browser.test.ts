// What the program draws itself: fades and pictures of another shape.
import { expect, test } from 'vitest';
import { createMixer } from '../../src/fallback/mixer';

const WIDTH = 64;
const HEIGHT = 36;

function painted(colour: string, width = WIDTH, height = HEIGHT): VideoFrame {
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new Error('no 2D canvas');
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  return new VideoFrame(context.canvas, { timestamp: 0 });
}

/** Red, green and blue at a place; takes the frame. */
function pixel(frame: VideoFrame, x: number, y: number): number[] {
  const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d');
  if (!context) throw new Error('no 2D canvas');
  context.drawImage(frame, 0, 0);
  frame.close();
  return [...context.getImageData(x, y, 1, 1).data].slice(0, 3);
}
const near = (levels: number[], wanted: number[]) => {
  levels.forEach((level, n) => {
    expect(Math.abs(level - (wanted[n] ?? 0))).toBeLessThanOrEqual(4);
  });
};

test('mixes by its share', () => {
  const mixer = createMixer(WIDTH, HEIGHT);
  const red = painted('#f00');
  const blue = painted('#00f');
  near(pixel(mixer.mix(0, red, blue, 0.25), 5, 5), [191, 0, 64]);
  near(pixel(mixer.mix(0, red, blue, 1), 5, 5), [0, 0, 255]);
  red.close();
  blue.close();
});

test('the badge is in the upper left corner, on a ground of its own, and nowhere else', () => {
  const mixer = createMixer(320, 180);
  const white = painted('#fff', 320, 180);
  const black = painted('#000', 320, 180);
  const levels = (picture: VideoFrame) => {
    const context = new OffscreenCanvas(320, 180).getContext('2d');
    if (!context) throw new Error('no 2D canvas');
    const marked = mixer.mark(0, picture);
    context.drawImage(marked, 0, 0);
    marked.close();
    return (x: number, y: number, wide: number, high: number) =>
      [...context.getImageData(x, y, wide, high).data].filter((_, at) => at % 4 === 1);
  };
  const [onWhite, onBlack] = [levels(white), levels(black)];
  expect(Math.min(...onWhite(10, 10, 60, 19)), 'a dark ground').toBeLessThan(100);
  expect(Math.max(...onBlack(10, 10, 60, 19)), 'light words').toBeGreaterThan(200);
  expect(Math.min(...onWhite(0, 40, 320, 140))).toBeGreaterThan(250);
  expect(Math.max(...onBlack(100, 0, 220, 180))).toBeLessThan(5);
  white.close();
  black.close();
});

test('a cut-out never uncovers a picture of an earlier fade', () => {
  const mixer = createMixer(WIDTH, HEIGHT);
  const room = painted('#fff');
  const cutOut = painted('rgba(0, 0, 0, 0)');
  mixer.mix(0, room, room, 1).close();
  near(pixel(mixer.mix(0, cutOut, cutOut, 0.5), 5, 5), [0, 0, 0]);
  room.close();
  cutOut.close();
});

test('a picture of another shape is whole, in its proportions, in the middle', () => {
  const mixer = createMixer(WIDTH, HEIGHT);
  const fitted = mixer.fit(painted('#0f0', 90, 90));
  expect([fitted.codedWidth, fitted.codedHeight]).toEqual([WIDTH, HEIGHT]);
  near(pixel(fitted.clone(), WIDTH / 2, 1), [0, 255, 0]);
  near(pixel(fitted, 2, HEIGHT / 2), [27, 34, 48]);
});

test('a picture that was made smaller in even sides fills the whole again, without a border', () => {
  const mixer = createMixer(WIDTH, HEIGHT);
  for (const [width, height] of [
    [48, 28],
    [50, 28],
    [62, 36],
    [30, 16],
  ] as const) {
    const fitted = mixer.fit(painted('#0f0', width, height));
    for (const [x, y] of [
      [0, 0],
      [WIDTH - 1, HEIGHT - 1],
    ] as const)
      near(pixel(fitted.clone(), x, y), [0, 255, 0]);
    fitted.close();
  }
});

test('a picture of the right size is passed on as it is', () => {
  const mixer = createMixer(WIDTH, HEIGHT);
  const frame = painted('#0f0');
  expect(mixer.fit(frame)).toBe(frame);
  frame.close();
});
