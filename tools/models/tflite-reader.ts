/**
 * Decodes a TensorFlow Lite file into its tensors and operators, with option tables left for the importer to read.
 * Field numbers are those of tensorflow/lite/schema/schema.fbs, version 3; they never change once published.
 * Only single-subgraph models with static shapes are accepted: nothing else can be laid out ahead of time.
 */
import { ModelError, countElements } from './graph.ts';
import type { ElementType, Shape } from './graph.ts';
import { Table } from './tflite-table.ts';

export interface TfliteTensor {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  /** Present for constants. */
  readonly data: Uint8Array | undefined;
}

export interface TfliteOperator {
  /** The schema's name (CONV_2D) or, for a custom operator, the name it was registered under. */
  readonly kind: string;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: Table | undefined;
  readonly customOptions: Uint8Array;
}

export interface TfliteModel {
  readonly tensors: readonly TfliteTensor[];
  readonly operators: readonly TfliteOperator[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

const SCHEMA_VERSION = 3;
const CUSTOM_OPERATOR = 32;

const OPERATOR_NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'ADD'],
  [1, 'AVERAGE_POOL_2D'],
  [2, 'CONCATENATION'],
  [3, 'CONV_2D'],
  [4, 'DEPTHWISE_CONV_2D'],
  [6, 'DEQUANTIZE'],
  [9, 'FULLY_CONNECTED'],
  [14, 'LOGISTIC'],
  [17, 'MAX_POOL_2D'],
  [18, 'MUL'],
  [19, 'RELU'],
  [21, 'RELU6'],
  [22, 'RESHAPE'],
  [23, 'RESIZE_BILINEAR'],
  [25, 'SOFTMAX'],
  [34, 'PAD'],
  [40, 'MEAN'],
  [54, 'PRELU'],
  [67, 'TRANSPOSE_CONV'],
  [117, 'HARD_SWISH'],
]);

const ELEMENT_TYPES: ReadonlyMap<number, { type: ElementType; size: number }> = new Map([
  [0, { type: 'f32', size: 4 }],
  [1, { type: 'f16', size: 2 }],
  [2, { type: 'i32', size: 4 }],
  [4, { type: 'i64', size: 8 }],
]);

export function readTflite(bytes: Uint8Array): TfliteModel {
  const model = Table.openRoot(bytes, 'TFL3');
  const version = model.readInt32(0);
  if (version !== SCHEMA_VERSION) {
    throw new ModelError(
      `TensorFlow Lite schema version ${String(version)} is not supported, only ${String(SCHEMA_VERSION)}`,
    );
  }
  const [subgraph, ...others] = model.readTables(2);
  if (subgraph === undefined || others.length > 0) {
    throw new ModelError(`Expected one subgraph, found ${String(subgraph === undefined ? 0 : others.length + 1)}`);
  }
  const kinds = model.readTables(1).map(readOperatorKind);
  const buffers = model.readTables(4).map((buffer) => buffer.readBytes(0));
  return {
    tensors: subgraph.readTables(0).map((table) => readTensor(table, buffers)),
    operators: subgraph.readTables(3).map((table) => readOperator(table, kinds)),
    inputs: subgraph.readInt32s(1),
    outputs: subgraph.readInt32s(2),
  };
}

function readOperatorKind(table: Table): string {
  // The code outgrew its first field, an int8; the larger of the two is the one in use.
  const code = Math.max(table.readInt8(0), table.readInt32(3));
  if (code === CUSTOM_OPERATOR) return table.readString(1);
  return OPERATOR_NAMES.get(code) ?? `builtin operator ${String(code)}`;
}

function readTensor(table: Table, buffers: readonly Uint8Array[]): TfliteTensor {
  const name = table.readString(3);
  const shape = table.readInt32s(0);
  if (shape.some((dimension) => dimension < 1)) {
    throw new ModelError(`Tensor ${name} has the shape [${shape.join(', ')}]; every dimension must be static`);
  }
  const code = table.readInt8(1);
  const element = ELEMENT_TYPES.get(code);
  if (element === undefined)
    throw new ModelError(`Tensor ${name} has element type ${String(code)}, which is not supported`);
  // Buffer 0 is the schema's empty one: tensors computed at run time point at it.
  const data = buffers[table.readInt32(2)];
  if (data === undefined) throw new ModelError(`Tensor ${name} refers to a buffer the file does not have`);
  if (data.length === 0) return { name, type: element.type, shape, data: undefined };
  const expected = countElements(shape) * element.size;
  if (data.length !== expected) {
    throw new ModelError(`Tensor ${name} holds ${String(data.length)} bytes; its shape calls for ${String(expected)}`);
  }
  return { name, type: element.type, shape, data };
}

function readOperator(table: Table, kinds: readonly string[]): TfliteOperator {
  const index = table.readInt32(0);
  const kind = kinds[index];
  if (kind === undefined)
    throw new ModelError(`An operator refers to operator code ${String(index)}, which the file does not have`);
  return {
    kind,
    inputs: table.readInt32s(1),
    outputs: table.readInt32s(2),
    options: table.readTable(4),
    customOptions: table.readBytes(5),
  };
}
