// Where a picture lies in the program: fit, mirror, rotation and flip as one map from program to picture coordinates.
import type { Fit } from '../engine';

export interface Placement {
  /** Program uv (0..1, top left origin) to picture uv: `u = row[0]*x + row[1]*y + row[2]`. Outside 0..1 is bars. */
  readonly u: readonly [number, number, number];
  readonly v: readonly [number, number, number];
  /** Samples per axis and program pixel, so that shrinking averages instead of skipping. */
  readonly taps: number;
  /** One picture pixel for one program pixel: nothing to interpolate. */
  readonly isExact: boolean;
}

interface Turned {
  readonly rotation?: number;
  readonly flip?: boolean;
}

/** Rotation (clockwise, then flipped) that a frame asks for. The TypeScript library does not know these yet. */
export function turnOf(frame: VideoFrame): { rotation: number; flip: boolean } {
  const { rotation = 0, flip = false } = frame as Turned;
  return { rotation, flip };
}

/**
 * `applyTurn` is false where the upload has turned the picture already.
 * Sizes are as displayed, so pixels that are not square come out square.
 */
export function place(
  frame: VideoFrame,
  program: { readonly width: number; readonly height: number },
  fit: Fit,
  mirror: boolean,
  applyTurn: boolean,
): Placement {
  const { displayWidth, displayHeight } = frame;
  const { rotation, flip } = turnOf(frame);
  const perWidth = program.width / displayWidth;
  const perHeight = program.height / displayHeight;
  const scale = fit === 'cover' ? Math.max(perWidth, perHeight) : Math.min(perWidth, perHeight);
  const stretchX = program.width / (displayWidth * scale);
  const stretchY = program.height / (displayHeight * scale);
  const shownFlipped = mirror !== (applyTurn && flip);
  const x: Axis = shownFlipped ? [-stretchX, 0, 0.5 + stretchX / 2] : [stretchX, 0, 0.5 - stretchX / 2];
  const y: Axis = [0, stretchY, 0.5 - stretchY / 2];
  const [u, v] = turnBack(x, y, applyTurn ? rotation : 0);
  const rect = frame.visibleRect;
  const turnedRect = rotation % 180 === 0 ? rect : rect && { width: rect.height, height: rect.width };
  const shrink = turnedRect ? Math.max(turnedRect.width / displayWidth, turnedRect.height / displayHeight) / scale : 1;
  // Bilinear sampling already averages two pixels per axis.
  const taps = Math.min(4, Math.max(1, Math.ceil(shrink / 2 - 0.01)));
  const isExact =
    rotation === 0 && turnedRect?.width === program.width && turnedRect.height === program.height && scale === 1;
  return { u, v, taps, isExact };
}

type Axis = readonly [number, number, number];

function turnBack(x: Axis, y: Axis, rotation: number): readonly [Axis, Axis] {
  switch (rotation) {
    case 90:
      return [y, opposite(x)];
    case 180:
      return [opposite(x), opposite(y)];
    case 270:
      return [opposite(y), x];
    default:
      return [x, y];
  }
}

function opposite([a, b, c]: Axis): Axis {
  return [-a, -b, 1 - c];
}
