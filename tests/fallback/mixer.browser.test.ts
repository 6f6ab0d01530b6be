// What the program draws itself: fades and pictures of another shape.
import { expect, test } from 'vitest';
import { createMixer } from '../../src/fallback/mixer';
import { walkPictures } from '../../src/loop/walk';
import { openClip } from '../../src/sources/file/clip';

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
const near = (levels: number[], wanted: number[], most = 4) => {
  levels.forEach((level, n) => {
    expect(Math.abs(level - (wanted[n] ?? 0))).toBeLessThanOrEqual(most);
  });
};

test('mixes by its share', async () => {
  const mixer = createMixer(WIDTH, HEIGHT);
  const red = mixer.lay(painted('#f00'));
  const blue = painted('#00f');
  near(pixel(await red.mix(0, blue, 0.25), 5, 5), [191, 0, 64]);
  near(pixel(await red.mix(0, blue, 1), 5, 5), [0, 0, 255]);
  red.close();
  blue.close();
});

const CAMERA = { primaries: null, transfer: null, matrix: null, fullRange: null };
const CLIP = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false } as const;

/** libyuv, which draws on the canvas, has the blue factor of bt709 too small (tests/cpu/colour). */
const LIBYUV_BLUE = 6;

/** One colour in planes, read as `colorSpace` says. */
function planes([y, u, v]: readonly [number, number, number], colorSpace: VideoColorSpaceInit): VideoFrame {
  const size = WIDTH * HEIGHT;
  const bytes = new Uint8Array(size * 1.5)
    .fill(y)
    .fill(u, size, size * 1.25)
    .fill(v, size * 1.25);
  return new VideoFrame(bytes, { format: 'I420', codedWidth: WIDTH, codedHeight: HEIGHT, timestamp: 0, colorSpace });
}

for (const [name, spaces] of [
  ['of one kind', [CLIP, CLIP]],
  ['of a camera under those of a clip', [CAMERA, CLIP]],
  ['of a clip under those of a camera', [CLIP, CAMERA]],
] as const)
  test(`planes ${name} mix to what a canvas would, and stay planes`, async () => {
    const mixer = createMixer(WIDTH, HEIGHT);
    // Well inside of what RGB can say: nothing is cut off.
    const [from, to] = [[120, 90, 170] as const, [150, 140, 110] as const];
    const under = mixer.lay(planes(from, spaces[0]));
    for (const share of [0.2, 0.5, 0.8]) {
      const over = planes(to, spaces[1]);
      const mixed = await under.mix(7, over, share);
      expect([mixed.format, mixed.timestamp, mixed.colorSpace.toJSON()]).toEqual(['I420', 7, over.colorSpace.toJSON()]);
      const [a, b] = [pixel(planes(from, spaces[0]), 5, 5), pixel(over, 5, 5)];
      near(
        pixel(mixed, 5, 5),
        a.map((level, n) => level * (1 - share) + (b[n] ?? 0) * share),
        LIBYUV_BLUE,
      );
    }
    under.close();
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

test('a cut-out never uncovers a picture of an earlier fade', async () => {
  const mixer = createMixer(WIDTH, HEIGHT);
  const room = painted('#fff');
  const cutOut = painted('rgba(0, 0, 0, 0)');
  (await mixer.lay(room.clone()).mix(0, room, 1)).close();
  near(pixel(await mixer.lay(cutOut.clone()).mix(0, cutOut, 0.5), 5, 5), [0, 0, 0]);
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

test('a picture that its decoder has stored with a margin is passed on as it is, too', async () => {
  const clip = await openClip(await (await fetch('/fallback/be-right-back.mp4')).blob(), true);
  let margin = 0;
  await walkPictures(clip, { fromUs: 0, toUs: 100_000 }, (frame) => {
    const { displayWidth, displayHeight, codedWidth, codedHeight } = frame;
    margin = codedWidth * codedHeight - displayWidth * displayHeight;
    const given = frame.clone();
    const fitted = createMixer(displayWidth, displayHeight).fit(given);
    expect(fitted).toBe(given);
    fitted.close();
  });
  clip.close();
  expect(margin, 'this decoder does that').toBeGreaterThan(0);
});
