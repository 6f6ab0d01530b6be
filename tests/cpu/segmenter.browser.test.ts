// Putting a net in place on the CPU: what is refused and why, that the former net stays, and the net that ships.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/compositor/cpu/cpu-engine';
import type { Engine } from '../../src/compositor/engine';
import type { ModelContract } from '../../src/protocol/model-contract';
import { difference, paintFrame, readPicture, request } from '../webgpu/painted-frames';
import { RED_NET_CONTRACT, redNet } from '../webgpu/red-net';

const FILL = { behind: { kind: 'fill', rgb: [0, 0, 255] }, person: 'masked' } as const;

let engine: Engine;
beforeAll(async () => {
  engine = await createCpuEngine({ width: 320, height: 180 });
});
afterAll(() => engine.dispose());

async function expectRedNetAtWork(): Promise<void> {
  engine.reset();
  const frame = paintFrame(320, 180, (x) => (x < 160 ? [255, 0, 0] : [0, 255, 0]));
  const picture = await readPicture(await engine.render(frame, request(FILL)));
  expect(difference(picture.at(40, 90), [255, 0, 0])).toBeLessThanOrEqual(3);
  expect(difference(picture.at(280, 90), [0, 0, 255])).toBeLessThanOrEqual(3);
}

describe('useSegmenter', () => {
  test('refuses bytes that are no model', async () => {
    expect(engine.hasSegmenter).toBe(false);
    for (const bytes of [new Uint8Array(1000).fill(7), redNet().slice(0, 60), new Uint8Array(0)]) {
      await expect(engine.useSegmenter(bytes, RED_NET_CONTRACT)).rejects.toMatchObject({ code: 'model-unreadable' });
    }
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
  ])('refuses %s and keeps the former net', async (_, change) => {
    const memory = engine.memoryBytes();
    const contract = { ...RED_NET_CONTRACT, ...change };
    await expect(engine.useSegmenter(redNet(), contract)).rejects.toMatchObject({ code: 'model-contract' });
    expect(engine.memoryBytes()).toBe(memory);
    await expectRedNetAtWork();
  });

  test('replaces the net between two frames of a running stream, many times, in the same memory', async () => {
    await engine.useSegmenter(redNet(), RED_NET_CONTRACT);
    const memory = engine.memoryBytes();
    for (let i = 0; i < 5; i++) {
      let isReplaced = false;
      const replacing = engine.useSegmenter(redNet(), RED_NET_CONTRACT).then(() => (isReplaced = true));
      while (!isReplaced) await expectRedNetAtWork();
      await replacing;
    }
    expect(engine.memoryBytes() - memory).toBeLessThanOrEqual(65536);
  });
});

describe('the net that ships', () => {
  test('finds nobody in an empty room, stage by stage', async () => {
    const catalogue = (await (await fetch('/models/catalog.json')).json()) as { models: ModelContract[] };
    const contract = catalogue.models.find(({ id }) => id === 'selfie-landscape');
    if (!contract) throw new Error('selfie-landscape is not in the catalogue: run npm run models');
    const model = new Uint8Array(await (await fetch(`/models/${contract.file}`)).arrayBuffer());
    await engine.useSegmenter(model, contract);
    const stages: string[] = [];
    const frame = paintFrame(320, 180, (x, y) => [120 + x / 8, 130 + y / 8, 125]);
    const onStage = (stage: string, ms: number): void => void stages.push(ms >= 0 ? stage : `${stage} ${String(ms)}`);
    const picture = await readPicture(await engine.render(frame, request(FILL, { onStage })));
    expect(stages).toEqual(['ingest', 'model', 'mask', 'compose', 'handover']);
    for (const [x, y] of [
      [20, 20],
      [160, 90],
      [300, 160],
    ] as const) {
      expect(difference(picture.at(x, y), [0, 0, 255])).toBeLessThanOrEqual(6);
    }
  });
});
