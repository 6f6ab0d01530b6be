// What the program draws itself: fades and pictures of another shape.
import { expect, test } from 'vitest';
import { openPlaneWork } from '../../src/compositor/cpu/plane-work';
import { createMixer } from '../../src/fallback/mixer';
import { BT709_LIMITED, yuvOf } from '../../src/frames/colour';
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
const near = (levels: readonly number[], wanted: readonly number[], most = 4) => {
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
function planes(
  [y, u, v]: readonly [number, number, number],
  colorSpace: VideoColorSpaceInit,
  width = WIDTH,
  height = HEIGHT,
): VideoFrame {
  const size = width * height;
  const bytes = new Uint8Array(size * 1.5)
    .fill(y)
    .fill(u, size, size * 1.25)
    .fill(v, size * 1.25);
  return new VideoFrame(bytes, { format: 'I420', codedWidth: width, codedHeight: height, timestamp: 0, colorSpace });
}

for (const [name, spaces] of [
  ['of one kind', [CLIP, CLIP]],
  ['of a camera under those of a clip', [CAMERA, CLIP]],
  ['of a clip under those of a camera', [CLIP, CAMERA]],
] as const)
  test.each(['kernels', 'canvas'])(`planes ${name} mix to what a canvas would, %s`, async (way) => {
    const { fit, remap } = await openPlaneWork(WIDTH, HEIGHT);
    const mixer = way === 'canvas' ? createMixer(WIDTH, HEIGHT) : createMixer(WIDTH, HEIGHT, fit, remap);
    const staysPlanes = way === 'kernels' || spaces[0] === spaces[1];
    // Well inside of what RGB can say: nothing is cut off.
    const [from, to] = [[120, 90, 170] as const, [150, 140, 110] as const];
    const under = mixer.lay(planes(from, spaces[0]));
    for (const share of [0.2, 0.5, 0.8]) {
      const over = planes(to, spaces[1]);
      const mixed = await under.mix(7, over, share);
      expect([mixed.format === 'I420', mixed.timestamp]).toEqual([staysPlanes, 7]);
      if (staysPlanes) expect(mixed.colorSpace.toJSON()).toEqual(over.colorSpace.toJSON());
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

/** Well inside of what planes can say. */
const GREEN = [60, 180, 90] as const;

/** Drawn on a canvas, or worked on as planes. */
async function openFitting(kind: string) {
  if (kind === 'pixels') {
    const mixer = createMixer(WIDTH, HEIGHT);
    return { mixer, picture: (width: number, height: number) => painted(`rgb(${GREEN.join(' ')})`, width, height) };
  }
  const { fit } = await openPlaneWork(WIDTH, HEIGHT);
  const mixer = createMixer(WIDTH, HEIGHT, fit);
  const picture = (width: number, height: number) => planes(yuvOf(GREEN, BT709_LIMITED), CLIP, width, height);
  return { mixer, picture };
}

for (const kind of ['pixels', 'planes']) {
  test(`${kind}: a picture of another shape is whole, in its proportions, in the middle`, async () => {
    const { mixer, picture } = await openFitting(kind);
    for (const [width, height, [x, y], [outX, outY]] of [
      [90, 90, [WIDTH / 2, 1], [2, HEIGHT / 2]],
      [180, 40, [2, HEIGHT / 2], [WIDTH / 2, 1]],
    ] as const) {
      const fitted = await mixer.fit(picture(width, height));
      expect([fitted.codedWidth, fitted.codedHeight]).toEqual([WIDTH, HEIGHT]);
      expect(fitted.format === 'I420').toBe(kind === 'planes');
      near(pixel(fitted.clone(), x, y), GREEN);
      near(pixel(fitted, outX, outY), [27, 34, 48]);
    }
  });

  test(`${kind}: a picture that was made smaller in even sides fills the whole again, without a border`, async () => {
    const { mixer, picture } = await openFitting(kind);
    for (const [width, height] of [
      [48, 28],
      [50, 28],
      [62, 36],
      [30, 16],
    ] as const) {
      const fitted = await mixer.fit(picture(width, height));
      for (const [x, y] of [
        [0, 0],
        [WIDTH - 1, HEIGHT - 1],
      ] as const)
        near(pixel(fitted.clone(), x, y), GREEN);
      fitted.close();
    }
  });
}

test('planes: what is in a picture is where it was, however it is enlarged, and two at once do not meet', async () => {
  const { mixer } = await openFitting('planes');
  // Dark on the left, light on the right.
  const halves = (width: number, height: number, levels: readonly [number, number]) => {
    const bytes = new Uint8Array(width * height * 1.5).fill(128, width * height);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) bytes[y * width + x] = levels[x < width / 2 ? 0 : 1];
    const like = { codedWidth: width, codedHeight: height, timestamp: 5, colorSpace: CLIP };
    return new VideoFrame(bytes, { ...like, format: 'I420' });
  };
  const [first, second] = await Promise.all([
    mixer.fit(halves(40, 22, [16, 235])),
    mixer.fit(halves(320, 180, [235, 16])),
  ]);
  expect(first.timestamp).toBe(5);
  near(pixel(first.clone(), 20, 18), [0, 0, 0]);
  near(pixel(first, 44, 18), [255, 255, 255]);
  near(pixel(second.clone(), 20, 18), [255, 255, 255]);
  near(pixel(second, 44, 18), [0, 0, 0]);
});

test('without the kernels a picture is fitted all the same', async () => {
  const mixer = createMixer(WIDTH, HEIGHT, () => Promise.reject(new Error('no kernels')));
  near(pixel(await mixer.fit(painted('#0f0', 90, 90)), WIDTH / 2, 1), [0, 255, 0]);
});

test('a picture of the right size is passed on as it is', async () => {
  const mixer = createMixer(WIDTH, HEIGHT);
  const frame = painted('#0f0');
  expect(await mixer.fit(frame)).toBe(frame);
  frame.close();
});

test('a picture that its decoder has stored with a margin is passed on as it is, too', async () => {
  const clip = await openClip(await (await fetch('/fallback/be-right-back.mp4')).blob(), true);
  let margin = 0;
  await walkPictures(clip, { fromUs: 0, toUs: 100_000 }, async (frame) => {
    const { displayWidth, displayHeight, codedWidth, codedHeight } = frame;
    margin = codedWidth * codedHeight - displayWidth * displayHeight;
    const given = frame.clone();
    const fitted = await createMixer(displayWidth, displayHeight).fit(given);
    expect(fitted).toBe(given);
    fitted.close();
  });
  clip.close();
  expect(margin, 'this decoder does that').toBeGreaterThan(0);
});
