// A load on the processor: workers of the page that burn it.

declare global {
  var burners: Worker[];
}

/** To be run in the page: so many burners from now on. */
export function burn(count: number): void {
  const script = URL.createObjectURL(new Blob(['for (;;) Math.random();'], { type: 'text/javascript' }));
  globalThis.burners ??= [];
  while (globalThis.burners.length < count) globalThis.burners.push(new Worker(script));
  for (const extra of globalThis.burners.splice(count)) extra.terminate();
}
