import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Builder } from 'flatbuffers';
import onnxProto from 'onnx-proto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildModels } from '../../tools/models/build.ts';
import { formatCatalog, isBuilt } from '../../tools/models/catalog.ts';
import type { BuiltEntry } from '../../tools/models/catalog.ts';
import { compileTflite } from '../../tools/models/compile.ts';
import type { CompileOptions } from '../../tools/models/compile.ts';
import type { Graph, Value } from '../../tools/models/graph.ts';
import { lowerToOnnx } from '../../tools/models/onnx-lower.ts';
import { writeOnnx } from '../../tools/models/onnx-writer.ts';
import { foldWidening } from '../../tools/models/passes/fold-widening.ts';
import { layOutNchw } from '../../tools/models/passes/nchw-layout.ts';
import { simplifyPooling } from '../../tools/models/passes/simplify-pooling.ts';
import { importTflite } from '../../tools/models/tflite-import.ts';
import { readTflite } from '../../tools/models/tflite-reader.ts';
import {
  BUILT,
  CATALOG,
  CATALOG_TEXT,
  PACKAGES,
  SHARED,
  compileEntry,
  describeShapes,
  digest,
  measureDifference,
  moreSizesOf,
  readSource,
} from './entries.ts';
import { canDecodePictures, decodePictures, drawFigure, openModel } from './run-model.ts';
import type { Picture } from './run-model.ts';

const { onnx } = onnxProto;
const PERSON_NETS = BUILT.filter((entry) => entry.task === 'person-segmentation');
const TOLERANCE = 1e-4;
const FLOAT16 = 10;

/** Independent conversions of the same models, both NHWC. */
const REFERENCES: ReadonlyMap<string, string> = new Map([
  ['selfie-landscape', path.join(SHARED, 'models', 'seg_selfie_landscape_144x256.onnx')],
  ['selfie-square', path.join(SHARED, 'models', 'seg_selfie_256.onnx')],
]);

/** What the references answer to drawFigure, at the centres of 6 rows of 8 cells, and on average. */
const GOLDEN: ReadonlyMap<string, { cells: readonly number[]; mean: number }> = new Map([
  [
    'selfie-landscape',
    {
      cells: [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0.778799, 0, 0, 0, 0, 0, 0, 0.758582, 0.791028, 0, 0, 0, 0, 0, 0, 0.263583,
        0.000024, 0, 0, 0, 0, 0, 0, 0.414748, 0.432664, 0, 0, 0, 0, 0, 0, 0.452761, 0.168085, 0, 0, 0,
      ],
      mean: 0.086516,
    },
  ],
  [
    'selfie-square',
    {
      cells: [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 0.987181, 0, 0, 0,
        0.886203, 1, 1, 1, 1, 0.93583, 0, 0, 0.88874, 1, 1, 1, 1, 0.944975, 0,
      ],
      mean: 0.356853,
    },
  ],
]);

function compile(entry: BuiltEntry, options: Partial<CompileOptions> = {}): Uint8Array {
  return compileEntry(entry, {
    inputNames: ['input'],
    outputNames: ['alpha'],
    moreSizes: moreSizesOf(entry),
    ...options,
  });
}

