// Reads a Feed: one frame at a time, whoever sends it. The reader owns each frame it gets; nothing is buffered here.
import type { Feed, FeedReply, FeedRequest } from '../protocol/feed';

export interface FeedReader {
  /** The next frame (the caller owns it), or null at the end. Rejects when the producer failed. */
  read(): Promise<VideoFrame | null>;
  /** Stops; a read under way resolves with null, frames already sent are closed. */
  cancel(): void;
}

function readStream(readable: ReadableStream<VideoFrame>): FeedReader {
  const reader = readable.getReader();
  let cancelled = false;
  return {
    async read() {
      const { done, value } = await reader.read();
      if (done) return null;
      if (!cancelled) return value;
      value.close();
      return null;
    },
    cancel() {
      cancelled = true;
      void reader.cancel().catch(() => undefined);
    },
  };
}

function readPort(port: MessagePort): FeedReader {
  let cancelled = false;
  let waiting: { resolve: (frame: VideoFrame | null) => void; reject: (error: Error) => void } | null = null;
  port.onmessage = ({ data }: MessageEvent<FeedReply>) => {
    const turn = waiting;
    waiting = null;
    if ('frame' in data) {
      if (cancelled || !turn) data.frame.close();
      else turn.resolve(data.frame);
    } else if (data.ended === 'error') turn?.reject(new Error(data.message));
    else turn?.resolve(null);
  };
  const say = (request: FeedRequest) => {
    port.postMessage(request);
  };
  return {
    read: () =>
      new Promise((resolve, reject) => {
        if (cancelled) {
          resolve(null);
          return;
        }
        waiting = { resolve, reject };
        say('pull');
      }),
    cancel() {
      cancelled = true;
      waiting?.resolve(null);
      waiting = null;
      say('close');
    },
  };
}

export function readFeed(feed: Feed): FeedReader {
  return feed.kind === 'stream' ? readStream(feed.readable) : readPort(feed.port);
}
