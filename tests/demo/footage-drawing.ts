// Runs in an empty page: draws the demo presenter as JPEGs, the pictures of a fake camera.
import { createDemoPicture } from '../../src/sources/demo/demo-picture';

const WIDTH = 1280;
const HEIGHT = 720;
const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', { willReadFrequently: true, alpha: false });
const picture = createDemoPicture(WIDTH, HEIGHT);

async function drawJpeg(index: number): Promise<string> {
  if (!context) throw new Error('no 2D canvas');
  picture.draw(context, index);
  const blob = await context.canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
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
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

Object.assign(globalThis, { drawJpeg, recordMp4 });
