// Damaged files as what stands in: each plays, or is refused or given up with a reason, and the next takes its place; viewers
// see something all the while. `npm run soak:clips` for 10,000 of them; a failure names the seed.
import { expect, inject, test } from 'vitest';
import { openFallback } from '../../src/app/fallback-sources';
import { EverframeError } from '../../src/base/errors';
import { createFallbackPlayer } from '../../src/fallback/player';
import { writeFeed } from '../../src/frames/feed-writer';
import { installErrorTransfer } from '../../src/protocol/error-transfer';
import type { FallbackEnd, FallbackSource } from '../../src/protocol/fallback';
import { createMediaClient } from '../../src/sources/dom/media-client';
import { seeded } from '../../src/sources/demo/layer';
import { damage, wholeFiles } from '../sources/damage';
import { makeNumberedClip } from '../sources/made-clips';
import soundUrl from '../fixtures/sound-only.mp4?url';
import unsupportedUrl from '../fixtures/clip-mpeg4.mp4?url';

installErrorTransfer();

const FORMAT = { width: 320, height: 180, fps: 30 };
/** Playing goes by the clock: a few pictures say that it plays. */
const ENOUGH = 4;
const HANG_MS = 30_000;
/** Each takes a tenth of a second and more, so fewer than where files are only decoded. */
const SHARE = inject('fuzz') >= 1000 ? 1 : 1 / 3;

const source = (id: string, priority: number): FallbackSource => ({
  id,
  name: id,
  kind: 'clip',
  priority,
  loop: true,
  enabled: true,
});
function still(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const canvas = new OffscreenCanvas(FORMAT.width, FORMAT.height);
  canvas.getContext('2d')?.fillRect(0, 0, 1, 1);
  writeFeed(port1, { close: () => undefined }).offer(new VideoFrame(canvas, { timestamp: 0 }));
  return port2;
}
const moment = () => new Promise((resolve) => setTimeout(resolve, 5));

async function standIn(file: File, media: ReturnType<typeof createMediaClient>) {
  const ends: FallbackEnd[] = [];
  const player = createFallbackPlayer({
    fit: (picture) => Promise.resolve(picture),
    ended: (end) => ends.push(end),
    changed: () => undefined,
  });
  try {
    player.set([source('damaged', 1), source('next', 2)]);
    player.feed('next', { kind: 'port', port: still() }, null, Infinity);
    while (!player.advance(performance.now())) await moment();
    const opened = await openFallback({ source: source('damaged', 1), from: file }, media, FORMAT).catch(
      (error: unknown) => {
        expect(error).toBeInstanceOf(EverframeError);
        const { code, message } = error as EverframeError;
        expect(['file-unreadable', 'file-unsupported']).toContain(code);
        expect(message).not.toBe('');
        return null;
      },
    );
    if (!opened) return 'refused';
    player.feed('damaged', opened.playing.feed, opened.silenceMs, Infinity);
    const pictures = new Set<VideoFrame>();
    const giveUp = performance.now() + HANG_MS;
    while (ends.length === 0 && pictures.size < ENOUGH) {
      const now = player.advance(performance.now());
      expect(now, 'something is on air').not.toBeNull();
      if (now?.id === 'damaged') pictures.add(now.picture);
      if (performance.now() > giveUp && pictures.size === 0) throw new Error('it hangs');
      await moment();
    }
    opened.playing.close();
    const [end] = ends;
    if (!end) return 'played';
    expect(player.advance(performance.now())?.id).toBe('next');
    expect(end.id).toBe('damaged');
    if (end.kind === 'failed') expect(end.message).not.toBe('');
    return end.kind;
  } finally {
    player.close();
    expect(player.openFrames).toBe(0);
  }
}

test('a damaged file stands in, or the next takes its place and it is said why', async () => {
  const whole = await wholeFiles();
  const media = createMediaClient('fallback');
  const outcomes: Record<string, number> = {};
  const count = Math.ceil(inject('fuzz') * SHARE);
  for (let seed = 1; seed <= count; seed++) {
    const bytes = damage(whole[seed % whole.length] ?? new Uint8Array(), seeded(seed));
    try {
      const outcome = await standIn(new File([bytes], `seed-${seed}`), media);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    } catch (error) {
      throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
    }
  }
  media.close();
  console.info('damaged sources', outcomes);
  expect(Object.keys(outcomes)).toEqual(expect.arrayContaining(['refused', 'played']));
}, 14_400_000);

const fetched = async (url: string, name: string) => new File([await (await fetch(url)).arrayBuffer()], name);

test('each of these says what is wrong with it', async () => {
  const media = createMediaClient('fallback');
  const codeOf = (kind: FallbackSource['kind'], file: File) =>
    openFallback({ source: { ...source('x', 1), kind }, from: file }, media, FORMAT).then(
      () => 'opened',
      (error: unknown) => (error as EverframeError).code,
    );
  const whole = (await wholeFiles())[0] ?? new Uint8Array();
  const half = new Uint8Array(whole.slice(0, whole.length / 2));
  const huge = new Uint8Array(64);
  huge.set([
    0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60,
  ]);
  expect(await codeOf('clip', new File([], 'empty.mp4'))).toBe('file-unreadable');
  expect(await codeOf('clip', new File([half.slice(0, 1000)], 'cut-off.mp4'))).toBe('file-unreadable');
  expect(await codeOf('clip', await fetched(soundUrl, 'sound.mp4'))).toMatch(/^file-/);
  expect(await codeOf('clip', await fetched(unsupportedUrl, 'old.mp4'))).toBe('file-unsupported');
  expect(await codeOf('picture', new File([huge], 'huge.png'))).toBe('picture-too-large');
  media.close();
});

test('a clip whose rate varies stands in like any other', async () => {
  const media = createMediaClient('fallback');
  const uneven = [0, 10, 20, 300, 310, 320, 700, 710].map((ms) => ms * 1000);
  expect(await standIn(await makeNumberedClip(uneven), media)).toBe('played');
  media.close();
});