describe.each(PERSON_NETS)('$id', (entry) => {
  const { width, height } = entry.input;

  test('compiles to the bytes that the catalogue promises, every time', () => {
    const bytes = compile(entry);
    expect({ bytes: bytes.length, sha256: digest(bytes) }).toEqual({ bytes: entry.bytes, sha256: entry.sha256 });
    expect(digest(compile(entry))).toBe(entry.sha256);
  });

  test('is NCHW throughout, with f16 weights', () => {
    const model = onnx.ModelProto.decode(compile(entry));
    const graph = model.graph;
    const types = (graph?.node ?? []).map((node) => node.opType);
    const isOpen = moreSizesOf(entry).length > 0;
    const sides = isOpen ? ['height', 'width'] : [height, width];
    expect(describeShapes(graph?.input)).toEqual([['input', 1, 3, ...sides]]);
    expect(describeShapes(graph?.output)).toEqual([['alpha', 1, 1, ...sides]]);
    expect(types).not.toContain('Transpose');
    expect(types).not.toContain('Reshape');
    expect(Number(model.opsetImport[0]?.version)).toBe(13);

    // The only initializers in another format are what the three resizes go by: four sizes, or four scales.
    const others = (graph?.initializer ?? []).filter((tensor) => tensor.dataType !== FLOAT16);
    expect(others.map((tensor) => tensor.rawData?.length)).toEqual(Array(3).fill(isOpen ? 16 : 32));
    expect(types.filter((type) => type === 'Cast')).toHaveLength((graph?.initializer?.length ?? 0) - others.length);
  });

  test('an NHWC input costs one transposition, at the input', () => {
    const { graph } = onnx.ModelProto.decode(compile(entry, { inputLayout: 'nhwc', moreSizes: [] }));
    expect(describeShapes(graph?.input)).toEqual([['input', 1, height, width, 3]]);
    expect((graph?.node ?? []).filter((node) => node.opType === 'Transpose').map((node) => node.input)).toEqual([
      ['input'],
    ]);
  });

  test('answers a drawn figure as the reference does', async () => {
    const golden = GOLDEN.get(entry.id);
    const figure = drawFigure(width, height);
    const [alpha = new Float32Array()] = await (await openModel(compile(entry), 'nchw'))(figure);
    const cells = Array.from({ length: 48 }, (_, i) => {
      const [row, column] = [Math.floor(i / 8), i % 8];
      return alpha[Math.floor(((row + 0.5) * height) / 6) * width + Math.floor(((column + 0.5) * width) / 8)] as number;
    });
    expect(measureDifference(Float32Array.from(cells), Float32Array.from(golden?.cells ?? []))).toBeLessThan(TOLERANCE);
    expect(alpha.reduce((sum, value) => sum + value, 0) / alpha.length).toBeCloseTo(golden?.mean ?? Number.NaN, 4);

    const [nhwc] = await (await openModel(compile(entry, { inputLayout: 'nhwc', moreSizes: [] }), 'nhwc'))(figure);
    const [fixed] = await (await openModel(compile(entry, { moreSizes: [] }), 'nchw'))(figure);
    expect(measureDifference(nhwc, fixed)).toBeLessThan(1e-6);
    const [later] = await (await openModel(compile(entry, { opset: 17 }), 'nchw'))(figure);
    expect(measureDifference(later, alpha)).toBeLessThan(TOLERANCE);
  });

  test('agrees with the reference on real frames', async ({ skip }) => {
    const reference = REFERENCES.get(entry.id) ?? '';
    if (!existsSync(reference)) skip(`${reference} is not here`);
    if (!canDecodePictures()) skip('ffmpeg, which decodes the frames, is not installed');
    const frames = readFrames({ width, height });
    expect(frames.length).toBeGreaterThan(10);
    const [ours, theirs] = [await openModel(compile(entry), 'nchw'), await openModel(readFileSync(reference), 'nhwc')];
    let worst = 0;
    for (const frame of frames)
      worst = Math.max(worst, measureDifference((await ours(frame))[0], (await theirs(frame))[0]));
    expect(worst).toBeLessThanOrEqual(TOLERANCE);
  }, 60_000);
});

describe('a net that leaves the size of its picture open', () => {
  const entry = PERSON_NETS.find((one) => moreSizesOf(one).length > 0) as BuiltEntry;
  const [light] = moreSizesOf(entry) as [{ width: number; height: number }];
  const { width, height } = entry.input;

  test('answers at either size as a net does that was made for that size alone', async () => {
    const open = await openModel(compile(entry), 'nchw');
    for (const size of [light, { width, height }, light]) {
      const made = await openModel(compileFor(entry, size), 'nchw');
      const figure = drawFigure(size.width, size.height);
      const [[ours], [theirs]] = [await open(figure), await made(figure)];
      expect(ours?.length).toBe(size.width * size.height);
      expect(measureDifference(ours, theirs)).toBeLessThan(TOLERANCE);
    }
  });

  test('is refused at a size at which it would mean something else', () => {
    expect(() => compile(entry, { moreSizes: [{ width: 150, height: 90 }] })).toThrow(/no whole number of samples/);
    expect(() => compile(entry, { inputLayout: 'nhwc' })).toThrow(/only a graph with one NCHW input/);
    const square = BUILT.find(({ id }) => id === 'selfie-square') as BuiltEntry;
    // Its pools are as large as the planes of the one size.
    expect(() => compile(square, { moreSizes: [{ width: 160, height: 160 }] })).toThrow(
      /average-pool → .* goes by the size/,
    );
  });
});

