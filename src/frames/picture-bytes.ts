// Pictures as bytes, plane after plane as they are: copied out of their frames, mixed, and made frames again.
import { isSameReading, planesColour, remapNumbers } from './colour';

/** Every picture of one format and size has the same layout here. */
export interface Copied {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly layout: PlaneLayout[];
  readonly like: VideoFrameBufferInit;
}

/** Borrows the frame. */
export async function copyOut(frame: VideoFrame): Promise<Copied> {
  const { format, visibleRect } = frame;
  if (!format || !visibleRect) throw new Error('the decoder gave a picture without a format');
  const bytes = new Uint8Array(frame.allocationSize());
  const layout = await frame.copyTo(bytes);
  const { width, height } = visibleRect;
  const colorSpace = frame.colorSpace.toJSON();
  const like = { format, codedWidth: width, codedHeight: height, timestamp: frame.timestamp, colorSpace };
  return { bytes, layout, like };
}

export function toFrame({ bytes, layout, like }: Copied, timestamp = like.timestamp): VideoFrame {
  return new VideoFrame(bytes, { ...like, layout, timestamp });
}

/** The same picture, its bytes changed in place, as `space` says that they are read; null where that is not known. I420 only. */
export function recolour({ bytes, layout, like }: Copied, space: VideoColorSpace): Copied | null {
  const from = planesColour(new VideoColorSpace(like.colorSpace));
  const to = planesColour(space);
  const [luma, first, second] = layout;
  const { codedWidth: width, codedHeight: height } = like;
  const isEven = width % 2 === 0 && height % 2 === 0;
  if (!from || !to || like.format !== 'I420' || !isEven || !luma || !first || !second) return null;
  const recoloured = { bytes, layout, like: { ...like, colorSpace: space.toJSON() } };
  if (isSameReading(from, to)) return recoloured;
  const [yy = 1, yu = 0, yv = 0, y1 = 0, , uu = 1, uv = 0, u1 = 0, , vu = 0, vv = 1, v1 = 0] = remapNumbers(from, to);
  const levels = new Uint8ClampedArray(bytes.buffer);
  for (let y = 0; y < height; y += 2)
    for (let x = 0; x < width; x += 2) {
      const atU = first.offset + (y / 2) * first.stride + x / 2;
      const atV = second.offset + (y / 2) * second.stride + x / 2;
      const [u, v] = [levels[atU] ?? 0, levels[atV] ?? 0];
      levels[atU] = uu * u + uv * v + u1;
      levels[atV] = vu * u + vv * v + v1;
      // Four pixels share their colour.
      const more = yu * u + yv * v + y1;
      const at = luma.offset + y * luma.stride + x;
      const below = at + luma.stride;
      levels[at] = yy * (levels[at] ?? 0) + more;
      levels[at + 1] = yy * (levels[at + 1] ?? 0) + more;
      levels[below] = yy * (levels[below] ?? 0) + more;
      levels[below + 1] = yy * (levels[below + 1] ?? 0) + more;
    }
  return recoloured;
}

/** A share of `over` on `under`, written to `under`. Both are whole pictures of one layout. */
export function blendBytes(under: Uint8Array, over: Uint8Array, share: number): void {
  const weight = Math.round(Math.min(1, Math.max(0, share)) * 256);
  const rest = 256 - weight;
  for (let n = 0; n < under.length; n++) under[n] = ((under[n] ?? 0) * rest + (over[n] ?? 0) * weight + 128) >> 8;
}
