// The page's side of the media worker: starts playbacks and ends them. The worker starts with the first one, and a dead
// one is replaced with the next, until the client is closed.
import { transfer, wrap, type Remote } from 'comlink';
import { EverframeError } from '../../base/errors';
import type { ProgramFormat } from '../../config/program';
import type { Feed, GivenFeed } from '../../protocol/feed';
import type { FileOptions, MediaInfo, MediaService, Pattern, PicturesOptions } from '../../protocol/media-service';

export interface Playing extends GivenFeed<Extract<Feed, { kind: 'port' }>> {
  readonly info: MediaInfo;
}

export interface MediaClient {
  openDemo(): Promise<Playing>;
  openFile(file: Blob, options?: Partial<FileOptions>): Promise<Playing>;
  openPicture(file: Blob, size: { maxWidth: number; maxHeight: number }): Promise<Playing>;
  openPictures(files: readonly Blob[], options: PicturesOptions): Promise<Playing>;
  openPattern(pattern: Pattern, format: ProgramFormat): Promise<Playing>;
  /** How far files may fall behind their clock before pictures of them are left out, ms; null: they wait. 0 at first. */
  setPace(slackMs: number | null): void;
  /** Ends the worker and everything it plays, for good: what is being opened rejects with `not-running`. */
  close(): void;
}

interface Running {
  readonly worker: Worker;
  readonly service: Remote<MediaService>;
  /** Rejects when the worker dies or is ended. */
  readonly died: Promise<never>;
  end(error: EverframeError): void;
}

/** Opening reads headers and decodes a picture; a worker that takes longer hangs. */
const OPEN_MOST_MS = 60_000;

const closedError = () => new EverframeError('not-running', 'nothing is played any more');

export function createMediaClient(name = 'media', openMostMs = OPEN_MOST_MS): MediaClient {
  let running: Running | null = null;
  let isClosed = false;
  let pace: number | null = 0;

  function start(): Running {
    const worker = new Worker(new URL('../../workers/media.worker.ts', import.meta.url), {
      type: 'module',
      name,
    });
    let fail: (error: EverframeError) => void = () => undefined;
    const died = new Promise<never>((_resolve, reject) => (fail = reject));
    died.catch(() => undefined); // told to whoever waits for an answer
    const end = (error: EverframeError) => {
      if (running?.worker === worker) running = null;
      worker.terminate();
      fail(error);
    };
    worker.onerror = (event) => {
      end(new EverframeError('worker-died', event.message || 'the media worker failed'));
    };
    const service = wrap<MediaService>(worker);
    if (pace !== 0) void service.setPace(pace);
    return { worker, service, died, end };
  }

  async function open(
    call: (service: Remote<MediaService>, port: MessagePort) => Promise<MediaInfo>,
  ): Promise<Playing> {
    if (isClosed) throw closedError();
    const used = (running ??= start());
    const { port1, port2 } = new MessageChannel();
    const limit = setTimeout(() => {
      used.end(new EverframeError('worker-died', `nothing was opened in ${Math.round(openMostMs / 1000)} s`));
    }, openMostMs);
    const info = await Promise.race([call(used.service, transfer(port2, [port2])), used.died]).finally(() => {
      clearTimeout(limit);
    });
    return {
      feed: { kind: 'port', port: port1 },
      info,
      close() {
        if (running === used) void used.service.stop(info.playback);
      },
    };
  }
  return {
    openDemo: () => open((service, port) => service.openDemo(port)),
    openFile: (file, options = {}) => open((service, port) => service.openFile(file, port, { loop: true, ...options })),
    openPicture: (file, size) => open((service, port) => service.openPicture(file, port, size)),
    openPictures: (files, options) => open((service, port) => service.openPictures(files, port, options)),
    openPattern: (pattern, format) => open((service, port) => service.openPattern(pattern, port, format)),
    setPace(slackMs) {
      pace = slackMs;
      void running?.service.setPace(slackMs);
    },
    close() {
      isClosed = true;
      running?.end(closedError());
    },
  };
}
