// What the canvas gets is what the browser itself would draw of the program's picture.
import { expect, test } from 'vitest';
import { openPlaneWork } from '../../src/compositor/cpu/plane-work';
import { createCanvasFeed } from '../../src/outputs/canvas-feed';
import { walkPictures } from '../../src/loop/walk';
import { openClip } from '../../src/sources/file/clip';
import type { CanvasPicture, ProgramPacket, Ready } from '../../src/protocol/packets';

const WIDTH = 64;
const HEIGHT = 48;

function paintedFrame(format: 'I420' | 'I420A', timestamp: number): VideoFrame {
  const size = WIDTH * HEIGHT;
  const planes = new Uint8Array(size * (format === 'I420A' ? 2.5 : 1.5));
  for (let at = 0; at < size; at++) planes[at] = 16 + (((at % WIDTH) * 3 + timestamp) % 220);
  planes.fill(100, size, size * 1.25).fill(170, size * 1.25, size * 1.5);
  // Left clear, a soft edge, right solid.
  for (let at = 0; format === 'I420A' && at < size; at++)
    planes[size * 1.5 + at] = Math.min(255, Math.max(0, (at % WIDTH) - 24) * 16);
  return new VideoFrame(planes, {
    format,
    codedWidth: WIDTH,
    codedHeight: HEIGHT,
    timestamp,
    colorSpace: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
  });
}

const packet = (frame: VideoFrame, privacyEpoch: number): ProgramPacket => ({
  frame,
  state: 'live',
  origin: null,
  privacyEpoch,
  fresh: true,
});

/** Pixels; on a ground where one is given: what is nearly clear has no colour to speak of. */
function drawn(picture: VideoFrame | ImageBitmap, ground: string | null = null): Uint8ClampedArray {
  const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d');
  if (!context) throw new Error('no 2D canvas');
  if (ground !== null) {
    context.fillStyle = ground;
    context.fillRect(0, 0, WIDTH, HEIGHT);
  }
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, WIDTH, HEIGHT).data;
}

/** The pictures that reach the page until the one of that epoch. */
function received(port: MessagePort, lastEpoch: number): Promise<CanvasPicture[]> {
  const pictures: CanvasPicture[] = [];
  return new Promise((resolve) => {
    port.onmessage = ({ data }: MessageEvent<CanvasPicture>) => {
      pictures.push(data);
      port.postMessage('ready' satisfies Ready);
      if (data.privacyEpoch === lastEpoch) resolve(pictures);
    };
  });
}

/** Who makes pixels of planes: the browser, or the kernels. libyuv, which draws here, has the blue factor of bt709 too small (tests/cpu/colour). */
const WAYS = [
  ['by the browser', null, 3, [null]],
  ['by the kernels', () => openPlaneWork(WIDTH, HEIGHT), 6, ['#000', '#fff']],
] as const;

for (const [way, open, most, grounds] of WAYS) {
  const openFeed = async (port: MessagePort) => createCanvasFeed(port, (await open?.())?.withPixels);

  for (const format of ['I420', 'I420A'] as const)
    test(`an ${format} picture made ${way} looks on the canvas as the browser draws it`, async () => {
      const { port1, port2 } = new MessageChannel();
      const feed = await openFeed(port1);
      const frame = paintedFrame(format, 0);
      const pictures = received(port2, 1);
      feed.add(packet(frame, 1));
      const [picture] = await pictures;
      if (!picture) throw new Error('no picture');
      for (const ground of grounds) {
        const wanted = drawn(frame, ground);
        const off = drawn(picture.bitmap, ground).map((level, at) => Math.abs(level - (wanted[at] ?? 0)));
        expect(Math.max(...off)).toBeLessThanOrEqual(most);
      }
      frame.close();
      feed.close();
    });

  test(`a picture that its decoder has stored with a margin, made ${way}, looks as the browser draws it, too`, async () => {
    const clip = await openClip(await (await fetch('/fallback/be-right-back.mp4')).blob(), true);
    const { port1, port2 } = new MessageChannel();
    const feed = await openFeed(port1);
    await walkPictures(clip, { fromUs: 0, toUs: 0 }, async (frame) => {
      expect(frame.codedWidth, 'this decoder does that').toBeGreaterThan(frame.displayWidth);
      const pictures = received(port2, 1);
      feed.add(packet(frame, 1));
      const [picture] = await pictures;
      const wanted = drawn(frame);
      const off = picture && drawn(picture.bitmap).map((level, at) => Math.abs(level - (wanted[at] ?? 0)));
      expect(Math.max(...(off ?? [Infinity]))).toBeLessThanOrEqual(most);
    });
    clip.close();
    feed.close();
  });
}

test('of pictures that come too fast the newest is painted last, and each is its own', async () => {
  const { port1, port2 } = new MessageChannel();
  const feed = createCanvasFeed(port1);
  const last = 12;
  const pictures = received(port2, last);
  for (let n = 1; n <= last; n++) {
    const frame = paintedFrame('I420', n);
    feed.add(packet(frame, n));
    frame.close();
    if (n % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  const epochs = (await pictures).map(({ privacyEpoch }) => privacyEpoch);
  expect(epochs).toEqual([...epochs].sort((a, b) => a - b));
  for (const { bitmap, privacyEpoch } of await pictures) {
    const frame = paintedFrame('I420', privacyEpoch);
    const [level = 0] = drawn(bitmap);
    expect(Math.abs(level - (drawn(frame)[0] ?? 0))).toBeLessThanOrEqual(3);
    frame.close();
  }
  feed.close();
});

test('a page that is busy gets one picture, and the newest once it has painted that', async () => {
  const { port1, port2 } = new MessageChannel();
  const feed = createCanvasFeed(port1);
  const got: number[] = [];
  let heard = () => undefined as void;
  const arrival = () => new Promise<void>((resolve) => (heard = resolve));
  port2.onmessage = ({ data }: MessageEvent<CanvasPicture>) => {
    got.push(data.privacyEpoch);
    data.bitmap.close();
    heard();
  };
  const show = (n: number) => {
    const frame = paintedFrame('I420', n);
    feed.add(packet(frame, n));
    frame.close();
  };
  const first = arrival();
  show(1);
  await first;
  for (const n of [2, 3, 4]) {
    show(n);
    // Long enough for each of them to have been drawn.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(got).toEqual([1]);
  const second = arrival();
  port2.postMessage('ready' satisfies Ready);
  await second;
  expect(got).toEqual([1, 4]);
  feed.close();
});