/** The same net made for pictures of another size, and no other: every plane shrinks alike, and resizes go by sizes. */
function compileFor(entry: BuiltEntry, { width, height }: { width: number; height: number }): Uint8Array {
  const graph = simplifyPooling(foldWidening(importTflite(entry.id, readTflite(readSource(entry)))));
  const { input } = entry;
  const scaled = ({ shape: [batch = 1, down = 1, across = 1, channels = 1], ...value }: Value): Value => ({
    ...value,
    shape: [batch, (down * height) / input.height, (across * width) / input.width, channels],
  });
  const isPlane = ({ data, shape }: Value) => data === undefined && shape.length === 4 && (shape[1] ?? 1) > 1;
  const values = new Map([...graph.values].map(([name, value]) => [name, isPlane(value) ? scaled(value) : value]));
  return writeOnnx(lowerToOnnx(layOutNchw({ ...graph, values }, 'nchw'), 13));
}

/** A spread of the corpus, with the picture on which the models are most sensitive to rounding, and a film. */
function readFrames(size: { width: number; height: number }): Picture[] {
  const corpus = path.join(SHARED, 'corpus', 'img');
  const names = readdirSync(corpus).filter((name) => name.endsWith('.jpg'));
  const chosen = names.filter((name, i) => i % 15 === 0 || name === 'mp_hagrid_0859_00.jpg');
  return [
    ...chosen.flatMap((name) => decodePictures(path.join(corpus, name), size, 1)),
    ...decodePictures(path.join(SHARED, 'media', 'intel_asl_book.mp4'), size, 4),
  ];
}

describe('layout', () => {
  test('a per-channel constant still meets the channels after the move to NCHW', async () => {
    const data = new Uint8Array(Float32Array.of(10, 20, 30).buffer);
    const values: Value[] = [
      { name: 'x', type: 'f32', shape: [1, 2, 2, 3] },
      { name: 'c', type: 'f32', shape: [3], data },
      { name: 'y', type: 'f32', shape: [1, 2, 2, 3] },
    ];
    const graph: Graph = {
      name: 'add',
      layout: 'nhwc',
      values: new Map(values.map((value) => [value.name, value])),
      nodes: [{ op: 'add', inputs: ['x', 'c'], output: 'y' }],
      inputs: ['x'],
      outputs: ['y'],
    };
    const run = await openModel(writeOnnx(lowerToOnnx(layOutNchw(graph, 'nchw'), 13)), 'nchw');
    const [result] = await run({ width: 2, height: 2, pixels: new Uint8Array(12) });
    expect([...(result ?? [])]).toEqual([10, 10, 10, 10, 20, 20, 20, 20, 30, 30, 30, 30]);
  });

  test('zeros put round the channels and two pictures one behind the other are still so after the move', async () => {
    const picture = (name: string, channels: number): Value => ({ name, type: 'f32', shape: [1, 2, 2, channels] });
    const graph: Graph = {
      name: 'pad',
      layout: 'nhwc',
      values: new Map([picture('x', 3), picture('wide', 5), picture('y', 8)].map((value) => [value.name, value])),
      nodes: [
        { op: 'pad', before: [0, 0, 0, 1], after: [0, 0, 0, 1], inputs: ['x'], output: 'wide' },
        { op: 'concat', axis: 3, inputs: ['wide', 'x'], output: 'y' },
      ],
      inputs: ['x'],
      outputs: ['y'],
    };
    const run = await openModel(writeOnnx(lowerToOnnx(layOutNchw(graph, 'nchw'), 13)), 'nchw', [0, 255]);
    const pixels = Uint8Array.from({ length: 12 }, (_, i) => i + 1);
    const [result = []] = await run({ width: 2, height: 2, pixels });
    const planes = Array.from({ length: 8 }, (_, c) => Math.round(result[c * 4] ?? NaN));
    // The first pixel is 1, 2, 3.
    expect(planes).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  });

  test('a list is counted off in the order of the picture', async () => {
    const graph: Graph = {
      name: 'list',
      layout: 'nhwc',
      values: new Map(
        [
          { name: 'x', type: 'f32' as const, shape: [1, 2, 2, 3] },
          { name: 'y', type: 'f32' as const, shape: [1, 12, 1] },
        ].map((value) => [value.name, value]),
      ),
      nodes: [{ op: 'reshape', inputs: ['x'], output: 'y' }],
      inputs: ['x'],
      outputs: ['y'],
    };
    const run = await openModel(writeOnnx(lowerToOnnx(layOutNchw(graph, 'nchw'), 13)), 'nchw', [0, 255]);
    const pixels = Uint8Array.from({ length: 12 }, (_, i) => i + 1);
    const [result = []] = await run({ width: 2, height: 2, pixels });
    expect([...result].map(Math.round)).toEqual([...pixels]);
  });
});

