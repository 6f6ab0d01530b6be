// One decision as it is kept, shown and exported: what changed, why, and everything it was made from.
import type { Standing } from './choose-rung';
import type { Cap } from './surroundings';
import type { Level } from './ladder';
import type { Refusal } from './events';
import type { StrategyName } from './strategy';

export type Reason =
  /** A frame costs more than its budget. */
  | { readonly code: 'too-slow' }
  /** Each frame costs little enough, and yet they go missing. */
  | { readonly code: 'frames-missed' }
  /** The rung was tried, and costs too much; it rests for `restsMs`. */
  | { readonly code: 'probe-failed'; readonly restsMs: number }
  /** The rung above is expected to fit: tried. */
  | { readonly code: 'room' }
  /** Frames wait for the machine, not the machine for frames: the highest rung allowed. */
  | { readonly code: 'no-clock' }
  | { readonly code: 'ceiling'; readonly cap: Cap }
  /** A person or a script chose the level. */
  | { readonly code: 'chosen' }
  | { readonly code: 'refused'; readonly why: Refusal };

export interface DecisionInputs {
  /** Cost of a frame on the rung that is left: the larger of the fast and the slow average, ms. Null: not known yet. */
  readonly costMs: number | null;
  readonly fastMs: number | null;
  readonly slowMs: number | null;
  readonly p95Ms: number | null;
  /** What a frame may cost there, ms. */
  readonly budgetMs: number;
  /** What a frame is expected to cost on the rung chosen, ms, and what it may cost there. */
  readonly expectedMs: number | null;
  readonly budgetThereMs: number;
  /** Pictures a second that are wanted: the target, as far as camera, profile and rung allow it. */
  readonly wantedFps: number;
  readonly missedShare: number;
  readonly ceiling: Level;
  readonly cap: Cap | null;
  readonly strategy: StrategyName;
  /** The stage that costs most, and its mean; null where stages are not told. */
  readonly dearest: { readonly stage: string; readonly ms: number } | null;
}

export interface Decision {
  /** The time of the event it was made at. */
  readonly atMs: number;
  readonly from: Level;
  readonly to: Level;
  readonly reason: Reason;
  readonly inputs: DecisionInputs;
  /** What a person could do about it, by name (`explain.ts`). */
  readonly help: readonly Help[];
}

export const HELPS = [
  'close-other-camera-tab',
  'smaller-camera',
  'smaller-program',
  'lower-target',
  'raise-level-max',
  'fewer-effects',
  'free-memory',
  'let-cool',
  'bring-to-front',
  'leave-less',
  'get-model',
] as const;
export type Help = (typeof HELPS)[number];

/** Everything a decision for the rung `to` was made from. */
export function inputsOf(
  { current, stay, book, strategy, budgetMs }: Standing,
  to: number,
  costMs: number | null,
  limits: Pick<DecisionInputs, 'wantedFps' | 'ceiling' | 'cap'>,
): DecisionInputs {
  const { meter, missed, stages } = stay;
  const isKnown = meter.frames > 0;
  const cost = isKnown ? (costMs ?? meter.costMs) : null;
  return {
    costMs: cost,
    fastMs: isKnown ? meter.fastMs : null,
    slowMs: isKnown ? meter.slowMs : null,
    p95Ms: isKnown ? meter.p95Ms : null,
    budgetMs: budgetMs(current),
    expectedMs: cost === null ? null : book.expect(to, current, cost).costMs,
    budgetThereMs: budgetMs(to),
    missedShare: missed.share,
    strategy: strategy.name,
    dearest: stages.dearest,
    ...limits,
  };
}
