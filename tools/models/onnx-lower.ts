/**
 * Chooses an ONNX spelling for every node of an NCHW graph. Only operators that ONNX Runtime Web runs on both its
 * WebAssembly and WebGPU backends are used. Each f16 constant becomes an f16 initializer behind a Cast, which the
 * runtime folds when it opens the session: half the download, and no need of f16 arithmetic on the device.
 */
import { ModelError, getInput, getValue } from './graph.ts';
import type { Graph, Node, Pads, Pair } from './graph.ts';
import { ONNX_TYPES } from './onnx-writer.ts';
import type { OnnxAttribute, OnnxInitializer, OnnxModel, OnnxNode, OnnxTensor } from './onnx-writer.ts';

/** HardSwish exists as one operator from here on; before, it is spelt out. */
const FIRST_HARD_SWISH = 14;
/** What the sides of a picture are called where any length will do. */
const OPEN_SIDES = ['height', 'width'];
/** ReduceMean takes its axes as an operand from here on. */
const FIRST_UNSUPPORTED = 18;

/** @param anySize height and width of the pictures are left open: check-size.ts says which graphs may be lowered so */
export function lowerToOnnx(graph: Graph, opset: number, anySize = false): OnnxModel {
  if (graph.layout !== 'nchw') throw new ModelError('ONNX computes in NCHW: lay the graph out first');
  if (opset < 13 || opset >= FIRST_UNSUPPORTED)
    throw new ModelError(`Opset ${String(opset)} is not supported, only 13 to 17`);
  const lowered = new Lowering(graph, opset, anySize);
  for (const node of graph.nodes) lowered.lower(node);
  return {
    name: graph.name,
    opset,
    nodes: [...lowered.casts, ...lowered.nodes],
    initializers: lowered.initializers,
    inputs: graph.inputs.map((name) => describe(graph, name, anySize)),
    outputs: graph.outputs.map((name) => describe(graph, name, anySize)),
  };
}

class Lowering {
  readonly casts: OnnxNode[] = [];
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxInitializer[] = [];
  private readonly emitted = new Set<string>();

  constructor(
    private readonly graph: Graph,
    private readonly opset: number,
    private readonly anySize: boolean,
  ) {}

  lower(node: Node): void {
    for (const name of node.inputs) this.emitConstant(name);
    switch (node.op) {
      case 'conv':
        this.emit(node, 'Conv', {
          ...this.describeKernel(node),
          ...describeWindow(node),
          dilations: pair(node.dilation),
        });
        return;
      case 'depthwise-conv': {
        const [, channels = 1] = getValue(this.graph, getInput(node, 0)).shape;
        const group = { group: { int: channels } };
        this.emit(node, 'Conv', {
          ...this.describeKernel(node),
          ...describeWindow(node),
          dilations: pair(node.dilation),
          ...group,
        });
        return;
      }
      case 'transpose-conv': {
        const { height, width } = node.outputPadding;
        // Written only when it matters: some backends refuse the attribute whatever it says.
        const outputPadding = height + width > 0 ? { output_padding: pair(node.outputPadding) } : {};
        this.emit(node, 'ConvTranspose', { ...this.describeKernel(node), ...describeWindow(node), ...outputPadding });
        return;
      }
      case 'add':
        this.emit(node, 'Add');
        return;
      case 'mul':
        this.emit(node, 'Mul');
        return;
      case 'relu':
        this.emit(node, 'Relu');
        return;
      case 'relu6':
        this.emitRelu6(node);
        return;
      case 'sigmoid':
        this.emit(node, 'Sigmoid');
        return;
      case 'hard-swish':
        this.emitHardSwish(node);
        return;
      case 'prelu':
        this.emit(node, 'PRelu');
        return;
      case 'average-pool':
        this.emit(node, 'AveragePool', { kernel_shape: pair(node.kernel), ...describeWindow(node) });
        return;
      case 'max-pool':
        this.emit(node, 'MaxPool', { kernel_shape: pair(node.kernel), ...describeWindow(node) });
        return;
      case 'global-average-pool':
        this.emit(node, 'GlobalAveragePool');
        return;
      case 'mean':
        this.emit(node, 'ReduceMean', { axes: { ints: node.axes }, keepdims: { int: node.keepDims ? 1 : 0 } });
        return;
      case 'resize-bilinear':
        this.emitResize(node);
        return;
      case 'pad':
        this.emitWithNumbers(node, 'Pad', 'pads', [...node.before, ...node.after]);
        return;
      case 'reshape':
        this.emitWithNumbers(node, 'Reshape', 'shape', getValue(this.graph, node.output).shape);
        return;
      case 'concat':
        this.emit(node, 'Concat', { axis: { int: node.axis } });
        return;
      case 'widen':
        this.emit(node, 'Cast', { to: { int: ONNX_TYPES.f32 } });
        return;
      case 'transpose':
        this.emit(node, 'Transpose', { perm: { ints: node.permutation } });
        return;
    }
  }

