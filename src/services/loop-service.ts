// The loop worker, put together: the program's pictures are encoded into a ring, a loop is looked for in it now and then,
// and the best is kept, ready to be played. A picture of an older privacy epoch is refused wherever it is met.
import type { ProgramFormat } from '../config/program';
import { writeFeed } from '../frames/feed-writer';
import { receiveOver } from '../frames/hop';
import { chooseCodec, ringFormat } from '../loop/codec';
import { createFaceWatch, type FaceWatch } from '../loop/face-watch';
import type { LoopCandidate } from '../loop/candidate';
import { findLoops, LOOP_WISHES } from '../loop/finder';
import { clipOf, makeLoop, type Loop } from '../loop/make-loop';
import { nearestTimeUs } from '../loop/nearest';
import { createPieceEncoder, type PieceEncoder } from '../loop/piece-codec';
import { createRecorder, type Recorder } from '../loop/recorder';
import { createRing, type Piece } from '../loop/ring';
import { listenForSilence } from '../loop/silence';
import type { LoopInfo, LoopPicture, LoopService, LoopState, LoopTrouble } from '../protocol/loop-service';
import type { PictureOrigin } from '../protocol/packets';
import { playClip } from '../sources/file/play-clip';

/** Between two searches; and while there is a loop of this run, with which nobody is in a hurry. */
const SEARCH_MS = 2000;
const SEARCH_AGAIN_MS = 4000;
/** A longer time between two pictures is no picture of the same run: a loop across it would jump. */
const GAP_US = 1e6;
/** Room for the shortest loop, its fade, and some choice. */
const NEEDED_MS = LOOP_WISHES.minMs + LOOP_WISHES.leadMs + 1000;
/** A loop gives way to one that costs less than this share of it. */
const CLEARLY_BETTER = 0.7;
/** To any that is found once it has left the ring, but not sooner than this: making one takes as long as ten pictures. */
const STAYS_US = 10e6;
const TELL_MS = 500;
/** While there is a loop only its bytes change. */
const TELL_AGAIN_MS = 5000;
/** So much picture comes before the nets for faces do: a loop found without them is long ready then. */
const FACES_AFTER_MS = 15_000;

/** Between two pictures of a way back, which nobody waits for: a tenth of a core or so while it is encoded. */
const BREATH_MS = 10;
const breath = () => new Promise<void>((resolve) => setTimeout(resolve, BREATH_MS));

interface Kept {
  readonly info: LoopInfo;
  readonly loop: Loop;
  readonly cost: number;
  readonly run: number;
  /** Its first picture, and the newest when it was made: in the ring's time. */
  readonly startUs: number;
  readonly madeUs: number;
}

interface Playing {
  readonly epoch: number;
  end: () => void;
}

