/**
 * Turns a mean over both spatial axes into the one node that backends have a direct kernel for.
 * A pool as large as its input is the same sum, but stays a pool: ONNX Runtime's global kernel adds up in an order
 * that loses more precision on large planes, enough to show in the output.
 */
import { getInput, getValue } from '../graph.ts';
import type { Graph, Node } from '../graph.ts';

export function simplifyPooling(graph: Graph): Graph {
  return { ...graph, nodes: graph.nodes.map((node) => (averagesPlane(graph, node) ? toGlobalPool(node) : node)) };
}

function toGlobalPool({ inputs, output }: Node): Node {
  return { op: 'global-average-pool', inputs, output };
}

function averagesPlane(graph: Graph, node: Node): boolean {
  if (node.op !== 'mean' || !node.keepDims) return false;
  const spatial = graph.layout === 'nhwc' ? [1, 2] : [2, 3];
  return getValue(graph, getInput(node, 0)).shape.length === 4 && node.axes.join() === spatial.join();
}
