// Putting a net in place: what is refused and why, that the former net stays, and one frame through the real one.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
import type { WebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
import type { ModelContract } from '../../src/protocol/model-contract';
import { difference, paintFrame, readPicture, request } from './painted-frames';
import { RED_NET_CONTRACT, redNet } from './red-net';

const FILL = { behind: { kind: 'fill', rgb: [0, 0, 255] }, person: 'masked' } as const;

let engine: WebgpuEngine;
beforeAll(async () => {
  engine = await createWebgpuEngine({ width: 160, height: 90, onLost: () => undefined });
});
afterAll(() => engine.dispose());

async function expectRedNetAtWork(): Promise<void> {
  const frame = paintFrame(160, 90, (x) => (x < 80 ? [255, 0, 0] : [0, 255, 0]));
  const picture = await readPicture(await engine.render(frame, request(FILL)));
  expect(difference(picture.at(20, 45), [255, 0, 0])).toBeLessThanOrEqual(3);
  expect(difference(picture.at(140, 45), [0, 0, 255])).toBeLessThanOrEqual(3);
}

describe('useSegmenter', () => {
  test('refuses bytes that are no model', async () => {
    expect(engine.hasSegmenter).toBe(false);
    await expect(engine.useSegmenter(new Uint8Array(1000).fill(7), RED_NET_CONTRACT)).rejects.toMatchObject({
      code: 'model-unreadable',
    });
    await expect(engine.useSegmenter(redNet().slice(0, 60), RED_NET_CONTRACT)).rejects.toMatchObject({
      code: 'model-unreadable',
    });
    expect(engine.hasSegmenter).toBe(false);
  });

  test('takes a good one after that', async () => {
    await engine.useSegmenter(redNet(), RED_NET_CONTRACT);
    expect(engine.hasSegmenter).toBe(true);
    await expectRedNetAtWork();
  });

  const { input, output } = RED_NET_CONTRACT;
  test.each<[string, Partial<ModelContract>]>([
    ['another input name', { input: { ...input, name: 'image' } }],
    ['another output name', { output: { ...output, name: 'mask' } }],
    ['another size', { input: { ...input, width: 64 } }],
    ['another layout', { input: { ...input, layout: 'nhwc' } }],
    ['more channels', { output: { ...output, channelCount: 2, channel: 1 } }],
    ['a channel that is not there', { output: { ...output, channel: 1 } }],
    ['no size at all', { input: { ...input, width: 1.5 } }],
  ])('refuses %s and keeps the former net', async (_, change) => {
    const memory = engine.memoryBytes();
    const contract = { ...RED_NET_CONTRACT, ...change };
    await expect(engine.useSegmenter(redNet(), contract)).rejects.toMatchObject({ code: 'model-contract' });
    expect(engine.memoryBytes()).toBe(memory);
    await expectRedNetAtWork();
  });

  test('replaces the net between two frames of a running stream', async () => {
    let isReplaced = false;
    const replacing = engine.useSegmenter(redNet(), RED_NET_CONTRACT).then(() => (isReplaced = true));
    while (!isReplaced) await expectRedNetAtWork();
    await replacing;
    await expectRedNetAtWork();
  });
});

describe('the net that ships', () => {
  test('finds nobody in an empty room', async () => {
    const catalogue = (await (await fetch('/models/catalog.json')).json()) as { models: ModelContract[] };
    const contract = catalogue.models.find(({ id }) => id === 'selfie-landscape');
    if (!contract) throw new Error('selfie-landscape is not in the catalogue: run npm run models');
    const model = new Uint8Array(await (await fetch(`/models/${contract.file}`)).arrayBuffer());
    await engine.useSegmenter(model, contract);
    const stages: string[] = [];
    const frame = paintFrame(160, 90, (x, y) => [120 + x / 4, 130 + y / 4, 125]);
    const onStage = (stage: string, ms: number): void => void stages.push(ms >= 0 ? stage : `${stage} ${String(ms)}`);
    const picture = await readPicture(await engine.render(frame, request(FILL, { onStage })));
    expect(stages).toEqual(['ingest', 'model', 'mask', 'compose', 'handover']);
    for (const [x, y] of [
      [20, 20],
      [80, 45],
      [140, 70],
    ] as const) {
      expect(difference(picture.at(x, y), [0, 0, 255])).toBeLessThanOrEqual(3);
    }
    expect(engine.frameCounts).toMatchObject({ submits: 2, passes: 4, draws: 1, dispatches: 5, bytesUp: 21_600 });
  });
});
