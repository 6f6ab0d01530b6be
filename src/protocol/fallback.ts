// What stands in for the live picture, in plain data: the sources a person set up, and what has become of each.
import type { ErrorFacts, ErrorCode } from '../base/errors';

/** What can be added. */
export const FALLBACK_KINDS = ['clip', 'picture', 'images', 'bars', 'pattern'] as const;
/** `self-loop`: the last seconds of the program itself; there is one at most. */
export type FallbackKind = (typeof FALLBACK_KINDS)[number] | 'self-loop';

export interface FallbackSource {
  readonly id: string;
  readonly name: string;
  readonly kind: FallbackKind;
  /** 1 comes first. */
  readonly priority: number;
  /** A source that plays once hands over to the next by priority. */
  readonly loop: boolean;
  readonly enabled: boolean;
  /** `images` only: how long each picture is shown. */
  readonly seconds?: number;
}

/** `waiting`: not asked for yet; `ready`: its first picture is there; `over`: has played once in this absence. */
export type FallbackReadiness = 'waiting' | 'preparing' | 'ready' | 'over' | 'failed';

/** Program to page: a feed of a source has come to its end. */
export interface FallbackEnd {
  readonly id: string;
  readonly kind: 'over' | 'failed';
  /** Empty when it is over. */
  readonly message: string;
  /** Whether it has given a picture before. */
  readonly hadPicture: boolean;
}

/** In the program worker now. */
export interface FallbackReadout {
  /** On air; null while none is, and while the slate is. */
  readonly active: string | null;
  /** Sources whose first picture is there, in the order in which they would come. */
  readonly ready: readonly string[];
}

export interface FallbackTrouble {
  readonly code: ErrorCode;
  readonly message: string;
  readonly facts: ErrorFacts;
}
