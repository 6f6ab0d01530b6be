// The net's lighter input, told once for both engines: what an engine makes of it, and that changing between the two sizes shows nothing of
// the room.
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Engine, Look, RenderRequest } from '../../src/compositor/engine';
import { createDemoPicture } from '../../src/sources/demo/demo-picture';
import { lightOf, type ModelContract } from '../../src/protocol/model-contract';
import { openBareNet } from '../../tools/masks/bare-net';
import { difference, paintFrame, readPicture, request, type Picture, type Rgb } from './painted-frames';
import { OPEN_RED_NET_CONTRACT, RED_NET_CONTRACT, redNet } from './red-net';
import { readShippedModel } from './segmenter-story';

/** The engine under test works at this size. */
export const LIGHT_STORY_SIZE = { width: 640, height: 360 };
const { width: WIDTH, height: HEIGHT } = LIGHT_STORY_SIZE;
const STEP_US = 33_333;
const HIDDEN: Rgb = [0, 0, 255];
const COVERED: Look = { behind: { kind: 'fill', rgb: HIDDEN }, person: 'masked' };
const CUT_OUT: Look = { behind: { kind: 'nothing' }, person: 'masked' };
/** A net of any size. */
export const OPEN_NET = redNet([1, 0, 0], 0, true);

/** Somebody in red, 200 pixels wide, in a green room; null: nobody. */
export async function see(engine: Engine, left: number | null, n: number, more: Partial<RenderRequest>) {
  let asked = false;
  const paint = (x: number): Rgb => (left !== null && x >= left && x < left + 200 ? [235, 30, 30] : [10, 110, 40]);
  const frame = paintFrame(WIDTH, HEIGHT, paint, { timestamp: n * STEP_US });
  const onStage = (stage: string) => (asked ||= stage === 'model');
  const picture = await readPicture(await engine.render(frame, request(COVERED, { carry: 'moved', onStage, ...more })));
  return { asked, picture };
}

/** Columns at which the room is to be hidden and the person to be shown; what lies round her edges is left to the mask. */
export function expectMasked(picture: Picture, left: number | null, story: string): void {
  for (let x = 0; x < WIDTH; x += 4) {
    const isPerson = left !== null && x > left + 16 && x < left + 184;
    const isRoom = left === null || x < left - 16 || x > left + 216;
    if (!isPerson && !isRoom) continue;
    for (const y of [40, 180, 320]) {
      const isHidden = difference(picture.at(x, y), HIDDEN) <= 8;
      expect(isHidden, `${story}, at ${x}, ${y}`).toBe(isRoom);
    }
  }
}

