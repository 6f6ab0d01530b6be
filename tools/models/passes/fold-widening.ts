/**
 * Folds the widening of f16 constants: whoever read the widened value reads the f16 constant itself.
 * A constant's storage type is the writer's concern, so the graph computes in f32 while its weights stay f16.
 */
import { getInput, getValue } from '../graph.ts';
import type { Graph, Node } from '../graph.ts';

export function foldWidening(graph: Graph): Graph {
  const sources = new Map<string, string>();
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    if (node.op === 'widen' && getValue(graph, getInput(node, 0)).data !== undefined) {
      sources.set(node.output, getInput(node, 0));
    } else {
      nodes.push({ ...node, inputs: node.inputs.map((name) => sources.get(name) ?? name) });
    }
  }
  const values = new Map([...graph.values].filter(([name]) => !sources.has(name)));
  return { ...graph, values, nodes };
}
