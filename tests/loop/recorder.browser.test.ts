// What is recorded of pictures that come faster than they can be encoded.
import { expect, test } from 'vitest';
import { chooseCodec, decoderConfig } from '../../src/loop/codec';
import { createRecorder } from '../../src/loop/recorder';
import type { Piece } from '../../src/loop/ring';
import { draw } from './stage';

const SIZE = { width: 1280, height: 720 };
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('no time for all pictures: some are left out, none waits or stays open, and those that were kept can be played', async () => {
  const config = await chooseCodec({ ...SIZE, fps: 30 });
  if (!config) throw new Error('no encoder');
  const pieces: Piece[] = [];
  let leftOut = 0;
  const faces = { offer: () => undefined, leftOut: () => (leftOut += 1), forget: () => undefined };
  const on = {
    piece: (piece: Piece) => pieces.push(piece),
    failed(error: Error) {
      throw error;
    },
  };
  const recorder = createRecorder(config, on, faces);
  const pictures = [0, 0.1, 0.2].map((t) => draw(t, SIZE));
  const given: VideoFrame[] = [];
  const COUNT = 90;
  for (let n = 0; n < COUNT; n++) {
    const like = { format: 'I420', codedWidth: SIZE.width, codedHeight: SIZE.height } as const;
    const bytes = pictures[n % 3];
    if (!bytes) throw new Error('no picture');
    const frame = new VideoFrame(bytes, { ...like, timestamp: Math.round((n * 1e6) / 30) });
    given.push(frame);
    recorder.take(frame);
    expect(recorder.openFrames).toBeLessThanOrEqual(4);
    // A thousand a second, in fits: the encoder is never through with all of them.
    if (n % 10 === 9) await sleep(10);
  }
  for (let n = 0; n < 500 && pieces.length + leftOut < COUNT; n++) await sleep(10);
  expect(pieces.length + leftOut).toBe(COUNT);
  expect(leftOut).toBeGreaterThan(COUNT / 2);
  expect(pieces.length).toBeGreaterThan(5);
  expect(recorder.openFrames).toBe(0);
  expect(given.filter(({ format }) => format !== null)).toEqual([]);
  recorder.close();

  const times: number[] = [];
  const decoder = new VideoDecoder({
    output(frame) {
      times.push(frame.timestamp);
      frame.close();
    },
    error(error) {
      throw error;
    },
  });
  decoder.configure(decoderConfig(config, null));
  for (const { isKey, timestampUs, data } of pieces)
    decoder.decode(new EncodedVideoChunk({ type: isKey ? 'key' : 'delta', timestamp: timestampUs, data }));
  await decoder.flush();
  decoder.close();
  expect(times).toEqual(pieces.map(({ timestampUs }) => timestampUs));
});
