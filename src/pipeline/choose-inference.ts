// Which frames ask the net, and how far the last mask may serve the others: the cadence of the rung and the wish for frame skipping.
// Pure. An engine may ask the net all the same; what it did is told to `done`.
import type { CarryLimit } from '../compositor/engine';
import type { FrameSkipping } from '../config/rung';

/** From that cadence on a turning hand is no reason to ask the net: it would be one in nearly every frame. */
const LOOSE_CADENCE = 3;
/** While the worker is late one inference in so many frames has to do. */
const LATE_CADENCE = 3;

export interface FrameMoment {
  /** What a mask must not be carried across, as text: source, privacy epoch. */
  readonly realm: string;
  /** The rung's. */
  readonly cadence: number;
  readonly skipping: FrameSkipping;
  /** Frames went by while the one before was worked on. */
  readonly isLate: boolean;
}

export interface InferenceChoice {
  /** By the cadence: what counts for the scheduler, whatever the engine then does. */
  readonly isDue: boolean;
  readonly carry: CarryLimit;
}

/**
 * - `none`: every frame has an inference.
 * - `nth`: every n-th, n being the rung's cadence.
 * - `newest`: the same, and fewer while the worker is late: the newest frame comes sooner.
 * - `adaptive`: as `nth`, and none while nothing moves.
 */
function choose({ cadence, skipping, isLate }: FrameMoment, since: number): InferenceChoice {
  if (skipping === 'none') return { isDue: true, carry: 'never' };
  const round = skipping === 'newest' && isLate ? Math.max(cadence, LATE_CADENCE) : cadence;
  if (since < round) return { isDue: false, carry: round < LOOSE_CADENCE ? 'moved' : 'loosely' };
  return { isDue: true, carry: skipping === 'adaptive' ? 'still' : 'never' };
}

export function createInferenceChooser() {
  let realm: string | null = null;
  let since = Infinity;
  return {
    next(moment: FrameMoment): InferenceChoice {
      if (moment.realm !== realm) since = Infinity;
      realm = moment.realm;
      return since === Infinity ? { isDue: true, carry: 'never' } : choose(moment, since);
    },
    /** The frame was made; `inferred`: by an inference of its own. */
    done(inferred: boolean): void {
      since = inferred ? 1 : since + 1;
    },
    /** The mask there is must not serve another frame. */
    forget(): void {
      realm = null;
    },
  };
}
