// The picture behind the person, at program size and in the colours of whatever source is on air. Borrows what it is
// given; holds planes, never a frame.
import { isSameReading, remapNumbers, type PlanesColour } from '../../frames/colour';
import type { Arena } from '../../kernels/arena';
import type { Kernels } from '../../kernels/kernels';
import type { Ingest } from './ingest';
import { takePlanes, type Planes } from './planes';

export interface Backdrop {
  set(picture: VideoFrame | null): Promise<void>;
  /** The picture as planes to be read as `colour`, or null while there is none; a new object for new samples. */
  planesAs(colour: PlanesColour): Planes | null;
}

export function createBackdrop(
  kernels: Kernels,
  arena: Arena,
  ingest: Ingest,
  program: { readonly width: number; readonly height: number },
): Backdrop {
  let original: Planes | null = null;
  let originalColour: PlanesColour | null = null;
  let remapped: Planes | null = null;
  /** The reading that was asked for last: a new picture is made ready for it while nobody waits. */
  let asked: PlanesColour | null = null;
  let isRemapped = false;
  const coefficients = arena.take(48);

  function remap(from: Planes, fromColour: PlanesColour, colour: PlanesColour): Planes {
    const into = (remapped ??= takePlanes(arena, program.width, program.height, false));
    arena.f32(coefficients, 12).set(remapNumbers(fromColour, colour));
    const { width, height } = program;
    kernels.remapPlanes(from.y, from.u, from.v, width, height, into.y, into.u, into.v, coefficients);
    isRemapped = true;
    return (remapped = { ...into });
  }

  return {
    async set(picture) {
      // Kept away until it is whole: a failed read must not leave half a picture on air.
      originalColour = null;
      isRemapped = false;
      if (!picture) return;
      original ??= takePlanes(arena, program.width, program.height, false);
      originalColour = await ingest.read(picture, 'cover', false, original);
      original = { ...original };
      if (asked && !isSameReading(originalColour, asked)) remap(original, originalColour, asked);
    },
    planesAs(colour) {
      if (!original || !originalColour) return null;
      const isReady = isRemapped && asked !== null && isSameReading(asked, colour);
      asked = colour;
      if (isSameReading(originalColour, colour)) return original;
      return isReady && remapped ? remapped : remap(original, originalColour, colour);
    },
  };
}
