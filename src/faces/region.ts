// Where in a picture to look: rectangles that lean with the face. Pure arithmetic; how they are chosen is MediaPipe's way
// (google-ai-edge/mediapipe, modules/face_landmark: face_detection_front_detection_to_roi.pbtxt and
// face_landmark_landmarks_to_roi.pbtxt; calculators/util/detections_to_rects_calculator.cc, rect_transformation_calculator.cc).
import type { ModelInput } from '../protocol/model-contract';
import type { FoundFace } from './find-faces';
import { boundsOf, type FacePoints } from './measure';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** In samples of the picture; x and y are its middle. `angle`: radians, clockwise. */
export interface Region extends Size {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
}

/** Room round a face, so that the next picture's still lies within. */
const ROOM = 1.5;
/** Radians, logarithm of the sizes' ratio, share of the width. */
const FAR = { turn: 0.2, size: 0.2, way: 0.1 };
/** Outer corners of the person's right and left eye. */
const [RIGHT_CORNER, LEFT_CORNER] = [33, 263];

/** A rectangle as a net's input has it, which holds all of `part`. */
function fitted(part: Size, { width, height, fit }: ModelInput): Size {
  if (fit === 'stretch') return part;
  const scale = Math.max(part.width / width, part.height / height);
  return { width: width * scale, height: height * scale };
}

/**
 * Where a face is looked for, one after the other: the whole picture, then the square in its middle, in which a face has
 * more samples. Of people two metres away the first look finds 27 faces in 35, the second the rest (decisions/008).
 */
export function placesToLook(picture: Size, input: ModelInput): readonly Region[] {
  const side = Math.min(picture.width, picture.height);
  const parts = picture.width === picture.height ? [picture] : [picture, { width: side, height: side }];
  return parts.map((part) => ({
    x: picture.width / 2,
    y: picture.height / 2,
    angle: 0,
    ...fitted(part, input),
  }));
}

/** Square round a face that was found, the line between its eyes level. */
export function regionOfFace({ box, points }: FoundFace): Region {
  const [right = { x: 0, y: 0 }, left = { x: 1, y: 0 }] = points;
  return squareRound(box, Math.atan2(left.y - right.y, left.x - right.x));
}

/** Where the next picture's face is looked for. */
export function regionOfPoints(points: FacePoints): Region {
  const { left, top, right, bottom } = boundsOf(points);
  const number = (index: number) => points[index] ?? 0;
  const angle = Math.atan2(
    number(LEFT_CORNER * 3 + 1) - number(RIGHT_CORNER * 3 + 1),
    number(LEFT_CORNER * 3) - number(RIGHT_CORNER * 3),
  );
  return squareRound(
    { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top },
    angle,
  );
}

/** Whether a face fills the one so differently from the other that points laid in it are not to be trusted. */
export function isElsewhere(one: Region, other: Region): boolean {
  const turn = Math.abs(Math.atan2(Math.sin(one.angle - other.angle), Math.cos(one.angle - other.angle)));
  const size = Math.abs(Math.log(one.width / other.width));
  return turn > FAR.turn || size > FAR.size || Math.hypot(one.x - other.x, one.y - other.y) > FAR.way * one.width;
}

function squareRound(
  { x, y, width, height }: Size & { readonly x: number; readonly y: number },
  angle: number,
): Region {
  const side = ROOM * Math.max(width, height);
  return { x, y, width: side, height: side, angle };
}

/** Points that a net laid on its input, in samples of the picture; z keeps the unit of x. */
export function pointsInPicture(answer: Float32Array, region: Region, input: Size): FacePoints {
  const points = new Float32Array(answer.length);
  const [cos, sin] = [Math.cos(region.angle), Math.sin(region.angle)];
  const [scaleX, scaleY] = [region.width / input.width, region.height / input.height];
  for (let i = 0; i + 2 < answer.length; i += 3) {
    const x = (answer[i] ?? 0) * scaleX - region.width / 2;
    const y = (answer[i + 1] ?? 0) * scaleY - region.height / 2;
    points[i] = region.x + x * cos - y * sin;
    points[i + 1] = region.y + x * sin + y * cos;
    points[i + 2] = (answer[i + 2] ?? 0) * scaleX;
  }
  return points;
}
