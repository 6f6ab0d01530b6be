// Runs in the output worker of the page under test, before its own script: looks at every picture as it is given to the track.
import { looker } from './look';

const sights = new BroadcastChannel('sights');
let isShut = false;
sights.onmessage = ({ data }: MessageEvent<boolean>) => {
  isShut = data;
};

const { prototype } = WritableStreamDefaultWriter;
// eslint-disable-next-line @typescript-eslint/unbound-method -- called on its own `this` below
const write = prototype.write;
const lookAt = looker('given', (seen) => {
  sights.postMessage(seen);
});
prototype.write = function (chunk: unknown) {
  if (!isShut && chunk instanceof VideoFrame) lookAt(chunk.clone());
  return write.call(this, chunk);
};
