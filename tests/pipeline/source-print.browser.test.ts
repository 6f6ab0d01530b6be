// The print of a source's frame: the same for the same bits, another for the least that a sensor adds.
import { expect, test } from 'vitest';
import { createSourcePrint } from '../../src/pipeline/source-print';

function planes(width: number, height: number, change?: { at: number }): VideoFrame {
  const bytes = new Uint8Array(width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2)).fill(90);
  if (change) bytes[change.at] = 91;
  return new VideoFrame(bytes, { format: 'I420', codedWidth: width, codedHeight: height, timestamp: 0 });
}

async function printOf(frame: VideoFrame, print = createSourcePrint()): Promise<number | null> {
  const answer = print(frame);
  // As the engine does with the frame it takes: at once.
  frame.close();
  return answer;
}

for (const [width, height] of [
  [1280, 720],
  [641, 359],
  [64, 2],
] as const)
  test(`${width} x ${height}: the same bits, the same print; one level in one sample of a row that is looked at, another`, async () => {
    const print = createSourcePrint();
    const still = await printOf(planes(width, height), print);
    expect(still).not.toBeNull();
    expect(await printOf(planes(width, height), print)).toBe(still);
    const top = 2 * Math.floor(((height - Math.min(4, height)) * 0.5) / 8 / 2);
    expect(await printOf(planes(width, height, { at: top * width + 3 }), print)).not.toBe(still);
  });

test('noise of one level in a hundredth of the samples never gives the same print twice', async () => {
  const print = createSourcePrint();
  const seen = new Set<number | null>();
  for (let n = 0; n < 100; n++) {
    const bytes = new Uint8Array(320 * 180 * 1.5).fill(90);
    for (let k = 0; k < bytes.length / 100; k++) bytes[Math.floor(Math.random() * bytes.length)] = 91;
    const shape = { format: 'I420', codedWidth: 320, codedHeight: 180, timestamp: n } as const;
    seen.add(await printOf(new VideoFrame(bytes, shape), print));
  }
  expect(seen.size).toBe(100);
});

test('a drawn picture has one too', async () => {
  const canvas = new OffscreenCanvas(320, 180);
  canvas.getContext('2d')?.fillRect(0, 0, 320, 180);
  expect(await printOf(new VideoFrame(canvas, { timestamp: 0 }))).not.toBeNull();
});
