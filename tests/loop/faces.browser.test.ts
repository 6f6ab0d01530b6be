// The demo presenter in the program, with the nets for faces as they ship: when they are looked at, and what comes of it.
import { expect, test } from 'vitest';
import { openCatalogue } from '../../src/app/catalogue';
import { openFaceReader } from '../../src/faces/open-face-reader';
import { createFaceWatch } from '../../src/loop/face-watch';
import type { FrameFeatures } from '../../src/loop/features';
import { createDemoPicture } from '../../src/sources/demo/demo-picture';

const SIZE = { width: 1280, height: 720 };
const demo = createDemoPicture(SIZE.width, SIZE.height);
const canvas = new OffscreenCanvas(SIZE.width, SIZE.height);

function frameAt(n: number): VideoFrame {
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('no 2D canvas');
  demo.draw(context, n);
  return new VideoFrame(canvas, { timestamp: Math.round((n * 1e6) / 30) });
}
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const nothing = (): FrameFeatures => ({ thumb: new Float32Array(0), light: 0 });

test('the nets are opened with the first picture; from then on some pictures have a face, and none waits for it', async () => {
  let opened = 0;
  const watch = createFaceWatch(async () => {
    opened += 1;
    return openFaceReader(await openCatalogue().faceNets());
  }, 8);
  expect(opened).toBe(0);
  const known: FrameFeatures[] = [];
  for (let n = 0; n < 300 && known.filter(({ face }) => face).length < 3; n++) {
    const features = nothing();
    const frame = frameAt(n);
    watch.offer(frame, features);
    frame.close();
    known.push(features);
    expect(watch.openFrames).toBeLessThanOrEqual(1);
    await sleep(30);
  }
  expect(opened).toBe(1);
  const faces = known.flatMap(({ face }) => face ?? []);
  expect(faces.length).toBeGreaterThanOrEqual(3);
  for (const { presence, leftEye } of faces) {
    expect(presence).toBeGreaterThan(0.5);
    expect(leftEye).toBeGreaterThan(0.1);
  }
  watch.close();
  for (let n = 0; n < 100 && watch.openFrames > 0; n++) await sleep(10);
  expect(watch.openFrames).toBe(0);
});

test('the nets cannot be had: pictures have no face, and that is all', async () => {
  let asked = 0;
  const watch = createFaceWatch(() => {
    asked += 1;
    return Promise.reject(new Error('not here'));
  }, 8);
  const features = nothing();
  const frame = frameAt(0);
  for (let n = 0; n < 10; n++) {
    watch.offer(frame, features);
    await sleep(5);
  }
  frame.close();
  expect(asked).toBe(1);
  expect(features.face).toBeUndefined();
  expect(watch.isLooking).toBe(false);
  watch.close();
});
