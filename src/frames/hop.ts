// One hop of finished pictures over a port: a few under way at most, the newest wins, every dropped frame is closed.
import type { Ready } from '../protocol/packets';

/**
 * More than one: on a busy machine each thread waits its turn, and a hop that waits for every answer gets a picture across per
 * round trip, however soon they are made. Few: what is under way is what viewers see late.
 */
export const UNDER_WAY_MOST = 2;

interface Packet {
  readonly frame: VideoFrame;
}

export interface HopSender<P extends Packet> {
  /** Takes the packet's frame. */
  send(packet: P): void;
  /** Closes the frame that waits, if `refuse` says so. */
  drop(refuse: (packet: P) => boolean): void;
  close(): void;
}

export interface HopHooks<P extends Packet> {
  /** A picture was replaced by a newer one before it could be sent. */
  dropped?(): void;
  /** This one goes now; its frame is borrowed. */
  posting?(packet: P): void;
}

export function sendOver<P extends Packet>(port: MessagePort, hooks: HopHooks<P> = {}): HopSender<P> {
  let underWay = 0;
  let waiting: P | null = null;
  const post = (packet: P) => {
    underWay += 1;
    hooks.posting?.(packet);
    port.postMessage(packet, [packet.frame]);
  };
  port.onmessage = ({ data }: MessageEvent<Ready>) => {
    if (data !== 'ready') return;
    underWay -= 1;
    const next = waiting;
    waiting = null;
    if (next) post(next);
  };
  return {
    send(packet) {
      if (underWay < UNDER_WAY_MOST) {
        post(packet);
        return;
      }
      if (waiting) {
        waiting.frame.close();
        hooks.dropped?.();
      }
      waiting = packet;
    },
    drop(refuse) {
      if (!waiting || !refuse(waiting)) return;
      waiting.frame.close();
      waiting = null;
    },
    close() {
      waiting?.frame.close();
      waiting = null;
      port.close();
    },
  };
}

/** `take` owns the packet's frame; the sender may send the next as soon as it returns. */
export function receiveOver<P extends Packet>(port: MessagePort, take: (packet: P) => void): () => void {
  port.onmessage = ({ data }: MessageEvent<P>) => {
    try {
      take(data);
    } finally {
      port.postMessage('ready' satisfies Ready);
    }
  };
  return () => {
    port.onmessage = ({ data }: MessageEvent<P>) => {
      data.frame.close();
    };
    port.close();
  };
}
