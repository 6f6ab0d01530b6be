/**
 * Turns a decoded TensorFlow Lite model into the neutral graph, still NHWC.
 * Padding schemes become explicit pads, fused activations become nodes of their own (the runtime fuses them again
 * for the backend it runs on) and an operator this compiler does not know is refused by name.
 * To support another operator, add it to IMPORTERS and, if it is a new idea, to the Operation union.
 */
import { ModelError, getPlane } from './graph.ts';
import type { Graph, Node, Operation, Pads, Pair, Value } from './graph.ts';
import type { Table } from './tflite-table.ts';
import type { TfliteModel, TfliteOperator } from './tflite-reader.ts';

interface Import {
  readonly operator: TfliteOperator;
  /** Operand values; TensorFlow Lite marks an omitted operand with -1, which is undefined here. */
  readonly inputs: readonly (Value | undefined)[];
  readonly output: Value;
}

interface Imported {
  readonly operation: Operation;
  /** How many leading operands the node keeps; the rest were read at compile time. */
  readonly operands: number;
  readonly activation?: number;
}

const ACTIVATION_NONE = 0;
const ACTIVATIONS: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  [1, { op: 'relu' }],
  [3, { op: 'relu6' }],
]);

const IMPORTERS: ReadonlyMap<string, (source: Import) => Imported> = new Map([
  ['CONV_2D', importConv],
  ['DEPTHWISE_CONV_2D', importDepthwiseConv],
  ['Convolution2DTransposeBias', importTransposeConv],
  ['ADD', (source) => ({ operation: { op: 'add' }, operands: 2, activation: requireOptions(source).readInt8(0) })],
  ['MUL', (source) => ({ operation: { op: 'mul' }, operands: 2, activation: requireOptions(source).readInt8(0) })],
  ['RELU', () => ({ operation: { op: 'relu' }, operands: 1 })],
  ['RELU6', () => ({ operation: { op: 'relu6' }, operands: 1 })],
  ['LOGISTIC', () => ({ operation: { op: 'sigmoid' }, operands: 1 })],
  ['HARD_SWISH', () => ({ operation: { op: 'hard-swish' }, operands: 1 })],
  ['PRELU', () => ({ operation: { op: 'prelu' }, operands: 2 })],
  ['DEQUANTIZE', importDequantize],
  ['AVERAGE_POOL_2D', (source) => importPool(source, 'average-pool')],
  ['MAX_POOL_2D', (source) => importPool(source, 'max-pool')],
  ['PAD', importPad],
  // The second operand is the shape, which the output already states.
  ['RESHAPE', () => ({ operation: { op: 'reshape' }, operands: 1 })],
  ['CONCATENATION', importConcatenation],
  ['MEAN', importMean],
  ['RESIZE_BILINEAR', importResizeBilinear],
]);

