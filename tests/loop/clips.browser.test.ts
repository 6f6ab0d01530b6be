// The loop maker on clips that a test has drawn: somebody who sways, so that the lengths of good loops are known.
import { beforeAll, expect, test } from 'vitest';
import { createLoopsApi } from '../../src/app/loops-api';
import { analyseClip, MAX_KEPT, scoreClipTransitions } from '../../src/loop/clip-analysis';
import { walkPictures } from '../../src/loop/walk';
import { installErrorTransfer } from '../../src/protocol/error-transfer';
import { openClip, type Clip, type Sample } from '../../src/sources/file/clip';
import { encodeClip, evenTimes } from '../../tools/clips/encode';
import { change, draw, FORMAT, lumaOf, SWAY_SECONDS } from './stage';
import shortUrl from '../fixtures/clip.mp4?url';
import soundUrl from '../fixtures/sound-only.mp4?url';

const { width, height, fps } = FORMAT;
const SECONDS = 9;
const loops = createLoopsApi();
let file: File;

beforeAll(async () => {
  installErrorTransfer();
  const shape = { width, height, timesUs: evenTimes(SECONDS * fps, fps), quantizer: 20 };
  const bytes = await encodeClip(shape, (n, timing) => {
    const size = { codedWidth: width, codedHeight: height };
    return new VideoFrame(draw(n / fps), { format: 'I420', ...size, ...timing });
  });
  file = new File([bytes], 'sway.mp4');
});

const fetched = async (url: string) => new File([await (await fetch(url)).blob()], 'given.mp4');

/** How far from a whole number of sways, in seconds. */
function offBeat(seconds: number): number {
  const rounds = Math.max(1, Math.round(seconds / SWAY_SECONDS));
  return Math.abs(seconds - rounds * SWAY_SECONDS);
}

/** The same clip `times` after each other, as one. */
function repeated(clip: Clip, times: number): Clip {
  return {
    ...clip,
    durationUs: clip.durationUs * times,
    read(fromUs = 0) {
      let round = Math.min(times - 1, Math.floor(fromUs / clip.durationUs));
      let next = clip.read();
      const read = async (): Promise<Sample | null> => {
        const sample = await next();
        if (sample) return { ...sample, timeUs: sample.timeUs + round * clip.durationUs };
        if (++round >= times) return null;
        next = clip.read();
        return read();
      };
      return read;
    },
  };
}

test('a worker finds loops of one or two sways, with progress up to the end, and a picture of what is alike', async () => {
  const told: number[] = [];
  const { similarity, ...found } = await loops.analyse(file, { onProgress: (share) => told.push(share) });
  expect(found).toMatchObject({ width, height, fps, durationMs: SECONDS * 1000, compared: SECONDS * fps });
  expect(found.loops.length).toBeGreaterThan(1);
  const [best] = found.loops;
  if (!best) throw new Error('no loop');
  expect(offBeat((best.endMs - best.startMs) / 1000)).toBeLessThan(0.05);
  expect(best.seam).toBeGreaterThan(0.7);
  expect(found.loops.map(({ score }) => score)).toEqual(found.loops.map(({ score }) => score).sort((a, b) => b - a));
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.at(-1)).toBe(1);

  const { side, values } = similarity;
  const at = (rowS: number, columnS: number) =>
    values[Math.floor((rowS / SECONDS) * side) * side + Math.floor((columnS / SECONDS) * side)] ?? 0;
  expect(values).toHaveLength(side * side);
  expect(side).toBeLessThanOrEqual(256);
  expect(at(2, 2)).toBe(255);
  // A quarter of a sway: from one side to the middle and beyond.
  expect(at(0.9, 0.9 + SWAY_SECONDS)).toBeGreaterThan(4 * at(0.9, 0.9 + SWAY_SECONDS / 2));
});

