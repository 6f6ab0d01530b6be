// Whether anybody sees the program. A person who looks at another tab for a moment is to find everything as it was, so it
// takes half a minute until nobody is thought to watch. Pure; time is an argument.

const GONE_MS = 30_000;

export class Watched {
  #sinceMs: number | null = null;

  /** `isSeen`: the page is in front, or its picture is shown, sent or recorded elsewhere. */
  at(nowMs: number, isSeen: boolean): boolean {
    if (isSeen) {
      this.#sinceMs = null;
      return true;
    }
    this.#sinceMs ??= nowMs;
    return nowMs - this.#sinceMs < GONE_MS;
  }
}
