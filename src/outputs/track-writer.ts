// Writes the program's pictures into the output track, wherever that is done: in the output worker, or on a page that may not
// share memory with one (decisions/020).
import type { EpochGate } from '../frames/epoch-gate';
import { receiveOver } from '../frames/hop';
import type { ProgramPacket, ShownNote } from '../protocol/packets';

export interface TrackWriter {
  /** Takes the pictures that come over `frames` from now on, and no others; tells each over `notes`. */
  connect(frames: MessagePort, notes: MessagePort): void;
}

/** @param writable the track's; a picture that comes while it is busy waits, the newest alone; one that `gate` refuses is closed unseen */
export function createTrackWriter(writable: WritableStream<VideoFrame>, gate: EpochGate): TrackWriter {
  const writer = writable.getWriter();
  let stop = () => undefined as void;

  let waiting: ProgramPacket | null = null;

  function write({ frame, privacyEpoch }: ProgramPacket): void {
    const leaves = gate.pass(privacyEpoch, () => {
      // write() takes the frame, and closes it when it fails.
      void writer.write(frame).catch(() => {
        frame.close();
      });
    });
    if (!leaves) frame.close();
  }
  function writeWaiting(): void {
    if (!waiting) return;
    const packet = waiting;
    waiting = null;
    write(packet);
  }
  function take(packet: ProgramPacket): void {
    if ((writer.desiredSize ?? 0) > 0) {
      write(packet);
      return;
    }
    waiting?.frame.close();
    waiting = packet;
    // A track that has ended takes none: the write fails, and the frame is closed.
    writer.ready.then(writeWaiting, writeWaiting);
  }

  return {
    connect(frames, notes) {
      stop();
      stop = receiveOver<ProgramPacket>(frames, (packet) => {
        take(packet);
        const { state, origin, fresh } = packet;
        notes.postMessage({
          state,
          origin,
          fresh,
          atMs: performance.timeOrigin + performance.now(),
        } satisfies ShownNote);
      });
    },
  };
}
