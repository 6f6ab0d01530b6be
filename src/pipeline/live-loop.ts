// The live pipeline: the newest frame of the feed, rendered as the settings say, handed to the gate. It holds one camera
// frame at most, and never waits for anything but the engine.
import { asEverframeError, type EverframeError } from '../base/errors';
import { SampleWindow } from '../base/percentile';
import { SINGLE_FRAME, type Engine, type Look, type StageName } from '../compositor/engine';
import { readFeed, type FeedReader } from '../frames/frame-feed';
import type { Feed } from '../protocol/feed';
import type { StageSummary, VisionReport, VisionSettings, VisionSource } from '../protocol/vision-service';
import type { Carrying } from './carrying';
import { chooseLook } from './choose-look';
import { createFrameCap } from './frame-cap';
import { createFrameNotes, type TakeNotes } from './frame-notes';
import type { Finished, Gate } from './gate';
import { createSourcePrint } from './source-print';
import { SourceRhythm } from './source-rhythm';

const STAGES: readonly StageName[] = ['ingest', 'model', 'mask', 'compose', 'handover'];
const WINDOW = 90;
/** A model that failed this often in a row is not asked again by this worker. */
const MODEL_FAILURES_MAX = 3;
const ALWAYS = { isDue: true, carry: 'never' } as const;
const CUT_OUT: Look = { behind: { kind: 'nothing' }, person: 'masked' };

export interface LiveLoopHooks {
  onFirstFrame(sourceId: number): void;
  onEnded(sourceId: number, reason: 'end' | 'error', message: string): void;
  onFailure(error: EverframeError): void;
  /** Whether the engine has a picture to put behind the person. */
  hasBackdrop(): boolean;
  /** Where that picture moves, the engine gets its newest one. Awaited when a frame has been made, before the next: nobody waits for it. */
  freshenBackdrop(): Promise<void>;
  /** Asked when a frame can be masked: whether a cut-out of it is wanted for the studio's own eyes. */
  wantsCutOut(): boolean;
  /** What frames cost, in batches. */
  onNotes: TakeNotes;
  /** Takes that cut-out. It is made beside the program's picture and never comes near the gate. */
  onCutOut(picture: VideoFrame): void;
}

