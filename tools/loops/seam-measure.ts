// How much a seam shows, by pixels and by what the face does, whatever the finder went by. Steps are in the clip's own
// median step from picture to picture: 1 is like any other.
import type { FaceMeasures } from '../../src/faces/face-reader';
import { blendBytes } from '../../src/frames/picture-bytes';
import { SEAM_FADE_MS } from '../../src/loop/make-loop';
import type { Picture, Size } from './pictures';

/** Of the same person's usual: decisions/008. */
const CLOSED = 0.85;
/** Of the width of the mouth: face-reader.ts. */
const OPEN = 0.2;
/** In so many of a clip's pictures a face is found, or it is no clip of somebody. */
const MOSTLY = 0.5;

/** Of one way to cut. */
export interface SeamRatios {
  /** The step from the last picture to the first, without a fade. */
  readonly cut: number;
  /** The mean of the steps while the fade lasts, and of that to the first picture. */
  readonly played: number;
  /** The largest of them. */
  readonly worst: number;
}

/** Of the face at a seam. */
export interface FaceRatios {
  /** As `played`, of the pixels of the face alone. */
  readonly played: number;
  /** How unlike the two faces are that the fade mixes, weighted by how much it mixes, in the face's own steps. */
  readonly doubled: number;
  /** Whether eyes are closed, or the mouth is open, in a picture of the fade, of either side. */
  readonly closed: boolean;
  readonly open: boolean;
  /** How far the two mouths that are mixed differ, of a mouth's width; the two heads, radians. */
  readonly mouthApart: number;
  readonly headApart: number;
}

type Box = FaceMeasures['box'];

export const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const WHOLE: Box = { x: 0, y: 0, width: 1, height: 1 };

/** Root mean square of the difference, within the box. */
export function stepBetween(one: Uint8Array, other: Uint8Array, { width, height }: Size, box = WHOLE): number {
  const [left, right] = [
    Math.max(0, Math.floor(box.x * width)),
    Math.min(width, Math.ceil((box.x + box.width) * width)),
  ];
  const [top, bottom] = [
    Math.max(0, Math.floor(box.y * height)),
    Math.min(height, Math.ceil((box.y + box.height) * height)),
  ];
  let sum = 0;
  for (let row = top; row < bottom; row++)
    for (let at = row * width + left; at < row * width + right; at++) sum += ((one[at] ?? 0) - (other[at] ?? 0)) ** 2;
  return Math.sqrt(sum / Math.max(1, (right - left) * (bottom - top)));
}

export interface SeamMeasure {
  of(start: number, end: number): SeamRatios;
  /** Null in a clip without a person. */
  faceAt(start: number, end: number): FaceRatios | null;
  readonly hasFace: boolean;
  readonly natural: number;
}

export function measureSeams(pictures: readonly Picture[], size: Size): SeamMeasure {
  const luma = (n: number) => pictures[n]?.luma ?? new Uint8Array(0);
  const face = (n: number) => pictures[Math.min(n, pictures.length - 1)]?.face ?? null;
  const pairs = pictures.slice(1).map((picture, n) => [pictures[n]?.luma ?? picture.luma, picture.luma] as const);
  const least = 0.05;
  const natural = median(pairs.map(([one, other]) => Math.max(least, stepBetween(one, other, size))));
  const faces = pictures.flatMap((picture) => picture.face ?? []);
  const hasFace = faces.length > MOSTLY * pictures.length;
  const eyes = (one: FaceMeasures) => (one.leftEye + one.rightEye) / 2;
  const usualEyes = median(faces.map(eyes));
  const naturalFace = median(
    pairs.map(([one, other], n) => Math.max(least, stepBetween(one, other, size, face(n + 1)?.box))),
  );

  /** Places of the pictures that the fade mixes, and the pictures as they are seen. */
  function fadeOf(start: number, end: number) {
    const beginUs = (pictures[start]?.timestampUs ?? 0) - SEAM_FADE_MS * 1000;
    let count = 0;
    while (start - count > 0 && (pictures[start - count - 1]?.timestampUs ?? -Infinity) >= beginUs) count++;
    const mixed = Array.from({ length: count }, (_, n) => ({
      under: end - count + 1 + n,
      over: start - count + n,
      share: (n + 1) / (count + 1),
    }));
    const seen = mixed.map(({ under, over, share }) => {
      const bytes = luma(under).slice();
      blendBytes(bytes, luma(over), share);
      return bytes;
    });
    return { mixed, seen: [luma(end - count), ...seen, luma(start)] };
  }

  return {
    hasFace,
    natural,
    of(start, end) {
      const { seen } = fadeOf(start, end);
      const steps = seen.slice(1).map((picture, n) => stepBetween(seen[n] ?? picture, picture, size) / natural);
      const cut = stepBetween(luma(end), luma(start), size) / natural;
      return { cut, played: mean(steps), worst: Math.max(...steps) };
    },
    faceAt(start, end) {
      if (!hasFace) return null;
      const { mixed, seen } = fadeOf(start, end);
      const box = face(start)?.box ?? faces[0]?.box;
      const steps = seen.slice(1).map((picture, n) => stepBetween(seen[n] ?? picture, picture, size, box));
      const doubled = mixed.map(
        ({ under, over, share }) => 4 * share * (1 - share) * stepBetween(luma(under), luma(over), size, box),
      );
      const shown = [...mixed.flatMap(({ under, over }) => [face(under), face(over)]), face(start)];
      const both = mixed.flatMap(({ under, over }) => {
        const [one, other] = [face(under), face(over)];
        return one && other ? [[one, other] as const] : [];
      });
      return {
        played: mean(steps) / naturalFace,
        doubled: mean(doubled) / naturalFace,
        closed: shown.some((one) => one && eyes(one) < CLOSED * usualEyes),
        open: shown.some((one) => one && one.mouth > OPEN),
        mouthApart: mean(both.map(([one, other]) => Math.abs(one.mouth - other.mouth))),
        headApart: mean(
          both.map(([one, other]) => Math.hypot(one.yaw - other.yaw, one.pitch - other.pitch, one.roll - other.roll)),
        ),
      };
    },
  };
}
