// Measures of a face made by hand: an egg-shaped shell that only has the points that are measured where they belong, so
// that every angle and gap is known beforehand.
import { describe, expect, test } from 'vitest';
import { measureFace } from '../../src/faces/measure';
import type { FacePoints } from '../../src/faces/measure';

const PICTURE = { width: 1280, height: 720 };

interface Doll {
  readonly yaw?: number;
  readonly pitch?: number;
  readonly roll?: number;
  /** Lid gap of either eye over its width, lip gap over the mouth's. */
  readonly left?: number;
  readonly right?: number;
  readonly mouth?: number;
}

/** A face 200 wide and 260 high round (640, 360); a nod is done first, then the turn, then the lean. */
function makeDoll({ yaw = 0, pitch = 0, roll = 0, left = 0.3, right = 0.3, mouth = 0 }: Doll = {}): FacePoints {
  const points = new Float32Array(468 * 3);
  const put = (index: number, x: number, y: number, z = 0) => {
    const [ny, nz] = [y * Math.cos(pitch) - z * Math.sin(pitch), y * Math.sin(pitch) + z * Math.cos(pitch)];
    const [tx, tz] = [x * Math.cos(yaw) - nz * Math.sin(yaw), x * Math.sin(yaw) + nz * Math.cos(yaw)];
    points.set(
      [640 + tx * Math.cos(roll) - ny * Math.sin(roll), 360 + tx * Math.sin(roll) + ny * Math.cos(roll), tz],
      index * 3,
    );
  };
  for (let i = 0; i < 468; i++) put(i, 0, 0, -40);
  for (const [index, side] of [
    [234, -1],
    [454, 1],
    [127, -0.98],
    [356, 0.98],
  ] as const)
    put(index, side * 100, -10, 60);
  put(10, 0, -130);
  put(152, 0, 130);
  put(168, 0, -40, -30);
  put(2, 0, 40, -30);
  const putEye = (
    [outer, upperA, upperB, inner, lowerB, lowerA]: readonly number[],
    side: number,
    openness: number,
  ) => {
    put(outer ?? 0, side * 70, -40);
    put(inner ?? 0, side * 30, -40, -10);
    const gap = openness * Math.hypot(40, 10);
    for (const [index, x] of [
      [upperA, 57],
      [upperB, 43],
    ])
      put(index ?? 0, side * (x ?? 0), -40 - gap / 2, -5);
    for (const [index, x] of [
      [lowerA, 57],
      [lowerB, 43],
    ])
      put(index ?? 0, side * (x ?? 0), -40 + gap / 2, -5);
  };
  putEye([33, 160, 158, 133, 153, 144], -1, right);
  putEye([263, 387, 385, 362, 380, 373], 1, left);
  put(78, -30, 70);
  put(308, 30, 70);
  for (const [upper, lower, x] of [
    [13, 14, 0],
    [82, 87, -12],
    [312, 317, 12],
  ] as const) {
    put(upper, x, 70 - mouth * 30);
    put(lower, x, 70 + mouth * 30);
  }
  return points;
}

const measure = (doll: Doll = {}) => measureFace(makeDoll(doll), 0.9, PICTURE);

describe('the measures of a face', () => {
  test('somebody looks straight into the camera', () => {
    const face = measure();
    expect(face.presence).toBe(0.9);
    for (const angle of [face.yaw, face.pitch, face.roll]) expect(angle).toBeCloseTo(0, 5);
    expect(face.box.x).toBeCloseTo(540 / 1280, 5);
    expect(face.box.y).toBeCloseTo(230 / 720, 5);
    expect(face.box.width).toBeCloseTo(200 / 1280, 5);
    expect(face.box.height).toBeCloseTo(260 / 720, 5);
  });

  test('one eye is closed: it is said which', () => {
    const face = measure({ left: 0.05, right: 0.35 });
    expect(face.leftEye).toBeCloseTo(0.05, 4);
    expect(face.rightEye).toBeCloseTo(0.35, 4);
  });

  test('the mouth opens', () => {
    expect(measure().mouth).toBeCloseTo(0, 5);
    expect(measure({ mouth: 0.4 }).mouth).toBeCloseTo(0.4, 5);
  });

  test('turn, nod and lean are told apart, also together', () => {
    for (const doll of [
      { yaw: 0.5, pitch: 0, roll: 0 },
      { yaw: 0, pitch: -0.4, roll: 0 },
      { yaw: 0, pitch: 0, roll: 0.7 },
      { yaw: -0.3, pitch: 0.2, roll: -0.4 },
    ]) {
      const { yaw, pitch, roll } = measure(doll);
      expect(yaw).toBeCloseTo(doll.yaw, 4);
      expect(pitch).toBeCloseTo(doll.pitch, 4);
      expect(roll).toBeCloseTo(doll.roll, 4);
    }
  });

  test('an eye is as open however the head is held', () => {
    const { leftEye, rightEye } = measure({ yaw: 0.6, pitch: 0.3, roll: 0.5, left: 0.2, right: 0.25 });
    expect(leftEye).toBeCloseTo(0.2, 4);
    expect(rightEye).toBeCloseTo(0.25, 4);
  });
});
