// Planes and alpha to the finished planes, one branch per kind of background. Works in place on the program planes:
// the picture is its own front. Decides nothing about which look is right.
import type { Arena } from '../../kernels/arena';
import type { Kernels } from '../../kernels/kernels';
import type { Look } from '../engine';
import type { Backdrop } from './backdrop';
import { createBlur } from './blur';
import { yuvOf, type PlanesColour } from './colour';
import type { Mask } from './mask';
import { copyPlanes, fillPlanes, type Planes } from './planes';

/** `mask`: whose alpha is in the planes; null where the look hides the person. */
export type Compose = (look: Look, planes: Planes, colour: PlanesColour, mask: Mask | null) => void;

export function createCompose(kernels: Kernels, arena: Arena, program: Planes, backdrop: Backdrop): Compose {
  const blur = createBlur(kernels, arena, program);
  const size = program.width * program.height;
  const halfAlpha = arena.take(size / 4 + 16);

  function overColour(planes: Planes, [y, u, v]: readonly [number, number, number]): void {
    kernels.blendValue(planes.y, planes.alpha, y, size);
    kernels.blendValue(planes.u, halfAlpha, u, size / 4);
    kernels.blendValue(planes.v, halfAlpha, v, size / 4);
  }

  function overPlanes(planes: Planes, behind: Planes): void {
    kernels.blendPlane(planes.y, planes.alpha, behind.y, size);
    kernels.blendPlane(planes.u, halfAlpha, behind.u, size / 4);
    kernels.blendPlane(planes.v, halfAlpha, behind.v, size / 4);
  }

  return ({ behind }, planes, colour, mask) => {
    if (behind.kind === 'source') return;
    const masked = mask !== null;
    if (masked) kernels.halveAlpha(planes.alpha, planes.width, planes.height, halfAlpha);
    const black = yuvOf([0, 0, 0], colour);
    if (behind.kind === 'blur') {
      blur.apply(planes, halfAlpha, behind.sigmaPx, masked, black[0]);
    } else if (behind.kind === 'nothing') {
      // Straight alpha shows nothing where it is 0, but a reader that ignores alpha would see the room there.
      if (mask) mask.cleanFringe(planes, halfAlpha, null, black);
      else {
        fillPlanes(arena, planes, black);
        arena.u8(planes.alpha, size).fill(0);
      }
    } else {
      const picture = behind.kind === 'backdrop' ? backdrop.planesAs(colour) : null;
      const plain = behind.kind === 'fill' ? yuvOf(behind.rgb, colour) : black;
      mask?.cleanFringe(planes, halfAlpha, picture, plain);
      if (picture && masked) overPlanes(planes, picture);
      else if (picture) copyPlanes(arena, picture, planes);
      else if (masked) overColour(planes, plain);
      else fillPlanes(arena, planes, plain);
    }
  };
}
