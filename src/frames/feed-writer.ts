// The producer's end of a port feed: holds at most one frame, the newest, until the consumer pulls. A consumer whose worker has gone says
// nothing (Chromium's ports have no close event): whoever knows of it ends what is played for it.
import type { FeedReply, FeedRequest } from '../protocol/feed';

export interface FeedWriter {
  /** Takes `frame`: sends it if it was asked for, else keeps it in place of an older one, which is closed. */
  offer(frame: VideoFrame): void;
  /** Says that no more will come. */
  end(reason: 'end' | 'error', message: string): void;
  /** True while the consumer waits for a frame. */
  readonly wanted: boolean;
}

export function writeFeed(port: MessagePort, on: { pull?: () => void; close: () => void }): FeedWriter {
  let wanted = false;
  let kept: VideoFrame | null = null;
  let ended: FeedReply | null = null;
  const send = (reply: FeedReply) => {
    wanted = false;
    if ('frame' in reply) port.postMessage(reply, [reply.frame]);
    else port.postMessage(reply);
  };
  const close = () => {
    kept?.close();
    kept = null;
    port.close();
    on.close();
  };
  port.onmessage = ({ data }: MessageEvent<FeedRequest>) => {
    if (data === 'close') {
      close();
      return;
    }
    wanted = true;
    if (kept) {
      const frame = kept;
      kept = null;
      send({ frame });
    } else if (ended) send(ended);
    on.pull?.();
  };
  return {
    offer(frame) {
      kept?.close();
      kept = null;
      if (wanted) send({ frame });
      else kept = frame;
    },
    end(reason, message) {
      ended = { ended: reason, message };
      if (wanted) send(ended);
    },
    get wanted() {
      return wanted;
    },
  };
}
