// A cache that is bounded in bytes: what matters least goes first, and of that what was not asked for the longest. Counts how
// often it had what was asked for. Pure.

interface Entry<Value> {
  readonly value: Value;
  readonly bytes: number;
  priority: number;
}

export class ByteCache<Value> {
  readonly #maxBytes: number;
  readonly #dropped: (value: Value) => void;
  /** In the order in which they were last asked for, the oldest first. */
  readonly #entries = new Map<string, Entry<Value>>();
  hits = 0;
  misses = 0;

  /** `dropped` hears of every value that leaves. */
  constructor(maxBytes: number, dropped: (value: Value) => void = () => undefined) {
    this.#maxBytes = maxBytes;
    this.#dropped = dropped;
  }

  get bytes(): number {
    return [...this.#entries.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get count(): number {
    return this.#entries.size;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  get(key: string): Value | null {
    const entry = this.#entries.get(key);
    if (!entry) {
      this.misses += 1;
      return null;
    }
    this.hits += 1;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** Makes room by what matters no more than this; false, and nothing changed, where that is not enough. */
  put(key: string, value: Value, bytes: number, priority = 0): boolean {
    const others = [...this.#entries].filter(([other]) => other !== key);
    const held = others.reduce((sum, [, entry]) => sum + entry.bytes, 0);
    const yielding = byWorth(others.filter(([, entry]) => entry.priority <= priority));
    const room = yielding.reduce((sum, [, entry]) => sum + entry.bytes, 0);
    if (held - room + bytes > this.#maxBytes) return false;
    this.drop(key);
    for (const [other] of yielding) {
      if (this.bytes + bytes <= this.#maxBytes) break;
      this.drop(other);
    }
    this.#entries.set(key, { value, bytes, priority });
    return true;
  }

  drop(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#dropped(entry.value);
  }

  /** Drops everything that matters less than this. Answers the bytes. */
  dropBelow(priority: number): number {
    const before = this.bytes;
    for (const [key, entry] of [...this.#entries]) if (entry.priority < priority) this.drop(key);
    return before - this.bytes;
  }

  /** That one matters so much, the others not at all. */
  prefer(key: string, priority: number): void {
    for (const [other, entry] of this.#entries) entry.priority = other === key ? priority : 0;
  }
}

/** The least worth first; sorting keeps the order of those that are worth the same. */
const byWorth = <Value>(entries: readonly (readonly [string, Entry<Value>])[]) =>
  [...entries].sort(([, a], [, b]) => a.priority - b.priority);
