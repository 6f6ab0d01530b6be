// Tells what a file is by its first bytes, and makes the errors that name it. The ending of a name proves nothing.
import { EverframeError } from '../../base/errors';

const MAGIC: readonly (readonly [format: string, at: number, text: string])[] = [
  ['AVI', 8, 'AVI '],
  ['WAV', 8, 'WAVE'],
  ['WebP', 8, 'WEBP'],
  ['Ogg', 0, 'OggS'],
  ['FLV', 0, 'FLV\x01'],
  ['WMV', 0, '\x30\x26\xb2\x75'],
  ['MPEG', 0, '\x00\x00\x01\xba'],
  ['MP3', 0, 'ID3'],
  ['GIF', 0, 'GIF8'],
  ['PNG', 0, '\x89PNG'],
  ['JPEG', 0, '\xff\xd8\xff'],
  ['PDF', 0, '%PDF'],
];
const MP4_BOXES = ['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'styp', 'pnot'];
/** `ftyp` brands that are pictures in an MP4 box structure. */
const PICTURE_BRANDS = ['avif', 'avis', 'heic', 'heix', 'mif1'];

export const nameOf = (file: Blob): string => (file instanceof File ? file.name : '');

/** What a person can do something about; `gone`: it cannot be read at all, any more. */
type Flaw = 'empty' | 'gone' | 'no-picture' | 'damaged';

export function unreadable(file: Blob, message: string, cause?: unknown, flaw: Flaw = 'damaged'): EverframeError {
  return new EverframeError('file-unreadable', message, { cause, facts: { name: nameOf(file), flaw } });
}

export const withoutPicture = (file: Blob): EverframeError =>
  unreadable(file, 'the file has no picture, only sound or other tracks', undefined, 'no-picture');

const EBML = '\x1a\x45\xdf\xa3';

/** Which demuxer reads `file`: `mp4` for MP4 and MOV, `webm` for WebM and Matroska; rejects with `file-unsupported` for another known format, else with `file-unreadable`. */
export async function requireContainer(file: Blob): Promise<'mp4' | 'webm'> {
  const head = await file
    .slice(0, 256)
    .arrayBuffer()
    .catch((error: unknown) => {
      throw unreadable(file, 'the file cannot be read', error, 'gone');
    });
  const bytes = new Uint8Array(head);
  const text = String.fromCharCode(...bytes);
  if (text.length === 0) throw unreadable(file, 'the file is empty', undefined, 'empty');
  if (text.length < 12) throw unreadable(file, 'the file is cut off');
  if (text.startsWith(EBML)) return 'webm';
  let format = MAGIC.find(([, at, magic]) => text.startsWith(magic, at))?.[0];
  if (bytes[0] === 0x47 && bytes[188] === 0x47) format = 'MPEG-TS';
  const mp4 = MP4_BOXES.includes(text.slice(4, 8));
  if (mp4 && PICTURE_BRANDS.includes(text.slice(8, 12))) format = 'HEIF';
  if (format)
    throw new EverframeError('file-unsupported', `${format} is not played`, { facts: { name: nameOf(file), format } });
  if (!mp4) throw unreadable(file, 'neither MP4, MOV nor WebM');
  return 'mp4';
}
