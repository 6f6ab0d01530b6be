// How a frame lies in the program: what an older mask has to agree with before it may serve that frame. Pure.
import type { Look, RenderRequest } from './engine';

export function needsMask({ behind, person }: Look): boolean {
  return person === 'masked' && behind.kind !== 'source';
}

/** The same text for frames that are laid into the program in the same way and masked; empty for one that is not masked. */
export function viewOf(
  { displayWidth, displayHeight }: VideoFrame,
  { look, fit, mirror }: Pick<RenderRequest, 'look' | 'fit' | 'mirror'>,
): string {
  return needsMask(look) ? `${displayWidth}x${displayHeight} ${fit} ${mirror ? 'mirrored' : ''}` : '';
}
