// Interfaces whose code is fetched when they are first used: nothing that the first picture does not need comes before it.

/** The same calls, each answered when the code is there. */
export function lazily<Api extends object, Name extends keyof Api>(
  load: () => Promise<Api>,
  names: readonly Name[],
): Pick<Api, Name> {
  const call =
    (name: Name) =>
    async (...given: unknown[]) =>
      ((await load())[name] as (...args: unknown[]) => unknown)(...given);
  return Object.fromEntries(names.map((name) => [name, call(name)])) as Pick<Api, Name>;
}
