// The program worker, put together: finished pictures in, one picture per interval out, whatever happens behind it.
// Live pictures are forwarded as they are; it draws only to fade to the slate and back. It never sees a GPU or a model.
import { createFailover, DEFAULT_FAILOVER } from '../fallback/failover';
import { createSlate, type Slate } from '../fallback/slate';
import { receiveOver, sendOver, type HopSender } from '../frames/hop';
import { createCanvasFeed, type CanvasFeed } from '../outputs/canvas-feed';
import type { CompositePacket, PictureOrigin, ProgramPacket, ProgramState } from '../protocol/packets';
import type { ProgramService, ProgramStatus } from '../protocol/program-service';

/** Cross-fade between the held picture and the slate (product.md, 5). */
const FADE_MS = 200;

interface Kept {
  readonly frame: VideoFrame;
  readonly origin: PictureOrigin;
}

export function createProgramService(): ProgramService {
  let failover = createFailover(DEFAULT_FAILOVER, performance.now());
  let slate: Slate | null = null;
  let page: HopSender<ProgramPacket> | null = null;
  let canvas: CanvasFeed | null = null;
  let onStatus: (status: ProgramStatus) => void = () => undefined;
  let kept: Kept | null = null;
  let epoch = 0;
  let frameMs = DEFAULT_FAILOVER.frameMs;
  let timer = 0;
  let due = 0;
  let lastOutMs = 0;
  let picturesOut = 0;
  let told: ProgramState = 'nothing';
  let toldHealthy = false;
  let slateSinceMs = 0;
  const inputs: (() => void)[] = [];

  const status = (): ProgramStatus => {
    const view = failover.view(performance.now());
    return {
      state: view.state,
      sinceMs: performance.timeOrigin + view.sinceMs,
      reason: view.reason,
      healthyMs: view.healthyMs,
      recoveryMs: DEFAULT_FAILOVER.recoveryMs,
      picturesOut,
      openFrames: kept ? 1 : 0,
    };
  };
  /** Tells changes at once. */
  const tellStatus = (nowMs: number) => {
    const now = status();
    const healthy = now.healthyMs !== null;
    // What is not shown by pictures is told four times a second, as a sign of life too.
    const progress = healthy || now.state === 'nothing';
    if (
      now.state === told &&
      healthy === toldHealthy &&
      !(progress && Math.floor(nowMs / 250) !== Math.floor((nowMs - frameMs) / 250))
    )
      return;
    told = now.state;
    toldHealthy = healthy;
    onStatus(now);
  };

  const send = (packet: ProgramPacket) => {
    if (!page) {
      packet.frame.close();
      return;
    }
    lastOutMs = performance.now();
    picturesOut += 1;
    page.send(packet);
  };
  const timestampUs = () => Math.round(performance.now() * 1000);

  const forget = () => {
    kept?.frame.close();
    kept = null;
  };

  const takePicture = ({ frame, origin }: CompositePacket) => {
    const nowMs = performance.now();
    if (origin.privacyEpoch < epoch) {
      frame.close();
      return;
    }
    const show = failover.picture(nowMs, origin.standIn);
    if (!show) {
      frame.close();
    } else {
      forget();
      kept = { frame: frame.clone(), origin };
      send({ frame, state: failover.view(nowMs).state, origin, privacyEpoch: origin.privacyEpoch, fresh: true });
    }
    tellStatus(nowMs);
  };

  /** Once per program interval; only what is missing is made here. */
  const tick = () => {
    const nowMs = performance.now();
    failover.tick(nowMs);
    const { state, sinceMs } = failover.view(nowMs);
    if (state === 'slate' && slate) {
      slateSinceMs = sinceMs;
      const share = Math.min(1, (nowMs - slateSinceMs + frameMs) / FADE_MS);
      send({
        frame: slate.frame(timestampUs(), kept?.frame ?? null, share),
        state,
        origin: null,
        privacyEpoch: share < 1 && kept ? kept.origin.privacyEpoch : epoch,
        fresh: share < 1,
      });
    } else if (kept && nowMs - lastOutMs > 1.5 * frameMs) {
      send({
        frame: new VideoFrame(kept.frame, { timestamp: timestampUs() }),
        state,
        origin: kept.origin,
        privacyEpoch: kept.origin.privacyEpoch,
        fresh: false,
      });
    }
    tellStatus(nowMs);
    due = Math.max(due + frameMs, nowMs - frameMs);
    timer = self.setTimeout(tick, Math.max(0, due - performance.now()));
  };

  return {
    open(format, resumes, listener) {
      frameMs = 1000 / format.fps;
      failover = createFailover({ ...DEFAULT_FAILOVER, frameMs }, performance.now(), resumes);
      slate = createSlate(format.width, format.height);
      onStatus = listener;
      due = performance.now();
      tick();
    },
    connectVision(port) {
      // Two vision workers may be connected during a take-over; the first picture of the newer one ends the older.
      let joined = false;
      const stop = receiveOver<CompositePacket>(port, (packet) => {
        if (!joined) {
          joined = true;
          const older = inputs.splice(0, inputs.indexOf(stop));
          for (const end of older) end();
        }
        takePicture(packet);
      });
      inputs.push(stop);
    },
    connectPage(frames, canvasPort) {
      page?.close();
      canvas?.close();
      const feed = createCanvasFeed(canvasPort);
      canvas = feed;
      page = sendOver<ProgramPacket>(frames, {
        posting: (packet) => {
          feed.add(packet);
        },
      });
    },
    note(note) {
      failover.note(note, performance.now());
    },
    setPrivacyEpoch(next) {
      epoch = next;
      page?.drop((packet) => packet.privacyEpoch < next);
      if (kept && kept.origin.privacyEpoch < next) {
        forget();
        failover.forgetPicture(performance.now());
      }
    },
    hold(on) {
      failover.hold(on, performance.now());
      tellStatus(performance.now());
    },
    status,
    close() {
      clearTimeout(timer);
      for (const stop of inputs) stop();
      page?.close();
      canvas?.close();
      slate?.close();
      forget();
      self.close();
    },
  };
}
