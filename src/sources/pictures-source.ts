// Several still pictures as one source: each for its time, decoded when its turn comes. One that cannot be decoded is left out.
import { writeFeed } from '../frames/feed-writer';
import type { PicturesOptions } from '../protocol/media-service';
import type { Playback } from './playback';
import { decodePicture } from './still';

/** A reader that asks for nothing for this long looks away: the picture's time begins when it looks again. */
const AWAY_MS = 500;

/** Rejects as `decodePicture` does when none of them can be decoded. */
export async function playPictures(
  files: readonly Blob[],
  port: MessagePort,
  { seconds, loop, maxWidth, maxHeight }: PicturesOptions,
  closed: () => void,
): Promise<Playback> {
  const decode = (at: number) => decodePicture(files[at] ?? new Blob(), maxWidth, maxHeight);
  /** The next that can be decoded from `at` on; null after the last. */
  async function find(at: number): Promise<{ picture: VideoFrame; at: number } | null> {
    let failure: Error | null = null;
    const last = loop ? at + files.length : files.length;
    for (let n = at; n < last; n++) {
      try {
        return { picture: await decode(n % files.length), at: n % files.length };
      } catch (error) {
        failure ??= error instanceof Error ? error : new Error(String(error));
      }
    }
    if (failure !== null && (loop || at === 0)) throw failure;
    return null;
  }
  const first = await find(0);
  if (!first) throw new Error('there is no picture');
  const { displayWidth: width, displayHeight: height } = first.picture;
  let at = first.at;
  let offeredMs = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  let ended = false;
  const stop = () => {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    closed();
  };
  async function turn(): Promise<void> {
    try {
      const next = await find(at + 1);
      isBusy = false;
      if (ended) next?.picture.close();
      else if (next) {
        at = next.at;
        offeredMs = performance.now();
        writer.offer(next.picture);
      } else {
        writer.end('end', 'the pictures are over');
        stop();
      }
    } catch (error) {
      writer.end('error', String(error));
      stop();
    }
  }
  const writer = writeFeed(port, {
    pull() {
      if (isBusy || ended || !writer.wanted) return;
      isBusy = true;
      const now = performance.now();
      const sinceMs = now - offeredMs > AWAY_MS ? now : offeredMs;
      timer = setTimeout(() => void turn(), sinceMs + seconds * 1000 - now);
    },
    close: stop,
  });
  writer.offer(first.picture);
  return {
    info: {
      width,
      height,
      fps: 1 / seconds,
      durationMs: files.length * seconds * 1000,
      codec: '',
      link: 'ImageDecoder',
    },
    close() {
      writer.end('end', 'closed');
      stop();
    },
  };
}