  private emit(
    node: Pick<Node, 'inputs' | 'output'>,
    type: string,
    attributes: Record<string, OnnxAttribute> = {},
  ): void {
    this.nodes.push({ type, inputs: node.inputs, output: node.output, attributes });
  }

  private emitConstant(name: string): void {
    const { type, shape, data } = getValue(this.graph, name);
    if (data === undefined || this.emitted.has(name)) return;
    this.emitted.add(name);
    if (type !== 'f16') {
      this.initializers.push({ name, type, shape, data });
      return;
    }
    const stored = `${name}/f16`;
    this.initializers.push({ name: stored, type, shape, data });
    this.casts.push({ type: 'Cast', inputs: [stored], output: name, attributes: { to: { int: ONNX_TYPES.f32 } } });
  }

  private emitRelu6(node: Node): void {
    const limits = [0, 6].map((limit) => {
      const name = `relu6/${String(limit)}`;
      if (!this.emitted.has(name)) {
        this.emitted.add(name);
        this.initializers.push({ name, type: 'f32', shape: [], data: new Uint8Array(Float32Array.of(limit).buffer) });
      }
      return name;
    });
    this.emit({ inputs: [getInput(node, 0), ...limits], output: node.output }, 'Clip');
  }

  private emitHardSwish(node: Node): void {
    if (this.opset >= FIRST_HARD_SWISH) {
      this.emit(node, 'HardSwish');
      return;
    }
    const gate = `${node.output}/gate`;
    this.emit({ inputs: node.inputs, output: gate }, 'HardSigmoid', { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });
    this.emit({ inputs: [getInput(node, 0), gate], output: node.output }, 'Mul');
  }

  private emitResize(node: Extract<Node, { op: 'resize-bilinear' }>): void {
    const target = this.anySize ? [this.emitScales(node)] : ['', this.emitSizes(node)];
    this.emit({ inputs: [getInput(node, 0), '', ...target], output: node.output }, 'Resize', {
      mode: { string: 'linear' },
      coordinate_transformation_mode: { string: node.coordinates.replace('-', '_') },
    });
  }

  private emitSizes({ output }: Node): string {
    return this.emitNumbers(`${output}/sizes`, getValue(this.graph, output).shape);
  }

  private emitScales(node: Node): string {
    const name = `${node.output}/scales`;
    const from = getValue(this.graph, getInput(node, 0)).shape;
    const scales = getValue(this.graph, node.output).shape.map((length, axis) => length / (from[axis] ?? NaN));
    const data = new Uint8Array(Float32Array.from(scales).buffer);
    this.initializers.push({ name, type: 'f32', shape: [scales.length], data });
    return name;
  }

  /** An operator whose second operand is a list of whole numbers. */
  private emitWithNumbers(node: Node, type: string, what: string, numbers: readonly number[]): void {
    const name = this.emitNumbers(`${node.output}/${what}`, numbers);
    this.emit({ inputs: [getInput(node, 0), name], output: node.output }, type);
  }

  private emitNumbers(name: string, numbers: readonly number[]): string {
    const data = new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer);
    this.initializers.push({ name, type: 'i64', shape: [numbers.length], data });
    return name;
  }

  private describeKernel(node: Node): Record<string, OnnxAttribute> {
    const { shape } = getValue(this.graph, getInput(node, 1));
    return { kernel_shape: { ints: shape.slice(2) } };
  }
}

function describe(graph: Graph, name: string, anySize: boolean): OnnxTensor {
  const { type, shape } = getValue(graph, name);
  return { name, type, shape: anySize ? [...shape.slice(0, 2), ...OPEN_SIDES] : shape };
}

function describeWindow({
  stride,
  pads,
}: {
  readonly stride: Pair;
  readonly pads: Pads;
}): Record<string, OnnxAttribute> {
  return { strides: pair(stride), pads: { ints: [pads.top, pads.left, pads.bottom, pads.right] } };
}

function pair({ height, width }: Pair): OnnxAttribute {
  return { ints: [height, width] };
}
