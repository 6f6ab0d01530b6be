// A still picture as a source: one frame for the first pull, then silence.
import { writeFeed } from '../frames/feed-writer';
import type { Playback } from './playback';
import { decodePicture } from './still';

export async function playPicture(
  file: Blob,
  port: MessagePort,
  maxWidth: number,
  maxHeight: number,
  closed: () => void,
): Promise<Playback> {
  const picture = await decodePicture(file, maxWidth, maxHeight);
  const { displayWidth: width, displayHeight: height } = picture;
  const writer = writeFeed(port, { close: closed });
  writer.offer(picture);
  return {
    info: { width, height, fps: null, durationMs: null, codec: '', link: 'ImageDecoder' },
    close() {
      writer.end('end', 'closed');
      closed();
    },
  };
}
