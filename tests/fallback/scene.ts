// A show for the fail-over machine, in steps of one frame: what comes, and what viewers see. Time is an argument.
import { createFailover, type FailoverState } from '../../src/fallback/failover';
import { DEFAULT_FALLBACK, type FallbackSettings } from '../../src/config/fallback';
import type { FeedNote } from '../../src/protocol/program-service';

export const FRAME = 1000 / 30;

interface Coming {
  readonly everyMs?: number;
  /** The same number twice: the same picture twice. */
  readonly print?: (n: number) => number | null;
  readonly standIn?: boolean;
}

export function createScene(changes: Partial<FallbackSettings> = {}, resumes = false) {
  const settings = { ...DEFAULT_FALLBACK, ...changes };
  const machine = createFailover(FRAME, 0, resumes, settings);
  let now = 0;
  let pictures = 0;
  let log: FailoverState[] = [];
  const see = () => {
    const { state } = machine.view(now);
    if (state !== log.at(-1)) log.push(state);
  };
  const step = (ms: number) => {
    now += ms;
    machine.tick(now);
    see();
  };
  return {
    machine,
    settings,
    get now() {
      return now;
    },
    get state() {
      return machine.view(now).state;
    },
    get view() {
      return machine.view(now);
    },
    /** What viewers have seen, one after the other, since `forget`. */
    get log() {
      return log;
    },
    forget() {
      log = [];
      see();
    },
    note(note: FeedNote) {
      machine.note(note, now);
    },
    openCamera(sourceId = 1) {
      machine.note({ kind: 'open', sourceId, heartbeat: true }, now);
    },
    /** One picture now; answers whether viewers see it. */
    picture({ standIn = false, print }: Coming = {}): boolean {
      pictures += 1;
      const isShown = machine.picture(now, standIn, print ? print(pictures) : pictures);
      see();
      return isShown;
    },
    come(seconds: number, coming: Coming = {}): void {
      const { everyMs = FRAME } = coming;
      let due = now;
      for (const end = now + seconds * 1000; now < end - 1;) {
        step(FRAME);
        if (now < due) continue;
        due += everyMs;
        this.picture(coming);
      }
    },
    nothing(seconds: number): void {
      for (const end = now + seconds * 1000; now < end - 1;) step(Math.min(FRAME, end - now));
    },
    /** The machine sleeps: nobody looks. */
    sleep(seconds: number): void {
      step(seconds * 1000);
    },
  };
}

export type Scene = ReturnType<typeof createScene>;

/** A show that has been live from a camera for so long. */
export function onAir(seconds = 2, changes: Partial<FallbackSettings> = {}): Scene {
  const scene = createScene(changes);
  scene.openCamera();
  scene.come(seconds);
  scene.forget();
  return scene;
}
