// The picture behind the person, at program size and in the colours of whatever source is on air. Borrows what it is
// given; holds planes, never a frame.
import type { Arena } from '../../kernels/arena';
import type { Kernels } from '../../kernels/kernels';
import { isSameReading, remapNumbers, type PlanesColour } from './colour';
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
  let remapped: Planes | null = null;
  let originalColour: PlanesColour | null = null;
  let remappedColour: PlanesColour | null = null;
  const coefficients = arena.take(48);

  return {
    async set(picture) {
      // Kept away until it is whole: a failed read must not leave half a picture on air.
      originalColour = null;
      remappedColour = null;
      if (!picture) return;
      original ??= takePlanes(arena, program.width, program.height, false);
      originalColour = await ingest.read(picture, 'cover', false, original);
      original = { ...original };
    },
    planesAs(colour) {
      if (!original || !originalColour) return null;
      if (isSameReading(originalColour, colour)) return original;
      remapped ??= takePlanes(arena, program.width, program.height, false);
      if (!remappedColour || !isSameReading(remappedColour, colour)) {
        arena.f32(coefficients, 12).set(remapNumbers(originalColour, colour));
        const { width, height } = program;
        kernels.remapPlanes(
          original.y,
          original.u,
          original.v,
          width,
          height,
          remapped.y,
          remapped.u,
          remapped.v,
          coefficients,
        );
        remapped = { ...remapped };
        remappedColour = colour;
      }
      return remapped;
    },
  };
}
