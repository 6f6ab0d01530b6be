// The fade's own promises: pictures come out in the order in which they went in, and nothing of an older privacy epoch comes
// out, however long a picture took to be mixed.
import { expect, test } from 'vitest';
import { createCrossFade, type OnAirName, type Passed } from '../../src/fallback/cross-fade';
import { createMixer } from '../../src/fallback/mixer';

const [WIDTH, HEIGHT] = [64, 36];
const FRAME_MS = 33;
const FADE_MS = 200;
const LIVE: OnAirName = { kind: 'picture' };
const CLIP: OnAirName = { kind: 'standin', name: 'clip' };

function grey(level: number, timestamp: number): VideoFrame {
  const size = WIDTH * HEIGHT;
  const bytes = new Uint8Array(size * 1.5).fill(level).fill(128, size);
  return new VideoFrame(bytes, { format: 'I420', codedWidth: WIDTH, codedHeight: HEIGHT, timestamp });
}

function open() {
  const fade = createCrossFade(createMixer(WIDTH, HEIGHT), FRAME_MS);
  const outs: { timestamp: number; epoch: number; isFading: boolean }[] = [];
  const give = (timestamp: number, what: OnAirName, epoch: number) =>
    fade.pass(
      {
        frame: grey(100, timestamp),
        what,
        epoch,
        out: ({ frame, ...passed }: Passed) => {
          outs.push({ timestamp: frame.timestamp, ...passed });
          frame.close();
        },
      },
      timestamp,
      FADE_MS,
    );
  const settled = () => new Promise((resolve) => setTimeout(resolve, 100));
  return { fade, outs, give, settled };
}

test('live pictures go out at once, as they are', () => {
  const { fade, outs, give } = open();
  expect(give(0, LIVE, 1)).toBe(true);
  expect(outs).toEqual([{ timestamp: 0, epoch: 1, isFading: false }]);
  fade.close();
});

test('while one is mixed the newest waits, and none overtakes another', async () => {
  const { fade, outs, give, settled } = open();
  give(0, LIVE, 1);
  expect(give(33, CLIP, Infinity)).toBe(false);
  expect(give(66, CLIP, Infinity)).toBe(false);
  expect(give(500, CLIP, Infinity)).toBe(false);
  await settled();
  expect(outs).toEqual([
    { timestamp: 0, epoch: 1, isFading: false },
    { timestamp: 33, epoch: 1, isFading: true },
    { timestamp: 500, epoch: Infinity, isFading: false },
  ]);
  fade.close();
});

test('a stricter epoch that begins while a picture is mixed keeps it from going out', async () => {
  const { fade, outs, give, settled } = open();
  give(0, LIVE, 1);
  give(33, CLIP, Infinity);
  give(66, LIVE, 1);
  fade.forget(2);
  await settled();
  // The clip may be seen, without the room under it.
  for (const { timestamp, epoch } of outs.slice(1)) expect([timestamp, epoch]).toEqual([33, Infinity]);
  give(99, LIVE, 2);
  await settled();
  expect(outs.at(-1)?.epoch).toBe(2);
  expect(fade.openFrames).toBeLessThanOrEqual(2);
  fade.close();
  expect(fade.openFrames).toBe(0);
});
