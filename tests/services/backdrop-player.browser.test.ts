// A clip behind the person, and an engine that is slower than it: the engine is never given more pictures than it makes
// frames. On a GPU every picture is work that waits in its queue, and the person's own frames wait behind it.
import { expect, test } from 'vitest';
import { createBackdropPlayer } from '../../src/services/backdrop-player';

const picture = (timestamp: number) =>
  new VideoFrame(new Uint8Array(64 * 36 * 4), { format: 'RGBA', codedWidth: 64, codedHeight: 36, timestamp });

/** A clip whose pictures come when told, and the engine's side of a player on it. */
async function playOn(setBackdrop: (timestamp: number | null) => void | Promise<void>) {
  const told: string[] = [];
  const sent: VideoFrame[] = [];
  let clip: ReadableStreamDefaultController<VideoFrame> | null = null;
  const readable = new ReadableStream<VideoFrame>({ start: (controller) => void (clip = controller) });
  const send = async (timestamp: number) => {
    sent.push(picture(timestamp));
    clip?.enqueue(sent.at(-1));
    await new Promise((resolve) => setTimeout(resolve));
  };
  const engine = {
    width: 64,
    height: 36,
    setBackdrop: async (given: VideoFrame | null) => setBackdrop(given?.timestamp ?? null),
  };
  const player = createBackdropPlayer(
    () => engine,
    ({ code }) => void told.push(code),
  );
  player.apply({ mode: 'video', name: 'A clip' });
  await Promise.all([player.set({ kind: 'video', feed: { kind: 'stream', readable } }), send(0)]);
  return { player, send, told, open: () => sent.filter(({ format }) => format !== null).length };
}

test('an engine that makes one frame while five pictures come is given the newest of them alone', async () => {
  const given: (number | null)[] = [];
  const { player, send, open } = await playOn((timestamp) => void given.push(timestamp));
  for (let n = 1; n <= 5; n++) await send(n);
  expect(given, 'before a frame is made').toEqual([0]);
  await player.freshen();
  expect(given).toEqual([0, 5]);
  await player.freshen();
  expect(given, 'nothing new, nothing given').toEqual([0, 5]);
  expect(open()).toBe(0);
  player.close();
});

test('a picture that the engine can’t read ends the clip, told once; the background stays', async () => {
  const { player, send, told, open } = await playOn((timestamp) => {
    if (timestamp === 2) throw new Error('hurt by a test');
  });
  await send(1);
  await player.freshen();
  await send(2);
  await player.freshen();
  await player.freshen();
  expect(told).toEqual(['file-unreadable']);
  expect(player.isShown).toBe(true);
  expect(open()).toBe(0);
});

test('a clip that is taken away while a picture waits leaves nothing open', async () => {
  const { player, send, open } = await playOn(() => undefined);
  await send(1);
  await player.set(null);
  expect(open()).toBe(0);
  expect(player.isShown).toBe(false);
});
