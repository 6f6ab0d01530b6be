// Puts a picture or a looping clip behind the person. What is there stays until the new one has its first picture, so a
// file that does not decode changes nothing; the newest wish wins over one that is still being decoded. A clip goes on at
// its own rate; the engine is given its newest picture once for every frame that it makes, and nothing of the others, so
// that a slow one is never flooded.
import { asEverframeError, EverframeError } from '../base/errors';
import type { Engine } from '../compositor/engine';
import type { Background } from '../config/background';
import { readFeed, type FeedReader } from '../frames/frame-feed';
import type { Backdrop } from '../protocol/vision-service';

/** Its code is fetched with the first picture: the usual background needs none. */
async function decodeBackdrop(file: Blob, width: number, height: number): Promise<VideoFrame> {
  const { decodePicture } = await import('../sources/still');
  return decodePicture(file, width, height);
}

/** `onFailure` hears of a clip that fails after it has been shown; before that the promise rejects. */
export function createBackdropPlayer(
  engine: () => Pick<Engine, 'width' | 'height' | 'setBackdrop'>,
  onFailure: (error: EverframeError) => void,
) {
  let playing: FeedReader | null = null;
  let isShown = false;
  let wishes = 0;
  let background: Background | null = null;
  /** The clip's picture that the engine is to have next. */
  let newest: VideoFrame | null = null;
  let wake = () => undefined as void;

  const hold = (picture: VideoFrame | null) => {
    newest?.close();
    newest = picture;
  };
  const replace = (reader: FeedReader | null) => {
    playing?.cancel();
    playing = reader;
    hold(null);
    wake();
  };
  /** The last picture of the clip stays behind the person. */
  const giveUp = (error: unknown) => {
    replace(null);
    const facts = background?.mode === 'video' ? { name: background.name } : {};
    onFailure(new EverframeError('file-unreadable', asEverframeError(error).message, { cause: error, facts }));
  };
  /** A clip that nobody pulls stops by itself: it is pulled only while it is the background. */
  const onAir = async () => {
    if (background?.mode === 'video') return;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  };
  /** Takes the picture. */
  const show = async (picture: VideoFrame) => {
    try {
      await engine().setBackdrop(picture);
      isShown = true;
    } finally {
      picture.close();
    }
  };
  /** Pulls the clip at its own rate: the producer's clock decides when a picture is there. */
  async function play(reader: FeedReader): Promise<void> {
    try {
      for (;;) {
        await onAir();
        const picture = await reader.read();
        if (!picture) return;
        if (reader !== playing) {
          picture.close();
          return;
        }
        hold(picture);
      }
    } catch (error) {
      if (reader === playing) giveUp(error);
    }
  }
  async function firstOf(reader: FeedReader): Promise<VideoFrame> {
    const picture = await reader.read().catch((error: unknown) => {
      throw asEverframeError(error, 'file-unreadable');
    });
    if (!picture) throw new EverframeError('file-unreadable', 'the clip ended before its first picture');
    return picture;
  }

  return {
    /** @throws EverframeError `picture-unreadable`, `picture-too-large`, `file-unreadable`, `file-unsupported` */
    async set(backdrop: Backdrop | null): Promise<void> {
      const wish = ++wishes;
      const reader = backdrop?.kind === 'video' ? readFeed(backdrop.feed) : null;
      const { width, height } = engine();
      const picture = reader
        ? await firstOf(reader)
        : backdrop?.kind === 'image'
          ? await decodeBackdrop(backdrop.file, width * 2, height * 2)
          : null;
      if (wish !== wishes) {
        picture?.close();
        reader?.cancel();
        return;
      }
      replace(reader);
      if (picture) await show(picture);
      else {
        isShown = false;
        await engine().setBackdrop(null);
      }
      if (reader) void play(reader);
    },
    /** Whether there is a picture to put behind the person. */
    get isShown() {
      return isShown;
    },
    /**
     * Gives the engine the clip's newest picture, if it has not had it yet. To be called once for every frame.
     * Never rejects: a picture that can't be read ends the clip, and the one before it stays.
     */
    async freshen(): Promise<void> {
      const picture = newest;
      const from = playing;
      newest = null;
      if (!picture) return;
      try {
        await show(picture);
      } catch (error) {
        // Of a lost device the frame tells that follows.
        if (from === playing && asEverframeError(error).code !== 'gpu-lost') giveUp(error);
      }
    },
    /** Which background is on air from now on. */
    apply(next: Background): void {
      background = next;
      if (next.mode === 'video') wake();
    },
    close() {
      replace(null);
    },
  };
}
