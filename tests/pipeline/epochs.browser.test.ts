// Three places refuse pictures of an older privacy epoch: the gate, the program worker, the output. Each has to do it alone,
// as if the other two were not there: together they hide each other's mistakes.
import { describe, expect, test } from 'vitest';
import { FULL_RUNG } from '../../src/config/rung';
import { writeFeed } from '../../src/frames/feed-writer';
import { receiveOver, UNDER_WAY_MOST } from '../../src/frames/hop';
import { createProgramOutput } from '../../src/outputs/dom/program-output';
import { createGate } from '../../src/pipeline/gate';
import type { CompositePacket, PictureOrigin, ProgramPacket } from '../../src/protocol/packets';
import type { VisionSettings } from '../../src/protocol/vision-service';
import { createProgramService } from '../../src/services/program-service';

const SIZE = { width: 64, height: 36 };
const PICTURES_LOOKED_AT = 20;

/** One grey, told by its luma. */
function picture(luma: number): VideoFrame {
  const { width, height } = SIZE;
  const bytes = new Uint8Array(width * height * 1.5).fill(128).fill(luma, 0, width * height);
  return new VideoFrame(bytes, { format: 'I420', codedWidth: width, codedHeight: height, timestamp: 0 });
}
const origin = (privacyEpoch: number): PictureOrigin => ({
  revision: privacyEpoch,
  privacyEpoch,
  sourceId: 1,
  standIn: false,
  arrivedAtMs: 0,
  sourcePrint: null,
});
const settings = (privacyEpoch: number): VisionSettings => ({
  revision: privacyEpoch,
  privacyEpoch,
  background: privacyEpoch === 1 ? { mode: 'off' } : { mode: 'green' },
  mirror: false,
  rung: FULL_RUNG,
});
const nextMessage = <T>(port: MessagePort) =>
  new Promise<T>((resolve) => {
    port.onmessage = ({ data }: MessageEvent<T>) => {
      resolve(data);
    };
  });

