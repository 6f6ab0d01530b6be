// The loop maker on clips that a test has drawn: somebody who sways, so that the lengths of good loops are known.
import { beforeAll, expect, test } from 'vitest';
import { createLoopsApi } from '../../src/app/loops-api';
import { analyseClip, MAX_KEPT } from '../../src/loop/clip-analysis';
import { analyseClip as analyseClipOnce } from '../../src/loop/dom/clip-loops-client';
import { takePictures } from '../../src/loop/dom/loop-preview';
import { judgeLoop, scoreClipTransitions } from '../../src/loop/clip-score';
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
  const { analysis: found, compared } = await analyseClip(clip, () => undefined);
  expect(found.compared).toBeLessThanOrEqual(MAX_KEPT);
  expect(found.compared).toBeGreaterThan(MAX_KEPT / 3);
  const [best] = found.loops;
  if (!best) throw new Error('no loop');
  // Their own pictures are decoded again where not all were kept.
  const judged = await judgeLoop(clip, compared, best);
  expect(judged.startMs).toBeCloseTo(best.startMs, 2);
  expect(judged.endMs).toBeCloseTo(best.endMs, 2);
  expect(judged.seam).toBeCloseTo(best.seam, 1);
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

test('after the last picture of a clip comes nothing: its first one is judged by how unlike it is', async () => {
  // Nine seconds are two and a half sways: the disc is in the middle at the end, as it was a sway before, and goes on to the side.
  const last = SECONDS - 0.5 / fps;
  const aside = SWAY_SECONDS / 4;
  const [wrapped = 1, same = 0] = await loops.scoreMany(file, [
    [last, aside],
    [last - SWAY_SECONDS, aside],
  ]);
  expect(same).toBeLessThan(0.5);
  expect(Math.abs(wrapped - same)).toBeLessThan(0.15);
});

test('loops of other lengths are found without a second pass, and only such', async () => {
  const short = await loops.analyse(file, { shortest: 3, longest: 4 });
  const long = await loops.analyse(file, { shortest: 5, longest: 8 });
  const seconds = ({ loops: found }: typeof short) =>
    found.map(({ startMs, endMs, way }) => ((endMs - startMs) * (way === 'ping-pong' ? 2 : 1)) / 1000);
  expect(seconds(short).length).toBeGreaterThan(0);
  expect(seconds(long).length).toBeGreaterThan(0);
  for (const one of seconds(short)) expect(one).toBeLessThanOrEqual(4);
  for (const one of seconds(long)) expect(one).toBeGreaterThanOrEqual(5);

  const stop = new AbortController();
  const told: number[] = [];
  const clip = await analyseClipOnce(file, { shortest: 5, longest: 8 }, (share) => told.push(share), stop.signal);
  expect(clip.analysis.loops).toEqual(long.loops);
  const before = told.length;
  expect(await clip.find({ shortest: 3, longest: 4 })).toEqual(short.loops);
  expect(told).toHaveLength(before);
  stop.abort(new Error('put away'));
  await expect(clip.find({ shortest: 3, longest: 4 })).rejects.toThrow('put away');
});

