// The demo presenter before the face reader, with the nets as they ship. How the presenter moves is known for every frame,
// so this is the truth that a clone has: who is there, what eyes and mouth do, which way the head leans and turns.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCatalogue } from '../../src/app/catalogue';
import { createFaceReader } from '../../src/faces/create-face-reader';
import type { FaceMeasures, FaceReader, RgbaPicture } from '../../src/faces/face-reader';
import { openFaceReader } from '../../src/faces/open-face-reader';
import { fetchModel } from '../../src/inference/fetch-model';
import { openWasmNet } from '../../src/inference/ort-wasm';
import type { FaceNets } from '../../src/protocol/model-contract';
import { DEMO_FPS, createDemoPicture } from '../../src/sources/demo/demo-picture';
import { poseAt, type Pose } from '../../src/sources/demo/motion';
import { paintFrame } from '../engines/painted-frames';

const SIZE = { width: 1280, height: 720 };
const demo = createDemoPicture(SIZE.width, SIZE.height);
const canvas = new OffscreenCanvas(SIZE.width, SIZE.height);
let nets: FaceNets;
let reader: FaceReader;

function drawn(): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D canvas');
  return context;
}

function pixels(): RgbaPicture {
  return { rgba: drawn().getImageData(0, 0, SIZE.width, SIZE.height).data, ...SIZE };
}

function emptyRoom(): RgbaPicture {
  drawn().fillStyle = '#a9b4b6';
  drawn().fillRect(0, 0, SIZE.width, SIZE.height);
  drawn().fillStyle = '#eef4f8';
  drawn().fillRect(80, 60, 300, 380);
  return pixels();
}

async function readPresenter(n: number): Promise<FaceMeasures> {
  demo.draw(drawn(), n);
  const face = await reader.read(pixels());
  if (!face) throw new Error(`nobody in frame ${n}`);
  return face;
}

/** The first frame from `from` on in which the presenter does that. */
function frameWhere(does: (pose: Pose) => boolean, from = 0): number {
  for (let n = from; n < from + 3000; n++) if (does(poseAt(n / DEMO_FPS))) return n;
  throw new Error('the presenter never does that');
}

beforeAll(async () => {
  nets = await openCatalogue().faceNets();
  const told: [number, number][] = [];
  reader = await openFaceReader(nets, { onProgress: (...progress) => void told.push(progress) });
  const total = nets.finder.contract.bytes + nets.mesh.contract.bytes;
  expect(told.at(-1)).toEqual([total, total]);
});
afterAll(() => reader.close());