export function createLiveLoop(engine: Engine, gate: Gate, hooks: LiveLoopHooks) {
  let settings: VisionSettings | null = null;
  let reader: FeedReader | null = null;
  let generation = 0;
  /** Feeds are read one after the other: an engine takes one frame at a time. */
  let reading = Promise.resolve();
  let modelFailures = 0;
  const stages = new Map<StageName, SampleWindow>(STAGES.map((name) => [name, new SampleWindow(WINDOW)]));
  const work = new SampleWindow(WINDOW);
  const rhythm = new SourceRhythm();
  const count = { in: 0, out: 0, missed: 0, skipped: 0, open: 0, width: 0, height: 0 };
  const cap = createFrameCap();
  const notes = createFrameNotes(hooks.onNotes);
  let lastArrivalMs = 0;
  const printOf = createSourcePrint();

  let carrying: Carrying | null = null;
  const leave = (finished: Finished) => {
    if (gate.release(finished)) count.out += 1;
  };
  /** Until it is there every frame has an inference. */
  const loadCarrying = async () => {
    const { createCarrying } = await import('./carrying');
    carrying ??= createCarrying(leave, ({ frame }) => {
      frame.close();
    });
  };

  /** Answers how many frames of the source went by since the one before. */
  const noteArrival = (frame: VideoFrame, waitedMs: number): number => {
    count.in += 1;
    count.width = frame.displayWidth;
    count.height = frame.displayHeight;
    const missed = rhythm.arrived(frame.timestamp, waitedMs);
    count.missed += missed;
    notes.missed(missed);
    lastArrivalMs = performance.now();
    return missed;
  };

  async function renderOne(
    frame: VideoFrame,
    source: VisionSource,
    now: VisionSettings,
    isLate: boolean,
  ): Promise<void> {
    const arrivedAtMs = performance.timeOrigin + lastArrivalMs;
    const canMask = engine.hasSegmenter && modelFailures < MODEL_FAILURES_MAX;
    const { look, standIn } = chooseLook(now.background, { canMask, hasBackdrop: hooks.hasBackdrop() }, engine.height);
    // The same frame's own buffer, not a second frame of the camera.
    const again = canMask && hooks.wantsCutOut() ? frame.clone() : null;
    const isMasked = look.person === 'masked' && look.behind.kind !== 'source';
    // A mask serves no frame of another source or privacy epoch, and none after one that had no mask.
    if (!isMasked) carrying?.forget();
    const moment = {
      realm: `${generation} ${now.privacyEpoch}`,
      cadence: now.rung.cadence,
      skipping: now.rung.skipping,
      isLate,
    };
    const { isDue, carry } = carrying?.next(moment) ?? ALWAYS;
    let inferred = false;
    const began = performance.now();
    const note = notes.begin(now.rung.level, isMasked && isDue);
    count.open += 1;
    // Begun before the engine takes the frame, and ready long before its picture.
    const print = source.isCamera ? printOf(frame) : null;
    try {
      const picture = await engine.render(frame, {
        look,
        fit: source.fit,
        mirror: now.mirror,
        modelTier: now.rung.modelTier,
        effects: now.rung.effects,
        carry,
        onStage: (stage, ms) => {
          if (stage === 'model') inferred = true;
          stages.get(stage)?.add(ms);
          note.stage(stage, ms);
        },
      });
      modelFailures = 0;
      carrying?.done(inferred);
      // Before a cut-out is made beside it.
      const { gpuMs } = engine;
      work.add(performance.now() - began);
      const origin = {
        revision: now.revision,
        privacyEpoch: now.privacyEpoch,
        sourceId: source.sourceId,
        standIn,
        arrivedAtMs,
        sourcePrint: await print,
      };
      const finished: Finished = { frame: picture, look, origin };
      if (carrying) carrying.send(finished, now.rung, isMasked, isLate ? null : rhythm.usualMs);
      else leave(finished);
      if (again) await cutOut(again, source, now);
      if (look.behind.kind === 'backdrop') await hooks.freshenBackdrop();
      // Last: what keeps the next frame waiting is work, too.
      if (!standIn) note.end(performance.now() - began, gpuMs);
    } catch (error) {
      carrying?.forget();
      const failure = asEverframeError(error, 'engine-failed');
      // A net may fail on a frame; it is a fault when it goes on failing.
      if (failure.code === 'model-run') modelFailures += 1;
      if (failure.code !== 'model-run' || modelFailures === MODEL_FAILURES_MAX) hooks.onFailure(failure);
    } finally {
      again?.close();
      count.open -= 1;
    }
  }

  /** Takes the frame. After the program's picture, so that viewers wait for nothing; a failure leaves the tiles as they are. */
  async function cutOut(frame: VideoFrame, source: VisionSource, now: VisionSettings): Promise<void> {
    const { fit } = source;
    const { mirror, rung } = now;
    const { modelTier, effects } = rung;
    const request = { ...SINGLE_FRAME, look: CUT_OUT, fit, mirror, modelTier, effects };
    const picture = await engine.render(frame, request).catch(() => null);
    if (picture) hooks.onCutOut(picture);
  }

  async function run(feed: FeedReader, source: VisionSource, mine: number): Promise<void> {
    let first = true;
    try {
      for (;;) {
        const askedMs = performance.now();
        const frame = await feed.read();
        if (!frame) break;
        if (mine !== generation || !settings) {
          frame.close();
          if (mine !== generation) return;
          continue;
        }
        const missed = noteArrival(frame, performance.now() - askedMs);
        if (!cap.takes(frame.timestamp, rhythm.usualMs, settings.rung.fpsMax)) {
          count.skipped += 1;
          frame.close();
          continue;
        }
        if (first) hooks.onFirstFrame(source.sourceId);
        first = false;
        await renderOne(frame, source, settings, missed > 0);
      }
      if (mine === generation) hooks.onEnded(source.sourceId, 'end', 'the source ended');
    } catch (error) {
      if (mine === generation) hooks.onEnded(source.sourceId, 'error', asEverframeError(error).message);
    }
  }

  const summarise = (): StageSummary[] =>
    STAGES.flatMap((name) => {
      const p50Ms = stages.get(name)?.percentile(0.5);
      const p95Ms = stages.get(name)?.percentile(0.95);
      return p50Ms == null || p95Ms == null ? [] : [{ name, p50Ms, p95Ms }];
    });

  return {
    setSettings(next: VisionSettings): void {
      settings = next;
      gate.setSettings(next);
      const { cadence, skipping } = next.rung;
      const asksAll = skipping === 'none' || (skipping === 'nth' && cadence === 1);
      // Should it fail to load, rungs cost what they cost.
      if (!carrying && !asksAll) loadCarrying().catch(() => undefined);
      for (const window of stages.values()) window.clear();
      work.clear();
    },
    setFeed(feed: Feed, source: VisionSource): void {
      generation += 1;
      reader?.cancel();
      const next = readFeed(feed);
      reader = next;
      rhythm.reset();
      cap.reset();
      carrying?.clear();
      const mine = generation;
      // In its turn: a frame of the source before may still be at work, and would be remembered.
      reading = reading.then(() => {
        engine.reset();
        return run(next, source, mine);
      });
    },
    trustModelAgain(): void {
      modelFailures = 0;
    },
    report(): VisionReport {
      const usual = rhythm.usualMs;
      const silent = performance.now() - lastArrivalMs > 1000;
      return {
        framesIn: count.in,
        framesOut: count.out,
        framesMissed: count.missed,
        framesSkipped: count.skipped,
        sourceFps: usual && !silent ? 1000 / usual : null,
        sourceWidth: count.width,
        sourceHeight: count.height,
        workP50Ms: work.percentile(0.5),
        workP95Ms: work.percentile(0.95),
        stages: summarise(),
        memoryBytes: engine.memoryBytes(),
        openFrames: count.open + (carrying?.waiting ?? 0),
        hasSegmenter: engine.hasSegmenter,
      };
    },
    stop(): void {
      generation += 1;
      reader?.cancel();
      reader = null;
      carrying?.clear();
    },
  };
}
