// Runs in an empty page: draws the demo presenter as JPEGs, the pictures of a fake camera; also in shapes and scenes that
// make a camera hard to work with.
import { createDemoPicture, type DemoPicture } from '../../src/sources/demo/demo-picture';
import { createPresenter } from '../../src/sources/demo/presenter';
import { createRoom } from '../../src/sources/demo/room';
import { frameOf } from '../../tools/clips/encode';
import type { Scene } from './footage';

const WIDTH = 1280;
const HEIGHT = 720;
const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', { willReadFrequently: true, alpha: false });
const picture = createDemoPicture(WIDTH, HEIGHT);
/** The same at other rates. */
const quickPictures = new Map<number, DemoPicture>();

async function toText(canvas: OffscreenCanvas): Promise<string> {
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
  return toBase64(new Uint8Array(await blob.arrayBuffer()));
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

const room = createRoom(1);
const guest = createPresenter(1);
const GUEST_LEFT_OF = 330;

/** What a sensor adds in good light: two levels of 255 at most. */
function addNoise(drawn: OffscreenCanvasRenderingContext2D, seed: number): void {
  const image = drawn.getImageData(0, 0, WIDTH, HEIGHT);
  let state = seed + 1;
  for (let at = 0; at < image.data.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    image.data[at] = (image.data[at] ?? 0) + ((state >>> 24) % 5) - 2;
  }
  drawn.putImageData(image, 0, 0);
}

/** One picture of the story. */
async function drawScene(scene: Scene, index: number): Promise<string> {
  if (!context) throw new Error('no 2D canvas');
  const second = index / 30;
  if (scene === 'nobody') room.draw(context, second);
  else picture.draw(context, scene === 'still' ? 0 : index);
  if (scene === 'still') addNoise(context, index);
  if (scene === 'two') {
    context.save();
    context.translate(-GUEST_LEFT_OF, 0);
    guest.draw(context, second);
    context.restore();
  }
  if (scene === 'hand' || scene === 'dark') {
    context.fillStyle = scene === 'hand' ? '#b9785a' : 'rgb(0 0 0 / 95%)';
    context.fillRect(0, 0, WIDTH, HEIGHT);
  }
  return toText(context.canvas);
}

/** The presenter as a camera of another size sees it: in the middle, as large as the program shows it. */
async function drawSized(width: number, height: number, index: number): Promise<string> {
  const canvas = new OffscreenCanvas(width, height);
  const sized = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context || !sized) throw new Error('no 2D canvas');
  picture.draw(context, index);
  sized.imageSmoothingQuality = 'high';
  sized.fillStyle = '#405060';
  sized.fillRect(0, 0, width, height);
  const band = Math.min(height, (width * HEIGHT) / WIDTH);
  sized.drawImage(context.canvas, 0, (height - band) / 2, width, band);
  return toText(canvas);
}

/** The presenter as planes, I420: what a camera of more than 30 pictures a second is played from. */
async function drawPlanes(fps: number, index: number): Promise<string> {
  if (!context) throw new Error('no 2D canvas');
  const quick = quickPictures.get(fps) ?? createDemoPicture(WIDTH, HEIGHT, fps);
  quickPictures.set(fps, quick);
  quick.draw(context, index);
  const { data } = context.getImageData(0, 0, WIDTH, HEIGHT);
  const frame = frameOf(new Uint8Array(data.buffer), WIDTH, HEIGHT, { timestamp: 0, duration: 0 });
  const planes = new Uint8Array(frame.allocationSize());
  await frame.copyTo(planes);
  frame.close();
  return toBase64(planes);
}

async function recordMp4(frames: number): Promise<string> {
  if (!context) throw new Error('no 2D canvas');
  const track = new MediaStreamTrackGenerator({ kind: 'video' });
  const writer = track.writable.getWriter();
  const recorder = new MediaRecorder(new MediaStream([track]), {
    mimeType: 'video/mp4;codecs=avc1.42001f',
    videoBitsPerSecond: 6_000_000,
  });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start();
  for (let n = 0; n < frames; n++) {
    picture.draw(context, n);
    await writer.write(new VideoFrame(context.canvas, { timestamp: Math.round((n * 1e6) / 30), alpha: 'discard' }));
    await new Promise((resolve) => setTimeout(resolve, 33));
  }
  recorder.stop();
  await stopped;
  return toBase64(new Uint8Array(await new Blob(parts).arrayBuffer()));
}

Object.assign(globalThis, { drawScene, drawSized, drawPlanes, recordMp4 });
