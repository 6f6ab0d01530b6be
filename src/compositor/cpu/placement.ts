// Where a picture goes when it is fitted into the program: which part of it, and onto which rectangle. Pure.
import type { Fit } from '../engine';

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Placement {
  /** The part that is shown, in shares of the whole picture (0..1). */
  readonly part: Rect;
  /** Where it goes, in program pixels; all even, so that chroma samples are never shared with a bar. */
  readonly target: Rect;
}

/**
 * @param shown size the picture is meant to be seen at (`displayWidth`: pixels may not be square)
 * @param program size of the program; both even
 */
export function place(
  shown: { readonly width: number; readonly height: number },
  program: { readonly width: number; readonly height: number },
  fit: Fit,
): Placement {
  const wider = (shown.width * program.height) / (shown.height * program.width);
  const whole = { x: 0, y: 0, width: 1, height: 1 };
  const full = { x: 0, y: 0, width: program.width, height: program.height };
  // Below half a pixel of difference the picture is the same shape: cropping would only soften it.
  const offPx = wider > 1 ? program.width * (wider - 1) : program.height * (1 / wider - 1);
  if (offPx < 0.5) return { part: whole, target: full };
  if (fit === 'cover') {
    const part =
      wider > 1
        ? { x: (1 - 1 / wider) / 2, y: 0, width: 1 / wider, height: 1 }
        : { x: 0, y: (1 - wider) / 2, width: 1, height: wider };
    return { part, target: full };
  }
  const width = wider > 1 ? program.width : even(program.width * wider);
  const height = wider > 1 ? even(program.height / wider) : program.height;
  return {
    part: whole,
    target: {
      x: 2 * Math.floor((program.width - width) / 4),
      y: 2 * Math.floor((program.height - height) / 4),
      width,
      height,
    },
  };
}

function even(value: number): number {
  return Math.max(2, Math.round(value / 2) * 2);
}
