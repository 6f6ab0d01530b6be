// What a loop looks like, picture by picture and by pixels: recorded, found, made and decoded, without any clock.
import { expect, test } from 'vitest';
import { chooseCodec } from '../../src/loop/codec';
import { findLoops } from '../../src/loop/finder';
import { clipOf, makeLoop } from '../../src/loop/make-loop';
import { createPieceEncoder } from '../../src/loop/piece-codec';
import { createRecorder } from '../../src/loop/recorder';
import { createRing } from '../../src/loop/ring';
import type { Clip } from '../../src/sources/file/clip';
import { decodeAhead } from '../../src/sources/file/decode-ahead';
import { change, draw, FORMAT, lumaOf, SWAY_SECONDS } from './stage';

const { width, height, fps } = FORMAT;

/** `seconds` of the drawing in a ring, not one picture of it left out. */
async function record(config: VideoEncoderConfig, seconds: number) {
  const ring = createRing();
  let came = () => undefined as void;
  let recorded = 0;
  const recorder = createRecorder(config, {
    piece(piece) {
      ring.add(piece);
      recorded += 1;
      came();
    },
    failed(error) {
      throw error;
    },
  });
  for (let n = 0; n < seconds * fps; n++) {
    const timestamp = Math.round((n * 1e6) / fps);
    const piece = new Promise<void>((resolve) => (came = resolve));
    recorder.take(new VideoFrame(draw(n / fps), { format: 'I420', codedWidth: width, codedHeight: height, timestamp }));
    await piece;
  }
  expect(recorded).toBe(seconds * fps);
  recorder.close();
  return ring.pieces;
}

/** Round and round, without any clock. */
function play(clip: Clip, count: number): Promise<{ pictures: Uint8Array[]; times: number[] }> {
  const pictures: Uint8Array[] = [];
  const times: number[] = [];
  return new Promise((resolve, reject) => {
    let working = Promise.resolve();
    const ahead = decodeAhead(clip, true, {
      changed() {
        const frame = ahead.take();
        if (!frame) return;
        times.push(frame.timestamp);
        working = working.then(async () => void pictures.push(await lumaOf(frame)));
        if (times.length < count) return;
        ahead.close();
        working.then(() => {
          resolve({ pictures, times });
        }, reject);
      },
      failed: reject,
    });
  });
}

for (const codec of ['avc1', 'vp8'] as const)
  test(`${codec}, twice round: the seam changes no more than the rest does, no picture is black, none is missing`, async (context) => {
    const chosen = await chooseCodec(FORMAT);
    if (!chosen) throw new Error('no encoder');
    if (codec === 'avc1' && !chosen.codec.startsWith('avc1')) context.skip('no H.264 encoder in this Chromium');
    const { avc: _, ...plain } = chosen;
    const config = codec === 'avc1' ? chosen : { ...plain, codec };
    const pieces = await record(config, 10);
    const [found] = findLoops(pieces);
    if (!found) throw new Error('no loop was found');
    const rounds = found.lengthMs / 1000 / SWAY_SECONDS;
    expect(Math.abs(rounds - Math.round(rounds))).toBeLessThan(0.05);
    const loop = await makeLoop(createPieceEncoder(config), null, pieces, found);
    const length = found.end - found.start + 1;

    const { pictures, times } = await play(clipOf(loop), 2 * length + 5);
    const steps = times.slice(1).map((time, n) => time - (times[n] ?? 0));
    expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.01);
    for (const n of [0, 1, length >> 1, length - 1])
      expect(change(pictures[n] as Uint8Array, pictures[n + length] as Uint8Array)).toBeLessThan(2);
    const wall = draw(0)[0] ?? 0;
    for (const picture of pictures) expect(Math.abs((picture[0] ?? 0) - wall)).toBeLessThan(5);

    const changes = pictures.slice(1).map((picture, n) => change(picture, pictures[n] as Uint8Array));
    const isSeam = (n: number) => n % length >= length - 11;
    const natural = Math.max(...changes.filter((_, n) => !isSeam(n)));
    const seam = Math.max(...changes.filter((_, n) => isSeam(n)));
    expect(seam / natural).toBeLessThan(1.2);

    // Begun in the middle, between two key frames: the same pictures at the same times, from there on.
    const middle = 47;
    const later = await play(clipOf(loop, loop.pictures[middle]?.timestampUs), length);
    expect(later.times).toEqual(times.slice(middle, middle + length));
    for (const [n, picture] of later.pictures.entries())
      expect(change(picture, pictures[middle + n] as Uint8Array)).toBeLessThan(2);
  });

test('there and back: every picture but the two at the turns comes twice, evenly, and none other', async () => {
  const config = await chooseCodec(FORMAT);
  if (!config) throw new Error('no encoder');
  const pieces = await record(config, 6);
  // Neither end is a key frame, and the way back crosses several.
  const [start, end] = [20, 20 + 3 * fps + 7];
  let pauses = 0;
  const loop = await makeLoop(createPieceEncoder(config), null, pieces, { start, end, way: 'ping-pong' }, () => {
    pauses += 1;
    return Promise.resolve();
  });
  const length = 2 * (end - start);
  expect(pauses).toBe(end - start - 1);
  expect(loop.durationUs / 1e6).toBeCloseTo(length / fps, 3);

  const { pictures, times } = await play(clipOf(loop), length + 5);
  const steps = times.slice(1).map((time, n) => time - (times[n] ?? 0));
  expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.01);
  const at = (n: number) => pictures[n] as Uint8Array;
  const step = Math.max(...Array.from({ length: end - start }, (_, n) => change(at(n), at(n + 1))));
  for (let n = 1; n < end - start; n++) expect(change(at(n), at(length - n))).toBeLessThan(0.5 * step);
  // Round it goes on with the first one.
  expect(change(at(length), at(0))).toBeLessThan(0.5 * step);
});

test('a way back that nobody wants any more ends with the next picture', async () => {
  const config = await chooseCodec(FORMAT);
  if (!config) throw new Error('no encoder');
  const pieces = await record(config, 4);
  let pauses = 0;
  const making = makeLoop(createPieceEncoder(config), null, pieces, { start: 5, end: 100, way: 'ping-pong' }, () => {
    pauses += 1;
    return pauses < 3 ? Promise.resolve() : Promise.reject(new Error('not wanted'));
  });
  await expect(making).rejects.toThrow('not wanted');
  expect(pauses).toBe(3);
});
