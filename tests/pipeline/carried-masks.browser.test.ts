// Masks carried forward on air: the real engine and the real loop, a net that takes red for a person, and everything across which no mask
// may be carried. What leaves the gate is looked at as viewers would see it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/compositor/cpu/cpu-engine';
import type { Engine } from '../../src/compositor/engine';
import { FULL_RUNG, type ModelTier } from '../../src/config/rung';
import { writeFeed } from '../../src/frames/feed-writer';
import { receiveOver } from '../../src/frames/hop';
import { createGate } from '../../src/pipeline/gate';
import { createLiveLoop } from '../../src/pipeline/live-loop';
import type { CompositePacket } from '../../src/protocol/packets';
import type { FrameNote, VisionSettings } from '../../src/protocol/vision-service';
import { difference, paintFrame, readPicture, type Picture, type Rgb } from '../engines/painted-frames';
import { OPEN_RED_NET_CONTRACT, redNet } from '../engines/red-net';

const SIZE = { width: 320, height: 180 };
const STEP_US = 33_333;
const GREEN: Rgb = [0, 177, 64];
const SOURCE = { fit: 'cover', isCamera: false } as const;

let engine: Engine;
beforeAll(async () => {
  engine = await createCpuEngine(SIZE);
  await engine.useSegmenter(redNet([1, 0, 0], 0, true), OPEN_RED_NET_CONTRACT);
});
afterAll(() => {
  engine.dispose();
});

/** A blue room with somebody in red between two columns. */
const somebody = (left: number, n: number): VideoFrame =>
  paintFrame(SIZE.width, SIZE.height, (x) => (x >= left && x < left + 100 ? [230, 30, 30] : [40, 60, 160]), {
    timestamp: n * STEP_US,
  });

/** The loop on air; `show` gives it one frame and waits for what leaves. */
async function onAir() {
  const { port1, port2 } = new MessageChannel();
  const gate = createGate(() => undefined);
  gate.connect(port1);
  const asked: boolean[] = [];
  const tiers: ModelTier[] = [];
  const notes: FrameNote[] = [];
  const watched: Engine = {
    ...engine,
    hasSegmenter: true,
    render(frame, request) {
      let isAsked = false;
      tiers.push(request.modelTier);
      const onStage: typeof request.onStage = (stage, ms) => {
        isAsked ||= stage === 'model';
        request.onStage(stage, ms);
      };
      return engine.render(frame, { ...request, onStage }).finally(() => asked.push(isAsked));
    },
  };
  const loop = createLiveLoop(watched, gate, {
    onFirstFrame: () => undefined,
    onEnded: () => undefined,
    onFailure: (error) => expect.unreachable(error.message),
    hasBackdrop: () => false,
    freshenBackdrop: () => Promise.resolve(),
    wantsCutOut: () => false,
    onNotes: (more) => notes.push(...more),
    onCutOut: () => undefined,
  });
  let settings: VisionSettings = {
    revision: 1,
    privacyEpoch: 1,
    background: { mode: 'green' },
    mirror: false,
    rung: { ...FULL_RUNG, cadence: 4 },
  };
  let seen: ((picture: Picture | PromiseLike<Picture>) => void) | null = null;
  receiveOver<CompositePacket>(port2, ({ frame }) => {
    const take = seen;
    seen = null;
    if (take) take(readPicture(frame));
    else frame.close();
  });
  const change = (more: Partial<VisionSettings>) => {
    settings = { ...settings, ...more, revision: settings.revision + 1 };
    loop.setSettings(settings);
  };
  change({});
  // What carries masks comes when it is asked for; until then every frame has an inference.
  await import('../../src/pipeline/carrying');
  await new Promise((resolve) => setTimeout(resolve, 50));
  const open = (sourceId: number) => {
    const feed = new MessageChannel();
    const writer = writeFeed(feed.port1, { close: () => undefined });
    loop.setFeed({ kind: 'port', port: feed.port2 }, { ...SOURCE, sourceId });
    return writer;
  };
  let writer = open(1);
  return {
    change,
    notes,
    /** As the engine was asked, frame by frame. */
    tiers,
    /** Another source takes over. */
    turnTo(sourceId: number) {
      writer = open(sourceId);
    },
    async show(frame: VideoFrame): Promise<{ asked: boolean; picture: Picture }> {
      const next = new Promise<Picture>((resolve) => (seen = resolve));
      writer.offer(frame);
      const picture = await next;
      return { asked: asked.at(-1) ?? false, picture };
    },
    stop() {
      loop.stop();
      gate.close();
    },
  };
}

const hides = (picture: Picture, x: number) => difference(picture.at(x, 90), GREEN) <= 10;

test('between inferences the mask is carried; across a privacy epoch, a source, a cut and a loss it is not', async () => {
  const air = await onAir();
  const asked: Record<string, boolean> = {};
  let n = 0;
  const see = async (story: string, left: number, at = n++) => {
    const { asked: isAsked, picture } = await air.show(somebody(left, at));
    asked[story] = isAsked;
    const hidden = [0, 1, 2, 3].map((k) => hides(picture, 40 + k * 80));
    expect(hidden, story).toEqual([0, 1, 2, 3].map((k) => 40 + k * 80 < left || 40 + k * 80 >= left + 100));
  };
  await see('the first', 90);
  await see('the second, as the first agreed with nothing', 90);
  await see('held still', 90);
  air.change({ privacyEpoch: 2, background: { mode: 'green' } });
  await see('a new privacy epoch', 90);
  await see('held still again', 90);
  await see('jumped away', 180);
  await see('settled', 180);
  await see('held still there', 180);
  n += 40;
  await see('after a loss', 180);
  await see('held still after it', 180);
  air.turnTo(2);
  await see('another source with the same picture', 180);
  air.stop();
  expect(asked).toEqual({
    'the first': true,
    'the second, as the first agreed with nothing': true,
    'held still': false,
    'a new privacy epoch': true,
    'held still again': false,
    'jumped away': true,
    settled: true,
    'held still there': false,
    'after a loss': true,
    'held still after it': false,
    'another source with the same picture': true,
  });
});

test('a rung on which the net sees a smaller picture begins with an answer of its own, and so does the way back', async () => {
  const air = await onAir();
  const asked: boolean[] = [];
  let n = 0;
  const see = async (frames: number) => {
    for (let k = 0; k < frames; k++) {
      const { asked: isAsked, picture } = await air.show(somebody(90, n++));
      asked.push(isAsked);
      expect([40, 120, 200, 280].map((x) => hides(picture, x))).toEqual([true, false, true, true]);
    }
  };
  await see(3);
  air.change({ rung: { ...FULL_RUNG, level: 'ultra-low', cadence: 4, modelTier: 'light' } });
  await see(3);
  air.change({ rung: { ...FULL_RUNG, level: 'low', cadence: 4 } });
  await see(3);
  air.stop();
  expect(asked).toEqual([true, true, false, true, true, false, true, true, false]);
  expect(air.tiers).toEqual([
    ...Array<ModelTier>(3).fill('standard'),
    ...Array<ModelTier>(3).fill('light'),
    ...Array<ModelTier>(3).fill('standard'),
  ]);
});

test('a frame that could not be carried is told as one without an inference that cost as much', async () => {
  const air = await onAir();
  for (let n = 0; n < 10; n++) await air.show(somebody(n % 2 === 0 ? 20 : 180, n));
  air.stop();
  const withModel = air.notes.filter(({ stages }) => stages.model !== undefined);
  expect(withModel.length).toBe(air.notes.length);
  expect(air.notes.filter(({ inferred }) => inferred).length).toBe(1);
});
