// A loop service in the page, fed with pictures of a drawing that moves, and a reader of what it plays.
import { openCatalogue } from '../../src/app/catalogue';
import { readFeed } from '../../src/frames/frame-feed';
import { sendOver } from '../../src/frames/hop';
import type { LoopPicture, LoopState } from '../../src/protocol/loop-service';
import { createLoopService } from '../../src/services/loop-service';

export const FORMAT = { width: 320, height: 180, fps: 30 };

/** Somebody who sways, before a wall that never moves. */
export const SWAY_SECONDS = 3.6;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The picture at `t` seconds: luma, then chroma. */
export function draw(t: number, { width, height }: Size = FORMAT): Uint8Array<ArrayBuffer> {
  const planes = new Uint8Array(width * height * 1.5).fill(128);
  const perPixel = FORMAT.width / width;
  const x = width * (0.5 + 0.2 * Math.sin((2 * Math.PI * t) / SWAY_SECONDS));
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const inside = Math.max(0, Math.min(1, 40 - perPixel * Math.hypot(column - x, row - height / 2)));
      planes[row * width + column] = 60 + (perPixel * column) / 4 + 90 * inside;
    }
  return planes;
}

export interface FedPicture {
  readonly epoch?: number;
  readonly revision?: number;
  readonly hasAlpha?: boolean;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** `cores`: of the machine that the service takes itself to be on. */
export function openLoopStage({ size = FORMAT, cores = 8 }: { size?: Size; cores?: number } = {}) {
  const format = { ...FORMAT, ...size };
  const { width, height } = format;
  const states: LoopState[] = [];
  const service = createLoopService(cores);
  const { port1, port2 } = new MessageChannel();
  const program = sendOver<LoopPicture>(port1);
  let n = 0;
  const latest = () => states.at(-1);

  return {
    service,
    states,
    latest,
    async open() {
      await service.open(
        format,
        (state) => states.push(state),
        () => openCatalogue().faceNets(),
      );
      service.connectProgram(port2);
    },
    /** Sends a picture; faster than a camera would, with the times that a camera's would have. */
    async send({ epoch = 1, revision = 1, hasAlpha = false }: FedPicture = {}) {
      const planes = draw(n / FORMAT.fps, format);
      const bytes = hasAlpha ? new Uint8Array(width * height * 2.5).fill(128) : planes;
      const pixels = hasAlpha ? 'I420A' : 'I420';
      const timestamp = Math.round((n++ * 1e6) / FORMAT.fps);
      const frame = new VideoFrame(bytes, { format: pixels, codedWidth: width, codedHeight: height, timestamp });
      const origin = { revision, privacyEpoch: epoch, sourceId: 1, standIn: false, arrivedAtMs: 0, sourcePrint: null };
      program.send({ frame, origin });
      await sleep(5);
    },
    async sendSeconds(seconds: number, picture: FedPicture = {}) {
      for (let k = 0; k < seconds * FORMAT.fps; k++) await this.send(picture);
    },
    /** The camera is away for a while. */
    skipSeconds(seconds: number) {
      n += Math.round(seconds * FORMAT.fps);
    },
    /** The person goes on for as long, and then no picture comes any more; answers the last one's luma. */
    async stopAfter(seconds: number): Promise<Uint8Array> {
      await this.sendSeconds(seconds);
      await sleep(1000);
      return draw((n - 1) / FORMAT.fps, format);
    },
    async untilLoop() {
      for (let k = 0; !latest()?.loop; k++) {
        if (k > 1000) throw new Error('there is no loop');
        await sleep(10);
      }
      const { loop } = latest();
      if (!loop) throw new Error('there is no loop');
      return loop;
    },
    play(id: number) {
      const channel = new MessageChannel();
      service.play(id, channel.port2);
      return readFeed({ kind: 'port', port: channel.port1 });
    },
    close() {
      program.close();
    },
  };
}

/** Takes the frame; answers its luma, row by row. */
export async function lumaOf(frame: VideoFrame): Promise<Uint8Array> {
  const bytes = new Uint8Array(frame.allocationSize());
  const [plane] = await frame.copyTo(bytes);
  const { width, height } = frame.visibleRect ?? FORMAT;
  const luma = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (plane?.offset ?? 0) + row * (plane?.stride ?? width);
    luma.set(bytes.subarray(from, from + width), row * width);
  }
  frame.close();
  return luma;
}

/** Root mean square of the difference, grey levels. */
export function change(one: Uint8Array, other: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += ((one[at] ?? 0) - (other[at] ?? 0)) ** 2;
  return Math.sqrt(sum / one.length);
}
