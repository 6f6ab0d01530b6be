/**
 * Rewrites an NHWC graph as NCHW throughout: shapes, weights, broadcast constants and axis attributes are permuted
 * at compile time, so that no transposition is left inside. With inputLayout 'nhwc' the graph's inputs keep the
 * order in which cameras and canvases hand pixels over, and each is transposed once, on entry. What a model flattens
 * into a list (a detector its anchors) is put back into NHWC order there: the list's order is part of what it answers.
 */
import { ModelError, countElements, getInput, getValue } from '../graph.ts';
import type { Graph, Layout, Node, Shape, Value } from '../graph.ts';

const NHWC_TO_NCHW = [0, 3, 1, 2];
/** OHWI to IOHW, the order in which transposed convolutions are written. */
const OHWI_TO_IOHW = [3, 0, 1, 2];
/** 1HWO to O1HW. */
const DEPTHWISE_TO_O1HW = [3, 0, 1, 2];
const NCHW_TO_NHWC = [0, 2, 3, 1];
/** Where each axis of NHWC is in NCHW. */
const NHWC_AXES = [0, 2, 3, 1];

const ELEMENT_SIZES = { f32: 4, f16: 2, i32: 4, i64: 8 } as const;

export function layOutNchw(graph: Graph, inputLayout: Layout): Graph {
  if (graph.layout === 'nchw') return graph;
  const values = new Map<string, Value>();
  const nodes: Node[] = [];
  // Rank-4 activations move; constants are moved by the node that gives them their meaning.
  for (const value of graph.values.values()) {
    const moved = value.data === undefined && value.shape.length === 4;
    values.set(value.name, moved ? { ...value, shape: permuteShape(value.shape, NHWC_TO_NCHW) } : value);
  }

  const inputs = graph.inputs.map((name) => {
    const value = getValue(graph, name);
    if (inputLayout === 'nchw' || value.shape.length !== 4) return name;
    const outer = { ...value, name: `${name}/nhwc` };
    values.set(outer.name, outer);
    nodes.push({ op: 'transpose', permutation: NHWC_TO_NCHW, inputs: [outer.name], output: name });
    return outer.name;
  });

  const place = (value: Value): string => {
    const present = values.get(value.name);
    const placedAlready = present !== undefined && present !== graph.values.get(value.name);
    if (placedAlready && present.shape.join() !== value.shape.join()) {
      throw new ModelError(`The constant ${value.name} is used in two roles that lay it out differently`);
    }
    values.set(value.name, value);
    return value.name;
  };
  for (const node of graph.nodes) {
    if (node.op === 'reshape') nodes.push(...layOutReshape(graph, node, values));
    else nodes.push(layOutNode(graph, node, place));
  }
  return { ...graph, layout: 'nchw', values, nodes, inputs };
}

/** Elements are counted off in NHWC order, whatever becomes of them. */
function layOutReshape(graph: Graph, node: Node, values: Map<string, Value>): Node[] {
  const from = getValue(graph, getInput(node, 0));
  if (getValue(graph, node.output).shape.length === 4) {
    throw new ModelError(`reshape → ${node.output} makes a picture out of a list, which is not supported`);
  }
  if (from.shape.length !== 4) return [node];
  const ordered = { ...from, name: `${node.output}/nhwc` };
  values.set(ordered.name, ordered);
  return [
    { op: 'transpose', permutation: NCHW_TO_NHWC, inputs: [from.name], output: ordered.name },
    { ...node, inputs: [ordered.name] },
  ];
}

