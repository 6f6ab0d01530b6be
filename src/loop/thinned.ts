// A list with a bound for pictures that come one after another without anybody knowing how many: when it is full every other
// one is dropped, and from then on only as many of those that come are wanted. Pure.

export interface Thinned<Item> {
  /** Whether the next one is wanted; to be asked once for each. */
  next(): boolean;
  add(item: Item): void;
  /** At even distances; borrowed. */
  readonly items: readonly Item[];
  /** One of so many is kept. */
  readonly every: number;
}

export function createThinned<Item>(most: number): Thinned<Item> {
  let items: Item[] = [];
  let every = 1;
  let came = 0;
  return {
    next: () => came++ % every === 0,
    add(item) {
      items.push(item);
      if (items.length < most) return;
      items = items.filter((_, n) => n % 2 === 0);
      every *= 2;
    },
    get items() {
      return items;
    },
    get every() {
      return every;
    },
  };
}
