// The hop between two threads: what is under way, what waits, and that every frame is closed once.
import { expect, test } from 'vitest';
import { receiveOver, sendOver } from '../../src/frames/hop';

interface Numbered {
  readonly frame: VideoFrame;
  readonly number: number;
}

const pictureOf = (number: number): Numbered => ({
  number,
  frame: new VideoFrame(new Uint8Array(16 * 16 * 4), {
    format: 'RGBX',
    codedWidth: 16,
    codedHeight: 16,
    timestamp: number,
  }),
});
const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

function openHop() {
  const { port1, port2 } = new MessageChannel();
  const dropped: number[] = [];
  const posted: number[] = [];
  const sender = sendOver<Numbered>(port1, {
    dropped: () => dropped.push(1),
    posting: ({ number }) => posted.push(number),
  });
  return { port1, port2, sender, posted, dropped };
}

test('an answer that is late holds up nothing: two are under way, then one waits, and the newest of those wins', async () => {
  const { port2, sender, posted, dropped } = openHop();
  // Nobody takes them yet, as on a busy machine.
  const pictures = [1, 2, 3, 4, 5, 6].map(pictureOf);
  for (const picture of pictures) sender.send(picture);
  expect(posted).toEqual([1, 2]);
  expect(dropped).toHaveLength(3);
  // Moved away, or dropped and closed: all but the one that waits.
  expect(pictures.map(({ frame }) => frame.format === null)).toEqual([true, true, true, true, true, false]);
  const taken: number[] = [];
  const stop = receiveOver<Numbered>(port2, ({ frame, number }) => {
    taken.push(number);
    frame.close();
  });
  await soon();
  expect(taken).toEqual([1, 2, 6]);
  for (const number of [7, 8]) sender.send(pictureOf(number));
  await soon();
  expect(taken).toEqual([1, 2, 6, 7, 8]);
  stop();
  sender.close();
});

test('one that waits and is refused is closed; a hop that is closed closes what waits and what comes', async () => {
  const { port2, sender } = openHop();
  const pictures = [1, 2, 3, 4].map(pictureOf);
  for (const picture of pictures.slice(0, 3)) sender.send(picture);
  sender.drop(({ number }) => number < 3);
  expect(pictures[2]?.frame.format).not.toBeNull();
  sender.drop(({ number }) => number === 3);
  expect(pictures[2]?.frame.format).toBeNull();
  if (pictures[3]) sender.send(pictures[3]);
  sender.close();
  expect(pictures[3]?.frame.format).toBeNull();
  const taken: number[] = [];
  const stop = receiveOver<Numbered>(port2, ({ frame, number }) => {
    taken.push(number);
    frame.close();
  });
  await soon();
  expect(taken).toEqual([1, 2]);
  stop();
});