function layOutNode(graph: Graph, node: Exclude<Node, { op: 'reshape' }>, place: (value: Value) => string): Node {
  switch (node.op) {
    case 'conv':
      return layOutWeights(graph, node, NHWC_TO_NCHW, place);
    case 'depthwise-conv':
      return layOutWeights(graph, node, DEPTHWISE_TO_O1HW, place);
    case 'transpose-conv':
      return layOutWeights(graph, node, OHWI_TO_IOHW, place);
    case 'add':
    case 'mul':
    case 'prelu': {
      const rank = getValue(graph, node.output).shape.length;
      return { ...node, inputs: node.inputs.map((name) => layOutOperand(getValue(graph, name), rank, place)) };
    }
    case 'mean': {
      const { shape } = getValue(graph, getInput(node, 0));
      if (shape.length !== 4) return node;
      const axes = node.axes.map((axis) => NHWC_AXES[axis] as number).sort();
      if (!node.keepDims && axes.join() !== '2,3') {
        throw new ModelError(`mean → ${node.output} drops axes in a way that depends on the layout`);
      }
      return { ...node, axes };
    }
    case 'pad': {
      if (getValue(graph, node.output).shape.length !== 4) return node;
      const [before, after] = [permuteShape(node.before, NHWC_TO_NCHW), permuteShape(node.after, NHWC_TO_NCHW)];
      return { ...node, before, after };
    }
    case 'concat': {
      const isMoved = getValue(graph, node.output).shape.length === 4;
      return isMoved ? { ...node, axis: NHWC_AXES[node.axis] as number } : node;
    }
    case 'transpose':
      throw new ModelError(`transpose → ${node.output}: explicit transpositions are not supported in an NHWC graph`);
    case 'relu':
    case 'relu6':
    case 'sigmoid':
    case 'hard-swish':
    case 'average-pool':
    case 'max-pool':
    case 'global-average-pool':
    case 'resize-bilinear':
    case 'widen':
      return node;
  }
}

function layOutWeights(
  graph: Graph,
  node: Node,
  permutation: readonly number[],
  place: (value: Value) => string,
): Node {
  const [data, weights, ...bias] = node.inputs;
  const value = getValue(graph, weights ?? '');
  if (data === undefined || value.data === undefined) {
    throw new ModelError(`${node.op} → ${node.output} computes its weights at run time, which is not supported`);
  }
  return { ...node, inputs: [data, place(permuteConstant(value, permutation)), ...bias] };
}

function layOutOperand(value: Value, rank: number, place: (value: Value) => string): string {
  if (rank !== 4 || countElements(value.shape) === 1) return value.name;
  if (value.data === undefined) {
    if (value.shape.length !== 4)
      throw new ModelError(`${value.name} broadcasts a computed value of rank ${String(value.shape.length)}`);
    return value.name;
  }
  // Broadcasting aligns trailing dimensions, so a per-channel constant of NHWC means something else in NCHW.
  const shape = [...Array<number>(4 - value.shape.length).fill(1), ...value.shape];
  return place(permuteConstant({ ...value, shape }, NHWC_TO_NCHW));
}

function permuteShape(shape: Shape, permutation: readonly number[]): number[] {
  return permutation.map((axis) => shape[axis] as number);
}

function permuteConstant(value: Value, permutation: readonly number[]): Value {
  const { data, shape } = value;
  if (data === undefined || shape.length !== 4) throw new ModelError(`${value.name} is not a constant of rank 4`);
  const size = ELEMENT_SIZES[value.type];
  const to = permuteShape(shape, permutation);
  const strides = shape.map((_, axis) => countElements(shape.slice(axis + 1)));
  const [s0, s1, s2, s3] = permuteShape(strides, permutation) as [number, number, number, number];
  const [d0, d1, d2, d3] = to as [number, number, number, number];
  const moved = new Uint8Array(data.length);
  let at = 0;
  for (let a = 0; a < d0; a++)
    for (let b = 0; b < d1; b++)
      for (let c = 0; c < d2; c++)
        for (let d = 0; d < d3; d++) {
          const from = (a * s0 + b * s1 + c * s2 + d * s3) * size;
          moved.set(data.subarray(from, from + size), at);
          at += size;
        }
  return { ...value, shape: to, data: moved };
}