test('ten minutes: no more is kept than the bound says, and the ends are as exact as in a short clip', async () => {
  const clip = repeated(await openClip(file, true), 67);
  expect(clip.durationUs).toBeGreaterThan(600e6);
  const found = await analyseClip(clip, () => undefined);
  expect(found.compared).toBeLessThanOrEqual(MAX_KEPT);
  expect(found.compared).toBeGreaterThan(MAX_KEPT / 3);
  const [best] = found.loops;
  if (!best) throw new Error('no loop');
  const seconds = (best.endMs - best.startMs) / 1000;
  // Of whole sways, or of the nine seconds that the clip repeats itself after.
  expect(Math.min(offBeat(seconds), Math.abs(seconds - SECONDS))).toBeLessThan(0.05);
  expect(best.seam).toBeGreaterThan(0.7);
});

test('a transition of a whole sway scores higher than one of half a sway, and many score as each by itself', async () => {
  const good: [number, number] = [1 + SWAY_SECONDS, 1 + 1 / fps];
  const bad: [number, number] = [1 + SWAY_SECONDS / 2, 1 + 1 / fps];
  const [high = 0, low = 1] = await loops.scoreMany(file, [good, bad]);
  expect(high).toBeGreaterThan(0.8);
  expect(low).toBeLessThan(0.3);
  const clip = await openClip(file, true);
  expect(await scoreClipTransitions(clip, [{ fromMs: good[0] * 1000, toMs: good[1] * 1000 }])).toEqual([
    await loops.scoreTransition(file, ...good),
  ]);
});

test('the rendered loop is a clip of that length, whose end goes over into its begin like any picture into the next', async () => {
  const span = { startMs: 1000, endMs: 1000 + SWAY_SECONDS * 1000 };
  const blob = await loops.render(file, span);
  const clip = await openClip(blob, true);
  expect(Math.abs(clip.durationUs / 1e6 - SWAY_SECONDS)).toBeLessThan(0.05);
  const pictures: Uint8Array[] = [];
  await walkPictures(clip, { fromUs: 0, toUs: Infinity }, async (frame) => {
    pictures.push(await lumaOf(frame.clone()));
  });
  expect(pictures).toHaveLength(SWAY_SECONDS * fps);
  const steps = pictures.map((picture, n) => change(picture, pictures[(n + 1) % pictures.length] ?? picture));
  const seam = steps.at(-1) ?? Infinity;
  expect(seam).toBeLessThan(1.5 * Math.max(...steps.slice(0, -1)));
});

test('what was given up rejects with the reason and its worker is gone', async () => {
  const stop = new AbortController();
  const job = loops.analyse(file, {
    onProgress: () => {
      stop.abort(new Error('enough'));
    },
    signal: stop.signal,
  });
  await expect(job).rejects.toThrow('enough');
  await expect(loops.analyse(file, { signal: stop.signal })).rejects.toThrow('enough');
});

test('bad input: each has its code, and says what is wrong', async () => {
  const code = (code: string) => expect.objectContaining({ name: 'EverframeError', code }) as Error;
  const analyse = (given: unknown, options?: unknown) => loops.analyse(given as Blob, options as object);
  await expect(analyse(7)).rejects.toEqual(code('setting-invalid'));
  await expect(analyse(file, { onProgres: 1 })).rejects.toEqual(code('setting-invalid'));
  await expect(analyse('no/such/clip.mp4')).rejects.toEqual(code('file-unreadable'));
  await expect(analyse(new Blob([]))).rejects.toEqual(code('file-unreadable'));
  await expect(analyse(await fetched(soundUrl))).rejects.toEqual(code('file-unreadable'));
  await expect(loops.scoreTransition(file, Number.NaN, 0)).rejects.toEqual(code('setting-invalid'));
  await expect(loops.scoreTransition(file, 1, SECONDS + 1)).rejects.toThrow(/no picture at 10 s/);
  await expect(loops.scoreMany(file, [])).rejects.toEqual(code('setting-invalid'));
  await expect(loops.render(file, { startMs: 3000, endMs: 1000 })).rejects.toEqual(code('setting-invalid'));
  expect((await loops.analyse(await fetched(shortUrl))).loops).toEqual([]);
});

test('what the scores come from is told', () => {
  expect(loops.modelInfo()).toMatchObject({ tier: 'cpu', version: 1 });
});
