// Random numbers that can be drawn again: a seed gives the same machines everywhere.

export interface Random {
  /** 0 (in) to 1 (out). */
  unit(): number;
  between(least: number, most: number): number;
  /** Lognormal about `middle`; `spread` is that of the logarithm. */
  about(middle: number, spread: number): number;
  normal(): number;
  /** Waiting time with this mean. */
  wait(mean: number): number;
  chance(share: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

/** Mulberry32 (public domain). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const unit = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  return {
    unit,
    normal,
    between: (least, most) => least + (most - least) * unit(),
    about: (middle, spread) => middle * Math.exp(spread * normal()),
    wait: (mean) => -mean * Math.log(1 - unit()),
    chance: (share) => unit() < share,
    pick: (items) => items[Math.floor(unit() * items.length)] as (typeof items)[number],
  };
}
