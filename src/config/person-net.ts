// Which of the two nets that tell the person from the room suits a program. Pure. Measured, not guessed: decisions/005.
import type { ProgramFormat } from './program';

/** Ids in `public/models/catalog.json`. */
export type PersonNet = 'selfie-landscape' | 'selfie-square';

/**
 * Nets see the program's picture, whatever the camera's shape was, so its shape alone decides and nothing flaps: the
 * square net where it is no wider than tall. Close-ups in a wide picture are better off with the wide net.
 */
export function personNetFor({ width, height }: Pick<ProgramFormat, 'width' | 'height'>): PersonNet {
  return width <= height ? 'selfie-square' : 'selfie-landscape';
}
