// Damaged files: each is refused or ends with an error that has a code, or plays; nothing hangs and no frame is left open.
// `FUZZ=10000 npm test -- browser` for the full count. A failure names the seed; the same seed gives the same file.
import { expect, inject, test } from 'vitest';
import { EverframeError } from '../../src/base/errors';
import { openClip } from '../../src/sources/file/clip';
import { decodeAhead } from '../../src/sources/file/decode-ahead';
import { seeded } from '../../src/sources/demo/layer';
import { damage, wholeFiles } from './damage';

const HANG_MS = 30_000;
const MOST_FRAMES = 200;
/** Walked in circles by the demuxer once, for ever. */
const CIRCLES = [3327];
type Outcome = 'refused' | 'failed' | 'played';

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
  const whole = await wholeFiles();
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
    const seeds = Array.from({ length: inject('fuzz') }, (_, n) => n + 1);
    for (const seed of [...CIRCLES, ...seeds]) {
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
