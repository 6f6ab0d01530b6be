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

/** Changes I420 bytes in place, plane after plane without padding; `numbers` are of `remapNumbers`. Answers whether it could. */
export type RemapBytes = (bytes: Uint8Array, numbers: Float32Array) => boolean;

/** The same picture, its bytes changed in place, as `space` says that they are read; null where that cannot be done. I420 only. */
export function recolour({ bytes, layout, like }: Copied, space: VideoColorSpace, remap: RemapBytes): Copied | null {
  const from = planesColour(new VideoColorSpace(like.colorSpace));
  const to = planesColour(space);
  if (!from || !to || like.format !== 'I420') return null;
  const recoloured = { bytes, layout, like: { ...like, colorSpace: space.toJSON() } };
  if (isSameReading(from, to)) return recoloured;
  const { codedWidth: width, codedHeight: height } = like;
  const isPacked =
    width % 2 === 0 && height % 2 === 0 && layout.every(({ stride }, n) => stride === (n === 0 ? width : width / 2));
  return isPacked && remap(bytes, remapNumbers(from, to)) ? recoloured : null;
}

/** A share of `over` on `under`, written to `under`. Both are whole pictures of one layout. */
export function blendBytes(under: Uint8Array, over: Uint8Array, share: number): void {
  const weight = Math.round(Math.min(1, Math.max(0, share)) * 256);
  const rest = 256 - weight;
  for (let n = 0; n < under.length; n++) under[n] = ((under[n] ?? 0) * rest + (over[n] ?? 0) * weight + 128) >> 8;
}
