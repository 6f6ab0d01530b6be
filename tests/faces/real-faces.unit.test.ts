// Real faces before the nets as they ship: pictures whose points were set by hand, a head that turns, places without anybody.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FaceMeasures, RgbaPicture } from '../../src/faces/face-reader';
import { fillInput } from '../../src/faces/fill-input';
import { pointsInPicture } from '../../src/faces/region';
import { canDecodePictures } from '../models/run-model';
import { MESH, decodeRgba, openNodeReader } from './node-reader';

const MEDIA = path.resolve('../shared/media');
/** Index in webmorph's template of 189 points, and in the mesh: corners of eyes and mouth, lids, chin. */
const SAME_POINTS = [
  [18, 33],
  [22, 133],
  [23, 362],
  [27, 263],
  [20, 159],
  [29, 145],
  [25, 386],
  [32, 374],
  [87, 61],
  [93, 291],
  [129, 152],
] as const;

let opened: Awaited<ReturnType<typeof openNodeReader>>;

beforeAll(async () => {
  opened = await openNodeReader();
});
afterAll(() => opened.reader.close());

describe('with the footage beside the clone', () => {
  beforeEach(({ skip }) => {
    if (!existsSync(MEDIA)) skip(`${MEDIA} is not here`);
    if (!canDecodePictures()) skip('ffmpeg, which decodes the pictures, is not installed');
    opened.reader.forget();
  });

  const pictureOf = (name: string) => decodeRgba(path.join(MEDIA, name))[0] as RgbaPicture;
  const readAll = async (name: string, fps: number) => {
    const faces: (FaceMeasures | null)[] = [];
    for (const picture of decodeRgba(path.join(MEDIA, name), fps)) faces.push(await opened.reader.read(picture));
    return faces;
  };

  test.each(['f_african', 'f_multi', 'f_white', 'm_multi'])(
    '%s: looks at us, and its points are where a hand set them',
    async (name) => {
      const picture = pictureOf(`webmorph_composite_${name}.jpg`);
      const face = await opened.reader.read(picture);
      if (!face) throw new Error('nobody');
      for (const angle of [face.yaw, face.pitch, face.roll]) expect(Math.abs(angle)).toBeLessThan(0.1);
      for (const eye of [face.leftEye, face.rightEye]) expect(eye).toBeGreaterThan(0.25);
      expect(face.mouth).toBeLessThan(0.15);

      const { x, y, width, height } = face.box;
      const side = 1.5 * Math.max(width * picture.width, height * picture.height);
      const region = {
        x: (x + width / 2) * picture.width,
        y: (y + height / 2) * picture.height,
        width: side,
        height: side,
        angle: face.roll,
      };
      const patch = { ...picture, left: 0, top: 0 };
      const [answer = new Float32Array()] = await opened.mesh.run(fillInput(patch, region, MESH.input, 'rim'));
      const points = pointsInPicture(answer, region, MESH.input);
      const truth = readFileSync(path.join(MEDIA, `webmorph_composite_${name}.tem`), 'utf8')
        .split('\n')
        .slice(1)
        .map((line) => line.split(/\s+/).map(Number));
      const between = (a: readonly number[] = [], b: readonly number[] = []) =>
        Math.hypot((a[0] ?? 0) - (b[0] ?? 0), (a[1] ?? 0) - (b[1] ?? 0));
      const eyes = between(truth[0], truth[1]);
      const errors = SAME_POINTS.map(([hand, mesh]) =>
        between(truth[hand], [...points.subarray(3 * mesh, 3 * mesh + 2)]),
      );
      // Of the way from pupil to pupil, as errors of landmarks are told.
      expect(errors.reduce((sum, error) => sum + error, 0) / errors.length / eyes).toBeLessThan(0.05);
    },
  );

  test('a head that turns from side to side is followed, and told which way', async () => {
    opened.finder.runs = 0;
    const faces = await readAll('intel_head-pose-f_from_gif.mp4', 4);
    const turns = faces.map((face) => face?.yaw ?? NaN);
    expect(opened.finder.runs).toBe(1);
    // In the picture to the left, then to the right, then back.
    expect(turns[0]).toBeLessThan(-0.4);
    expect(Math.max(...turns)).toBeGreaterThan(0.3);
    expect(turns.at(-1)).toBeLessThan(-0.2);
  });

  test('somebody two metres from the webcam is read in every picture', async () => {
    for (const name of ['again', 'book', 'please']) {
      const faces = await readAll(`intel_asl_${name}.mp4`, 4);
      expect(faces.length).toBeGreaterThan(8);
      expect(faces.filter((face) => face === null)).toEqual([]);
    }
  });

  test('of four faces the largest is read; a leaning one is told to lean', async () => {
    expect(await opened.reader.read(pictureOf('faces_grid_4_960.jpg'))).not.toBeNull();
    opened.reader.forget();
    const leaning = await opened.reader.read(pictureOf('pixabay_woman-5883428_1280.jpg'));
    expect(leaning?.roll).toBeGreaterThan(0.4);
  });

  test.each(['yolox_dog.jpg', 'pixabay_bg_architecture-5082700_1280.jpg', 'pixabay_bg_shibuyasky-4768679_1280.jpg'])(
    '%s: nobody',
    async (name) => {
      expect(await opened.reader.read(pictureOf(name))).toBeNull();
    },
  );
});