test('ends that somebody chose are moved to the clip’s own pictures and judged as the found ones are', async () => {
  const stop = new AbortController();
  const clip = await analyseClipOnce(file, { shortest: 3, longest: 12 }, () => undefined, stop.signal);
  const [best] = clip.analysis.loops;
  if (!best) throw new Error('no loop');
  expect(await clip.judge({ startMs: best.startMs + 3, endMs: best.endMs - 3 })).toEqual({
    ...best,
    endMs: expect.closeTo(best.endMs, 2) as number,
  });
  const half = await clip.judge({ startMs: best.startMs, endMs: best.endMs - (SWAY_SECONDS / 2) * 1000 });
  expect(half.score).toBeLessThan(0.5 * best.score);
  const wide = await clip.judge({ startMs: -50, endMs: 99_000 });
  expect(wide.startMs).toBe(0);
  expect(wide.endMs).toBeCloseTo(SECONDS * 1000, 2);
  stop.abort();
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

test('there and back: the clip and then the same pictures the other way, with no fade', async () => {
  const [startMs, endMs] = [1000, 3000];
  const blob = await loops.render(file, { startMs, endMs, way: 'ping-pong' });
  const clip = await openClip(blob, true);
  const pictures: Uint8Array[] = [];
  const times: number[] = [];
  await walkPictures(clip, { fromUs: 0, toUs: Infinity }, async (frame) => {
    times.push(frame.timestamp);
    pictures.push(await lumaOf(frame.clone()));
  });
  const way = ((endMs - startMs) / 1000) * fps;
  expect(pictures).toHaveLength(2 * way - 2);
  const steps = times.slice(1).map((time, n) => time - (times[n] ?? 0));
  expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(1000);
  const at = (n: number) => pictures[n] as Uint8Array;
  const step = Math.max(...Array.from({ length: way - 1 }, (_, n) => change(at(n), at(n + 1))));
  for (let n = 1; n < way - 1; n++) expect(change(at(n), at(2 * way - 2 - n))).toBeLessThan(0.5 * step);
  await expect(loops.render(file, { startMs, endMs, way: 'sideways' as 'forwards' })).rejects.toThrow(/"ping-pong"/);
});

test('a fade is as long as was asked for, and none at all is a cut', async () => {
  const half = (SWAY_SECONDS / 2) * 1000;
  const span = { startMs: 1000, endMs: 1000 + SWAY_SECONDS * 1000 - half / 2 };
  /** The largest change between neighbours in the last half second, and over the seam. */
  const largest = async (fade: number) => {
    const clip = await openClip(await loops.render(file, span, { fade }), true);
    const pictures: Uint8Array[] = [];
    await walkPictures(clip, { fromUs: 0, toUs: Infinity }, async (frame) => {
      pictures.push(await lumaOf(frame.clone()));
    });
    const steps = pictures.map((picture, n) => change(picture, pictures[(n + 1) % pictures.length] ?? picture));
    return Math.max(...steps.slice(-fps / 2));
  };
  const [cut, short, long] = [await largest(0), await largest(0.2), await largest(0.5)];
  expect(short).toBeLessThan(0.5 * cut);
  expect(long).toBeLessThan(short);
});

test('small pictures are those on show at the moments asked for, whatever their order', async () => {
  const grey = (n: number) => 40 + 5 * n;
  const count = 36;
  const shape = { width, height, timesUs: evenTimes(count, fps), quantizer: 10 };
  const bytes = await encodeClip(shape, (n, timing) => {
    const planes = new Uint8Array(width * height * 1.5).fill(128);
    planes.fill(grey(n), 0, width * height);
    return new VideoFrame(planes, { format: 'I420', codedWidth: width, codedHeight: height, ...timing });
  });
  const asked = [1199, 0, 34, 30, 9999, 600];
  const seen = new Map<number, number>();
  await takePictures(new File([bytes], 'ramp.mp4'), asked, 64, (n, picture) => {
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    context?.drawImage(picture, 0, 0);
    seen.set(n, context?.getImageData(32, 16, 1, 1).data[1] ?? -1);
    picture.close();
  });
  // Steps of a picture are 5.8 levels on the screen.
  const levels = asked.map((_, n) => seen.get(n) ?? -1);
  const onScreen = (n: number) => ((grey(n) - 16) * 255) / 219;
  for (const [n, place] of [35, 0, 1, 0, 35, 18].entries())
    expect(Math.abs((levels[n] ?? -1) - onScreen(place))).toBeLessThan(3);
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
  await expect(analyse(file, { shortest: 8, longest: 4 })).rejects.toThrow(/shortest loop below the longest/);
  await expect(analyse(file, { longest: 600 })).rejects.toThrow(/60 s at most/);
  await expect(analyse('no/such/clip.mp4')).rejects.toEqual(code('file-unreadable'));
  const flawed = (flaw: string) =>
    expect.objectContaining({ code: 'file-unreadable', facts: { name: 'given.mp4', flaw } }) as Error;
  await expect(analyse(new File([], 'given.mp4'))).rejects.toEqual(flawed('empty'));
  await expect(analyse(await fetched(soundUrl))).rejects.toEqual(flawed('no-picture'));
  await expect(analyse(new File(['words, not pictures'], 'given.mp4'))).rejects.toEqual(flawed('damaged'));
  await expect(loops.scoreTransition(file, Number.NaN, 0)).rejects.toEqual(code('setting-invalid'));
  await expect(loops.scoreTransition(file, 1, SECONDS + 1)).rejects.toThrow(/no picture at 10 s/);
  await expect(loops.scoreMany(file, [])).rejects.toEqual(code('setting-invalid'));
  await expect(loops.render(file, { startMs: 0, endMs: 1000 }, { fade: 7 })).rejects.toThrow(/fade: is 0 to 1 s/);
  await expect(loops.render(file, { startMs: 3000, endMs: 1000 })).rejects.toEqual(code('setting-invalid'));
  expect((await loops.analyse(await fetched(shortUrl))).loops).toEqual([]);
});

test('what the scores come from is told', async () => {
  expect(await loops.modelInfo()).toMatchObject({ tier: 'cpu', version: 2 });
});
