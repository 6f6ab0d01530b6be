// Decides how a frame may look: the wish of the settings, or the stand-in that hides at least as much while the
// person cannot be told from the room (product.md, 6). Pure: the whole privacy rule on one page.
import {
  blurSigmaPx,
  DEFAULT_COLOR,
  GREEN_SCREEN,
  hidesRoom,
  standInSigmaPx,
  type Background,
} from '../config/background';
import type { Behind, Look, Rgb } from '../compositor/engine';

export function parseColor(color: string): Rgb {
  const value = Number.parseInt(color.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** What the engine has to work with. */
export interface Ability {
  /** A net is in place and works. */
  readonly canMask: boolean;
  /** The picture or clip chosen has been decoded, or an older one is still there. */
  readonly hasBackdrop: boolean;
}

function behind(background: Background, hasBackdrop: boolean, heightPx: number): Behind {
  switch (background.mode) {
    case 'off':
      return { kind: 'source' };
    case 'blur':
      return { kind: 'blur', sigmaPx: blurSigmaPx(background.strength, heightPx) };
    case 'color':
      return { kind: 'fill', rgb: parseColor(background.color) };
    case 'green':
      return { kind: 'fill', rgb: parseColor(GREEN_SCREEN) };
    case 'image':
    case 'video':
      return hasBackdrop ? { kind: 'backdrop' } : { kind: 'fill', rgb: parseColor(DEFAULT_COLOR) };
    case 'cutout':
      return { kind: 'nothing' };
  }
}

export function chooseLook(
  background: Background,
  { canMask, hasBackdrop }: Ability,
  heightPx: number,
): { look: Look; standIn: boolean } {
  if (!hidesRoom(background) || canMask) {
    return { look: { behind: behind(background, hasBackdrop, heightPx), person: 'masked' }, standIn: false };
  }
  const instead: Behind =
    background.mode === 'blur'
      ? { kind: 'blur', sigmaPx: standInSigmaPx(heightPx) }
      : behind(background, hasBackdrop, heightPx);
  return { look: { behind: instead, person: 'hidden' }, standIn: true };
}
