// What cameras bring that no tutorial shows, told once for both engines: people who come and go, nobody, two, a hand over the
// lens, darkness, frames of any size, shape and turn, one after the other as in a live picture. Red is a person, green the
// room: whatever comes, no green may be seen.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/compositor/engine';
import { difference, readPicture, request, type Picture, type Rgb } from './painted-frames';
import { RED_NET_CONTRACT, redNet } from './red-net';

const PERSON: Rgb = [220, 30, 30];
const BEHIND: Rgb = [0, 0, 255];
const LOOKS = {
  fill: { behind: { kind: 'fill', rgb: BEHIND }, person: 'masked' },
  nothing: { behind: { kind: 'nothing' }, person: 'masked' },
} as const;
/** How much greener than anything else: the room is 160, and mixes with the person where it touches them. */
const NO_GREEN = 24;
/** A mask may need some frames to forget somebody. */
const SETTLING = 6;

interface Scene {
  readonly width?: number;
  readonly height?: number;
  /** Left edge and width as shares of the picture; two thirds high. */
  readonly people?: readonly (readonly [left: number, width: number])[];
  readonly room?: string;
  readonly rotation?: 0 | 90 | 180 | 270;
  readonly flip?: boolean;
}
const ALONE = [[0.35, 0.3]] as const;

/** Bright bars, which a mask that is off by a little lets through. */
function drawFrame({ width = 320, height = 180, people = ALONE, room = '#00e040', rotation, flip }: Scene): VideoFrame {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) throw new Error('no 2D canvas');
  context.fillStyle = room;
  context.fillRect(0, 0, width, height);
  context.fillStyle = `rgb(${PERSON.join(' ')})`;
  for (const [left, share] of people) context.fillRect(left * width, 0, share * width, height);
  const upright = new VideoFrame(canvas, { timestamp: 0, alpha: 'discard' });
  if (!rotation && !flip) return upright;
  const turned = new VideoFrame(upright, { rotation, flip } as VideoFrameInit);
  upright.close();
  return turned;
}

/** Of all that is seen. */
function greenest(picture: Picture): number {
  let most = 0;
  for (let y = 0; y < picture.height; y += 2)
    for (let x = 0; x < picture.width; x += 2) {
      const [red, green, blue] = picture.at(x, y);
      most = Math.max(most, green - Math.max(red, blue));
    }
  return most;
}

/** `engine` is asked for anew by each test: it is opened by the file's own `beforeAll`. */
export function tellBadInputStory(engine: () => Engine): void {
  const see = async (scene: Scene, look: (typeof LOOKS)[keyof typeof LOOKS] = LOOKS.fill): Promise<Picture> => {
    const picture = await readPicture(await engine().render(drawFrame(scene), request(look)));
    expect([picture.width, picture.height]).toEqual([engine().width, engine().height]);
    expect(greenest(picture), `green in ${JSON.stringify(scene)}`).toBeLessThanOrEqual(NO_GREEN);
    return picture;
  };
  const expectPerson = (picture: Picture, x: number, y = 0.5) => {
    const seen = picture.at(Math.round(x * picture.width), Math.round(y * picture.height));
    expect(difference(seen, PERSON), `a person at ${x}`).toBeLessThan(20);
  };
  const expectNobody = (picture: Picture, x: number) => {
    const seen = picture.at(Math.round(x * picture.width), Math.round(picture.height / 2));
    expect(difference(seen, BEHIND), `nobody at ${x}`).toBeLessThan(20);
  };

  beforeAll(() => engine().useSegmenter(redNet(), RED_NET_CONTRACT));

  describe('with a hiding effect on', () => {
    test('people come and go: nobody, one, two, one, nobody', async () => {
      expectNobody(await see({ people: [] }), 0.5);
      expectPerson(await see({}), 0.5);
      const two = await see({ people: [[0.1, 0.2], [0.6, 0.3]] }); // prettier-ignore
      expectPerson(two, 0.2);
      expectPerson(two, 0.75);
      for (let n = 0; n < SETTLING; n++) await see({});
      expectNobody(await see({}), 0.2);
      for (let n = 0; n < SETTLING; n++) await see({ people: [] });
      for (const x of [0.05, 0.5, 0.95]) expectNobody(await see({ people: [] }), x);
    });

    test('a hand over the lens, then the room again: it is hidden from the first frame', async () => {
      for (const look of [LOOKS.fill, LOOKS.nothing]) {
        for (let n = 0; n < 4; n++) expectPerson(await see({ people: [[0, 1]] }), 0.5);
        await see({}, look);
        await see({ people: [] }, look);
      }
    });

    test('darkness, and light again', async () => {
      for (let n = 0; n < 4; n++) await see({ room: '#020402', people: [] });
      expectPerson(await see({}), 0.5);
    });

    test.each<[string, Scene]>([
      ['3840 x 2160', { width: 3840, height: 2160 }],
      ['641 x 359', { width: 641, height: 359 }],
      ['a portrait', { width: 360, height: 640 }],
      ['wider than any screen', { width: 900, height: 101 }],
      ['one pixel high', { width: 64, height: 1 }],
      ['of one pixel, all room', { width: 1, height: 1, people: [] }],
    ])('a camera that turns into %s, and back', async (_, scene) => {
      const picture = await see(scene);
      if (scene.people === undefined) expectPerson(picture, 0.5);
      expectPerson(await see({}), 0.5);
    });

    test.each([0, 90, 180, 270] as const)('a camera that is turned by %i degrees, flipped too', async (rotation) => {
      const isUpright = rotation % 180 === 0;
      for (const flip of [false, true]) {
        // A column of a person, or a row of one: in the middle either way.
        const picture = await see({ width: 240, height: 180, rotation, flip });
        expectPerson(picture, 0.5);
        if (isUpright) expectNobody(picture, 0.05);
        else expectPerson(picture, 0.05);
      }
      await see({});
    });
  });
}
