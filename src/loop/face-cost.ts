// What the faces at a seam cost: closed eyes, an open mouth and a turned head are worth avoiding, and so are two faces that
// differ, because the fade shows both at once. Every face is judged against the same person's median (decisions/008).
// Pure. Pictures in which nobody has looked for a face take what was read before and after them.
import type { FaceMeasures } from '../faces/face-reader';

/** What is known of a picture's face: null where nobody was found, left out where nobody has looked. */
export interface TimedFace {
  readonly timestampUs: number;
  readonly features: { readonly face?: FaceMeasures | null };
}

/** From so many of them on the median says something. */
const MIN_READ = 8;
/** Between two reads further apart than this nothing is known. */
const MAX_GAP_US = 500_000;
/** Of the fade, in which both are seen. */
const FADE_US = 300_000;
const PLACES = 3;

/** Openness of the eyes as a share of the usual; below the first number it begins to cost, and each further one costs 1. */
const EYES = { from: 0.95, each: 0.1 };
/** Gap of the lips over the width of the mouth. */
const MOUTH = { from: 0.12, each: 0.15 };
/** Radians off the usual. */
const HEAD = { from: 0.25, each: 0.25 };
/** So far apart two mouths, lids or heads cost 1. */
const APART = 0.2;

interface Face {
  readonly eyes: number;
  readonly mouth: number;
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

/** As `Math.hypot`, which takes several times as long; a search asks for a hundred thousand. */
const length = (x: number, y: number, z = 0) => Math.sqrt(x * x + y * y + z * z);
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
const mix = (one: Face, other: Face, share: number): Face => {
  const of = (key: keyof Face) => one[key] + (other[key] - one[key]) * share;
  return { eyes: of('eyes'), mouth: of('mouth'), yaw: of('yaw'), pitch: of('pitch'), roll: of('roll') };
};

/** Each picture's face, the person's usual taken out; null where it is not known. Null when too little is. */
function facesOf(frames: readonly TimedFace[]): (Face | null)[] | null {
  const read = frames.flatMap(({ features: { face } }, at) => (face ? [{ at, face }] : []));
  if (read.length < MIN_READ) return null;
  const eyesOf = ({ leftEye, rightEye }: FaceMeasures) => (leftEye + rightEye) / 2;
  const usual = {
    eyes: median(read.map(({ face }) => eyesOf(face))),
    yaw: median(read.map(({ face }) => face.yaw)),
    pitch: median(read.map(({ face }) => face.pitch)),
    roll: median(read.map(({ face }) => face.roll)),
  };
  const known = read.map(({ at, face }) => ({
    at,
    face: {
      eyes: eyesOf(face) / usual.eyes,
      mouth: face.mouth,
      yaw: face.yaw - usual.yaw,
      pitch: face.pitch - usual.pitch,
      roll: face.roll - usual.roll,
    },
  }));
  const timeUs = (at: number) => frames[at]?.timestampUs ?? 0;
  const faces: (Face | null)[] = frames.map(() => null);
  for (const [n, { at, face }] of known.entries()) {
    faces[at] = face;
    const next = known[n + 1];
    if (!next || timeUs(next.at) - timeUs(at) > MAX_GAP_US) continue;
    for (let between = at + 1; between < next.at; between++) {
      const share = (timeUs(between) - timeUs(at)) / (timeUs(next.at) - timeUs(at));
      faces[between] = mix(face, next.face, share);
    }
  }
  return faces;
}

const over = (value: number, { from, each }: { readonly from: number; readonly each: number }) =>
  Math.max(0, value - from) / each;

function costOf({ eyes, mouth, yaw, pitch }: Face): number {
  return Math.max(0, EYES.from - eyes) / EYES.each + over(mouth, MOUTH) + over(length(yaw, pitch), HEAD);
}

function costOfPair(one: Face, other: Face): number {
  const head = length(one.yaw - other.yaw, one.pitch - other.pitch, one.roll - other.roll);
  return (Math.abs(one.mouth - other.mouth) + Math.abs(one.eyes - other.eyes) + head) / APART;
}

/**
 * Of going on with picture `start` after picture `end`, with the fade before it. Where a face is not known it costs what
 * a face of this clip costs in the middle, so that no place is sought out for being unknown; 0 where too little is known.
 */
export function faceCosts(frames: readonly TimedFace[]): (end: number, start: number) => number {
  const faces = facesOf(frames);
  if (!faces) return () => 0;
  const spanUs = (frames.at(-1)?.timestampUs ?? 0) - (frames[0]?.timestampUs ?? 0);
  const step = Math.round((FADE_US * (frames.length - 1)) / spanUs / PLACES);
  const middle = median(faces.flatMap((face) => (face ? [costOf(face)] : [])));
  const alone = faces.map((face) => (face ? costOf(face) : middle));
  return (end, start) => {
    let sum = 0;
    for (let n = 0; n <= PLACES; n++) {
      const [one, other] = [Math.min(faces.length - 1, end + 1 - n * step), start - n * step];
      sum += ((alone[one] ?? middle) + (alone[other] ?? middle)) / 2;
      const [a, b] = [faces[one], faces[other]];
      if (a && b) sum += costOfPair(a, b);
    }
    return sum / (PLACES + 1);
  };
}
