/**
 * The whole compilation, bytes to bytes: read, import, simplify, lay out, lower, write.
 * Pure and deterministic; files, checksums and the catalogue are build.ts's business.
 */
import { checkSize } from './check-size.ts';
import { ModelError, renameValues } from './graph.ts';
import type { Graph, Layout, Pair } from './graph.ts';
import { lowerToOnnx } from './onnx-lower.ts';
import { writeOnnx } from './onnx-writer.ts';
import { foldWidening } from './passes/fold-widening.ts';
import { layOutNchw } from './passes/nchw-layout.ts';
import { simplifyPooling } from './passes/simplify-pooling.ts';
import { importTflite } from './tflite-import.ts';
import { readTflite } from './tflite-reader.ts';

export interface CompileOptions {
  readonly name: string;
  /** What the compiled model calls its input and output, in the order in which the source has them. */
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputLayout?: Layout;
  readonly opset?: number;
  /** Other sizes that the model is to run at too; with any its pictures' sides are left open, and it reads NCHW. */
  readonly moreSizes?: readonly Pair[];
}

export interface CompiledModel {
  readonly bytes: Uint8Array;
  readonly graph: Graph;
}

const DEFAULT_OPSET = 13;

export function compileTflite(source: Uint8Array, options: CompileOptions): CompiledModel {
  const imported = importTflite(options.name, readTflite(source));
  const laidOut = layOutNchw(simplifyPooling(foldWidening(imported)), options.inputLayout ?? 'nchw');
  const names = [
    ...pairNames('input', laidOut.inputs, options.inputNames),
    ...pairNames('output', laidOut.outputs, options.outputNames),
  ];
  const graph = renameValues(laidOut, new Map(names));
  const { moreSizes = [], opset = DEFAULT_OPSET } = options;
  for (const size of moreSizes) checkSize(graph, size);
  return { bytes: writeOnnx(lowerToOnnx(graph, opset, moreSizes.length > 0)), graph };
}

function pairNames(what: string, from: readonly string[], to: readonly string[]): [string, string][] {
  if (from.length !== to.length) {
    throw new ModelError(
      `The model has ${String(from.length)} ${what}s (${from.join(', ')}), but ${String(to.length)} names were given`,
    );
  }
  return from.map((name, index) => [name, to[index] as string]);
}
