/**
 * Serialises a lowered graph as an ONNX file. Deterministic: no time stamps, no host names, tensors and nodes in
 * the order given, so one input always gives one sha256.
 */
import onnxProto from 'onnx-proto';
import type { ElementType, Shape } from './graph.ts';

const { onnx } = onnxProto;

export type OnnxAttribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly string: string };

export interface OnnxNode {
  readonly type: string;
  /** An empty name stands for an omitted optional operand. */
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

export interface OnnxTensor {
  readonly name: string;
  readonly type: ElementType;
  /** A name stands for a length that is known when the model is run. */
  readonly shape: readonly (number | string)[];
}

export interface OnnxInitializer extends OnnxTensor {
  readonly shape: Shape;
  readonly data: Uint8Array;
}

export interface OnnxModel {
  readonly name: string;
  readonly opset: number;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxInitializer[];
  readonly inputs: readonly OnnxTensor[];
  readonly outputs: readonly OnnxTensor[];
}

/** The first IR version that every opset from 11 to 17 may travel in. */
const IR_VERSION = 8;

export const ONNX_TYPES = { f32: 1, i32: 6, i64: 7, f16: 10 } as const satisfies Record<ElementType, number>;

export function writeOnnx(model: OnnxModel): Uint8Array {
  return onnx.ModelProto.encode({
    irVersion: IR_VERSION,
    producerName: 'everframe-models',
    opsetImport: [{ domain: '', version: model.opset }],
    graph: {
      name: model.name,
      node: model.nodes.map((node) => ({
        name: node.output,
        opType: node.type,
        input: [...node.inputs],
        output: [node.output],
        attribute: Object.entries(node.attributes).map(([name, attribute]) => describeAttribute(name, attribute)),
      })),
      initializer: model.initializers.map(({ name, type, shape, data }) => ({
        name,
        dataType: ONNX_TYPES[type],
        dims: [...shape],
        rawData: data,
      })),
      input: model.inputs.map(describeTensor),
      output: model.outputs.map(describeTensor),
    },
  }).finish();
}

function describeAttribute(name: string, attribute: OnnxAttribute) {
  const { AttributeType } = onnx.AttributeProto;
  if ('int' in attribute) return { name, type: AttributeType.INT, i: attribute.int };
  if ('ints' in attribute) return { name, type: AttributeType.INTS, ints: [...attribute.ints] };
  if ('float' in attribute) return { name, type: AttributeType.FLOAT, f: attribute.float };
  return { name, type: AttributeType.STRING, s: new TextEncoder().encode(attribute.string) };
}

function describeTensor({ name, type, shape }: OnnxTensor) {
  const dim = shape.map((length) => (typeof length === 'string' ? { dimParam: length } : { dimValue: length }));
  return { name, type: { tensorType: { elemType: ONNX_TYPES[type], shape: { dim } } } };
}
