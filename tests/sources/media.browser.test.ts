// Clips, stills and the demo presenter through the real media worker, as the page uses them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ErrorCode, EverframeError } from '../../src/base/errors';
import { readFeed } from '../../src/frames/frame-feed';
import { installErrorTransfer } from '../../src/protocol/error-transfer';
import { feedTransfer } from '../../src/protocol/feed';
import { trackFeed, openCamera, listCameras } from '../../src/sources/dom/camera';
import { createMediaClient, type MediaClient, type Playing } from '../../src/sources/dom/media-client';
import { readCounter } from '../../src/sources/demo/counter';
import { decodePicture } from '../../src/sources/still';
import reorderedUrl from '../fixtures/clip-b-frames.mov?url';
import fragmentedUrl from '../fixtures/clip-fragmented.mp4?url';
import mpeg4Url from '../fixtures/clip-mpeg4.mp4?url';
import webmUrl from '../fixtures/clip.webm?url';
import clipUrl from '../fixtures/clip.mp4?url';
import soundUrl from '../fixtures/sound-only.mp4?url';

let client: MediaClient;
beforeAll(() => {
  installErrorTransfer();
  client = createMediaClient();
});
afterAll(() => {
  client.close();
});

const bytesOf = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());
const fileOf = async (url: string, name: string) => new File([await bytesOf(url)], name);

async function read(
  playing: Playing,
  count: number,
): Promise<{ timestamp: number; atMs: number; width: number; height: number }[]> {
  const reader = readFeed(playing.feed);
  const seen = [];
  while (seen.length < count) {
    const frame = await reader.read();
    if (!frame) break;
    seen.push({
      timestamp: frame.timestamp,
      atMs: performance.now(),
      width: frame.displayWidth,
      height: frame.displayHeight,
    });
    frame.close();
  }
  reader.cancel();
  return seen;
}

async function refusal(promise: Promise<unknown>): Promise<EverframeError> {
  return promise.then(
    () => {
      throw new Error('it was accepted');
    },
    (error: unknown) => error as EverframeError,
  );
}

test.each([
  ['clip.mp4', clipUrl, 10],
  ['clip.mov with frames out of order', reorderedUrl, 12],
  ['fragmented clip.mp4', fragmentedUrl, 10],
  ['clip.webm', webmUrl, 10],
])('%s loops without a gap, in real time', async (name, url, count) => {
  const playing = await client.openFile(await fileOf(url, name));
  expect(playing.info).toMatchObject({
    width: 320,
    height: 180,
    fps: 20,
    durationMs: count * 50,
    link: 'VideoDecoder',
  });
  const seen = await read(playing, count * 2 + 1);
  playing.close();
  expect(seen.map(({ timestamp }) => timestamp)).toEqual(Array.from({ length: count * 2 + 1 }, (_, n) => n * 50_000));
  const spent = (seen.at(-1)?.atMs ?? 0) - (seen[0]?.atMs ?? 0);
  expect(Math.abs(spent - count * 100)).toBeLessThan(60);
});

test('a clip that does not loop ends', async () => {
  const playing = await client.openFile(await fileOf(reorderedUrl, 'clip.mov'), { loop: false });
  expect(await read(playing, 100)).toHaveLength(12);
});

