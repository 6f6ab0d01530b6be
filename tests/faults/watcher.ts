// Runs in the page under test, from before its first script. Looks at every picture that leaves (given to the track, read
// from it, and on the program canvas), by pixels alone, and tells what it saw to the other side of the DevTools pipe.
import type {} from '../../src/app/automation';
import { readCounter } from '../../src/sources/demo/counter-reader';
import { STRIPES } from '../../src/sources/demo/stripes';
import type { Mark, Place, Sight } from './sights';

declare const tellSight: (json: string) => void;

const tell = (seen: Sight | Mark) => {
  tellSight(JSON.stringify(seen));
};
/** Wall clock: comparable across documents and with the test. */
const nowMs = () => performance.timeOrigin + performance.now();

/** A picture in memory: luma alone, or four bytes a pixel, of which green does for the luma. */
interface Picture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly step: 1 | 4;
}

const buffers = new Map<Place, Uint8Array>();
/** Looking takes the page some ms a picture, which who measures times does without. */
let isShut = false;

/** Borrows the frame; the picture is good until the next one of the same place. */
async function readPicture(place: Place, frame: VideoFrame): Promise<Picture> {
  const size = frame.allocationSize();
  let buffer = buffers.get(place);
  if (!buffer || buffer.length < size) buffers.set(place, (buffer = new Uint8Array(size)));
  const [plane] = await frame.copyTo(buffer);
  const { displayWidth: width, displayHeight: height } = frame;
  const step = frame.format?.startsWith('I420') ? 1 : 4;
  if (plane?.offset !== 0 || plane.stride !== width * step) throw new Error(`unforeseen picture: ${frame.format}`);
  return { data: buffer.subarray(0, width * height * step), width, height, step };
}

const levelAt = ({ data, width, step }: Picture, x: number, y: number) =>
  data[(y * width + x) * step + (step === 4 ? 1 : 0)] ?? 0;

/** Mean contrast of the room's stripes, 0..255: 90 and more when the raw room shows, below 12 when it is hidden. */
function stripeContrast(picture: Picture): number {
  let contrast = 0;
  let samples = 0;
  // The grille as it lies in a picture of 1280 x 720, or of half that.
  const scale = picture.width / 1280;
  const stripe = STRIPES.stripe * scale;
  for (let y = STRIPES.y + 10; y < STRIPES.y + STRIPES.height - 10; y += 4)
    for (let x = (STRIPES.x + 8) * scale; x < (STRIPES.x + STRIPES.width - 12) * scale; x++) {
      contrast += Math.abs(levelAt(picture, x, y * scale) - levelAt(picture, x + stripe, y * scale));
      samples += 1;
    }
  return contrast / samples;
}

function isDark(picture: Picture): boolean {
  for (let y = 20; y < picture.height; y += 40)
    for (let x = 20; x < picture.width; x += 40) if (levelAt(picture, x, y) > 30) return false;
  return true;
}

/** A sum in which every sixteenth sample counts by its place. */
function printOf(picture: Picture): number {
  let print = 0;
  for (let y = 2; y < picture.height; y += 4)
    for (let x = y % 4; x < picture.width; x += 4) print = (Math.imul(print, 31) + levelAt(picture, x, y)) | 0;
  return print;
}

/** Takes the frame. */
async function look(place: Place, atMs: number, frame: VideoFrame): Promise<void> {
  try {
    const { timestamp: timestampUs } = frame;
    const picture = await readPicture(place, frame);
    tell({
      place,
      atMs,
      timestampUs,
      stripes: Math.round(stripeContrast(picture) * 10) / 10,
      counter: readCounter(picture, 'body'),
      dark: isDark(picture),
      print: printOf(picture),
    });
  } finally {
    frame.close();
  }
}

/** Looks at pictures one after the other, in the order in which they left. */
function looker(place: Place) {
  let tail = Promise.resolve();
  return (frame: VideoFrame) => {
    const atMs = nowMs();
    tail = tail.then(() => look(place, atMs, frame)).catch(() => undefined);
  };
}

/** Every picture as the page gives it to a track: read from there, it comes some time later, on a busy machine much later. */
function watchWriters(): void {
  const { prototype } = WritableStreamDefaultWriter;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on its own `this` below
  const write = prototype.write;
  const lookAt = looker('given');
  prototype.write = function (chunk: unknown) {
    if (!isShut && chunk instanceof VideoFrame) lookAt(chunk.clone());
    return write.call(this, chunk);
  };
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
    else await look('track', nowMs(), value);
  }
}

/** Every bitmap on its way to the program canvas is looked at, in the order in which they are painted. */
function watchCanvas(): void {
  const { prototype } = ImageBitmapRenderingContext;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on its own `this` below
  const paint = prototype.transferFromImageBitmap;
  const lookAt = looker('canvas');
  prototype.transferFromImageBitmap = function (bitmap: ImageBitmap | null) {
    const { canvas } = this;
    if (!isShut && bitmap && canvas instanceof HTMLCanvasElement && canvas.dataset.testid === 'program')
      lookAt(new VideoFrame(bitmap, { timestamp: 0 }));
    paint.call(this, bitmap);
  };
}

watchCanvas();
watchWriters();
let api: typeof globalThis.everframe | undefined;
Object.defineProperty(globalThis, 'everframe', {
  configurable: true,
  get: () => api,
  set(value: typeof globalThis.everframe) {
    // Before the studio starts: nothing is shown unseen.
    api = value;
    const [track] = value.stream().getVideoTracks();
    if (track) void watchTrack(track);
  },
});
Object.assign(globalThis, {
  markSight: (mark: Mark['mark']) => {
    tell({ mark, atMs: nowMs() });
  },
  shutEyes: (shut: boolean) => {
    isShut = shut;
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
