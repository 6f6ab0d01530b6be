/**
 * The neutral graph that every reader produces, every pass rewrites and every writer consumes.
 * Nodes have one output and name their operands by value name; spatial attributes are (height, width) pairs, so
 * they read the same in both layouts, and padding is always explicit. Node is a closed union: adding an operator
 * here makes the compiler point at each pass and writer that has to learn it.
 */

export type ElementType = 'f32' | 'f16' | 'i32' | 'i64';
export type Layout = 'nhwc' | 'nchw';
export type Shape = readonly number[];

export interface Pair {
  readonly height: number;
  readonly width: number;
}

export interface Pads {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** A constant when `data` is present (little-endian, row-major), otherwise computed at run time. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  readonly data?: Uint8Array;
}

interface Operands {
  readonly inputs: readonly string[];
  readonly output: string;
}

export type Operation =
  /** inputs: data, weights, optional bias. Weights are OHWI in an NHWC graph and OIHW in an NCHW one. */
  | { readonly op: 'conv'; readonly stride: Pair; readonly dilation: Pair; readonly pads: Pads }
  /** As conv, one group per input channel. Weights are 1HWO in an NHWC graph and O1HW in an NCHW one. */
  | { readonly op: 'depthwise-conv'; readonly stride: Pair; readonly dilation: Pair; readonly pads: Pads }
  /** As conv. Weights are OHWI in an NHWC graph and IOHW in an NCHW one. */
  | { readonly op: 'transpose-conv'; readonly stride: Pair; readonly pads: Pads; readonly outputPadding: Pair }
  | { readonly op: 'add' | 'mul' }
  | { readonly op: 'relu' | 'relu6' | 'sigmoid' | 'hard-swish' }
  /** inputs: data, and a constant slope for what is below zero, which broadcasts to the data. */
  | { readonly op: 'prelu' }
  /** Padding does not count towards the average. */
  | { readonly op: 'average-pool'; readonly kernel: Pair; readonly stride: Pair; readonly pads: Pads }
  /** Padding never wins. */
  | { readonly op: 'max-pool'; readonly kernel: Pair; readonly stride: Pair; readonly pads: Pads }
  | { readonly op: 'global-average-pool' }
  | { readonly op: 'mean'; readonly axes: readonly number[]; readonly keepDims: boolean }
  | { readonly op: 'resize-bilinear'; readonly coordinates: 'half-pixel' | 'align-corners' | 'asymmetric' }
  /** Zeros round the data, so many before and after along each axis. */
  | { readonly op: 'pad'; readonly before: readonly number[]; readonly after: readonly number[] }
  | { readonly op: 'concat'; readonly axis: number }
  /** To the output's shape, in row-major order. */
  | { readonly op: 'reshape' }
  /** Widens f16 to f32. */
  | { readonly op: 'widen' }
  | { readonly op: 'transpose'; readonly permutation: readonly number[] };

export type Node = Operands & Operation;

export interface Graph {
  readonly name: string;
  readonly layout: Layout;
  readonly values: ReadonlyMap<string, Value>;
  /** In an order in which every operand precedes its use. */
  readonly nodes: readonly Node[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A fault in the model, as opposed to one in the compiler: the message is meant for whoever ran the build. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

export function getValue(graph: Pick<Graph, 'values'>, name: string): Value {
  const value = graph.values.get(name);
  if (value === undefined) throw new ModelError(`The graph refers to a value it does not have: ${name}`);
  return value;
}

export function getInput(node: Operands & { readonly op: string }, index: number): string {
  const name = node.inputs[index];
  if (name === undefined) throw new ModelError(`${node.op} → ${node.output} lacks operand ${String(index)}`);
  return name;
}

export function countElements(shape: Shape): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** Height and width of a rank-4 value. */
export function getPlane(shape: Shape, layout: Layout): Pair {
  const [, second, third, fourth] = shape;
  if (second === undefined || third === undefined || fourth === undefined || shape.length !== 4) {
    throw new ModelError(`Expected a value of rank 4, found [${shape.join(', ')}]`);
  }
  return layout === 'nhwc' ? { height: second, width: third } : { height: third, width: fourth };
}

/** The same graph with some values called otherwise; a model's own tensor names are nobody's contract. */
export function renameValues(graph: Graph, names: ReadonlyMap<string, string>): Graph {
  const rename = (name: string) => names.get(name) ?? name;
  const values = new Map<string, Value>();
  for (const value of graph.values.values()) {
    const name = rename(value.name);
    if (values.has(name)) throw new ModelError(`Two values of the graph would be called ${name}`);
    values.set(name, { ...value, name });
  }
  return {
    ...graph,
    values,
    nodes: graph.nodes.map((node) => ({ ...node, inputs: node.inputs.map(rename), output: rename(node.output) })),
    inputs: graph.inputs.map(rename),
    outputs: graph.outputs.map(rename),
  };
}
