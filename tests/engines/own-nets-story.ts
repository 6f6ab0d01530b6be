// Public nets that do not ship, told once for both engines: what is fed to them, and read from them, follows from the contract alone.
// The reference is the bare net on ONNX Runtime's WASM build, fed by the plain sums below.
import { expect, inject, test } from 'vitest';
import type { Engine } from '../../src/compositor/engine';
import { inLane, loadOrt } from '../../src/inference/ort-wasm';
import type { ModelContract } from '../../src/protocol/model-contract';
import { readPicture, request } from './painted-frames';
import { STORY_SIZE } from './segmenter-story';

const { width: WIDTH, height: HEIGHT } = STORY_SIZE;
declare module 'vitest' {
  interface ProvidedContext {
    /** Where public nets and media lie; empty: nowhere. */
    shared: string;
  }
}

const SHARED = inject('shared');
/** Between the engine's alpha, fitted to the picture's edges, and the bare mask. */
const LEAST_IOU = 0.9;
const MOST_MEAN_DIFFERENCE = 0.06;

type Net = Pick<ModelContract, 'file' | 'input' | 'output'>;
const SQUARE = { width: 256, height: 256 } as const;
const FILL = { range: [0, 1], channels: 'rgb', fit: 'stretch' } as const;

const NETS: Readonly<Record<string, Net>> = {
  'SINet: blue first, a mean and a deviation of its own, the second of two channels': {
    file: 'seg_sinet_320.onnx',
    input: {
      ...FILL,
      name: 'data',
      layout: 'nchw',
      width: 320,
      height: 320,
      channels: 'bgr',
      // (x - [102.89, 111.25, 126.91]) / [62.93, 62.82, 66.36] / 255, of 0 to 255
      mean: [102.890434 / 255, 111.25247 / 255, 126.91212 / 255],
      std: [62.93292, 62.82138, 66.355705],
    },
    output: {
      name: 'Softmax/1',
      layout: 'nchw',
      width: 320,
      height: 320,
      kind: 'probability',
      channel: 1,
      channelCount: 2,
    },
  },
  'Prisma-net: any batch': {
    file: 'seg_prisma_256.onnx',
    input: { ...FILL, ...SQUARE, name: 'input_3', layout: 'nchw' },
    output: { ...SQUARE, name: 'permute_2', layout: 'nchw', kind: 'probability', channel: 0 },
  },
  'Selfie segmentation as it was converted: channels last': {
    file: 'seg_selfie_256.onnx',
    input: { ...FILL, ...SQUARE, name: 'input_1:0', layout: 'nhwc' },
    output: { ...SQUARE, name: 'activation_10', layout: 'nhwc', kind: 'probability', channel: 0 },
  },
};

const read = async (place: string) => (await fetch(`/@fs${SHARED}/${place}`)).blob();

/** The photograph, covering a size, as RGBA. */
async function photograph(width: number, height: number): Promise<Uint8ClampedArray> {
  const bitmap = await createImageBitmap(await read('media/pixabay_girl-919048_1280.jpg'));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false }) as OffscreenCanvasRenderingContext2D;
  context.imageSmoothingQuality = 'high';
  const scale = Math.max(WIDTH / bitmap.width, HEIGHT / bitmap.height);
  const [across, down] = [WIDTH / scale, HEIGHT / scale];
  const [x, y] = [(bitmap.width - across) / 2, (bitmap.height - down) / 2];
  context.drawImage(bitmap, x, y, across, down, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}

/** By the book: one number after the other. */
async function bareMask(model: Uint8Array, { input, output }: Net): Promise<(x: number, y: number) => number> {
  const pixels = await photograph(input.width, input.height);
  const { mean = [0, 0, 0], std = [1, 1, 1], range } = input;
  const size = input.width * input.height;
  const tensor = new Float32Array(size * 3);
  for (let i = 0; i < size; i++)
    for (const [c, from] of (input.channels === 'rgb' ? [0, 1, 2] : [2, 1, 0]).entries()) {
      const value = range[0] + ((pixels[i * 4 + from] ?? 0) / 255) * (range[1] - range[0]);
      tensor[input.layout === 'nchw' ? c * size + i : i * 3 + c] = (value - (mean[c] ?? 0)) / (std[c] ?? 1);
    }
  const ort = await loadOrt(1);
  const session = await inLane(() =>
    ort.InferenceSession.create(model, { executionProviders: ['wasm'], logSeverityLevel: 3 }),
  );
  const dims = input.layout === 'nchw' ? [1, 3, input.height, input.width] : [1, input.height, input.width, 3];
  const results = await inLane(() => session.run({ [input.name]: new ort.Tensor('float32', tensor, dims) }));
  const values = results[output.name]?.data as Float32Array;
  await inLane(() => session.release());
  const count = output.channelCount ?? 1;
  return (x, y) => {
    const at = Math.floor((y * output.height) / HEIGHT) * output.width + Math.floor((x * output.width) / WIDTH);
    const i =
      output.layout === 'nchw' ? output.channel * output.width * output.height + at : at * count + output.channel;
    return values[i] ?? NaN;
  };
}

/** `isSlow`: a GPU made of software takes half a minute for a session of Prisma-net. It and the wrong contract are left to the other engine. */
export function tellOwnNetsStory(engine: () => Engine, isSlow = false): void {
  async function compare(net: Net, reference: (x: number, y: number) => number, model: Uint8Array) {
    const contract = {
      id: 'own',
      task: 'person-segmentation',
      title: 'Own',
      bytes: 0,
      sha256: '',
      licence: '',
      ...net,
    };
    await engine().useSegmenter(model, contract);
    engine().reset();
    const frame = new VideoFrame(await photograph(WIDTH, HEIGHT), {
      format: 'RGBX',
      codedWidth: WIDTH,
      codedHeight: HEIGHT,
      timestamp: 0,
    });
    const picture = await readPicture(
      await engine().render(frame, request({ behind: { kind: 'nothing' }, person: 'masked' })),
    );
    let [both, either, difference] = [0, 0, 0];
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 0; x < WIDTH; x++) {
        const alpha = picture.alphaAt(x, y) / 255;
        const mask = reference(x, y);
        difference += Math.abs(alpha - mask);
        both += Number(alpha > 0.5 && mask > 0.5);
        either += Number(alpha > 0.5 || mask > 0.5);
      }
    return { iou: both / either, difference: difference / (WIDTH * HEIGHT), share: both / (WIDTH * HEIGHT) };
  }

  for (const [name, net] of Object.entries(NETS)) {
    if (isSlow && net.file.includes('prisma')) continue;
    test(name, async (context) => {
      if (SHARED === '') context.skip('../shared, where public nets lie, is not there');
      const model = new Uint8Array(await (await read(`models/${net.file}`)).arrayBuffer());
      const reference = await bareMask(model, net);
      const found = await compare(net, reference, model);
      expect(found.share).toBeGreaterThan(0.1);
      expect(found.iou).toBeGreaterThanOrEqual(LEAST_IOU);
      expect(found.difference).toBeLessThanOrEqual(MOST_MEAN_DIFFERENCE);
      if (!net.input.mean || isSlow) return;
      // The measure tells a wrong contract: without its mean and deviation the net sees something else.
      const { mean: _mean, std: _std, ...plain } = net.input;
      expect((await compare({ ...net, input: plain }, reference, model)).iou).toBeLessThan(LEAST_IOU);
    });
  }
}
