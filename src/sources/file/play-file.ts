// Plays a video file into a port, once its first frame has proved that it can be decoded.
import type { FileOptions } from '../../protocol/media-service';
import type { Playback } from '../playback';
import { openClip, type Clip } from './clip';
import { decodeAhead } from './decode-ahead';
import { unreadable } from './file-kind';
import { errorText, playClip } from './play-clip';

/** Decodes the first frame alone: its true size, and proof that the data is not rubbish. */
async function measureFirst(file: Blob, clip: Clip): Promise<{ width: number; height: number }> {
  let giveUp: () => void = () => undefined;
  try {
    return await new Promise((resolve, reject) => {
      const ahead = decodeAhead(clip, false, {
        changed() {
          const frame = ahead.take();
          if (frame) resolve({ width: frame.displayWidth, height: frame.displayHeight });
          else if (ahead.isOver) reject(new Error('there is none'));
          frame?.close();
        },
        failed: reject,
      });
      giveUp = () => {
        ahead.close();
      };
    });
  } catch (error) {
    throw unreadable(file, `the first frame cannot be decoded: ${errorText(error)}`, error);
  } finally {
    giveUp();
  }
}

export async function playFile(
  file: Blob,
  port: MessagePort,
  { loop, inSoftware = false }: FileOptions,
  slackMs: () => number | null,
  closed: () => void,
): Promise<Playback> {
  const clip = await openClip(file, inSoftware);
  try {
    const size = await measureFirst(file, clip);
    const { fps, durationUs, config } = clip;
    const close = playClip(clip, port, { loop, slackMs }, () => {
      clip.close();
      closed();
    });
    return { info: { ...size, fps, durationMs: durationUs / 1000, codec: config.codec, link: 'VideoDecoder' }, close };
  } catch (error) {
    clip.close();
    throw error;
  }
}