test('a slow reader gets the newest frame, not a queue', async () => {
  const playing = await client.openFile(await fileOf(clipUrl, 'clip.mp4'));
  const reader = readFeed(playing.feed);
  const times: number[] = [];
  for (let n = 0; n < 5; n++) {
    const frame = await reader.read();
    times.push(frame?.timestamp ?? NaN);
    frame?.close();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  reader.cancel();
  expect(times.at(-1)).toBeGreaterThanOrEqual(600_000);
});

/** Timestamps that a reader gets who needs so long for each, ms. */
async function readSlowly(playing: Playing, pausesMs: readonly number[]): Promise<number[]> {
  const reader = readFeed(playing.feed);
  const times: number[] = [];
  for (const pauseMs of pausesMs) {
    const frame = await reader.read();
    times.push((frame?.timestamp ?? NaN) / 1000);
    frame?.close();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  reader.cancel();
  return times;
}

test('a file that is to wait misses no frame, however slow its reader; told otherwise it keeps to its clock again', async () => {
  const patient = createMediaClient('patient');
  patient.setPace(null);
  const playing = await patient.openFile(await fileOf(clipUrl, 'clip.mp4'));
  expect(await readSlowly(playing, [200, 200, 200, 200, 200, 0])).toEqual([0, 50, 100, 150, 200, 250]);
  const next = await patient.openFile(await fileOf(clipUrl, 'clip.mp4'));
  patient.setPace(0);
  const times = await readSlowly(next, [200, 200, 200, 200, 0]);
  expect(times.at(-1)).toBeGreaterThanOrEqual(600);
  patient.close();
});

test('a file with some slack shows what is a little late, and leaves out what is later', async () => {
  const client = createMediaClient('slack');
  client.setPace(150);
  const file = await fileOf(clipUrl, 'clip.mp4');
  const steady = await readSlowly(await client.openFile(file), [0, 0, 120, 0, 0, 0, 0]);
  expect(steady, 'a pause of 120 ms').toEqual([0, 50, 100, 150, 200, 250, 300]);
  // One picture may have been on its way before the pause was too long.
  const hurried = await readSlowly(await client.openFile(file), [0, 0, 400, 0, 0, 0]);
  const steps = hurried.slice(1).map((ms, n) => ms - (hurried[n] ?? 0));
  expect(Math.max(...steps), `a pause of 400 ms: ${hurried.join()}`).toBeGreaterThan(50);
  client.close();
});

test('a clip filmed upright is shown upright', async () => {
  const bytes = await bytesOf(clipUrl);
  const text = new TextDecoder('latin1').decode(bytes);
  const matrix = new DataView(bytes.buffer, text.indexOf('tkhd') + 4 + 40, 36);
  [0, 65536, 0, -65536, 0].forEach((value, n) => {
    matrix.setInt32(n * 4, value);
  });
  const playing = await client.openFile(new File([bytes], 'upright.mp4'));
  expect(playing.info).toMatchObject({ width: 180, height: 320 });
  expect(await read(playing, 2)).toMatchObject([
    { width: 180, height: 320 },
    { width: 180, height: 320 },
  ]);
  playing.close();
});

const damage: [string, ErrorCode, () => Promise<BlobPart[]>, Record<string, string>?][] = [
  ['nothing', 'file-unreadable', () => Promise.resolve([])],
  ['noise', 'file-unreadable', () => Promise.resolve([crypto.getRandomValues(new Uint8Array(5000))])],
  ['a clip cut off in its index', 'file-unreadable', async () => [(await bytesOf(clipUrl)).slice(0, 500)]],
  ['a clip cut off in its data', 'file-unreadable', async () => [(await bytesOf(clipUrl)).slice(0, -300)]],
  ['a clip cut off before its index', 'file-unreadable', async () => [(await bytesOf(reorderedUrl)).slice(0, 1500)]],
  [
    'a clip with data of zeros',
    'file-unreadable',
    async () => {
      const bytes = await bytesOf(clipUrl);
      return [bytes.fill(0, new TextDecoder('latin1').decode(bytes).indexOf('mdat') + 4)];
    },
  ],
  ['sound only', 'file-unreadable', async () => [await bytesOf(soundUrl)]],
  ['WebM that is cut off', 'file-unreadable', async () => [(await bytesOf(webmUrl)).slice(0, -300)]],
  ['WebM that is only a header', 'file-unreadable', async () => [(await bytesOf(webmUrl)).slice(0, 40)]],
  [
    'WebM with nothing but rubbish after its header',
    'file-unreadable',
    async () => [(await bytesOf(webmUrl)).fill(0x55, 60)],
  ],
  ['MPEG-4 part 2', 'file-unsupported', async () => [await bytesOf(mpeg4Url)], { codec: 'mp4v' }],
];
test.each(damage)('%s is refused with %s', async (_what, code, parts, facts = {}) => {
  const error = await refusal(client.openFile(new File(await parts(), 'holiday.mp4')));
  expect(error).toMatchObject({ name: 'EverframeError', code, facts: { name: 'holiday.mp4', ...facts } });
});

test('damage in the middle of a clip ends the feed with an error', async () => {
  const bytes = await bytesOf(clipUrl);
  const at = new TextDecoder('latin1').decode(bytes).indexOf('mdat');
  bytes.fill(0, at + Math.round((bytes.length - at) * 0.75));
  const playing = await client.openFile(new File([bytes], 'clip.mp4'));
  await expect(read(playing, 100)).rejects.toThrow();
});

test('the demo presenter counts upwards, 30 a second', async () => {
  const playing = await client.openDemo();
  expect(playing.info).toMatchObject({ width: 1280, height: 720, fps: 30, durationMs: null });
  const reader = readFeed(playing.feed);
  const counted: (number | null)[] = [];
  const times: number[] = [];
  for (let n = 0; n < 12; n++) {
    const frame = await reader.read();
    if (!frame) throw new Error('the feed ended');
    const context = new OffscreenCanvas(1280, 720).getContext('2d');
    context?.drawImage(frame, 0, 0);
    times.push(frame.timestamp);
    frame.close();
    if (n % 4 === 0 && context) counted.push(readCounter(context.getImageData(0, 0, 1280, 720), 'background'));
  }
  reader.cancel();
  playing.close();
  expect(counted.every((count) => count !== null)).toBe(true);
  times.forEach((time, n) => {
    if (n > 0) expect(time - (times[n - 1] ?? 0)).toBeGreaterThan(33_000);
  });
  expect(counted).toEqual([...counted].sort((a, b) => Number(a) - Number(b)));
  expect(new Set(counted).size).toBe(counted.length);
});

test('two readers of the demo are at the same instant', async () => {
  const [first, second] = [await client.openDemo(), await client.openDemo()];
  const [a, b] = await Promise.all([read(first, 5), read(second, 5)]);
  expect(Math.abs((a.at(-1)?.timestamp ?? 0) - (b.at(-1)?.timestamp ?? 1e9))).toBeLessThan(100_000);
  first.close();
  second.close();
});

async function drawn(width: number, height: number, type: string): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#00c000';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#c00000';
  context.fillRect(0, 0, width / 2, height);
  return canvas.convertToBlob({ type });
}

/** A PNG header that claims a size. */
function claims(width: number, height: number): File {
  const bytes = new Uint8Array(64);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return new File([bytes], 'wall.png');
}

test.each(['image/png', 'image/jpeg', 'image/webp'])('%s is decoded within the size asked for', async (type) => {
  const frame = await decodePicture(await drawn(3000, 1500, type), 1000, 1000);
  const context = new OffscreenCanvas(1000, 500).getContext('2d');
  context?.drawImage(frame, 0, 0);
  expect([frame.displayWidth, frame.displayHeight]).toEqual([1000, 500]);
  frame.close();
  const [red = 0, green = 0] = context?.getImageData(100, 100, 1, 1).data ?? [];
  expect(red).toBeGreaterThan(150);
  expect(green).toBeLessThan(50);
});

test('a small picture keeps its size', async () => {
  const frame = await decodePicture(await drawn(64, 48, 'image/png'), 1000, 1000);
  expect([frame.displayWidth, frame.displayHeight]).toEqual([64, 48]);
  frame.close();
});

test('a JPEG of 70 megapixels is accepted', async () => {
  const frame = await decodePicture(await drawn(10_000, 7000, 'image/jpeg'), 2560, 1440);
  expect([frame.displayWidth, frame.displayHeight]).toEqual([2057, 1440]);
  frame.close();
});

test('too large, and rubbish, are refused before they are decoded', async () => {
  expect(await refusal(decodePicture(claims(10_000, 10_000), 2560, 1440))).toMatchObject({
    code: 'picture-too-large',
    facts: { name: 'wall.png', width: 10_000, height: 10_000 },
  });
  expect(await refusal(decodePicture(claims(200, 100), 2560, 1440))).toMatchObject({ code: 'picture-unreadable' });
  expect(await refusal(decodePicture(new Blob(['no picture at all, only words']), 99, 99))).toMatchObject({
    code: 'picture-unreadable',
  });
  expect(await refusal(decodePicture(new Blob([]), 99, 99))).toMatchObject({ code: 'picture-unreadable' });
  const half = (await drawn(3000, 1500, 'image/jpeg')).slice(0, 4000);
  expect(await refusal(decodePicture(half, 1000, 1000))).toMatchObject({ code: 'picture-unreadable' });
});

test('the camera opens by part of its name, and each feed reads it anew', async () => {
  const track = await openCamera({ label: 'FAKE' });
  const { deviceId: opened, width } = track.getSettings();
  expect(track.label.toLowerCase()).toContain('fake');
  expect((await listCameras()).some(({ deviceId }) => deviceId === opened)).toBe(true);
  for (let n = 0; n < 2; n++) {
    const given = trackFeed(track);
    const reader = readFeed(given.feed);
    const frame = await reader.read();
    expect(frame?.displayWidth).toBe(width);
    frame?.close();
    reader.cancel();
    given.close();
  }
  track.stop();
  expect(await refusal(openCamera({ label: 'no such camera' }))).toMatchObject({ code: 'camera-missing' });
  expect(await refusal(openCamera({ deviceId: 'gone' }))).toMatchObject({ code: 'camera-missing' });
});

test('a closed client says so to whoever waits, and starts nothing any more', async () => {
  const own = createMediaClient();
  const opening = refusal(own.openDemo());
  own.close();
  expect(await opening).toMatchObject({ code: 'not-running' });
  expect(await refusal(own.openDemo())).toMatchObject({ code: 'not-running' });
});

test('a worker that opens nothing in time is ended, and whoever waits is told', async () => {
  const media = createMediaClient('media', 1);
  await expect(media.openDemo()).rejects.toMatchObject({ code: 'worker-died' });
  media.close();
});

test('readers that die before they get their feed leave the camera to others', async () => {
  const track = await openCamera({});
  for (let n = 0; n < 4; n++) {
    const worker = new Worker(URL.createObjectURL(new Blob([])));
    const given = trackFeed(track);
    worker.postMessage(given.feed, feedTransfer(given.feed));
    await new Promise((resolve) => setTimeout(resolve, 3 * n));
    given.close();
    worker.terminate();
  }
  const given = trackFeed(track);
  const reader = readFeed(given.feed);
  for (let n = 0; n < 5; n++) {
    const frame = await reader.read();
    expect(frame?.displayWidth).toBeGreaterThan(0);
    frame?.close();
  }
  given.close();
  track.stop();
});

test('without track processors the feed comes from an element', async () => {
  const track = await openCamera({});
  const kept = globalThis.MediaStreamTrackProcessor;
  Reflect.deleteProperty(globalThis, 'MediaStreamTrackProcessor');
  try {
    const reader = readFeed(trackFeed(track).feed);
    for (let n = 0; n < 3; n++) {
      const frame = await reader.read();
      expect(frame?.displayWidth).toBeGreaterThan(0);
      frame?.close();
    }
    reader.cancel();
  } finally {
    globalThis.MediaStreamTrackProcessor = kept;
    track.stop();
  }
});