export function importTflite(name: string, model: TfliteModel): Graph {
  const names = nameTensors(model);
  const values = new Map<string, Value>();
  const nodes: Node[] = [];
  const nameOf = (index: number): string => {
    const found = names[index];
    if (found === undefined)
      throw new ModelError(`The model refers to tensor ${String(index)}, which it does not have`);
    return found;
  };
  for (const [index, { type, shape, data }] of model.tensors.entries()) {
    const value = { name: nameOf(index), type, shape };
    values.set(value.name, data === undefined ? value : { ...value, data });
  }

  for (const operator of model.operators) {
    const importer = IMPORTERS.get(operator.kind);
    if (importer === undefined) {
      throw new ModelError(
        `The model uses the operator ${operator.kind}, which this compiler does not know; it knows ${[...IMPORTERS.keys()].join(', ')}`,
      );
    }
    const [outputIndex, ...rest] = operator.outputs;
    if (outputIndex === undefined || rest.length > 0)
      throw new ModelError(`${operator.kind} must have exactly one output`);
    const output = values.get(nameOf(outputIndex)) as Value;
    const inputs = operator.inputs.map((index) => (index < 0 ? undefined : values.get(nameOf(index))));
    const { operation, operands, activation = ACTIVATION_NONE } = importer({ operator, inputs, output });
    const operandNames = inputs.slice(0, operands).flatMap((value) => (value === undefined ? [] : [value.name]));

    if (activation === ACTIVATION_NONE) {
      nodes.push({ ...operation, inputs: operandNames, output: output.name });
      continue;
    }
    const fused = ACTIVATIONS.get(activation);
    if (fused === undefined) {
      throw new ModelError(
        `${operator.kind} → ${output.name} has fused activation ${String(activation)}, which is not supported`,
      );
    }
    const linear = { ...output, name: `${output.name}/linear` };
    values.set(linear.name, linear);
    nodes.push({ ...operation, inputs: operandNames, output: linear.name });
    nodes.push({ ...fused, inputs: [linear.name], output: output.name });
  }
  return { name, layout: 'nhwc', values, nodes, inputs: model.inputs.map(nameOf), outputs: model.outputs.map(nameOf) };
}

function nameTensors(model: TfliteModel): string[] {
  const taken = new Set<string>();
  return model.tensors.map((tensor, index) => {
    const name = tensor.name === '' || taken.has(tensor.name) ? `${tensor.name}#${String(index)}` : tensor.name;
    taken.add(name);
    return name;
  });
}

/** Stride, dilation and padding of the two convolutions; their option tables differ in where the later fields stand. */
function readWindow(source: Import, dilationField: number) {
  const options = requireOptions(source);
  const stride = { width: options.readInt32(1), height: options.readInt32(2) };
  const dilation = { width: options.readInt32(dilationField, 1), height: options.readInt32(dilationField + 1, 1) };
  const kernel = getPlane(requireInput(source, 1).shape, 'nhwc');
  return { options, stride, dilation, pads: resolvePads(source, readScheme(options), kernel, stride, dilation) };
}

function importConv(source: Import): Imported {
  const { options, ...window } = readWindow(source, 4);
  return { operation: { op: 'conv', ...window }, operands: 3, activation: options.readInt8(3) };
}

function importDepthwiseConv(source: Import): Imported {
  const { options, ...window } = readWindow(source, 5);
  return { operation: { op: 'depthwise-conv', ...window }, operands: 3, activation: options.readInt8(4) };
}

