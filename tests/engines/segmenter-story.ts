// Putting a net in place, told once for both engines: what is refused and why, that the former net stays, and one frame
// through the net that ships.
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/compositor/engine';
import type { PersonNet } from '../../src/config/person-net';
import type { ModelContract } from '../../src/protocol/model-contract';
import { difference, paintFrame, readPicture, request } from './painted-frames';
import { RED_NET_CONTRACT, redNet } from './red-net';

const BLUE_BEHIND = { behind: { kind: 'fill', rgb: [0, 0, 255] }, person: 'masked' } as const;
/** The engine under test works at this size. */
export const STORY_SIZE = { width: 320, height: 180 };
const { width: WIDTH, height: HEIGHT } = STORY_SIZE;

export async function readShippedModel(
  id: PersonNet = 'selfie-landscape',
): Promise<{ model: Uint8Array; contract: ModelContract }> {
  const catalogue = (await (await fetch('/models/catalog.json')).json()) as { models: ModelContract[] };
  const contract = catalogue.models.find((model) => model.id === id);
  if (!contract) throw new Error(`${id} is not in the catalogue: run npm run models`);
  return { model: new Uint8Array(await (await fetch(`/models/${contract.file}`)).arrayBuffer()), contract };
}

/** `engine` is asked for anew by each test: it is opened by the file's own `beforeAll`. */
export function tellSegmenterStory(engine: () => Engine): void {
  async function expectRedNetAtWork(): Promise<void> {
    engine().reset();
    const frame = paintFrame(WIDTH, HEIGHT, (x) => (x < WIDTH / 2 ? [255, 0, 0] : [0, 255, 0]));
    const picture = await readPicture(await engine().render(frame, request(BLUE_BEHIND)));
    expect(difference(picture.at(WIDTH / 8, HEIGHT / 2), [255, 0, 0])).toBeLessThanOrEqual(3);
    expect(difference(picture.at((WIDTH * 7) / 8, HEIGHT / 2), [0, 0, 255])).toBeLessThanOrEqual(3);
  }

  describe('useSegmenter', () => {
    test('refuses bytes that are no model', async () => {
      expect(engine().hasSegmenter).toBe(false);
      for (const bytes of [new Uint8Array(1000).fill(7), redNet().slice(0, 60), new Uint8Array(0)]) {
        await expect(engine().useSegmenter(bytes, RED_NET_CONTRACT)).rejects.toMatchObject({
          code: 'model-unreadable',
        });
      }
      expect(engine().hasSegmenter).toBe(false);
    });

    test('takes a good one after that', async () => {
      await engine().useSegmenter(redNet(), RED_NET_CONTRACT);
      expect(engine().hasSegmenter).toBe(true);
      await expectRedNetAtWork();
    });

    const { input, output } = RED_NET_CONTRACT;
    test.each<[string, Partial<ModelContract>]>([
      ['another input name', { input: { ...input, name: 'image' } }],
      ['another output name', { output: { ...output, name: 'mask' } }],
      ['another size', { input: { ...input, width: 64 } }],
      ['no whole size', { input: { ...input, width: 1.5 } }],
      ['another layout', { input: { ...input, layout: 'nhwc' } }],
      ['more channels', { output: { ...output, channelCount: 2, channel: 1 } }],
      ['a lighter input that is larger', { input: { ...input, light: { width: 256, height: 72 } } }],
      ['a lighter input of no whole size', { input: { ...input, light: { width: 64.5, height: 36 } } }],
      ['a channel that is not there', { output: { ...output, channel: 1 } }],
    ])('refuses %s and keeps the former net', async (_, change) => {
      const memory = engine().memoryBytes();
      const contract = { ...RED_NET_CONTRACT, ...change };
      await expect(engine().useSegmenter(redNet(), contract)).rejects.toMatchObject({ code: 'model-contract' });
      expect(engine().memoryBytes()).toBe(memory);
      await expectRedNetAtWork();
    });

    test('feeds it colours in the order and on the scale that the contract says', async () => {
      // Red is the last of three for this one; all of range, mean and std together leave it as it was.
      const other = { ...input, channels: 'bgr', range: [1, 3], mean: [1, 1, 1], std: [2, 2, 2] } as const;
      await engine().useSegmenter(redNet([0, 0, 1]), { ...RED_NET_CONTRACT, input: other });
      await expectRedNetAtWork();
    });

    test('replaces the net between two frames of a running stream, many times, in the same memory', async () => {
      await engine().useSegmenter(redNet(), RED_NET_CONTRACT);
      const memory = engine().memoryBytes();
      for (let i = 0; i < 5; i++) {
        let isReplaced = false;
        const replacing = engine()
          .useSegmenter(redNet(), RED_NET_CONTRACT)
          .then(() => (isReplaced = true));
        while (!isReplaced) await expectRedNetAtWork();
        await replacing;
      }
      expect(engine().memoryBytes() - memory).toBeLessThanOrEqual(65536);
    });
  });

  test.each<PersonNet>(['selfie-landscape', 'selfie-square'])(
    '%s, as it ships, finds nobody in an empty room, stage by stage',
    async (id) => {
      const { model, contract } = await readShippedModel(id);
      await engine().useSegmenter(model, contract);
      const stages: string[] = [];
      const frame = paintFrame(WIDTH, HEIGHT, (x, y) => [120 + x / 8, 130 + y / 8, 125]);
      const onStage = (stage: string, ms: number): void => void stages.push(ms >= 0 ? stage : `${stage} ${String(ms)}`);
      const picture = await readPicture(await engine().render(frame, request(BLUE_BEHIND, { onStage })));
      expect(stages).toEqual(['ingest', 'model', 'mask', 'compose', 'handover']);
      for (const [x, y] of [
        [20, 20],
        [160, 90],
        [300, 160],
      ] as const) {
        expect(difference(picture.at(x, y), [0, 0, 255])).toBeLessThanOrEqual(6);
      }
    },
  );
}
