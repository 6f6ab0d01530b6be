// Runs in the page under test, from before its first script. Looks at every picture that leaves (given to the track, read
// from it, and on the program canvas), by pixels alone, and tells what it saw to the other side of the DevTools pipe.
import type {} from '../../src/app/automation';
import { look, looker, nowMs } from './look';
import type { Mark, Sight } from './sights';

declare const tellSight: (json: string) => void;
/** The script of output-watcher.ts. */
declare const outputWatcher: string;

const tell = (seen: Sight | Mark) => {
  tellSight(JSON.stringify(seen));
};
/** Looking takes the page some ms a picture, which who measures times does without. */
let isShut = false;

/** Every picture as it is given to the track, which the output worker does: read from there, it comes some time later, on a busy machine much later. */
function watchOutputWorker(): BroadcastChannel {
  const script = (text: string) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const watcher = script(outputWatcher);
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      const isOutput = /output\.worker/.test(String(url));
      super(isOutput ? script(`import '${watcher}'; import '${String(url)}';`) : url, options);
    }
  };
  const sights = new BroadcastChannel('sights');
  sights.onmessage = ({ data }: MessageEvent<Sight>) => {
    tell(data);
  };
  return sights;
}

async function watchTrack(track: MediaStreamTrack): Promise<void> {
  // The buffer keeps every picture, however busy this page is.
  const processor = new MediaStreamTrackProcessor({
    track: track.clone() as MediaStreamVideoTrack,
    maxBufferSize: 60,
  });
  const reader = processor.readable.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    if (isShut) value.close();
    else tell(await look('track', nowMs(), value));
  }
}

/** The stream has another track when the worker that wrote the one before has died. */
function watchTracks(stream: MediaStream): void {
  for (const track of stream.getVideoTracks()) void watchTrack(track);
  stream.addTrack = function (track) {
    void watchTrack(track);
    MediaStream.prototype.addTrack.call(this, track);
  };
}

/** Every bitmap on its way to the program canvas is looked at, in the order in which they are painted. */
function watchCanvas(): void {
  const { prototype } = ImageBitmapRenderingContext;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on its own `this` below
  const paint = prototype.transferFromImageBitmap;
  const lookAt = looker('canvas', tell);
  prototype.transferFromImageBitmap = function (bitmap: ImageBitmap | null) {
    const { canvas } = this;
    if (!isShut && bitmap && canvas instanceof HTMLCanvasElement && canvas.dataset.testid === 'program')
      lookAt(new VideoFrame(bitmap, { timestamp: 0 }));
    paint.call(this, bitmap);
  };
}

watchCanvas();
const outputSights = watchOutputWorker();
let api: typeof globalThis.everframe | undefined;
Object.defineProperty(globalThis, 'everframe', {
  configurable: true,
  get: () => api,
  set(value: typeof globalThis.everframe) {
    // Before the studio starts: nothing is shown unseen.
    api = value;
    watchTracks(value.stream());
  },
});
Object.assign(globalThis, {
  markSight: (mark: Mark['mark']) => {
    tell({ mark, atMs: nowMs() });
  },
  shutEyes: (shut: boolean) => {
    isShut = shut;
    outputSights.postMessage(shut);
  },
});
// Handles of the camera's tracks: the test dispatches `mute` and resizes as the browser would.
const tracks: MediaStreamTrack[] = [];
const devices = navigator.mediaDevices as MediaDevices | undefined;
if (devices) {
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    tracks.push(...stream.getVideoTracks());
    return stream;
  };
  // The studio reads clones: what is done to a camera is done to the newest of its tracks.
  const { prototype } = MediaStreamTrack;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on its own `this` below
  const clone = prototype.clone;
  prototype.clone = function () {
    const made = clone.call(this);
    if (tracks.includes(this)) tracks.push(made);
    return made;
  };
}
Object.assign(globalThis, {
  cameraTrack: () => tracks.filter(({ readyState }) => readyState === 'live').at(-1) ?? null,
});