/** MediaPipe's own operator. Its options are the C struct { padding, stride width, stride height } of int32. */
function importTransposeConv(source: Import): Imported {
  const bytes = source.operator.customOptions;
  if (bytes.length < 12)
    throw new ModelError(`${source.operator.kind} → ${source.output.name} lacks its 12 bytes of options`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stride = { width: view.getInt32(4, true), height: view.getInt32(8, true) };
  const from = getPlane(requireInput(source, 0).shape, 'nhwc');
  const to = getPlane(source.output.shape, 'nhwc');
  const kernel = getPlane(requireInput(source, 1).shape, 'nhwc');
  // The output's size is given, so the scheme adds nothing: whatever the kernel overshoots by is cut off, and
  // whatever it falls short by is padded on.
  const height = (from.height - 1) * stride.height + kernel.height - to.height;
  const width = (from.width - 1) * stride.width + kernel.width - to.width;
  const outputPadding = { height: Math.max(-height, 0), width: Math.max(-width, 0) };
  const pads = splitPads(Math.max(height, 0), Math.max(width, 0));
  return { operation: { op: 'transpose-conv', stride, pads, outputPadding }, operands: 3 };
}

function importDequantize(source: Import): Imported {
  const { type } = requireInput(source, 0);
  if (type !== 'f16' || source.output.type !== 'f32') {
    throw new ModelError(
      `DEQUANTIZE → ${source.output.name} goes from ${type} to ${source.output.type}; only f16 to f32 is supported`,
    );
  }
  return { operation: { op: 'widen' }, operands: 1 };
}

function importPool(source: Import, op: 'average-pool' | 'max-pool'): Imported {
  const options = requireOptions(source);
  const stride = { width: options.readInt32(1), height: options.readInt32(2) };
  const kernel = { width: options.readInt32(3), height: options.readInt32(4) };
  const pads = resolvePads(source, readScheme(options), kernel, stride, { height: 1, width: 1 });
  return { operation: { op, kernel, stride, pads }, operands: 1, activation: options.readInt8(5) };
}

function importMean(source: Import): Imported {
  const rank = requireInput(source, 0).shape.length;
  const axes = readNumbers(source, 1).map((axis) => (axis + rank) % rank);
  return {
    operation: { op: 'mean', axes: axes.sort(), keepDims: requireOptions(source).readUint8(0) !== 0 },
    operands: 1,
  };
}

/** The second operand has a pair for every axis: how much before, how much after. */
function importPad(source: Import): Imported {
  const pairs = readNumbers(source, 1);
  const [before, after] = [0, 1].map((end) => pairs.filter((_, i) => i % 2 === end)) as [number[], number[]];
  return { operation: { op: 'pad', before, after }, operands: 1 };
}

function importConcatenation(source: Import): Imported {
  const options = requireOptions(source);
  const rank = source.output.shape.length;
  const axis = (options.readInt32(0) + rank) % rank;
  return { operation: { op: 'concat', axis }, operands: source.inputs.length, activation: options.readInt8(1) };
}

function importResizeBilinear(source: Import): Imported {
  const options = requireOptions(source);
  const alignCorners = options.readUint8(2) !== 0;
  const halfPixelCentres = options.readUint8(3) !== 0;
  const coordinates = alignCorners ? 'align-corners' : halfPixelCentres ? 'half-pixel' : 'asymmetric';
  // The second operand is the size, which the output's static shape already states.
  return { operation: { op: 'resize-bilinear', coordinates }, operands: 1 };
}

function readScheme(options: Table): 'same' | 'valid' {
  return options.readInt8(0) === 0 ? 'same' : 'valid';
}

/** SAME pads so that output = ceil(input / stride); an odd total puts the extra row or column at the end. */
function resolvePads(source: Import, scheme: 'same' | 'valid', kernel: Pair, stride: Pair, dilation: Pair): Pads {
  if (scheme === 'valid') return splitPads(0, 0);
  const from = getPlane(requireInput(source, 0).shape, 'nhwc');
  const total = (axis: 'height' | 'width') => {
    const reach = (kernel[axis] - 1) * dilation[axis] + 1;
    return Math.max((Math.ceil(from[axis] / stride[axis]) - 1) * stride[axis] + reach - from[axis], 0);
  };
  return splitPads(total('height'), total('width'));
}

function splitPads(height: number, width: number): Pads {
  const top = Math.floor(height / 2);
  const left = Math.floor(width / 2);
  return { top, left, bottom: height - top, right: width - left };
}

function requireInput({ operator, inputs, output }: Import, index: number): Value {
  const value = inputs[index];
  if (value === undefined) throw new ModelError(`${operator.kind} → ${output.name} lacks operand ${String(index)}`);
  return value;
}

/** A constant operand of whole numbers. */
function readNumbers(source: Import, index: number): number[] {
  const { name, type, data } = requireInput(source, index);
  if (data === undefined || type !== 'i32') {
    throw new ModelError(
      `${source.operator.kind} → ${source.output.name} computes ${name} at run time; only constants are supported`,
    );
  }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: data.byteLength / 4 }, (_, i) => view.getInt32(4 * i, true));
}

function requireOptions({ operator, output }: Import): Table {
  if (operator.options === undefined) throw new ModelError(`${operator.kind} → ${output.name} lacks its options`);
  return operator.options;
}
