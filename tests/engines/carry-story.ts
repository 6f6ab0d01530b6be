// A mask carried forward, told once for both engines: with whom it goes, and everything that has to bring it to an end. The net takes red
// for a person.
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Engine, Look, RenderRequest } from '../../src/compositor/engine';
import { difference, paintFrame, readPicture, request, type Paint, type Picture, type Rgb } from './painted-frames';
import { RED_NET_CONTRACT, redNet } from './red-net';

/** The engine under test works at this size. */
export const CARRY_STORY_SIZE = { width: 640, height: 360 };
const { width: WIDTH, height: HEIGHT } = CARRY_STORY_SIZE;
const STEP_US = 33_333;
const HIDDEN: Rgb = [0, 0, 255];
const COVERED: Look = { behind: { kind: 'fill', rgb: HIDDEN }, person: 'masked' };

/** A pattern of 20 px that goes with what it is painted on. */
const speckle = (x: number, y: number) => ((Math.floor(x / 20) * 7 + Math.floor(y / 20) * 13) % 5) * 12;

/** A green room with somebody in a red shirt, the left edge of which is at `left`. */
const roomWith =
  (left: number | null, room: Rgb = [10, 110, 40]): Paint =>
  (x, y) => {
    if (left !== null && x >= left && x < left + 200 && y >= 100) return [235, 20 + speckle(x - left, y), 30];
    return [room[0], room[1] + speckle(x, y) / 6, room[2]];
  };

const isHidden = (picture: Picture, x: number, y = 240) => difference(picture.at(x, y), HIDDEN) <= 8;

