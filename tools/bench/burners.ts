// A load on the processor: workers of the page that burn it, and end by themselves when they are told to: a page once went down right
// after 48 had been ended in the midst of their loops (whether for that is not known).

declare global {
  /** One for each; not 0: it is to end. */
  var burnerStops: Int32Array[];
}

/** To be run in the page, which has to be isolated: so many burners from now on. */
export function burn(count: number): void {
  const lines = [
    'onmessage = ({ data }) => {',
    '  while (Atomics.load(data, 0) === 0) for (let n = 0; n < 1e5; n++) Math.random();',
    '  close();',
    '};',
  ];
  const script = URL.createObjectURL(new Blob(lines, { type: 'text/javascript' }));
  globalThis.burnerStops ??= [];
  while (globalThis.burnerStops.length < count) {
    const stop = new Int32Array(new SharedArrayBuffer(4));
    new Worker(script).postMessage(stop);
    globalThis.burnerStops.push(stop);
  }
  for (const stop of globalThis.burnerStops.splice(count)) Atomics.store(stop, 0, 1);
}
