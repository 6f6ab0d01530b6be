// Planes and alpha to the finished planes, one branch per kind of background. Works in place on the program planes:
// the picture is its own front. Decides nothing about which look is right.
import { yuvOf, type PlanesColour } from '../../frames/colour';
import type { Arena } from '../../kernels/arena';
import type { Kernels } from '../../kernels/kernels';
import type { Look } from '../engine';
import type { Backdrop } from './backdrop';
import { createBlur } from './blur';
import type { Mask } from './mask';
import { copyPlanes, fillPlanes, type Planes } from './planes';

/** `mask`: whose alpha is in the planes; null where the look hides the person. `isPlain`: a coarser blur will do. */
export type Compose = (look: Look, planes: Planes, colour: PlanesColour, mask: Mask | null, isPlain: boolean) => void;

export function createCompose(kernels: Kernels, arena: Arena, program: Planes, backdrop: Backdrop): Compose {
  const blur = createBlur(kernels, arena, program);
  const size = program.width * program.height;
  const halfAlpha = arena.take(size / 4 + 16);

  return ({ behind }, planes, colour, mask, isPlain) => {
    if (behind.kind === 'source') return;
    const masked = mask !== null;
    if (masked) kernels.halveAlpha(planes.alpha, planes.width, planes.height, halfAlpha);
    const black = yuvOf([0, 0, 0], colour);
    if (behind.kind === 'blur') {
      blur.apply(planes, halfAlpha, behind.sigmaPx, masked, black[0], isPlain);
      return;
    }
    const picture = behind.kind === 'backdrop' ? backdrop.planesAs(colour) : null;
    const value = behind.kind === 'fill' ? yuvOf(behind.rgb, colour) : black;
    const isCut = behind.kind === 'nothing';
    if (mask) {
      // Straight alpha shows nothing where it is 0, but a reader that ignores alpha would see the room there.
      mask.putBefore(planes, halfAlpha, { picture, value, isCut });
    } else if (picture) {
      copyPlanes(arena, picture, planes);
    } else {
      fillPlanes(arena, planes, value);
      if (isCut) arena.u8(planes.alpha, size).fill(0);
    }
  };
}
