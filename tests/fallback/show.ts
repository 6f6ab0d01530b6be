// A program worker with its fallbacks, as the studio has them, and a camera made of plain pictures. What comes out is
// looked at by its pixels.
import { createFallbackDesk } from '../../src/app/fallback-desk';
import { createProgramClient } from '../../src/app/program-client';
import { receiveOver, sendOver } from '../../src/frames/hop';
import { installErrorTransfer } from '../../src/protocol/error-transfer';
import type { CompositePacket, ProgramPacket, ProgramState, ShownNote } from '../../src/protocol/packets';

installErrorTransfer();

export const FORMAT = { width: 320, height: 180, fps: 30 };
/** Luma of the camera's pictures: brighter than anything that ships. */
export const CAMERA_LUMA = 230;
const BRIGHT = 150;

export interface Seen {
  readonly state: ProgramState;
  readonly privacyEpoch: number;
  readonly timestamp: number;
  /** Mean luma, 0 to 255. */
  readonly luma: number;
  /** A sum that changes with the picture. */
  readonly print: number;
  /** From the darkest to the lightest where the badge would be. */
  readonly badgeSpan: number;
  /** The middle column of what is brighter than `BRIGHT`. */
  readonly middle: number;
}

function plain(luma: number): Uint8Array<ArrayBuffer> {
  const { width, height } = FORMAT;
  const planes = new Uint8Array(width * height * 1.5).fill(128);
  planes.fill(luma, 0, width * height);
  return planes;
}

function frameOf(planes: Uint8Array<ArrayBuffer>): VideoFrame {
  const { width, height } = FORMAT;
  return new VideoFrame(planes, {
    format: 'I420',
    codedWidth: width,
    codedHeight: height,
    timestamp: Math.round(performance.now() * 1000),
    colorSpace: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
  });
}

/** `isClipsOnly`: without the loop of the program itself, which comes first as soon as there is one. */
export function openShow({ isClipsOnly = false } = {}) {
  const seen: Seen[] = [];
  const { width, height } = FORMAT;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) throw new Error('no 2D canvas');
  function look({ frame, state, privacyEpoch }: ProgramPacket): void {
    if (!context) return;
    context.drawImage(frame, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    let sum = 0;
    let print = 0;
    let [least, greatest] = [255, 0];
    let bright = 0;
    let columns = 0;
    for (let at = 0; at < data.length; at += 4) {
      const luma = 0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0);
      sum += luma;
      const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
      if (x >= 12 && x < 60 && y >= 12 && y < 27) [least, greatest] = [Math.min(least, luma), Math.max(greatest, luma)];
      print = (print * 31 + Math.round(luma)) % 1_000_003;
      if (luma <= BRIGHT) continue;
      bright += 1;
      columns += (at / 4) % width;
    }
    seen.push({
      state,
      privacyEpoch,
      timestamp: frame.timestamp,
      luma: sum / (width * height),
      print,
      badgeSpan: greatest - least,
      middle: columns / bright,
    });
    frame.close();
  }
  const desk = createFallbackDesk(FORMAT, () => undefined);
  const client = createProgramClient(FORMAT, {
    connect(frames, notes) {
      receiveOver<ProgramPacket>(frames, (packet) => {
        const { state, origin, fresh } = packet;
        notes.postMessage({ state, origin, fresh, atMs: 0 } satisfies ShownNote);
        look(packet);
      });
    },
    shown: () => undefined,
    canvasPicture: ({ bitmap }) => {
      bitmap.close();
    },
    status: (status) => {
      desk.readout(status);
    },
    fallbackEnd: (end) => {
      desk.ended(end);
    },
    respawned: () => {
      desk.respawned();
      camera = plug();
    },
  });
  const plug = () => sendOver<CompositePacket>(client.visionPort());
  let camera = plug();
  let epoch = 1;
  let timer = 0;
  if (isClipsOnly) desk.remove('self-loop');
  desk.open(client);
  const until = async (what: string, is: () => boolean) => {
    const giveUp = performance.now() + 60_000;
    while (!is()) {
      if (performance.now() > giveUp) throw new Error(`waited in vain: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return {
    seen,
    desk,
    client,
    until,
    setEpoch(next: number) {
      epoch = next;
      client.setPrivacyEpoch(next);
      desk.setPrivacyEpoch(next);
    },
    startCamera(draw = () => plain(CAMERA_LUMA)) {
      clearInterval(timer);
      client.note({ kind: 'open', sourceId: 1, heartbeat: true });
      timer = window.setInterval(() => {
        const origin = {
          revision: 1,
          privacyEpoch: epoch,
          sourceId: 1,
          standIn: false,
          arrivedAtMs: Date.now(),
          sourcePrint: null,
        };
        camera.send({ frame: frameOf(draw()), origin });
      }, 1000 / FORMAT.fps);
    },
    stopCamera() {
      clearInterval(timer);
    },
    untilState: (state: ProgramState) => until(state, () => seen.at(-1)?.state === state),
    untilReady: (id: string) =>
      until(`${id} ready`, () => desk.state().sources.some((source) => source.id === id && source.state === 'ready')),
    close() {
      clearInterval(timer);
      desk.close();
      client.close();
    },
  };
}