describe('faulty models', () => {
  const [entry] = PERSON_NETS as [BuiltEntry];
  const options = { name: 'faulty', inputNames: ['input'], outputNames: ['alpha'] };

  test.each([0, 7, 64, 4096, 100_000])('cut short after %i bytes', (length) => {
    expect(() => compileTflite(readSource(entry).slice(0, length), options)).toThrow(
      /truncated or damaged|Not a TFL3 file/,
    );
  });

  test('something that is no TensorFlow Lite file', () => {
    expect(() => compileTflite(new TextEncoder().encode('<!doctype html><p>Not found'), options)).toThrow(
      /Not a TFL3 file/,
    );
  });

  test('an operator that the compiler does not know is named', () => {
    expect(() => compileTflite(buildOneOperatorModel({ builtin: 120 }), options)).toThrow(
      /builtin operator 120, which this/,
    );
    expect(() => compileTflite(buildOneOperatorModel({ builtin: 25 }), options)).toThrow(/SOFTMAX, which this/);
    expect(() => compileTflite(buildOneOperatorModel({ custom: 'Landmarks2TensorV3' }), options)).toThrow(
      /Landmarks2TensorV3, which/,
    );
  });

  test('more outputs than names', () => {
    expect(() => compileTflite(readSource(entry), { ...options, outputNames: [] })).toThrow(
      /1 outputs \(segment_back\), but 0 names/,
    );
  });
});

/** A valid TensorFlow Lite file of two tensors and one operator between them. */
function buildOneOperatorModel(operator: { builtin: number } | { custom: string }): Uint8Array {
  const builder = new Builder();
  const writeTable = (fields: [field: number, offset: number][], numbers: [field: number, value: number][] = []) => {
    builder.startObject(6);
    for (const [field, offset] of fields) builder.addFieldOffset(field, offset, 0);
    for (const [field, value] of numbers) builder.addFieldInt32(field, value, 0);
    return builder.endObject();
  };
  const writeVector = (items: number[], add: (item: number) => void) => {
    builder.startVector(4, items.length, 4);
    for (const item of [...items].reverse()) add(item);
    return builder.endVector();
  };
  const writeInts = (items: number[]) =>
    writeVector(items, (item) => {
      builder.addInt32(item);
    });
  const writeTables = (items: number[]) =>
    writeVector(items, (item) => {
      builder.addOffset(item);
    });

  const code =
    'custom' in operator
      ? writeTable([[1, builder.createString(operator.custom)]], [[3, 32]])
      : writeTable([], [[3, operator.builtin]]);
  const tensors = ['in', 'out'].map((name) => {
    const [shape, label] = [writeInts([1, 2, 2, 1]), builder.createString(name)];
    return writeTable([
      [0, shape],
      [3, label],
    ]);
  });
  const node = writeTable([
    [1, writeInts([0])],
    [2, writeInts([1])],
  ]);
  const subgraph = writeTable([
    [0, writeTables(tensors)],
    [1, writeInts([0])],
    [2, writeInts([1])],
    [3, writeTables([node])],
  ]);
  const lists: [number, number][] = [
    [1, writeTables([code])],
    [2, writeTables([subgraph])],
    [4, writeTables([writeTable([])])],
  ];
  builder.finish(writeTable(lists, [[0, 3]]), 'TFL3');
  return builder.asUint8Array();
}

