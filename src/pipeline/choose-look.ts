// Decides how a frame may look: the wish of the settings, or the stand-in that hides at least as much while the
// person cannot be told from the room (product.md, 6). Pure: the whole privacy rule on one page.
import { blurSigmaPx, GREEN_SCREEN, hidesRoom, standInSigmaPx, type Background } from '../config/background';
import type { Behind, Look, Rgb } from '../compositor/engine';

export function parseColor(color: string): Rgb {
  const value = Number.parseInt(color.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function behind(background: Background, heightPx: number): Behind {
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
      return { kind: 'backdrop' };
    case 'cutout':
      return { kind: 'nothing' };
  }
}

/** `canMask`: a net is in place and works. */
export function chooseLook(
  background: Background,
  canMask: boolean,
  heightPx: number,
): { look: Look; standIn: boolean } {
  if (!hidesRoom(background) || canMask) {
    return { look: { behind: behind(background, heightPx), person: 'masked' }, standIn: false };
  }
  const instead: Behind =
    background.mode === 'blur' ? { kind: 'blur', sigmaPx: standInSigmaPx(heightPx) } : behind(background, heightPx);
  return { look: { behind: instead, person: 'hidden' }, standIn: true };
}
