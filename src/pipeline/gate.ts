// The one place where a picture may leave the vision worker for the program. While a hiding effect is on it lets only
// composited pictures of the current privacy epoch through; everything else is closed here. Nothing else in the
// worker holds the program's port.
import { hidesRoom } from '../config/background';
import type { Look } from '../compositor/engine';
import { sendOver, type HopSender } from '../frames/hop';
import type { CompositePacket } from '../protocol/packets';
import type { VisionSettings } from '../protocol/vision-service';

export interface Finished extends CompositePacket {
  /** The look it was rendered with: what the gate judges by. */
  readonly look: Look;
}

/** Whether a picture may be shown under `settings`. */
export function mayLeave(settings: VisionSettings, picture: Pick<Finished, 'look' | 'origin'>): boolean {
  if (picture.origin.privacyEpoch !== settings.privacyEpoch) return false;
  return !hidesRoom(settings.background) || picture.look.behind.kind !== 'source';
}

export interface Gate {
  connect(port: MessagePort): void;
  /** From now on pictures are judged by these; one that waits and no longer passes is closed. */
  setSettings(settings: VisionSettings): void;
  /** Takes the frame; answers whether it was let through. */
  release(picture: Finished): boolean;
  close(): void;
}

export function createGate(onDropped: () => void): Gate {
  let settings: VisionSettings | null = null;
  let program: HopSender<CompositePacket> | null = null;
  return {
    connect(port) {
      program?.close();
      program = sendOver<CompositePacket>(port, { dropped: onDropped });
    },
    setSettings(next) {
      settings = next;
      program?.drop((packet) => packet.origin.privacyEpoch !== next.privacyEpoch);
    },
    release(picture) {
      if (!program || !settings || !mayLeave(settings, picture)) {
        picture.frame.close();
        return false;
      }
      program.send({ frame: picture.frame, origin: picture.origin });
      return true;
    },
    close() {
      program?.close();
      program = null;
    },
  };
}
