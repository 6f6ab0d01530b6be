/**
 * Whether a graph made for pictures of one size means the same at another: nothing in it may speak of a size, and every
 * plane has to shrink by the same share to whole samples. Checks an NCHW graph and changes nothing.
 */
import { ModelError, getInput, getPlane, getValue } from './graph.ts';
import type { Graph, Node, Pair } from './graph.ts';

/** @throws ModelError what in the graph is bound to the size that it has */
export function checkSize(graph: Graph, size: Pair): void {
  const at = `${String(size.width)} x ${String(size.height)}`;
  const [input, second] = graph.inputs.map((name) => getValue(graph, name));
  if (!input || second || graph.nodes.some(({ op }) => op === 'transpose'))
    throw new ModelError(`only a graph with one NCHW input can run at ${at} too`);
  const whole = getPlane(input.shape, 'nchw');
  for (const { name, shape, data } of graph.values.values()) {
    if (data !== undefined || !isPlane(shape)) continue;
    const { height, width } = getPlane(shape, 'nchw');
    if ((height * size.height) % whole.height !== 0 || (width * size.width) % whole.width !== 0)
      throw new ModelError(`at ${at} ${name} would have no whole number of samples`);
  }
  const bound = graph.nodes.find((node) => isBoundToSize(graph, node));
  if (bound)
    throw new ModelError(`${bound.op} → ${bound.output} goes by the size, so the graph cannot run at ${at} too`);
}

const isPlane = (shape: readonly number[]): boolean => shape.length === 4 && (shape[2] ?? 1) * (shape[3] ?? 1) > 1;

function isBoundToSize(graph: Graph, node: Node): boolean {
  switch (node.op) {
    case 'reshape':
      return true;
    case 'average-pool':
    case 'max-pool': {
      const { height, width } = getPlane(getValue(graph, getInput(node, 0)).shape, 'nchw');
      return node.kernel.height === height && node.kernel.width === width;
    }
    case 'add':
    case 'mul':
    case 'prelu':
      // A constant for every sample.
      return node.inputs.some(
        (name) => getValue(graph, name).data !== undefined && isPlane(getValue(graph, name).shape),
      );
    default:
      return false;
  }
}
