// From the 468 points of a face to the plain measures of face-reader.ts. Pure arithmetic on FaceMesh's numbering
// (canonical_face_model_uv_visualization.png in google-ai-edge/mediapipe, mediapipe/modules/face_geometry/data).
import type { FaceMeasures } from './face-reader';

/** x to the right, y down, z away from the camera, one unit for all three, 468 times in a row. */
export type FacePoints = Float32Array;

type Vector = readonly [x: number, y: number, z: number];

/** Corner, two points of the upper lid, corner, two of the lower lid, so that the pairs face each other. */
const RIGHT_EYE = [33, 160, 158, 133, 153, 144] as const;
const LEFT_EYE = [263, 387, 385, 362, 380, 373] as const;
const MOUTH_CORNERS = [78, 308] as const;
/** Inner rim of the upper and lower lip: middle, and half way to either corner. */
const LIPS = [
  [13, 14],
  [82, 87],
  [312, 317],
] as const;
/** Pairs from the person's right to left across the face, which no expression moves much: eye corners, temples, jaw. */
const ACROSS = [
  [33, 263],
  [133, 362],
  [127, 356],
  [234, 454],
] as const;
/** Top of the forehead and chin; between the eyes and below the nose. */
const DOWN = [
  [10, 152],
  [168, 2],
] as const;

function at(points: FacePoints, index: number): Vector {
  const i = index * 3;
  return [points[i] ?? 0, points[i + 1] ?? 0, points[i + 2] ?? 0];
}

function distance(points: FacePoints, from: number, to: number): number {
  return Math.hypot(...between(points, from, to));
}

function between(points: FacePoints, from: number, to: number): Vector {
  const [a, b] = [at(points, from), at(points, to)];
  return [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
}

/** Sum of several spans, so that the longer ones count for more. */
function direction(points: FacePoints, pairs: readonly (readonly [number, number])[]): Vector {
  return pairs
    .map(([from, to]) => between(points, from, to))
    .reduce((sum, span) => [sum[0] + span[0], sum[1] + span[1], sum[2] + span[2]], [0, 0, 0]);
}

/** Eye aspect ratio of Soukupová and Čech 2016, eq. 1, on points in space: a turned head does not narrow the eye. */
function eyeOpenness(points: FacePoints, eye: typeof RIGHT_EYE | typeof LEFT_EYE): number {
  const [outer, upperA, upperB, inner, lowerB, lowerA] = eye;
  const gaps = distance(points, upperA, lowerA) + distance(points, upperB, lowerB);
  return gaps / (2 * distance(points, outer, inner));
}

function mouthOpenness(points: FacePoints): number {
  const gaps = LIPS.reduce((sum, [upper, lower]) => sum + distance(points, upper, lower), 0);
  return gaps / LIPS.length / distance(points, ...MOUTH_CORNERS);
}

/** Turn, nod and lean of the face's own axes; taken apart in the order lean, turn, nod. */
function pose(points: FacePoints): Pick<FaceMeasures, 'yaw' | 'pitch' | 'roll'> {
  const [ax, ay, az] = unit(direction(points, ACROSS));
  const down = direction(points, DOWN);
  // What of the second axis leans on the first is left out: three angles need three axes at right angles.
  const share = ax * down[0] + ay * down[1] + az * down[2];
  const [dx, dy, dz] = unit([down[0] - share * ax, down[1] - share * ay, down[2] - share * az]);
  return {
    roll: Math.atan2(ay, ax),
    yaw: Math.atan2(az, Math.hypot(ax, ay)),
    pitch: Math.atan2(dz, ax * dy - ay * dx),
  };
}

function unit([x, y, z]: Vector): Vector {
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}

/** @param picture width and height in the unit of the points */
export function measureFace(
  points: FacePoints,
  presence: number,
  picture: { readonly width: number; readonly height: number },
): FaceMeasures {
  const { left, top, right, bottom } = boundsOf(points);
  return {
    presence,
    box: {
      x: left / picture.width,
      y: top / picture.height,
      width: (right - left) / picture.width,
      height: (bottom - top) / picture.height,
    },
    leftEye: eyeOpenness(points, LEFT_EYE),
    rightEye: eyeOpenness(points, RIGHT_EYE),
    mouth: mouthOpenness(points),
    ...pose(points),
  };
}

export function boundsOf(points: FacePoints): { left: number; top: number; right: number; bottom: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i + 1 < points.length; i += 3) {
    const [x = 0, y = 0] = [points[i], points[i + 1]];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
}
