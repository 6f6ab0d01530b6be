import { expect, test } from 'vitest';
import { bytesByKind } from '../../src/benchmark/byte-kinds';

test('what a start fetches is summed by what it is for', () => {
  const files = {
    'assets/index-DFMCl8Iw.js': 90_000,
    'assets/vision.worker-B1.js': 30_000,
    'assets/kernels-C2.wasm': 8000,
    'assets/ort-wasm-simd-threaded-D3.wasm': 11_000_000,
    'models/selfie-landscape.onnx': 241_240,
    'assets/index-E4.css': 20_000,
    'assets/geist-F5.woff2': 30_000,
    'everframe.json': 40,
  };
  const summed = bytesByKind(
    Object.entries(files).map(([name, bytes]) => ({ url: `http://localhost:7300/${name}?x=1`, bytes })),
  );
  expect(Object.fromEntries(summed.map(({ kind, bytes }) => [kind, bytes]))).toEqual({
    script: 128_000,
    runtime: 11_000_000,
    model: 241_240,
    style: 20_000,
    font: 30_000,
    other: 40,
  });
});
