// What the scheduler is told: everything it decides from comes in one stream of plain data, so that a recorded minute can
// be played again in Node and gives the same decisions.
import type { EventBase, Surroundings } from './surroundings';
import type { Level } from './ladder';
import type { SchedulerSettings } from './settings';

/** One frame that went through the vision worker. */
export interface FrameEvent extends EventBase {
  readonly kind: 'frame';
  /** The rung it was made on: a frame of another rung than the one in use says nothing about that one. */
  readonly level: Level;
  /** From taking the frame until the worker could take the next, ms. */
  readonly workMs: number;
  /** An inference was due, by the rung's cadence. */
  readonly inferred: boolean;
  /** Frames of the source that were passed over since the one before because the worker was at work. */
  readonly missed: number;
  /** Parts of the work by the engines' names for them, ms. */
  readonly stages?: Readonly<Record<string, number>>;
}

export type SchedulerEvent =
  | FrameEvent
  /** Ten times a second: the moment to decide. */
  | (EventBase & { readonly kind: 'tick' })
  | (EventBase & { readonly kind: 'settings'; readonly settings: SchedulerSettings })
  | (EventBase & { readonly kind: 'surroundings'; readonly changes: Partial<Surroundings> })
  /** A rung that was asked for could not be put in place; the one before is still in use. */
  | (EventBase & { readonly kind: 'refused'; readonly level: Level; readonly why: Refusal });

export const REFUSALS = ['model-missing', 'failed', 'no-answer'] as const;
export type Refusal = (typeof REFUSALS)[number];