describe('when the background changes to one that hides more', () => {
  test('the gate closes the raw picture that waits for its turn', async () => {
    const { port1, port2 } = new MessageChannel();
    const gate = createGate(() => undefined);
    gate.connect(port1);
    gate.setSettings(settings(1));
    const look = { behind: { kind: 'source' }, person: 'masked' } as const;
    const waiting = picture(90);
    const came: number[] = [];
    port2.onmessage = ({ data: { frame, origin: from } }: MessageEvent<CompositePacket>) => {
      frame.close();
      came.push(from.privacyEpoch);
    };
    // As many as may be under way, and nobody answers.
    for (let n = 0; n < UNDER_WAY_MOST; n++) gate.release({ frame: picture(80), look, origin: origin(1) });
    expect(gate.release({ frame: waiting, look, origin: origin(1) })).toBe(true);
    gate.setSettings(settings(2));
    expect(waiting.format, 'closed').toBe(null);

    gate.release({
      frame: picture(100),
      look: { behind: { kind: 'fill', rgb: [0, 177, 64] }, person: 'masked' },
      origin: origin(2),
    });
    port2.postMessage('ready');
    await expect.poll(() => came).toEqual([1, 1, 2]);
    gate.close();
  });

  test('the program forgets the raw picture that it holds or that waits, and takes no late one', async () => {
    const vision = new MessageChannel();
    const frames = new MessageChannel();
    const canvas = new MessageChannel();
    const program = createProgramService();
    program.open(
      { ...SIZE, fps: 30 },
      false,
      () => undefined,
      () => undefined,
    );
    program.connectOutputs(frames.port1, canvas.port1);
    program.connectVision(vision.port1);
    program.note({ kind: 'open', sourceId: 1, heartbeat: true });
    program.setPrivacyEpoch(1);
    const send = (privacyEpoch: number) => {
      const frame = picture(90);
      vision.port2.postMessage({ frame, origin: origin(privacyEpoch) } satisfies CompositePacket, [frame]);
    };
    // The page is busy: it takes the first picture and asks for no other, so the next ones wait.
    const first = nextMessage<ProgramPacket>(frames.port2);
    send(1);
    const held = await first;
    expect(held.privacyEpoch).toBe(1);
    held.frame.close();
    send(1);
    await new Promise((resolve) => setTimeout(resolve, 100));

    program.setPrivacyEpoch(2);
    send(1);
    const epochs: number[] = [];
    await new Promise<void>((resolve) => {
      receiveOver<ProgramPacket>(frames.port2, ({ frame, privacyEpoch }) => {
        frame.close();
        if (epochs.push(privacyEpoch) === PICTURES_LOOKED_AT) resolve();
      });
      frames.port2.postMessage('ready');
    });
    expect(Math.min(...epochs)).toBe(2);
    for (const { port2 } of [vision, frames, canvas]) port2.close();
  });

  test('the program ends a fallback made of older pictures, and takes none that comes late', async () => {
    const frames = new MessageChannel();
    const canvas = new MessageChannel();
    const program = createProgramService();
    program.open(
      { ...SIZE, fps: 30 },
      true,
      () => undefined,
      () => undefined,
    );
    program.connectOutputs(frames.port1, canvas.port1);
    program.setPrivacyEpoch(1);
    program.setFallbacks([{ id: 'self-loop', name: '', kind: 'self-loop', priority: 1, loop: true, enabled: true }]);
    /** A loop of that luma, made of pictures of epoch 1. */
    const feed = (luma: number) => {
      const { port1, port2 } = new MessageChannel();
      const writer = writeFeed(port1, {
        pull() {
          setTimeout(() => {
            writer.offer(picture(luma));
          }, 30);
        },
        close: () => undefined,
      });
      program.feedFallback('self-loop', { kind: 'port', port: port2 }, 1000, 1);
    };
    const seen: { luma: number; epoch: number }[] = [];
    let came = () => undefined as void;
    receiveOver<ProgramPacket>(frames.port2, ({ frame, privacyEpoch }) => {
      const bytes = new Uint8Array(frame.allocationSize());
      void frame.copyTo(bytes).then(() => {
        // The slate is drawn, in colours of its own.
        seen.push({ luma: frame.format === 'I420' ? (bytes[0] ?? 0) : -1, epoch: privacyEpoch });
        frame.close();
        came();
      });
    });
    const until = async (is: () => boolean) => {
      while (!is()) await new Promise<void>((resolve) => (came = resolve));
    };
    feed(90);
    await until(() => seen.at(-1)?.luma === 90);
    expect(seen.at(-1)?.epoch, 'marked as what it is').toBe(1);

    program.setPrivacyEpoch(2);
    const since = seen.length;
    // A better one was on its way.
    feed(95);
    await until(() => seen.length >= since + PICTURES_LOOKED_AT);
    // One may have left before.
    const after = seen.slice(seen.findIndex(({ epoch }) => epoch === 2));
    expect(after.length).toBeGreaterThan(PICTURES_LOOKED_AT - 3);
    expect(after.every(({ luma, epoch }) => luma === -1 && epoch === 2)).toBe(true);
    for (const { port2 } of [frames, canvas]) port2.close();
  });

  test('the output refuses the raw picture that is on its way, in the track and on the canvas', async () => {
    const output = createProgramOutput(SIZE.width, SIZE.height, () => undefined);
    const [track] = output.stream.getVideoTracks();
    if (!track) throw new Error('no track');
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    const frames = new MessageChannel();
    const notes = new MessageChannel();
    let told = 0;
    notes.port2.onmessage = () => (told += 1);
    output.connect(frames.port1, notes.port1);
    const show = (luma: number, privacyEpoch: number) => {
      const frame = picture(luma);
      const packet: ProgramPacket = { frame, state: 'live', origin: origin(privacyEpoch), privacyEpoch, fresh: true };
      frames.port2.postMessage(packet, [frame]);
    };
    const nextLuma = async () => {
      const { value } = await reader.read();
      if (!value) throw new Error('no picture');
      const bytes = new Uint8Array(value.allocationSize());
      await value.copyTo(bytes);
      value.close();
      return bytes[0];
    };
    output.setPrivacyEpoch(1);
    show(60, 1);
    expect(await nextLuma()).toBe(60);
    output.setPrivacyEpoch(2);
    // Whoever reads the track waits for it, so that a later one does not take its place.
    const next = nextLuma();
    show(90, 1);
    await expect.poll(() => told).toBe(2);
    show(200, 2);
    expect(await next).toBe(200);

    const paint = async (privacyEpoch: number) => {
      const frame = picture(90);
      const bitmap = await createImageBitmap(frame);
      frame.close();
      return output.paint({ bitmap, origin: origin(privacyEpoch), privacyEpoch });
    };
    expect(await paint(1)).toBe(false);
    expect(await paint(2)).toBe(true);
    track.stop();
  });
});
