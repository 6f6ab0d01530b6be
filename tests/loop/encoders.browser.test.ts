// Encoders are made once and never ended while the page lives: to end one can end the tab (decisions/023). So what is
// begun anew has to be kept apart from what went before by us, and is told here with real encoders.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseCodec, decoderConfig } from '../../src/loop/codec';
import { makeLoop } from '../../src/loop/make-loop';
import { createPieceEncoder, decodePieces } from '../../src/loop/piece-codec';
import { createRecorder } from '../../src/loop/recorder';
import type { Piece } from '../../src/loop/ring';
import { draw, FORMAT } from './stage';

const { width, height, fps } = FORMAT;
const Original = VideoEncoder;
let made = 0;
let ended = 0;

beforeEach(() => {
  made = ended = 0;
  globalThis.VideoEncoder = class extends Original {
    constructor(init: VideoEncoderInit) {
      super(init);
      made += 1;
    }
    override reset() {
      ended += 1;
      super.reset();
    }
    override close() {
      ended += 1;
      super.close();
    }
  };
});
afterEach(() => {
  globalThis.VideoEncoder = Original;
});

const picture = (n: number) =>
  new VideoFrame(draw(n / fps), {
    format: 'I420',
    codedWidth: width,
    codedHeight: height,
    timestamp: Math.round((n * 1e6) / fps),
  });
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const fail = (error: Error) => {
  throw error;
};
async function configHere(): Promise<VideoEncoderConfig> {
  const config = await chooseCodec(FORMAT);
  if (!config) throw new Error('no encoder');
  return config;
}
const times = (pieces: readonly Piece[]) => pieces.map(({ timestampUs }) => timestampUs);

test('run after run, each begun while the encoder is at work: one encoder, and nothing of a run comes in another', async () => {
  const config = await configHere();
  let pieces: Piece[] = [];
  const recorder = createRecorder(config, { piece: (piece) => pieces.push(piece), failed: fail });
  let newestUs = 0;
  for (let run = 0; run < 12; run++) {
    recorder.reset();
    newestUs = Math.max(newestUs, ...times(pieces));
    pieces = [];
    // One that comes while another is read is left out. The last is under way when the next run begins.
    for (let n = 0; pieces.length < 4; n++) {
      recorder.take(picture(n));
      await sleep(run % 4);
    }
    expect(pieces.map(({ isKey }) => isKey).slice(0, 4)).toEqual([true, false, false, false]);
    expect(Math.min(...times(pieces))).toBeGreaterThan(newestUs + 1e6);
  }
  expect({ made, ended }).toEqual({ made: 1, ended: 0 });
  expect(await decodePieces(decoderConfig(config, null), [], pieces)).toHaveLength(pieces.length);
  recorder.close();
});

test('loop after loop, one of them given up half way: one encoder, and each loop has its own pictures', async () => {
  const config = await configHere();
  const pieces: Piece[] = [];
  let came = () => undefined as void;
  const recorder = createRecorder(config, { piece: (piece) => (pieces.push(piece), came()), failed: fail });
  for (let n = 0; n < 2 * fps; n++) {
    const piece = new Promise<void>((resolve) => (came = resolve));
    recorder.take(picture(n));
    await piece;
  }
  recorder.close();
  [made, ended] = [0, 0];

  const encoder = createPieceEncoder(config);
  const span = { start: 5, end: 40, way: 'ping-pong' } as const;
  const whole = await makeLoop(encoder, null, pieces, span);
  let pauses = 0;
  const givenUp = makeLoop(encoder, null, pieces, span, () =>
    ++pauses < 3 ? Promise.resolve() : Promise.reject(new Error('not wanted')),
  );
  await expect(givenUp).rejects.toThrow('not wanted');
  const again = await makeLoop(encoder, null, pieces, span);
  expect({ made, ended }).toEqual({ made: 1, ended: 0 });
  const shape = ({ samples }: typeof whole) => samples.map(({ isKey, timeUs }) => ({ isKey, timeUs }));
  expect(shape(again)).toEqual(shape(whole));
  encoder.close();
});
