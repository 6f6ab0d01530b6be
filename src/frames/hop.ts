// One hop of finished pictures over a port: one under way at most, the newest wins, every dropped frame is closed.
import type { Ready } from '../protocol/packets';

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
  let mayCall = true;
  let waiting: P | null = null;
  const post = (packet: P) => {
    mayCall = false;
    hooks.posting?.(packet);
    port.postMessage(packet, [packet.frame]);
  };
  port.onmessage = ({ data }: MessageEvent<Ready>) => {
    if (data !== 'ready') return;
    mayCall = true;
    const next = waiting;
    waiting = null;
    if (next) post(next);
  };
  return {
    send(packet) {
      if (mayCall) {
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
