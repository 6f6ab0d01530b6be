// What BlazeFace's numbers mean: anchors, boxes, and one face where several anchors see the same. Pure arithmetic, after
// google-ai-edge/mediapipe: modules/face_detection/face_detection_short_range_common.pbtxt (thresholds),
// calculators/tflite/ssd_anchors_calculator.cc (anchors of a fixed size of 1, in the middle of their cells),
// calculators/tensor/tensors_to_detections_calculator.cc (boxes; reverse_output_order), calculators/util/
// non_max_suppression_calculator.cc (WEIGHTED, INTERSECTION_OVER_UNION).
import type { FaceFinderContract, OutputKind } from '../protocol/model-contract';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** In samples of the net's input; x and y of the box are its middle. */
export interface FoundFace {
  readonly score: number;
  readonly box: Point & { readonly width: number; readonly height: number };
  /** Right eye, left eye, nose, mouth, right ear, left ear: the person's own. */
  readonly points: readonly Point[];
}

const LEAST_SCORE = 0.5;
/** Scores are cut off at this before the sigmoid. */
const LARGEST_LOGIT = 100;
/** Boxes that share more than this of what they cover together are one face. */
const LEAST_OVERLAP = 0.3;

export function probabilityOf(value: number, kind: OutputKind): number {
  if (kind === 'probability') return value;
  return 1 / (1 + Math.exp(-Math.max(-LARGEST_LOGIT, Math.min(LARGEST_LOGIT, value))));
}

/** Middles of all anchors, x and y in turn, in samples of the input. */
export function anchorsOf({ anchors, input }: Pick<FaceFinderContract, 'anchors' | 'input'>): Float32Array {
  const middles: number[] = [];
  for (const { stride, perCell } of anchors) {
    for (let y = stride / 2; y < input.height; y += stride) {
      for (let x = stride / 2; x < input.width; x += stride) {
        for (let n = 0; n < perCell; n++) middles.push(x, y);
      }
    }
  }
  return Float32Array.from(middles);
}

/** Faces by falling score. */
export function findFaces(
  boxes: Float32Array,
  scores: Float32Array,
  anchors: Float32Array,
  { points, outputs }: Pick<FaceFinderContract, 'points' | 'outputs'>,
): FoundFace[] {
  const each = 4 + 2 * points;
  const seen: FoundFace[] = [];
  for (const [i, value] of scores.entries()) {
    const score = probabilityOf(value, outputs.scores.kind);
    if (score < LEAST_SCORE) continue;
    const numbers = boxes.subarray(i * each, (i + 1) * each);
    const at = (n: number): Point => ({
      x: (numbers[n] ?? 0) + (anchors[2 * i] ?? 0),
      y: (numbers[n + 1] ?? 0) + (anchors[2 * i + 1] ?? 0),
    });
    const [, , width = 0, height = 0] = numbers;
    seen.push({
      score,
      box: { ...at(0), width, height },
      points: Array.from({ length: points }, (_, n) => at(4 + 2 * n)),
    });
  }
  return joinSame(seen);
}

/** Weighted suppression: what overlaps the best is averaged with it by score, and so on with the rest. */
function joinSame(seen: readonly FoundFace[]): FoundFace[] {
  const faces: FoundFace[] = [];
  let rest = [...seen].sort((a, b) => b.score - a.score);
  for (let best = rest[0]; best; best = rest[0]) {
    const leader = best;
    // One without an area overlaps not even itself.
    const same = rest.filter((face) => face === leader || overlap(face, leader) > LEAST_OVERLAP);
    rest = rest.filter((face) => !same.includes(face));
    faces.push(average(same, leader.score));
  }
  return faces;
}

function overlap({ box: a }: FoundFace, { box: b }: FoundFace): number {
  const along = (side: 'x' | 'y', length: 'width' | 'height') =>
    Math.min(a[side] + a[length] / 2, b[side] + b[length] / 2) -
    Math.max(a[side] - a[length] / 2, b[side] - b[length] / 2);
  const shared = Math.max(0, along('x', 'width')) * Math.max(0, along('y', 'height'));
  const together = a.width * a.height + b.width * b.height - shared;
  return together > 0 ? shared / together : 0;
}

function average(faces: readonly FoundFace[], score: number): FoundFace {
  const total = faces.reduce((sum, face) => sum + face.score, 0);
  const mean = (of: (face: FoundFace) => number) => faces.reduce((sum, face) => sum + of(face) * face.score, 0) / total;
  return {
    score,
    box: {
      x: mean(({ box }) => box.x),
      y: mean(({ box }) => box.y),
      width: mean(({ box }) => box.width),
      height: mean(({ box }) => box.height),
    },
    points: (faces[0]?.points ?? []).map((_, n) => ({
      x: mean(({ points }) => points[n]?.x ?? 0),
      y: mean(({ points }) => points[n]?.y ?? 0),
    })),
  };
}