describe('the presenter before the camera', () => {
  test('is found where the face is drawn', async () => {
    const { presence, box } = await readPresenter(0);
    expect(presence).toBeGreaterThan(0.99);
    expect(box.x + box.width / 2).toBeGreaterThan(0.48);
    expect(box.x + box.width / 2).toBeLessThan(0.53);
    expect(box.y).toBeGreaterThan(0.22);
    expect(box.y + box.height).toBeLessThan(0.62);
  });

  test('blinks: both eyes are told as less open, and open again after', async () => {
    const shut = frameWhere(({ blink }) => blink > 0.97);
    const [before, during, after] = [
      await readPresenter(shut - 15),
      await readPresenter(shut),
      await readPresenter(shut + 15),
    ];
    for (const eye of ['leftEye', 'rightEye'] as const) {
      expect(during[eye]).toBeLessThan(0.75 * Math.min(before[eye], after[eye]));
    }
  });

  test('talks: the more the mouth is open, the more is told', async () => {
    const shut = await readPresenter(frameWhere(({ mouthOpen }) => mouthOpen === 0));
    const half = await readPresenter(frameWhere(({ mouthOpen }) => mouthOpen > 0.45 && mouthOpen < 0.55));
    const wide = await readPresenter(frameWhere(({ mouthOpen }) => mouthOpen === 1));
    expect(shut.mouth).toBeLessThan(0.05);
    expect(half.mouth).toBeGreaterThan(0.08);
    expect(wide.mouth).toBeGreaterThan(half.mouth + 0.05);
  });

  test('leans and turns to either side: the signs are those of the picture', async () => {
    const leanRight = await readPresenter(frameWhere(({ headRoll }) => headRoll > 0.04));
    const leanLeft = await readPresenter(frameWhere(({ headRoll }) => headRoll < -0.03));
    expect(leanRight.roll).toBeGreaterThan(leanLeft.roll + 0.04);
    const toViewersRight = await readPresenter(frameWhere(({ yaw }) => yaw > 0.6));
    const toViewersLeft = await readPresenter(frameWhere(({ yaw }) => yaw < -0.8));
    expect(toViewersRight.yaw).toBeGreaterThan(toViewersLeft.yaw + 0.08);
  });

  test('reads the same from a frame as from its pixels, whatever its format', async () => {
    // Each from the beginning: what was read before decides where the mesh lies to a pixel or two.
    reader.forget();
    const expected = await readPresenter(30);
    const { rgba } = pixels();
    const paint = (x: number, y: number) => {
      const at = (y * SIZE.width + x) * 4;
      return [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0] as const;
    };
    const frames = [
      new VideoFrame(canvas, { timestamp: 0, alpha: 'discard' }),
      paintFrame(SIZE.width, SIZE.height, paint),
      paintFrame(SIZE.width, SIZE.height, paint, { format: 'NV12' }),
    ];
    for (const frame of frames) {
      reader.forget();
      const face = await reader.read(frame);
      // Borrowed: it is still ours to close.
      expect(frame.format).not.toBeNull();
      frame.close();
      for (const side of ['x', 'y', 'width', 'height'] as const) {
        expect(face?.box[side]).toBeCloseTo(expected.box[side], 2);
      }
      expect(Math.abs((face?.leftEye ?? 0) - expected.leftEye)).toBeLessThan(0.03);
      expect(Math.abs((face?.yaw ?? 9) - expected.yaw)).toBeLessThan(0.03);
    }
  });
});

test('the finder is asked once, and again when the face was lost', async () => {
  const runs = { finder: 0, mesh: 0 };
  const open = async (which: 'finder' | 'mesh') => {
    const { contract, url } = nets[which];
    const net = await openWasmNet(await fetchModel(contract, url, () => undefined), contract, 1);
    return { ...net, run: (input: Float32Array) => (runs[which]++, net.run(input)) };
  };
  const counted = createFaceReader(
    { contract: nets.finder.contract, ...(await open('finder')) },
    { contract: nets.mesh.contract, ...(await open('mesh')) },
  );
  const show = async (n: number) => (demo.draw(drawn(), n), counted.read(pixels()));

  for (const n of [0, 3, 6, 9, 12]) expect(await show(n)).not.toBeNull();
  expect(runs.finder).toBe(1);
  expect(runs.mesh).toBeLessThanOrEqual(6);

  // Nobody: the mesh says so, and both looks of the finder agree.
  expect(await counted.read(emptyRoom())).toBeNull();
  expect(runs.finder).toBe(3);
  expect(await counted.read(emptyRoom())).toBeNull();
  expect(await show(20)).not.toBeNull();
  expect(runs.finder).toBe(6);

  counted.forget();
  expect(await show(23)).not.toBeNull();
  expect(runs.finder).toBe(7);

  await counted.close();
  await counted.close();
  await expect(counted.read(pixels())).rejects.toMatchObject({ code: 'not-running' });
});

test.each([
  [
    'is not there',
    'model-missing',
    (nets: FaceNets) => ({ ...nets, mesh: { ...nets.mesh, url: 'http://127.0.0.1:9/none.onnx' } }),
  ],
  ['is another file', 'model-hash', (nets: FaceNets) => ({ ...nets, mesh: { ...nets.mesh, url: nets.finder.url } })],
  [
    'is not as described',
    'model-contract',
    ({ finder, mesh }: FaceNets) => ({ finder, mesh: { ...mesh, contract: { ...mesh.contract, points: 478 } } }),
  ],
] as const)('a net that %s is told as %s', async (_, code, change) => {
  await expect(openFaceReader(change(nets))).rejects.toMatchObject({ code });
});