export function createLoopService(cores = navigator.hardwareConcurrency): LoopService {
  const ring = createRing();
  const playing = new Set<Playing>();
  const silence = listenForSilence(beginNearLast);
  let tell: (state: LoopState) => void = () => undefined;
  let size: ProgramFormat | null = null;
  /** For the loops; its config is the recorder's, too. */
  let maker: PieceEncoder | null = null;
  let recorder: Recorder | null = null;
  let faces: FaceWatch | null = null;
  let trouble: LoopTrouble | null = null;
  let stopInput = () => undefined as void;
  let epoch = 0;
  let run = 0;
  let sourceId: number | null = null;
  let isOtherExpected = false;
  let last: { origin: PictureOrigin; timestamp: number } | null = null;
  let colorSpace: VideoColorSpaceInit | null = null;
  let kept: Kept | null = null;
  let made = 0;
  let isMaking = false;
  let searchedMs = 0;
  let toldMs = 0;

  const tierNow = () => (faces?.isLooking ? 'lite' : 'cpu');
  function tellState(): void {
    toldMs = performance.now();
    const bytes = ring.bytes + (kept?.loop.samples.reduce((sum, { data }) => sum + data.byteLength, 0) ?? 0);
    tell({ loop: kept?.info ?? null, gatheredMs: ring.spanMs, neededMs: NEEDED_MS, trouble, tier: tierNow(), bytes });
  }
  function startRun(): void {
    run += 1;
    last = null;
    ring.clear();
    recorder?.reset();
  }
  function forgetAll(): void {
    startRun();
    kept = null;
    tellState();
  }
  function forgetOlder(next: number): void {
    epoch = next;
    for (const one of [...playing]) if (one.epoch < next) one.end();
    if (last && last.origin.privacyEpoch < next) startRun();
    if (kept && kept.info.privacyEpoch < next) kept = null;
    tellState();
  }

  /** Whether what is kept should give way to that one. */
  function isBetter(found: LoopCandidate): boolean {
    if (!kept || kept.run !== run) return true;
    if (found.cost < CLEARLY_BETTER * kept.cost) return true;
    const { startUs, madeUs } = kept;
    return startUs < (ring.pieces[0]?.timestampUs ?? 0) && (ring.pieces.at(-1)?.timestampUs ?? 0) - madeUs > STAYS_US;
  }
  /** Of the loop's pictures, the one most like the newest that was recorded. */
  function nearLastMs({ pictures }: Loop): number {
    const newest = ring.pieces.at(-1);
    return newest ? nearestTimeUs(pictures, newest.features) / 1000 : 0;
  }
  async function search(): Promise<void> {
    if (isMaking || !maker || ring.spanMs < NEEDED_MS) return;
    const pieces = [...ring.pieces];
    const [found] = findLoops(pieces);
    const first = pieces[found?.start ?? 0];
    if (!found || !first || !isBetter(found)) return;
    const mine = run;
    const privacyEpoch = last?.origin.privacyEpoch ?? 0;
    // Of pictures that may not be shown any more, or that are not the program's any more.
    const isStale = () => mine !== run || privacyEpoch < epoch;
    const breathe = async () => {
      await breath();
      if (isStale()) throw new Error('nobody wants this loop any more');
    };
    isMaking = true;
    try {
      const loop = await makeLoop(maker, colorSpace, pieces, found, breathe);
      if (isStale()) return;
      const { score, cost } = found;
      const info = { id: ++made, lengthMs: loop.durationUs / 1000, beginMs: nearLastMs(loop), score, privacyEpoch };
      kept = { info, loop, cost, run, startUs: first.timestampUs, madeUs: pieces.at(-1)?.timestampUs ?? 0 };
      tellState();
    } catch {
      // The next search tries again; what is kept stays.
    } finally {
      isMaking = false;
    }
  }

  /** The loop may be wanted soon; one that is wanted before is begun where it was. */
  function beginNearLast(): void {
    if (!kept) return;
    const beginMs = nearLastMs(kept.loop);
    if (beginMs === kept.info.beginMs) return;
    kept = { ...kept, info: { ...kept.info, beginMs } };
    tellState();
  }

  function createEncoders(encoding: VideoEncoderConfig): void {
    const watch: Parameters<typeof createRecorder>[2] = faces && {
      offer: (...picture) => {
        if (ring.spanMs > FACES_AFTER_MS) faces?.offer(...picture);
      },
      leftOut: () => faces?.leftOut(),
      forget: () => faces?.forget(),
    };
    const on = {
      piece(piece: Piece) {
        ring.add(piece);
        silence.heard(piece.timestampUs);
        const nowMs = performance.now();
        if (nowMs - toldMs > (kept ? TELL_AGAIN_MS : TELL_MS)) tellState();
        const everyMs = kept?.run === run ? SEARCH_AGAIN_MS : SEARCH_MS;
        if (nowMs - searchedMs < everyMs && (kept || ring.spanMs < NEEDED_MS)) return;
        searchedMs = nowMs;
        void search();
      },
      failed() {
        recorder?.close();
        recorder = null;
        trouble = 'no-encoder';
        forgetAll();
      },
    };
    recorder = createRecorder(encoding, on, watch);
    maker = createPieceEncoder(encoding);
  }
  /** Takes the frame. */
  function takePicture({ frame, origin }: LoopPicture): void {
    if (origin.privacyEpoch > epoch) forgetOlder(origin.privacyEpoch);
    const isWhole = frame.visibleRect?.width === size?.width && frame.visibleRect?.height === size?.height;
    if (origin.privacyEpoch < epoch || !recorder || !isWhole) {
      frame.close();
      return;
    }
    if (frame.format !== 'I420') {
      frame.close();
      if (trouble === null || kept) {
        trouble = 'cutout';
        forgetAll();
      }
      return;
    }
    if (trouble) {
      trouble = null;
      tellState();
    }
    const isNext =
      last !== null &&
      last.origin.privacyEpoch === origin.privacyEpoch &&
      last.origin.revision === origin.revision &&
      last.origin.sourceId === origin.sourceId &&
      frame.timestamp > last.timestamp &&
      frame.timestamp - last.timestamp < GAP_US;
    if (!isNext) startRun();
    if (origin.sourceId !== sourceId && isOtherExpected) {
      isOtherExpected = false;
      kept = null;
      tellState();
    }
    ({ sourceId } = origin);
    last = { origin, timestamp: frame.timestamp };
    const { primaries, transfer, matrix, fullRange } = frame.colorSpace;
    colorSpace = matrix === null ? null : { primaries, transfer, matrix, fullRange };
    recorder.take(frame);
  }

  return {
    async open(format, onState, faceNets) {
      tell = onState;
      faces = createFaceWatch(async () => {
        const { openFaceReader } = await import('../faces/open-face-reader');
        return openFaceReader(await faceNets());
      }, cores);
      size = format;
      const encoding = await chooseCodec(ringFormat(format, cores));
      if (encoding) createEncoders(encoding);
      else trouble = 'no-encoder';
      tellState();
    },
    connectProgram(port) {
      // The worker before has gone, and its ports never say so.
      for (const one of [...playing]) one.end();
      stopInput();
      stopInput = receiveOver<LoopPicture>(port, takePicture);
    },
    setPrivacyEpoch(next) {
      if (next > epoch) forgetOlder(next);
    },
    expectOtherSource() {
      isOtherExpected = true;
    },
    play(id, port) {
      if (kept?.info.id !== id) {
        writeFeed(port, { close: () => undefined }).end('end', 'this loop is no more');
        return;
      }
      const { loop, info } = kept;
      const one: Playing = { epoch: info.privacyEpoch, end: () => undefined };
      one.end = playClip(clipOf(loop, info.beginMs * 1000), port, { loop: true, waits: true }, () =>
        playing.delete(one),
      );
      playing.add(one);
    },
    close() {
      stopInput();
      silence.close();
      recorder?.close();
      maker?.close();
      faces?.close();
      for (const one of [...playing]) one.end();
      ring.clear();
      kept = null;
      self.close();
    },
  };
}
