// Decodes a still picture within bounds of memory. Its header is read first: what is too large is refused before a pixel
// is decoded, and a large JPEG is decoded at a fraction of its size. The answer is upright, opaque and no larger than asked.
import { EverframeError, type ErrorCode } from '../base/errors';

/** Refused whatever the format. */
const MAX_PIXELS = 100_000_000;
/** Refused unless the decoder shrinks as it decodes: 160 MB in RGBA. */
const MAX_WHOLE_PIXELS = 40_000_000;
const HEAD_BYTES = 65_536;

interface Header {
  readonly type: string;
  readonly width: number;
  readonly height: number;
}

const nameOf = (file: Blob): string => (file instanceof File ? file.name : '');

function refusal(
  code: ErrorCode,
  file: Blob,
  message: string,
  facts: { width: number; height: number } | null,
  cause?: unknown,
) {
  return new EverframeError(code, message, { cause, facts: { name: nameOf(file), ...facts } });
}

/** Walks the segments of a JPEG up to its frame header; profiles and previews before it may be of any length. */
async function jpegHeader(file: Blob): Promise<Header | null> {
  let at = 2;
  for (let segments = 0; segments < 1000 && at < file.size; segments++) {
    const view = new DataView(await file.slice(at, at + 12).arrayBuffer());
    if (view.byteLength < 12 || view.getUint8(0) !== 0xff) return null;
    const marker = view.getUint8(1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { type: 'image/jpeg', width: view.getUint16(7), height: view.getUint16(5) };
    at += 2 + view.getUint16(2);
  }
  return null;
}

function webpHeader(view: DataView, text: string): Header | null {
  const type = 'image/webp';
  const u24 = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  const kind = text.slice(12, 16);
  if (kind === 'VP8X') return { type, width: u24(24) + 1, height: u24(27) + 1 };
  if (kind === 'VP8 ')
    return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (kind !== 'VP8L') return null;
  const bits = view.getUint32(21, true);
  return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** The largest `ispe` (image spatial extents) among the properties; a grid's tiles have smaller ones. */
function avifHeader(view: DataView, text: string): Header | null {
  let found: Header | null = null;
  for (let at = text.indexOf('ispe'); at > 0 && at + 16 <= text.length; at = text.indexOf('ispe', at + 4)) {
    const [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)];
    if (!found || width * height > found.width * found.height) found = { type: 'image/avif', width, height };
  }
  return found;
}

async function readHeader(file: Blob): Promise<Header | null> {
  const bytes = await file.slice(0, HEAD_BYTES).arrayBuffer();
  if (bytes.byteLength < 30) return null;
  const view = new DataView(bytes);
  const text = new TextDecoder('latin1').decode(bytes);
  if (text.startsWith('\xff\xd8\xff') || (view.getUint16(0) === 0xffd8 && view.getUint8(2) === 0xff))
    return jpegHeader(file);
  if (text.slice(1, 4) === 'PNG') return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
  if (text.startsWith('GIF8'))
    return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return webpHeader(view, text);
  if (['avif', 'avis'].includes(text.slice(8, 12)) || text.slice(8, 48).includes('avif')) return avifHeader(view, text);
  if (text.startsWith('BM'))
    return { type: 'image/bmp', width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
  return null;
}

interface Decoded {
  readonly picture: VideoFrame | ImageBitmap;
  readonly width: number;
  readonly height: number;
}

async function decode(file: Blob, { type, width, height }: Header, scale: number): Promise<Decoded> {
  if (typeof ImageDecoder === 'undefined' || !(await ImageDecoder.isTypeSupported(type))) {
    const picture = await createImageBitmap(file);
    return { picture, width: picture.width, height: picture.height };
  }
  // A JPEG shrinks in eighths, to the largest that is not above the desired size; other formats do not shrink.
  const eighths = Math.ceil(scale * 8);
  const desired = { desiredWidth: Math.ceil((width * eighths) / 8), desiredHeight: Math.ceil((height * eighths) / 8) };
  const decoder = new ImageDecoder({
    type,
    data: file.stream(),
    preferAnimation: false,
    ...(type === 'image/jpeg' && eighths < 8 ? desired : {}),
  });
  try {
    const { image } = await decoder.decode({ frameIndex: 0, completeFramesOnly: true });
    return { picture: image, width: image.displayWidth, height: image.displayHeight };
  } finally {
    decoder.close();
  }
}

/**
 * The picture, first frame if it moves, within `maxWidth` x `maxHeight`; the caller closes it. Rejects with
 * `picture-too-large` (facts `width`, `height`) or `picture-unreadable`.
 */
export async function decodePicture(file: Blob, maxWidth: number, maxHeight: number): Promise<VideoFrame> {
  let header: Header | null;
  try {
    header = await readHeader(file);
  } catch (error) {
    throw refusal('picture-unreadable', file, 'the file cannot be read', null, error);
  }
  if (!header || header.width === 0 || header.height === 0)
    throw refusal('picture-unreadable', file, 'no picture of a known format', null);
  const { type, width, height } = header;
  const shrinks = type === 'image/jpeg' && typeof ImageDecoder !== 'undefined';
  if (width * height > (shrinks ? MAX_PIXELS : MAX_WHOLE_PIXELS))
    throw refusal('picture-too-large', file, `${width} x ${height} is too large`, { width, height });

  const fit = (w: number, h: number) => Math.min(1, maxWidth / w, maxHeight / h);
  let decoded: Decoded;
  try {
    // The header does not say whether the camera was upright: enough for both ways.
    decoded = await decode(file, header, Math.max(fit(width, height), fit(height, width)));
  } catch (error) {
    throw refusal('picture-unreadable', file, 'the picture cannot be decoded', { width, height }, error);
  }
  const { picture } = decoded;
  try {
    const scale = fit(decoded.width, decoded.height);
    const wide = Math.max(1, Math.round(decoded.width * scale));
    const high = Math.max(1, Math.round(decoded.height * scale));
    const context = new OffscreenCanvas(wide, high).getContext('2d', { willReadFrequently: true, alpha: false });
    if (!context) throw new Error('no 2D canvas');
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, 0, 0, wide, high);
    return new VideoFrame(context.canvas, { timestamp: 0, alpha: 'discard' });
  } catch (error) {
    throw refusal('picture-unreadable', file, 'the picture cannot be drawn', { width, height }, error);
  } finally {
    picture.close();
  }
}
