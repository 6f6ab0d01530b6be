// Reads the features of a decoded picture off its luma plane. Keeps one buffer of the size of a picture, and no frame.
import { EverframeError } from '../base/errors';
import { readFeatures, type FrameFeatures } from './features';

/** Of samples of 10 or 12 bits, in 16. */
const deepBits = (format: VideoPixelFormat) => /P1[02]/.exec(format)?.[0].slice(1);

/** The answer borrows its frame until it resolves, one at a time; rejects with `file-unsupported` for pictures without a luma plane. */
export function createFrameReader(): (frame: VideoFrame) => Promise<FrameFeatures> {
  let planes = new Uint8Array(0);
  return async (frame) => {
    const { format } = frame;
    if (!format || !/^(?:I4|NV)/.test(format))
      throw new EverframeError('file-unsupported', `its pictures (${format ?? 'of no format'}) cannot be compared`);
    const size = frame.allocationSize();
    if (planes.byteLength < size) planes = new Uint8Array(size);
    const [luma] = await frame.copyTo(planes);
    const { width, height } = frame.visibleRect ?? { width: frame.codedWidth, height: frame.codedHeight };
    const { offset = 0, stride = width } = luma ?? {};
    const bits = deepBits(format);
    if (!bits) return readFeatures({ bytes: planes.subarray(offset), stride, width, height });
    const wide = new Uint16Array(planes.buffer, offset, (stride / 2) * height);
    const bytes = Uint8Array.from(wide, (value) => value >> (Number(bits) - 8));
    return readFeatures({ bytes, stride: stride / 2, width, height });
  };
}
