// What gives way first, the rate or the picture: strategies as data, and the choice among them by how the last minutes
// went. Pure.

import type { STRATEGIES } from '../config/quality';

export type StrategyName = (typeof STRATEGIES)[number];

export interface Strategy {
  readonly name: Exclude<StrategyName, 'adaptive'>;
  /** Share of the wanted rate that the picture gives way for; below it a rung is left. Never below the lowest rate asked for. */
  readonly rateShare: number;
  /** A rung is tried where its expected cost is at most this share of its budget. */
  readonly climbAt: number;
}

export const STRATEGY_TABLE: Readonly<Record<Strategy['name'], Strategy>> = {
  aggressive: { name: 'aggressive', rateShare: 0.95, climbAt: 0.95 },
  balanced: { name: 'balanced', rateShare: 0.9, climbAt: 0.95 },
  conservative: { name: 'conservative', rateShare: 0.6, climbAt: 0.95 },
};

const WINDOW_S = 120;
/** So much of the last two minutes on the lowest rung without the rate: there is nothing to gain down there. */
const STARVED_S = 30;
/** And so long that it would hold it again: there is. */
const FED_S = 2;

/**
 * Chooses for `adaptive`. The rate comes first as long as some rung holds it. Where even the lowest did not for half a minute of the last two, the
 * picture comes first, down to the lowest rate asked for.
 */
export class StrategyChooser {
  #chosen: Strategy['name'] = 'aggressive';
  #starvedS = 0;
  #fedS = 0;

  get chosen(): Strategy['name'] {
    return this.#chosen;
  }

  /** `starved`: on the lowest rung, and the rate is missed; `fed`: the lowest rung would hold it. Both may be false: not known. */
  note(seconds: number, now: { readonly starved: boolean; readonly fed: boolean }): void {
    const fade = 0.5 ** (seconds / WINDOW_S);
    this.#starvedS = this.#starvedS * fade + (now.starved ? seconds : 0);
    this.#fedS = this.#fedS * fade + (now.fed ? seconds : 0);
    if (this.#chosen === 'aggressive' && this.#starvedS > STARVED_S) this.#turn('conservative');
    else if (this.#chosen === 'conservative' && this.#fedS > FED_S) this.#turn('aggressive');
  }

  #turn(to: Strategy['name']): void {
    this.#chosen = to;
    this.#starvedS = 0;
    this.#fedS = 0;
  }
}
