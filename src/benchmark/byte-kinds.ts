// What the bytes of a start are: by the names of the files. Pure.
import type { BenchmarkResult } from './result';

type ByteKind = BenchmarkResult['startup']['bytes'][number]['kind'];

const KINDS: readonly (readonly [ByteKind, RegExp])[] = [
  ['runtime', /ort[-.].*\.(?:wasm|mjs)$|onnxruntime/],
  ['model', /\.onnx$/],
  ['script', /\.(?:m?js|wasm)$/],
  ['style', /\.css$/],
  ['font', /\.woff2?$/],
];

const kindOf = (address: string): ByteKind => KINDS.find(([, pattern]) => pattern.test(address))?.[0] ?? 'other';

/** Sums by kind of files with their addresses and their bytes as they came over the wire. */
export function bytesByKind(files: readonly { url: string; bytes: number }[]): { kind: ByteKind; bytes: number }[] {
  const sums = new Map<ByteKind, number>();
  for (const { url, bytes } of files) {
    const kind = kindOf(url.replace(/[?#].*$/, ''));
    sums.set(kind, (sums.get(kind) ?? 0) + bytes);
  }
  return [...sums].map(([kind, bytes]) => ({ kind, bytes }));
}
