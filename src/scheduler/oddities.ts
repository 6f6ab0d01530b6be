// What came in that makes no sense, or was out of the ordinary: left out of every figure, counted, and told. Pure.
import type { FrameEvent } from './events';
import type { ClockStep } from './steady-clock';
import type { Surroundings } from './surroundings';

/** No frame takes a minute: a machine that slept in the middle of one. */
const LONGEST_MS = 60_000;

export class Oddities {
  #unsound = 0;
  #strangers = 0;
  #gaps = 0;
  #setBack = 0;

  isSound(frame: FrameEvent): boolean {
    const isSound = Number.isFinite(frame.workMs) && frame.workMs >= 0 && frame.workMs <= LONGEST_MS;
    if (!isSound) this.#unsound += 1;
    return isSound;
  }

  /** A frame of a rung that no ladder has. */
  stranger(): void {
    this.#strangers += 1;
  }

  clock(step: ClockStep): void {
    if (step === 'gap') this.#gaps += 1;
    else this.#setBack += 1;
  }

  problems({ page }: Surroundings): string[] {
    const told: string[] = [];
    if (this.#unsound > 0) told.push(`${this.#unsound} timings were no times and were left out.`);
    if (this.#strangers > 0) told.push(`${this.#strangers} frames named a rung that is not on this ladder.`);
    if (this.#setBack > 0) told.push(`The clock jumped ${this.#setBack} times; measuring began anew.`);
    if (this.#gaps > 0)
      told.push(`Nothing was heard for over 3 s ${this.#gaps} times (asleep?); measuring began anew.`);
    if (page === 'halved')
      told.push('The browser saves energy and draws the page half as often. The program is not affected.');
    return told;
  }
}
