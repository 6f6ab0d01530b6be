// Puts a placement into the uniform layout of placed.wgsl.
import type { UniformBlock } from '../../../gpu/uniform-block';
import type { Placement } from '../placement';

/** `planes`: how the shader finds colour in its textures, see placed.wgsl. */
export function writePlacement(
  block: UniformBlock,
  { u, v, taps }: Placement,
  program: { readonly width: number; readonly height: number },
  planes: number,
): void {
  block.floats.set(u, 0);
  block.floats.set(v, 4);
  block.floats.set([program.width, program.height], 8);
  block.words.set([taps, planes], 10);
  block.flush();
}
