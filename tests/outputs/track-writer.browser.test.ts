// Writing the output track: what comes while the track is busy waits, the newest alone, and the gate judges it when it leaves.
import { expect, test } from 'vitest';
import { createEpochGate, EPOCH_GATE_BYTES } from '../../src/frames/epoch-gate';
import { createTrackWriter } from '../../src/outputs/track-writer';
import type { ProgramPacket } from '../../src/protocol/packets';

/** A track that takes one picture whenever it is told to. */
function openTrack() {
  const taken: number[] = [];
  let take = () => undefined as void;
  const writable = new WritableStream<VideoFrame>({
    write(frame) {
      taken.push(frame.timestamp);
      frame.close();
      return new Promise<void>((resolve) => (take = resolve));
    },
  });
  const gate = createEpochGate(new ArrayBuffer(EPOCH_GATE_BYTES));
  gate.raise(1);
  const [frames, notes] = [new MessageChannel(), new MessageChannel()];
  let told = 0;
  notes.port2.onmessage = () => (told += 1);
  createTrackWriter(writable, gate).connect(frames.port1, notes.port1);
  return {
    taken,
    gate,
    takeNext: () => {
      take();
    },
    async send(timestamp: number, privacyEpoch = 1) {
      const frame = new VideoFrame(new Uint8Array(6), { format: 'I420', codedWidth: 2, codedHeight: 2, timestamp });
      const packet: ProgramPacket = { frame, state: 'live', origin: null, privacyEpoch, fresh: true };
      const before = told;
      frames.port2.postMessage(packet, [frame]);
      await expect.poll(() => told).toBe(before + 1);
    },
  };
}

test('a picture that comes while the track is busy is written as soon as it is not, unless a newer one came', async () => {
  const track = openTrack();
  for (const timestamp of [10, 20, 30]) await track.send(timestamp);
  expect(track.taken).toEqual([10]);
  track.takeNext();
  await expect.poll(() => track.taken).toEqual([10, 30]);
  track.takeNext();
  await track.send(40);
  expect(track.taken).toEqual([10, 30, 40]);
});

test('a picture that waits while a stricter epoch begins never leaves', async () => {
  const track = openTrack();
  await track.send(10);
  await track.send(20);
  track.gate.raise(2);
  track.takeNext();
  await track.send(30, 2);
  await expect.poll(() => track.taken).toEqual([10, 30]);
});
