// What the live loop needs once not every frame has an inference: which ones ask the net, and when pictures leave that took unequal
// times. Loaded when a rung or a wish asks for it: the first picture does without.
import type { LiveRung } from '../config/rung';
import { createInferenceChooser } from './choose-inference';
import type { Finished } from './gate';
import { createPace, createWaitingRoom } from './pacer';

export type Carrying = ReturnType<typeof createCarrying>;

/** `leave` takes a picture at its time, `refuse` one whose time does not come any more. */
export function createCarrying(leave: (picture: Finished) => void, refuse: (picture: Finished) => void) {
  const chooser = createInferenceChooser();
  const pace = createPace();
  const outside = createWaitingRoom(leave, refuse);
  return {
    ...chooser,
    /** Takes the picture, just finished; `usualMs` as in pacer.ts. */
    send(picture: Finished, { cadence, skipping }: LiveRung, isMasked: boolean, usualMs: number | null): void {
      const doneAtMs = performance.timeOrigin + performance.now();
      const round = isMasked && skipping !== 'none' ? cadence : 1;
      outside.send(picture, pace.leavesAt(picture.origin.arrivedAtMs, doneAtMs, round, usualMs) - doneAtMs);
    },
    clear: () => {
      outside.clear();
    },
    /** Pictures that wait. */
    get waiting(): number {
      return outside.count;
    },
  };
}
