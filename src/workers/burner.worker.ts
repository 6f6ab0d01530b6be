// Burns the processor for as long as it is told, and ends: a load on purpose. Says first that it is there.
self.onmessage = ({ data }: MessageEvent<number>) => {
  const endMs = performance.now() + Math.min(data, 30_000);
  while (performance.now() < endMs) for (let n = 0; n < 1e5; n++) Math.sqrt(n);
  self.close();
};
self.postMessage(null);
