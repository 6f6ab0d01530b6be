// A clip that loops is decoded without a gap: no frame missing, none twice, times that go on over the seam, in either
// container and at any rate. No clock is involved, so that a busy machine changes nothing.
import { expect, test } from 'vitest';
import { openClip } from '../../src/sources/file/clip';
import { decodeAhead } from '../../src/sources/file/decode-ahead';
import { evenTimes } from '../../tools/clips/encode';
import { makeNumberedClip, MADE_HEIGHT, MADE_WIDTH, readNumber } from './made-clips';
import reorderedUrl from '../fixtures/clip-b-frames.mov?url';

interface Shown {
  readonly timestamp: number;
  readonly number: number;
}

/** The first `count` frames of a loop; also the most that waited at once. */
async function playLoop(file: File, count: number): Promise<{ shown: Shown[]; most: number }> {
  const clip = await openClip(file);
  const shown: Shown[] = [];
  let most = 0;
  let wake: () => void = () => undefined;
  let failure: unknown = null;
  const ahead = decodeAhead(clip, true, {
    changed: () => {
      wake();
    },
    failed(error) {
      failure = error;
      wake();
    },
  });
  try {
    while (shown.length < count) {
      if (failure) throw failure as Error;
      most = Math.max(most, ahead.waiting.length);
      const frame = ahead.take();
      if (!frame) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const { timestamp } = frame;
      const number =
        frame.codedHeight >= MADE_HEIGHT && frame.displayWidth === MADE_WIDTH ? await readNumber(frame) : -1;
      frame.close();
      shown.push({ timestamp, number });
    }
  } finally {
    ahead.close();
    clip.close();
  }
  return { shown, most };
}

const FRAMES = 21;
const varied = Array.from({ length: FRAMES }, (_, n) => 10_000 + ((n * 7919) % 90) * 1000);
const EVEN_RATES = [24, 25, 30, 50, 60];
const RATES: [string, number[]][] = [
  ...EVEN_RATES.map((fps): [string, number[]] => [`${fps} fps`, evenTimes(FRAMES, fps)]),
  ['a rate that varies', varied.reduce<number[]>((times, step) => [...times, (times.at(-1) ?? 0) + step], [0])],
  ['a single frame', [0, 40_000]],
];

for (const container of ['mp4', 'webm'] as const)
  test.each(RATES)(`${container}, %s: three rounds, every frame once`, async (_name, timesUs) => {
    const count = timesUs.length - 1;
    const file = await makeNumberedClip(timesUs, container);
    const { shown, most } = await playLoop(file, count * 3);
    expect(shown.map(({ number }) => number)).toEqual(Array.from({ length: count * 3 }, (_, n) => n % count));
    const endUs = shown[count]?.timestamp ?? 0;
    // A container's clock is coarser than a microsecond: WebM counts milliseconds.
    const grainUs = container === 'webm' ? 1000 : 20;
    shown.forEach(({ timestamp }, n) => {
      const wanted = Math.floor(n / count) * endUs + (timesUs[n % count] ?? 0);
      expect(Math.abs(timestamp - wanted)).toBeLessThanOrEqual(grainUs);
    });
    // WebM does not write how long the last frame is: it is as long as the mean.
    const isEven = RATES.findIndex(([, times]) => times === timesUs) < EVEN_RATES.length;
    const lastUs = (timesUs[count] ?? 0) - (timesUs[count - 1] ?? 0);
    if (container === 'mp4' || isEven)
      expect(Math.abs(endUs - (timesUs[count] ?? 0))).toBeLessThanOrEqual(Math.max(grainUs, 0.1 * lastUs));
    expect(most).toBeLessThanOrEqual(3);
  });

test('frames that are decoded in another order come in the order they are shown in, over the seam too', async () => {
  const file = new File([await (await fetch(reorderedUrl)).blob()], 'clip.mov');
  const { shown } = await playLoop(file, 40);
  expect(shown.map(({ timestamp }) => timestamp)).toEqual(Array.from({ length: 40 }, (_, n) => n * 50_000));
});
