// The program worker, put together: finished pictures in, one picture per interval out, whatever happens behind it.
// Live pictures are forwarded as they are; it draws only to fade to what stands in, and back. It never sees a GPU or a model.
import type { PlaneWork } from '../compositor/cpu/plane-work';
import { createCrossFade, type CrossFade, type OnAirName, type Passed } from '../fallback/cross-fade';
import { DEFAULT_FALLBACK } from '../config/fallback';
import { createFailover, type FailoverState } from '../fallback/failover';
import { createMixer, type Mixer } from '../fallback/mixer';
import { createFallbackPlayer, type FallbackPlayer } from '../fallback/player';
import { createSlate, type Slate } from '../fallback/slate';
import { readFeed } from '../frames/frame-feed';
import { receiveOver, sendOver, type HopSender } from '../frames/hop';
import { createCanvasFeed, type CanvasFeed } from '../outputs/canvas-feed';
import type { LoopPicture } from '../protocol/loop-service';
import type { CompositePacket, PictureOrigin, ProgramPacket, ProgramState } from '../protocol/packets';
import type { ProgramService, ProgramStatus } from '../protocol/program-service';

/** Cross-fade to what stands in, and back, but for the mode that takes its time (product.md, 5). */
const FADE_MS = 200;

const PICTURE: OnAirName = { kind: 'picture' };

interface Kept {
  readonly frame: VideoFrame;
  readonly origin: PictureOrigin;
}

/** In program intervals: by then a picture is not on its way any more, and the last one goes out again. */
const LATE = 1.5;
/** And of a slow source two follow each other within so many at the least: as good as two, with what timers need. */
const PAIR = 1.9;
/** Timers may be early by so much. */
const TIMER_MS = 0.5;