/** `engine` is asked for anew by each test: it is opened by the file's own `beforeAll`. */
export function tellCarryStory(engine: () => Engine): void {
  beforeAll(async () => {
    await engine().useSegmenter(redNet(), RED_NET_CONTRACT);
    // What judges is fetched when it is first asked for.
    await vi.waitUntil(
      async () => {
        await settle(roomWith(200));
        return !(await see(roomWith(200), 0)).asked;
      },
      { timeout: 20_000 },
    );
  });
  beforeEach(() => {
    engine().reset();
  });

  async function see(
    paint: Paint,
    n: number,
    more: Partial<RenderRequest> = {},
    size: readonly [number, number] = [WIDTH, HEIGHT],
  ) {
    const stages: string[] = [];
    const frame = paintFrame(size[0], size[1], paint, { timestamp: n * STEP_US });
    const onStage = (stage: string) => stages.push(stage);
    const picture = await readPicture(
      await engine().render(frame, request(COVERED, { carry: 'moved', onStage, ...more })),
    );
    return { asked: stages.includes('model'), stages, picture };
  }

  /** Two answers that agree: from here on the mask may be carried. */
  async function settle(paint: Paint) {
    await see(paint, -2, { carry: 'never' });
    await see(paint, -1, { carry: 'never' });
  }

  describe('a carried mask', () => {
    test('stays with somebody who holds still, and the net rests', async () => {
      await settle(roomWith(200));
      const { asked, picture } = await see(roomWith(200), 0);
      expect(asked).toBe(false);
      expect([180, 220, 380, 420].map((x) => isHidden(picture, x))).toEqual([true, false, false, true]);
    });

    test('goes with somebody who moves, and lets no room be seen where they were', async () => {
      for (let n = 0; n < 5; n++) await see(roomWith(150 + 10 * n), n, { carry: 'never' });
      const { asked, picture } = await see(roomWith(200), 5);
      expect(asked).toBe(false);
      for (let x = 0; x < 190; x += 4) expect(isHidden(picture, x)).toBe(true);
      expect([210, 390].map((x) => isHidden(picture, x))).toEqual([false, false]);
      for (let x = 410; x < WIDTH; x += 4) expect(isHidden(picture, x)).toBe(true);
    });

    test('is told as a frame without the net: what judged it counts as mask', async () => {
      await settle(roomWith(200));
      expect((await see(roomWith(200), 0)).stages).toEqual(['ingest', 'mask', 'compose', 'handover']);
      expect((await see(roomWith(210), 1)).stages).toEqual(['ingest', 'mask', 'compose', 'handover']);
    });

    test('says that it is for stillness alone, where that was all that was allowed', async () => {
      await settle(roomWith(200));
      expect((await see(roomWith(200), 0, { carry: 'still' })).asked).toBe(false);
      expect((await see(roomWith(210), 1, { carry: 'still' })).asked).toBe(true);
    });
  });

  describe('what nobody moved is borne', () => {
    /** Somebody with a hand beside them; null: it is behind their back. */
    const withHand =
      (top: number | null): Paint =>
      (x, y) =>
        top !== null && x >= 160 && x < 200 && y >= top && y < top + 40 ? [150, 0, 10] : roomWith(200)(x, y);
    /** A screen in the room that shows something else with every frame. */
    const withScreen =
      (n: number, person: Paint = roomWith(100)): Paint =>
      (x, y) =>
        x >= 480 && x < 560 && y >= 100 && y < 160 ? [0, 170 + 80 * (((n % 2) + 2) % 2), 20] : person(x, y);
    const settleLong = async (paint: (n: number) => Paint) => {
      for (let n = -6; n < 0; n++) await see(paint(n), n, { carry: 'never' });
    };

    test('a hand that comes out: it is hidden, until the net answers', async () => {
      await settle(withHand(null));
      const { asked, picture } = await see(withHand(200), 0, { carry: 'loosely' });
      expect(asked).toBe(false);
      expect(isHidden(picture, 170, 220)).toBe(true);
      expect(isHidden((await see(withHand(200), 1, { carry: 'never' })).picture, 180, 220)).toBe(false);
      await settle(withHand(null));
      expect((await see(withHand(200), 0)).asked).toBe(true);
    });

    test('a hand that goes: no room is seen where it was', async () => {
      await settle(withHand(200));
      const { asked, picture } = await see(withHand(null), 0, { carry: 'loosely' });
      expect(asked).toBe(false);
      for (let y = 180; y < 260; y += 4) for (let x = 140; x < 188; x += 4) expect(isHidden(picture, x, y)).toBe(true);
    });

    test('a screen behind somebody, once the net has said that it is the room', async () => {
      await settleLong((n) => withScreen(n));
      expect((await see(withScreen(0), 0)).asked).toBe(true);
      for (let n = 1; n <= 3; n++) {
        const { asked, picture } = await see(withScreen(n), n);
        expect(asked, `frame ${n}`).toBe(false);
        for (let x = 480; x < 560; x += 8) expect(isHidden(picture, x, 130)).toBe(true);
      }
      // For a second. A lamp elsewhere is another matter.
      expect((await see(withScreen(40), 40, { carry: 'never' })).asked).toBe(true);
      expect((await see(withScreen(41), 41)).asked).toBe(true);
      const lamp: Paint = (x, y) => (x >= 380 && x < 460 && y < 60 ? [240, 240, 200] : withScreen(42)(x, y));
      expect((await see(lamp, 42)).asked).toBe(true);
    });

    test('but somebody who steps before that screen is hidden for three frames at most', async () => {
      await settleLong((n) => withScreen(n));
      await see(withScreen(0), 0);
      const stepsIn = (n: number): Paint => withScreen(n, roomWith(100));
      const before: Paint = (x, y) => (x >= 480 && x < 560 && y >= 100 && y < 160 ? [235, 40, 30] : stepsIn(0)(x, y));
      const asked: boolean[] = [];
      for (let n = 1; n <= 4; n++) asked.push((await see(before, n)).asked);
      expect(asked).toEqual([false, false, false, true]);
      expect(isHidden((await see(before, 5, { carry: 'never' })).picture, 520, 130)).toBe(false);
    });
  });

  describe('the net is asked all the same', () => {
    test.each<[string, Paint]>([
      ['at a cut to another scene', (x, y) => [40, 200 - speckle(x + 7, y + 3) * 2, 160]],
      ['when somebody jumps in', (x, y) => (x > 420 ? roomWith(430)(x, y) : roomWith(200)(x, y))],
      ['when somebody jumps away', roomWith(430)],
    ])('%s', async (_, then) => {
      await settle(roomWith(200));
      expect((await see(then, 0)).asked).toBe(true);
    });

    test('when somebody is gone, or else nothing is shown where they were', async () => {
      await settle(roomWith(200));
      const { picture } = await see(roomWith(null), 0);
      for (let x = 0; x < WIDTH; x += 4) for (const y of [120, 240, 340]) expect(isHidden(picture, x, y)).toBe(true);
    });

    test('when somebody walks off a wall that has just the light of their shirt', async () => {
      // 0.2126 R + 0.7152 G + 0.0722 B is the same for both; only the colour says who is who.
      const wall: Rgb = [0, 90, 30];
      const shirt: Rgb = [230, 21, 30];
      const withShirtAt =
        (left: number): Paint =>
        (x) =>
          x >= left && x < left + 200 ? shirt : wall;
      await settle(withShirtAt(100));
      expect((await see(withShirtAt(340), 0)).asked).toBe(true);
    });

    test('after an answer that was quite another than the one before: a net that wavers is not believed for two frames', async () => {
      await settle(roomWith(null));
      expect((await see(roomWith(200), 0)).asked).toBe(true);
      expect((await see(roomWith(200), 1)).asked).toBe(true);
      expect((await see(roomWith(200), 2)).asked).toBe(false);
    });

    test('when frames were lost, and when a clip begins again', async () => {
      await settle(roomWith(200));
      expect((await see(roomWith(200), 30)).asked).toBe(true);
      expect((await see(roomWith(200), 0)).asked).toBe(true);
      expect((await see(roomWith(200), 1)).asked).toBe(false);
    });

    test('when the mask has been moved three times, or kept for half a second', async () => {
      for (let n = 0; n < 5; n++) await see(roomWith(200), n - 5, { carry: 'never' });
      const moved: boolean[] = [];
      for (let n = 0; n < 4; n++) moved.push((await see(roomWith(210 + 10 * n), n)).asked);
      expect(moved).toEqual([false, false, false, true]);
      await settle(roomWith(200));
      const kept: boolean[] = [];
      for (let n = 0; n < 16; n++) kept.push((await see(roomWith(200), n, { carry: 'still' })).asked);
      expect(kept.indexOf(true)).toBe(15);
    });

    test('when the frame comes in another size, fit or direction, and after a look without a mask', async () => {
      const again = async (more: Partial<RenderRequest>, size?: readonly [number, number]) => {
        await settle(roomWith(200));
        return (await see(roomWith(200), 0, more, size)).asked;
      };
      expect(await again({ mirror: true })).toBe(true);
      expect(await again({ fit: 'contain' })).toBe(true);
      expect(await again({}, [320, 180])).toBe(true);
      await settle(roomWith(200));
      await see(roomWith(200), 0, { look: { ...COVERED, person: 'hidden' } });
      expect((await see(roomWith(200), 1)).asked).toBe(true);
    });

    test('after a reset, and by another net', async () => {
      await settle(roomWith(200));
      engine().reset();
      expect((await see(roomWith(200), 0)).asked).toBe(true);
      await settle(roomWith(200));
      await engine().useSegmenter(redNet(), RED_NET_CONTRACT);
      expect((await see(roomWith(200), 0)).asked).toBe(true);
    });
  });
}