/** `engine` is asked for anew by each test: it is opened by the file's own `beforeAll`. */
export function tellLightInputStory(engine: () => Engine): void {
  beforeAll(async () => {
    await engine().useSegmenter(OPEN_NET, OPEN_RED_NET_CONTRACT);
    // What judges whether a mask may be carried is fetched when it is first asked for.
    let n = 0;
    await vi.waitUntil(async () => !(await see(engine(), 200, n++, {})).asked, { timeout: 20_000 });
  });

  describe('changing the size in mid-run', () => {
    beforeEach(async () => {
      await engine().useSegmenter(OPEN_NET, OPEN_RED_NET_CONTRACT);
    });

    test('every picture is masked by its own frame, whichever size came before', async () => {
      const tiers = ['standard', 'light', 'light', 'standard', 'light', 'standard', 'standard', 'light'] as const;
      for (const [n, modelTier] of tiers.entries()) {
        const left = 40 + n * 50;
        const { asked, picture } = await see(engine(), left, n, { modelTier });
        expectMasked(picture, left, `${modelTier}, frame ${n}`);
        if (modelTier !== tiers[n - 1]) expect(asked, `frame ${n}`).toBe(true);
      }
    });

    test('nothing is carried from one size to the other, and at the same size it goes on', async () => {
      const run = async (modelTier: RenderRequest['modelTier'], from: number) => {
        const asked: boolean[] = [];
        for (let n = from; n < from + 4; n++) asked.push((await see(engine(), 200, n, { modelTier })).asked);
        return asked;
      };
      // Two answers have to agree before one is carried.
      expect(await run('light', 0)).toEqual([true, true, false, false]);
      expect(await run('standard', 4)).toEqual([true, true, false, false]);
      expect(await run('light', 8)).toEqual([true, true, false, false]);
    });

    test('somebody who has gone at that moment leaves nothing behind', async () => {
      for (const [from, to] of [
        ['standard', 'light'],
        ['light', 'standard'],
      ] as const) {
        for (let n = 0; n < 3; n++) await see(engine(), 200, n, { modelTier: from });
        expectMasked((await see(engine(), null, 3, { modelTier: to })).picture, null, `${from}, then ${to}`);
      }
    });

    test('keeps no more memory, however often', async () => {
      await see(engine(), 200, 0, { modelTier: 'light' });
      await see(engine(), 200, 1, { modelTier: 'standard' });
      const bytes = engine().memoryBytes();
      for (let n = 2; n < 20; n++) await see(engine(), 200, n, { modelTier: n % 2 === 0 ? 'light' : 'standard' });
      expect(engine().memoryBytes()).toBe(bytes);
    });
  });

  test('a net without a lighter input sees what it always sees, and its mask is carried as before', async () => {
    await engine().useSegmenter(redNet(), RED_NET_CONTRACT);
    for (let n = 0; n < 2; n++) await see(engine(), 200, n, { modelTier: 'standard' });
    const { asked, picture } = await see(engine(), 200, 2, { modelTier: 'light' });
    expect(asked).toBe(false);
    expectMasked(picture, 200, 'light');
  });

  test('a file that does not leave the size open is refused, and the former net stays', async () => {
    await engine().useSegmenter(redNet(), RED_NET_CONTRACT);
    await expect(engine().useSegmenter(redNet(), OPEN_RED_NET_CONTRACT)).rejects.toMatchObject({
      code: 'model-contract',
      message: expect.stringMatching(/picture is 1x3x72x128, (not|the contract says) 1x3x48x80/) as string,
    });
    expectMasked((await see(engine(), 200, 0, {})).picture, 200, 'former net');
  });

  describe('the net that ships', () => {
    /** The presenter, as RGBA. */
    function presenter(): Uint8ClampedArray<ArrayBuffer> {
      const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', { willReadFrequently: true, alpha: false });
      if (!context) throw new Error('no 2D canvas');
      createDemoPicture(WIDTH, HEIGHT).draw(context, 0);
      return context.getImageData(0, 0, WIDTH, HEIGHT).data;
    }

    test('answers at either size as the bare net does there', async () => {
      const { model, contract } = await readShippedModel();
      const light = lightOf(contract) as ModelContract;
      await engine().useSegmenter(model, contract);
      const pixels = presenter();
      const cutOut = async (modelTier: RenderRequest['modelTier']) => {
        engine().reset();
        const frame = new VideoFrame(pixels, { format: 'RGBX', codedWidth: WIDTH, codedHeight: HEIGHT, timestamp: 0 });
        const picture = await readPicture(await engine().render(frame, request(CUT_OUT, { modelTier })));
        return Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => picture.alphaAt(i % WIDTH, Math.floor(i / WIDTH)));
      };
      const bareMask = async (at: ModelContract) =>
        (await openBareNet(model, at)).mask(pixels, { width: WIDTH, height: HEIGHT });
      /** Mean difference, 0..1. */
      const distance = (one: Uint8Array, other: Uint8Array) =>
        one.reduce((sum, value, i) => sum + Math.abs(value - (other[i] ?? 0)), 0) / 255 / one.length;
      const [lighter, usual] = [await cutOut('light'), await cutOut('standard')];
      expect(distance(lighter, await bareMask(light))).toBeLessThan(0.03);
      expect(distance(usual, await bareMask(contract))).toBeLessThan(0.03);
      expect(distance(lighter, usual)).toBeGreaterThan(0);
      // The same net described as one of that size alone.
      await engine().useSegmenter(model, light);
      expect(distance(await cutOut('standard'), lighter)).toBe(0);
    });
  });
}
