// What viewers have, with the real output worker: whatever happens to the one that writes the track, nothing older than the epoch in
// force leaves, and whoever shows the stream goes on.
import { afterEach, expect, test } from 'vitest';
import { createProgramOutput, type ProgramOutput } from '../../src/outputs/dom/program-output';
import type { ProgramPacket } from '../../src/protocol/packets';

const [WIDTH, HEIGHT] = [64, 36];
/** Index of the word in which a writer says that a picture is leaving (`frames/epoch-gate.ts`). */
const LEAVING = 1;

const RealMemory = globalThis.SharedArrayBuffer;
let output: ProgramOutput | null = null;
afterEach(() => {
  output?.close();
  globalThis.SharedArrayBuffer = RealMemory;
});

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** An output with a sender of pictures, a video that shows its stream, and the memory of its gate. */
function openOutput() {
  const memories: SharedArrayBuffer[] = [];
  globalThis.SharedArrayBuffer = class extends RealMemory {
    constructor(...args: ConstructorParameters<typeof SharedArrayBuffer>) {
      super(...args);
      memories.push(this);
    }
  };
  let frames: MessagePort | null = null;
  let connections = 0;
  let [sent, told] = [0, 0];
  const connect = () => {
    const [pictures, notes] = [new MessageChannel(), new MessageChannel()];
    connections += 1;
    frames = pictures.port1;
    [sent, told] = [0, 0];
    notes.port1.onmessage = () => (told += 1);
    opened.connect(pictures.port2, notes.port2);
  };
  const opened = createProgramOutput(WIDTH, HEIGHT, connect);
  output = opened;
  connect();
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = opened.stream;
  void video.play();

  const send = (luma: number, privacyEpoch: number) => {
    const pixels = new Uint8Array((WIDTH * HEIGHT * 3) / 2).fill(128).fill(luma, 0, WIDTH * HEIGHT);
    const timestamp = performance.now() * 1000;
    const frame = new VideoFrame(pixels, { format: 'I420', codedWidth: WIDTH, codedHeight: HEIGHT, timestamp });
    const packet: ProgramPacket = { frame, state: 'live', origin: null, privacyEpoch, fresh: true };
    frames?.postMessage(packet, [frame]);
    sent += 1;
  };
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const shownLevel = () => {
    canvas?.drawImage(video, 0, 0, 1, 1);
    return canvas?.getImageData(0, 0, 1, 1).data[0] ?? 0;
  };
  /** Sends until the video shows it. */
  const show = (luma: number, privacyEpoch: number) =>
    expect
      .poll(() => {
        send(luma, privacyEpoch);
        // BT.601, limited range, one level for rounding.
        return Math.abs(shownLevel() - ((luma - 16) * 255) / 219);
      })
      .toBeLessThan(2);
  /** However often it is sent. */
  const expectUnseen = async (luma: number, privacyEpoch: number) => {
    const shown = shownLevel();
    for (let n = 0; n < 10; n++) {
      send(luma, privacyEpoch);
      await new Promise(requestAnimationFrame);
      expect(shownLevel()).toBe(shown);
    }
  };
  /** Nothing is on its way to the track any more. */
  const settle = async () => {
    await expect.poll(() => told).toBe(sent);
    await wait(100);
  };
  return { output: opened, memories, show, expectUnseen, settle, connections: () => connections };
}

test('a writer that stops while a picture is leaving loses its track at once, and another writes the same stream', async () => {
  const { output, memories, show, expectUnseen, settle, connections } = openOutput();
  output.setPrivacyEpoch(1);
  await show(60, 1);
  await settle();
  const [former] = output.stream.getVideoTracks();
  const [memory] = memories;
  if (!memory) throw new Error('no memory is shared');
  Atomics.store(new Int32Array(memory), LEAVING, 1);

  output.setPrivacyEpoch(2);
  expect(former?.readyState).toBe('ended');
  expect(output.stream.getVideoTracks()).toHaveLength(1);
  expect(output.stream.getVideoTracks()).not.toContain(former);
  expect(connections()).toBe(2);
  await show(200, 2);
  await expectUnseen(60, 1);
});

test('a writer that dies is replaced, and the epoch in force holds for the next one', async () => {
  const { output, show, expectUnseen, connections } = openOutput();
  output.setPrivacyEpoch(3);
  await show(60, 3);
  output.killWriter();
  await expect.poll(connections).toBe(2);
  await show(200, 3);
  await expectUnseen(60, 2);
});
