// The playbacks of one media worker: the demo presenter, clips, pictures and patterns, each behind a port of its own.
// A playback goes away when its reader closes the port, when it is stopped, or with the worker.
import type { MediaInfo, MediaService } from '../protocol/media-service';
import { playDemo } from '../sources/demo-source';
import { playFile } from '../sources/file/play-file';
import { playPattern } from '../sources/pattern-source';
import { playPictures } from '../sources/pictures-source';
import { playPicture } from '../sources/picture-source';
import type { Playback } from '../sources/playback';

export function createMediaService(): MediaService {
  const playing = new Map<number, Playback>();
  let last = 0;
  let slackMs: number | null = 0;
  async function open(start: (closed: () => void) => Playback | Promise<Playback>): Promise<MediaInfo> {
    const id = ++last;
    const playback = await start(() => playing.delete(id));
    playing.set(id, playback);
    return { ...playback.info, playback: id };
  }
  const stop = (id: number) => {
    playing.get(id)?.close();
    playing.delete(id);
  };
  return {
    openDemo: (port) => open((closed) => playDemo(port, closed)),
    openFile: (file, port, options) => open((closed) => playFile(file, port, options, () => slackMs, closed)),
    openPicture: (file, port, { maxWidth, maxHeight }) =>
      open((closed) => playPicture(file, port, maxWidth, maxHeight, closed)),
    openPictures: (files, port, options) => open((closed) => playPictures(files, port, options, closed)),
    openPattern: (pattern, port, format) => open((closed) => playPattern(pattern, port, format, closed)),
    setPace(next) {
      slackMs = next;
    },
    stop,
    close() {
      for (const id of [...playing.keys()]) stop(id);
    },
  };
}