describe('build', () => {
  let directory: string;
  const lines: string[] = [];
  const [entry] = PERSON_NETS as [BuiltEntry];
  const build = (options: { packages?: string; updateCatalog?: boolean } = {}) => {
    lines.length = 0;
    const log = (line: string) => void lines.push(line);
    return buildModels({ directory, packages: PACKAGES, updateCatalog: false, log, ...options });
  };
  const writeCatalog = (...models: unknown[]) => {
    writeFileSync(path.join(directory, 'catalog.json'), JSON.stringify({ schema: 1, models }));
  };

  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'models-'));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  test('writes what is missing or wrong, and leaves alone what is right', async () => {
    writeCatalog(...CATALOG.models);
    await build();
    expect(lines).toEqual(BUILT.map(({ file, bytes }) => `${file}: written, ${String(bytes)} bytes`));
    writeFileSync(path.join(directory, entry.file), 'half a model');
    await build();
    expect(lines[0]).toMatch(/written/);
    // With everything in place the sources are not needed.
    await build({ packages: path.join(directory, 'nowhere') });
    expect(lines).toEqual(BUILT.map(({ file }) => `${file}: up to date`));
  });

  test('a missing source says what to run', async () => {
    writeCatalog({ ...entry, file: 'other.onnx' });
    await expect(build({ packages: directory })).rejects.toThrow(
      /other\.onnx cannot be built: .* is missing\. Run npm ci/,
    );
  });

  test('a source with another sum is refused', async () => {
    writeCatalog({ ...entry, file: 'other.onnx', source: { ...entry.source, sha256: '0'.repeat(64) } });
    await expect(build()).rejects.toThrow(/has sha256 4aafe622.*expects 0{64}.*npm ci/);
  });

  test('a result with another sum is refused, and not written', async () => {
    writeCatalog({ ...entry, file: 'other.onnx', sha256: '0'.repeat(64) });
    await expect(build()).rejects.toThrow(/catalogue says 0{64}.*--update-catalog/);
    expect(existsSync(path.join(directory, 'other.onnx'))).toBe(false);
  });

  test('a contract that the model does not keep is refused', async () => {
    writeCatalog({ ...entry, file: 'other.onnx', input: { ...entry.input, width: 384 } });
    await expect(build()).rejects.toThrow(
      /describes input as \[1, 3, 144, 384\], but the model has \[1, 3, 144, 256\]/,
    );
  });

  test('a catalogue out of form is refused, fault by fault', async () => {
    writeCatalog({ ...entry, tier: 3 });
    await expect(build()).rejects.toThrow(/models\.0\.tier/);
    const withLight = (width: number, height: number) => {
      writeCatalog({ ...entry, file: 'other.onnx', input: { ...entry.input, light: { width, height } } });
      return build();
    };
    await expect(withLight(320, 96)).rejects.toThrow(/input\.light: 320 × 96 is no size smaller than 256 × 144/);
    await expect(withLight(150, 0)).rejects.toThrow(/models\.0\.input\.light\.height/);
    await expect(withLight(150, 90)).rejects.toThrow(/cannot be compiled .* no whole number of samples/);
  });

  test('the catalogue can be brought up to date', async () => {
    writeCatalog(
      ...CATALOG.models.map((model) => (isBuilt(model) ? { ...model, bytes: 1, sha256: '0'.repeat(64) } : model)),
    );
    await build({ updateCatalog: true });
    expect(readFileSync(path.join(directory, 'catalog.json'), 'utf8')).toBe(CATALOG_TEXT);
    expect(formatCatalog(CATALOG)).toBe(CATALOG_TEXT);
  });
});
