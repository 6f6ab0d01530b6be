// A studio to be measured: the product itself, beside the one of the page, with workers of its own, on the engine that is asked for and
// before a camera that is known to the millisecond. Keeps nothing; ends with its signal or when it is closed.
import { transfer } from 'comlink';
import { EverframeError } from '../../base/errors';
import type { EngineName } from '../../benchmark/result';
import type { ProgramFormat } from '../../config/program';
import { defaultQuality } from '../quality-store';
import type { FrameNote } from '../../protocol/vision-service';
import { createStudio, type Studio } from '../studio';
import { openBenchWorker, type BenchWorker } from './bench-worker';
import { waitUntil } from './waiting';

export interface BenchStudio {
  readonly studio: Studio;
  readonly camera: BenchWorker;
  /** Frames that were made since the last time this was asked. */
  takeNotes(): readonly FrameNote[];
  /** Quality follows cost and what is round the studio, as it usually does. */
  setFree(): Promise<unknown>;
  /** Resolves once pictures are made on that level, and rejects when the engine gave up. */
  holdLevel(level: FrameNote['level'], signal: AbortSignal): Promise<void>;
  /** Throws when another engine had to take over. */
  check(): void;
  close(): void;
}

export const BENCH_BACKGROUND = { mode: 'blur', strength: 3 } as const;

/** Resolves with the first picture that is as the settings want it. */
export async function openBenchStudio(
  engine: EngineName,
  program: ProgramFormat,
  signal: AbortSignal,
): Promise<BenchStudio> {
  let notes: FrameNote[] = [];
  // A load that is made on purpose is not to lower what it is measured on.
  let isHeld = true;
  const camera = openBenchWorker();
  const studio = createStudio({
    parameters: { engine, program, background: BENCH_BACKGROUND.mode, strength: BENCH_BACKGROUND.strength },
    problems: [],
    remembered: null,
    remember: () => undefined,
    unattended: true,
    isHeld: () => isHeld,
    frames: (made) => notes.push(...made),
  });
  // There is one program on the page for whoever looks for it.
  delete studio.programCanvas.dataset.testid;
  const track = new MediaStreamTrackGenerator({ kind: 'video' });
  const close = () => {
    signal.removeEventListener('abort', close);
    void studio.close();
    track.stop();
    camera.end();
  };
  signal.addEventListener('abort', close);
  const check = () => {
    const { engine: now, trouble } = studio.snapshot();
    if (trouble && ['gpu-lost', 'gpu-missing', 'engine-failed'].includes(trouble.code))
      throw new EverframeError(trouble.code, trouble.message);
    if (now.kind !== null && now.kind !== engine)
      throw new EverframeError('engine-failed', 'the other engine had to take over');
  };
  try {
    await camera.ask(camera.service.openCamera(transfer(track.writable, [track.writable]), program));
    // The demo that a start opens gives way to the camera at once.
    void studio.start().catch(() => undefined);
    await studio.setSource({ kind: 'camera', open: () => track.clone() });
    await waitUntil(() => {
      check();
      const { onAir, quality } = studio.snapshot();
      return onAir === 'live' && quality !== null;
    }, signal);
  } catch (error) {
    close();
    throw error;
  }
  return {
    studio,
    camera,
    takeNotes() {
      const taken = notes;
      notes = [];
      return taken;
    },
    setFree() {
      isHeld = false;
      return studio.quality.set(defaultQuality(program.fps));
    },
    async holdLevel(level, until) {
      isHeld = true;
      await studio.quality.set({ ...defaultQuality(program.fps), automatic: false, level, profile: 'workstation' });
      await waitUntil(() => {
        check();
        return notes.some((note) => note.level === level);
      }, until);
    },
    check,
    close,
  };
}