export function createProgramService(): ProgramService {
  let frameMs = 1000 / 30;
  let failover = createFailover(frameMs, performance.now());
  let settings = DEFAULT_FALLBACK;
  let planeWork: PlaneWork | null = null;
  let mixer: Mixer | null = null;
  let slate: Slate | null = null;
  let player: FallbackPlayer | null = null;
  let crossFade: CrossFade | null = null;
  let track: HopSender<ProgramPacket> | null = null;
  let canvas: CanvasFeed | null = null;
  let loop: HopSender<LoopPicture> | null = null;
  let onStatus: (status: ProgramStatus) => void = () => undefined;
  let kept: Kept | null = null;
  let epoch = 0;
  let timer = 0;
  let due = 0;
  let lastOutMs = 0;
  let beforeLastMs = 0;
  /** The last one out was the one before it, once more. */
  let isRepeating = false;
  let picturesOut = 0;
  let told = '';
  let hasNews = false;
  let lastPrint: number | null = null;
  let standInState: ProgramState = 'slate';
  let wasFallback = false;
  const inputs: (() => void)[] = [];

  /** What stands in while the machine says so: a source, or the slate when none has a picture. */
  const stateNow = (state: FailoverState): ProgramState =>
    state === 'fallback' && player?.readout().active == null ? 'slate' : state;
  const status = (): ProgramStatus => {
    const view = failover.view(performance.now());
    return {
      state: stateNow(view.state),
      sinceMs: performance.timeOrigin + view.sinceMs,
      reason: view.reason,
      feed: { ...view.feed, sinceMs: performance.timeOrigin + view.feed.sinceMs },
      healthyMs: view.healthyMs,
      recoveryMs: view.recoveryMs,
      awaitsReturn: view.awaitsReturn,
      picturesOut,
      // The last picture out is the one kept, while that is on air.
      openFrames:
        (kept ? 1 : 0) + (view.state === 'fallback' ? (crossFade?.openFrames ?? 0) : 0) + (player?.openFrames ?? 0),
      memoryBytes: planeWork?.memoryBytes() ?? 0,
      fallback: player?.readout() ?? { active: null, ready: [] },
    };
  };
  /** Tells changes at once. */
  const tellStatus = (nowMs: number) => {
    const now = status();
    const words = [now.state, now.reason, now.feed.state, now.feed.cause, now.awaitsReturn].join();
    // What is not shown by pictures is told four times a second, as a sign of life too.
    const progress = now.healthyMs !== null || now.state === 'nothing';
    if (!hasNews && words === told && !(progress && Math.floor(nowMs / 250) !== Math.floor((nowMs - frameMs) / 250)))
      return;
    hasNews = false;
    told = words;
    onStatus(now);
  };

  /**
   * Takes the frame. `pictureEpoch` is Infinity where nothing of any room is to be seen. Answers whether it went out as it
   * is, without anything of another picture.
   */
  const send = (packet: Omit<ProgramPacket, 'privacyEpoch'>, what: OnAirName, pictureEpoch: number): boolean => {
    if (!track || !crossFade) {
      packet.frame.close();
      return false;
    }
    beforeLastMs = lastOutMs;
    lastOutMs = performance.now();
    const out = (passed: Passed) => {
      picturesOut += 1;
      if (what.kind === 'standin') standInState = packet.state;
      track?.send({
        ...packet,
        // A stand-in that can still be seen is what viewers see.
        ...(passed.isFading ? { state: standInState, origin: null, fresh: true } : {}),
        frame: passed.frame,
        privacyEpoch: Number.isFinite(passed.epoch) ? passed.epoch : epoch,
      });
    };
    return crossFade.pass({ frame: packet.frame, what, epoch: pictureEpoch, out }, lastOutMs, fadeMs());
  };
  const fadeMs = () => (settings.mode === 'gradual' ? settings.transition * 1000 : FADE_MS);
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
    const show = failover.picture(nowMs, origin.standIn, origin.sourcePrint);
    if (!show) {
      frame.close();
      // It may be the one by which the feed is known to be frozen.
      hurry();
    } else {
      forget();
      kept = { frame: frame.clone(), origin };
      isRepeating = false;
      player?.rest();
      const { state } = failover.view(nowMs);
      const wentAsIs = send({ frame, state: stateNow(state), origin, fresh: true }, PICTURE, origin.privacyEpoch);
      // The same picture once more, from a camera that stands still, is nothing to make a loop of.
      const isNew = origin.sourcePrint === null || origin.sourcePrint !== lastPrint;
      lastPrint = origin.sourcePrint;
      if (wentAsIs && isNew && state === 'live' && !origin.standIn) loop?.send({ frame: kept.frame.clone(), origin });
    }
    tellStatus(nowMs);
  };

  let lastStandIn: VideoFrame | null = null;
  const standIn = (nowMs: number) => {
    const now = player?.advance(nowMs);
    const timestamp = timestampUs();
    const frame = !now
      ? slate?.frame(timestamp)
      : settings.badge && mixer
        ? mixer.mark(timestamp, now.picture)
        : new VideoFrame(now.picture, { timestamp });
    if (!frame) return;
    const fresh = !!now && now.picture !== lastStandIn;
    lastStandIn = now?.picture ?? null;
    const what: OnAirName = { kind: 'standin', name: now?.id ?? 'slate' };
    send({ frame, state: now ? 'fallback' : 'slate', origin: null, fresh }, what, now?.epoch ?? Infinity);
  };
  const repeat = ({ frame, origin }: Kept, state: ProgramState) => {
    const again = new VideoFrame(frame, { timestamp: timestampUs() });
    send({ frame: again, state, origin, fresh: false }, PICTURE, origin.privacyEpoch);
    isRepeating = true;
  };
  /** When the picture that is kept has to go out again, unless another comes. Of a slow source no more than a program's worth does. */
  const repeatDueMs = () => Math.max(lastOutMs + (isRepeating ? 1 : LATE) * frameMs, beforeLastMs + PAIR * frameMs);
  /** Makes what is missing now, and sees to it that the next is made when it is due. */
  const tick = () => {
    clearTimeout(timer);
    const nowMs = performance.now();
    failover.tick(nowMs);
    const { state } = failover.view(nowMs);
    if (state === 'fallback') {
      standIn(nowMs);
      // At even times.
      due = wasFallback ? Math.max(due + frameMs, nowMs) : nowMs + frameMs;
    } else {
      if (kept && nowMs >= repeatDueMs() - TIMER_MS) repeat(kept, state);
      due = kept ? repeatDueMs() : nowMs + frameMs;
    }
    wasFallback = state === 'fallback';
    tellStatus(nowMs);
    timer = self.setTimeout(tick, Math.max(0, due - performance.now()));
  };
  /** Something was lost for certain: viewers are not to wait for the clock. What stands in already goes on evenly. */
  const hurry = () => {
    if (!wasFallback) tick();
  };

  return {
    open(format, resumes, listener, onFallbackEnd) {
      frameMs = 1000 / format.fps;
      failover = createFailover(frameMs, performance.now(), resumes, settings);
      // Until it is there, or without it, the browser does the same, in its own time: no picture waits for it.
      import('../compositor/cpu/plane-work')
        .then(({ openPlaneWork }) => openPlaneWork(format.width, format.height))
        .then(
          (opened) => {
            planeWork = opened;
            hasNews = true;
          },
          () => undefined,
        );
      const draws = createMixer(
        format.width,
        format.height,
        async (...job) => planeWork?.fit(...job) ?? null,
        (...job) => planeWork?.remap(...job) ?? false,
      );
      mixer = draws;
      slate = createSlate(format.width, format.height);
      crossFade = createCrossFade(draws, frameMs);
      player = createFallbackPlayer({
        fit: (picture) => draws.fit(picture),
        ended: onFallbackEnd,
        changed() {
          hasNews = true;
        },
      });
      onStatus = listener;
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
    connectOutputs(frames, canvasPort) {
      track?.close();
      canvas?.close();
      const feed = createCanvasFeed(canvasPort, async (frame, use) => planeWork?.withPixels(frame, use) ?? null);
      canvas = feed;
      track = sendOver<ProgramPacket>(frames, {
        posting: (packet) => {
          // A picture that goes out once more is on the canvas.
          if (packet.fresh || !packet.origin) feed.add(packet);
        },
      });
    },
    note(note) {
      failover.note(note, performance.now());
      if (note.kind === 'lost') hurry();
    },
    setPrivacyEpoch(next) {
      epoch = next;
      track?.drop((packet) => packet.privacyEpoch < next);
      loop?.drop(({ origin }) => origin.privacyEpoch < next);
      crossFade?.forget(next);
      player?.forget(next);
      if (kept && kept.origin.privacyEpoch < next) {
        forget();
        failover.forgetPicture(performance.now());
      }
    },
    mute(on) {
      failover.mute(on, performance.now());
      if (on) hurry();
    },
    heartbeat() {
      failover.heartbeat(performance.now());
    },
    hold(next) {
      failover.hold(next, performance.now());
      tellStatus(performance.now());
    },
    release() {
      failover.release(performance.now());
    },
    rehearse(lengthMs) {
      failover.rehearse(lengthMs, performance.now());
    },
    setFallbackSettings(next) {
      settings = next;
      failover.settings = next;
      player?.rotate(next.mode === 'rotating' ? next.dwell * 1000 : null);
    },
    setFallbacks(sources) {
      player?.set(sources);
    },
    connectLoop(port) {
      loop?.close();
      loop = sendOver<LoopPicture>(port);
    },
    feedFallback(id, feed, silenceMs, privacyEpoch) {
      // One that was on its way when a stricter epoch began.
      if (privacyEpoch !== null && privacyEpoch < epoch) readFeed(feed).cancel();
      else player?.feed(id, feed, silenceMs, privacyEpoch ?? Infinity);
    },
    dropFallback(id) {
      player?.drop(id);
    },
    wishFallback(id) {
      player?.wish(id);
    },
    status,
    close() {
      clearTimeout(timer);
      for (const stop of inputs) stop();
      track?.close();
      canvas?.close();
      loop?.close();
      slate?.close();
      player?.close();
      crossFade?.close();
      forget();
      self.close();
    },
  };
}
