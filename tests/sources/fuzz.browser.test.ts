// Damaged files: each is refused or ends with an error that has a code, or plays; nothing hangs and no frame is left open.
// `FUZZ=10000 npm test -- browser` for the full count. A failure names the seed; the same seed gives the same file.
import { expect, inject, test } from 'vitest';
import { EverframeError } from '../../src/base/errors';
import { openClip } from '../../src/sources/file/clip';
import { decodeAhead } from '../../src/sources/file/decode-ahead';
import { seeded } from '../../src/sources/demo/layer';
import { evenTimes } from '../../tools/clips/encode';
import { makeNumberedClip } from './made-clips';
import reorderedUrl from '../fixtures/clip-b-frames.mov?url';
import fragmentedUrl from '../fixtures/clip-fragmented.mp4?url';
import webmUrl from '../fixtures/clip.webm?url';
import clipUrl from '../fixtures/clip.mp4?url';

declare module 'vitest' {
  interface ProvidedContext {
    fuzz: number;
  }
}

const HANG_MS = 30_000;
const MOST_FRAMES = 200;
type Outcome = 'refused' | 'failed' | 'played';

function damage(bytes: Uint8Array, random: () => number): Uint8Array<ArrayBuffer> {
  let out = new Uint8Array(bytes);
  const at = () => Math.floor(random() * out.length);
  for (let wounds = 1 + Math.floor(random() * 4); wounds > 0; wounds--) {
    // Half of them in the first kilobyte, where headers are.
    const place = random() < 0.5 ? Math.min(at(), Math.floor(random() * 1024)) : at();
    const length = 1 + Math.floor(random() * 64);
    const kind = Math.floor(random() * 6);
    if (kind === 0) out[place] = Math.floor(random() * 256);
    else if (kind === 1) out[place] = (out[place] ?? 0) ^ (1 << Math.floor(random() * 8));
    else if (kind === 2) out.fill(random() < 0.5 ? 0 : 255, place, place + length);
    else if (kind === 3) out.copyWithin(place, at(), at());
    else if (kind === 4) out = out.slice(0, Math.max(1, place));
    else
      out = new Uint8Array([...out.subarray(0, place), ...out.subarray(at(), at() + length), ...out.subarray(place)]);
  }
  return out;
}

async function play(file: File): Promise<Outcome> {
  const clip = await openClip(file).catch((error: unknown) => {
    expect(error).toBeInstanceOf(EverframeError);
    expect(['file-unreadable', 'file-unsupported']).toContain((error as EverframeError).code);
    expect((error as EverframeError).message).not.toBe('');
    return null;
  });
  if (!clip) return 'refused';
  let count = 0;
  return new Promise((resolve) => {
    const finish = (outcome: Outcome) => {
      ahead.close();
      clip.close();
      resolve(outcome);
    };
    const ahead = decodeAhead(clip, false, {
      changed() {
        for (let frame = ahead.take(); frame; frame = ahead.take()) {
          frame.close();
          count++;
        }
        if (ahead.isOver || count > MOST_FRAMES) finish('played');
      },
      failed(error) {
        expect(error).toBeInstanceOf(Error);
        finish('failed');
      },
    });
  });
}

test('damaged files are refused, fail with a reason, or play', async () => {
  const urls = [clipUrl, fragmentedUrl, reorderedUrl, webmUrl];
  const whole = await Promise.all(urls.map(async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer())));
  for (const container of ['mp4', 'webm'] as const)
    whole.push(new Uint8Array(await (await makeNumberedClip(evenTimes(8, 30), container)).arrayBuffer()));

  const open: VideoFrame[] = [];
  const Decoder = globalThis.VideoDecoder;
  globalThis.VideoDecoder = class extends Decoder {
    constructor(init: VideoDecoderInit) {
      super({
        ...init,
        output(frame) {
          open.push(frame);
          init.output(frame);
        },
      });
    }
  };
  const outcomes = { refused: 0, failed: 0, played: 0 };
  try {
    for (let seed = 1; seed <= inject('fuzz'); seed++) {
      const random = seeded(seed);
      const bytes = damage(whole[seed % whole.length] ?? new Uint8Array(), random);
      const hang = new Promise<never>((_, reject) =>
        setTimeout(() => {
          reject(new Error(`seed ${seed} hangs`));
        }, HANG_MS),
      );
      outcomes[await Promise.race([play(new File([bytes], `seed-${seed}`)), hang])]++;
      // A closed frame has no format; closing is at once, and late frames of a closed decoder are none.
      expect(
        open.splice(0).filter(({ format }) => format !== null),
        `seed ${seed} leaves frames open`,
      ).toEqual([]);
    }
  } finally {
    globalThis.VideoDecoder = Decoder;
  }
  console.info('damaged files', outcomes);
  for (const count of Object.values(outcomes)) expect(count).toBeGreaterThan(0);
}, 3_600_000);
