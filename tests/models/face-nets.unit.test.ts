// The two nets that read a face: compiled as promised, without detours, and of one mind with independent conversions of
// the same weights, compared before anything is made of their numbers.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import onnxProto from 'onnx-proto';
import { describe, expect, test } from 'vitest';
import { tensorsOf } from '../../src/protocol/model-contract.ts';
import { BUILT, SHARED, compileEntry, describeShapes, digest, measureDifference } from './entries.ts';
import { canDecodePictures, decodePictures, drawFigure, openModel } from './run-model.ts';
import type { Picture } from './run-model.ts';

const { onnx } = onnxProto;
const FACE_NETS = BUILT.filter((entry) => entry.task !== 'person-segmentation');
/** Samples of the input for boxes and points, logits for the rest. Observed: no difference at all. */
const TOLERANCE = 1e-3;
const FLOAT16 = 10;

/** Independent conversions, both NHWC, with the same two outputs in this order. */
const REFERENCES: ReadonlyMap<string, string> = new Map([
  ['face-finder', path.join(SHARED, 'models', 'face_blazeface_short_128.onnx')],
  ['face-mesh', path.join(SHARED, 'models', 'lm_facemesh_468_192.onnx')],
]);

/** What the references answer to drawFigure: every so many numbers of the first output, and of the second. */
const GOLDEN: ReadonlyMap<string, { steps: readonly [number, number]; first: number[]; second: number[] }> = new Map([
  [
    'face-finder',
    {
      steps: [359, 37],
      first: [
        -0.0767, -7.9761, 5.8222, -1.139, -8.9915, 22.297, 0.4489, 2.0174, -0.6473, -4.8228, 0.7184, -0.7484, -4.6861,
        9.2648, 18.8589, -1.2169, 2.1784, 1.5894, 13.4199, -2.2839, -8.0628, 37.6557, 0.7202, 7.0584, -2.9721, -10.0415,
        9.4341, -10.7859, -11.5403, 16.0616, 134.2435, 9.3486, -5.8934, -1.3684, 28.743, 4.3527, -12.3102, 51.4319,
        -1.3642, 8.1175,
      ],
      second: [
        -5.29, -4.2776, -4.4017, -3.0938, -4.4023, -4.05, -5.8417, -5.1091, -4.4102, -3.4663, -3.9541, -3.8695, -5.3379,
        -4.5319, -5.2286, -12.584, -9.2371, -23.1302, -28.0488, -105.7513, -13.9598, -5.6799, -7.7539, -30.097,
        -32.7177,
      ],
    },
  ],
  [
    'face-mesh',
    {
      steps: [39, 1],
      first: [
        97.9033, 97.3975, 82.1892, 85.9304, 68.838, 76.7969, 79.4448, 82.3621, 64.9535, 60.1027, 62.1395, 53.1255,
        54.3111, 67.3365, 85.3321, 98.0151, 88.9683, 83.6478, 47.8406, 62.3122, 127.784, 116.3932, 112.8574, 118.419,
        101.8113, 111.4464, 109.8432, 101.4928, 128.1776, 104.8339, 124.5254, 106.0797, 132.2614, 110.8448, 116.5088,
        110.9175,
      ],
      second: [-7.321],
    },
  ],
]);

const every = (step: number, values: Float32Array | undefined) => (values ?? []).filter((_, i) => i % step === 0);

describe.each(FACE_NETS)('$id', (entry) => {
  const { width, height, range } = entry.input;
  const { input, outputs } = tensorsOf(entry);
  const compile = (opset?: number) =>
    compileEntry(entry, {
      inputNames: [input.name],
      outputNames: outputs.map(({ name }) => name),
      ...(opset === undefined ? {} : { opset }),
    });

  test('compiles to the bytes that the catalogue promises, every time', () => {
    const bytes = compile();
    expect({ bytes: bytes.length, sha256: digest(bytes) }).toEqual({ bytes: entry.bytes, sha256: entry.sha256 });
    expect(digest(compile())).toBe(entry.sha256);
  });

  test('is NCHW inside, with f16 weights; a list of anchors is put in order where it leaves, and nothing else', () => {
    const { graph } = onnx.ModelProto.decode(compile());
    const nodes = graph?.node ?? [];
    expect(describeShapes(graph?.input)).toEqual([[input.name, ...input.shape]]);
    expect(describeShapes(graph?.output)).toEqual(outputs.map(({ name, shape }) => [name, ...shape]));

    const turned = nodes.filter((node) => node.opType === 'Transpose');
    expect(turned).toHaveLength(entry.task === 'face-detection' ? 4 : 0);
    const readersOf = (name: unknown) => nodes.filter((node) => node.input?.includes(name as string));
    for (const node of turned) {
      const [list] = readersOf(node.output?.[0]);
      expect(list?.opType).toBe('Reshape');
      const [joined] = readersOf(list?.output?.[0]);
      expect(joined?.opType).toBe('Concat');
      expect(outputs.map(({ name }) => name)).toContain(joined?.output?.[0]);
    }

    // Shapes and paddings are whole numbers; every weight is f16 and widened once.
    const weights = (graph?.initializer ?? []).filter((tensor) => tensor.dataType === FLOAT16);
    expect(nodes.filter((node) => node.opType === 'Cast')).toHaveLength(weights.length);
    const others = (graph?.initializer ?? []).filter((tensor) => tensor.dataType !== FLOAT16);
    expect(others.every((tensor) => (tensor.rawData?.length ?? 0) <= 64)).toBe(true);
  });

  test('answers a drawn figure as the reference does', async () => {
    const figure = drawFigure(width, height);
    const { steps, first, second } = GOLDEN.get(entry.id) ?? { steps: [1, 1], first: [], second: [] };
    for (const opset of [13, 17]) {
      const answers = await (await openModel(compile(opset), 'nchw', range))(figure);
      expect(measureDifference(every(steps[0], answers[0]), first)).toBeLessThan(TOLERANCE);
      expect(measureDifference(every(steps[1], answers[1]), second)).toBeLessThan(TOLERANCE);
    }
  });

  test('agrees with the reference on real faces', async ({ skip }) => {
    const reference = REFERENCES.get(entry.id) ?? '';
    if (!existsSync(reference)) skip(`${reference} is not here`);
    if (!canDecodePictures()) skip('ffmpeg, which decodes the pictures, is not installed');
    const ours = await openModel(compile(), 'nchw', range);
    const theirs = await openModel(readFileSync(reference), 'nhwc', range);
    const pictures = readPictures({ width, height });
    expect(pictures.length).toBeGreaterThan(15);
    for (const picture of pictures) {
      const [answers, expected] = [await ours(picture), await theirs(picture)];
      for (const [i, answer] of answers.entries()) {
        expect(measureDifference(answer, expected[i])).toBeLessThanOrEqual(TOLERANCE);
      }
    }
  }, 60_000);
});

function readPictures(size: { width: number; height: number }): Picture[] {
  const media = (name: string) => path.join(SHARED, 'media', name);
  return [
    ...['f_african', 'f_multi', 'f_white', 'm_multi'].map((name) => media(`webmorph_composite_${name}.jpg`)),
    ...['faces_grid_4_960.jpg', 'pixabay_girl-919048_1280.jpg', 'pixabay_woman-5883428_1280.jpg'].map(media),
    media('yolox_dog.jpg'),
  ]
    .flatMap((file) => decodePictures(file, size, 1))
    .concat(decodePictures(media('intel_head-pose-f-and-m_from_gif.mp4'), size, 6))
    .concat(decodePictures(media('intel_asl_book.mp4'), size, 4));
}
