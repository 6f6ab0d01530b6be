// The net alone: the picture shrunk by plain averaging, one run, its answer stretched bilinearly. What the engines are
// compared with; shares nothing with them but the runtime.
import { openWasmNet } from '../../src/inference/ort-wasm';
import type { ModelContract } from '../../src/protocol/model-contract';
import type { Size } from './measures';

export interface BareNet {
  /** @param pixels RGBA @returns bytes 0..255 at the picture's own size */
  mask(pixels: Uint8ClampedArray, size: Size): Promise<Uint8Array>;
}

export async function openBareNet(model: Uint8Array, contract: ModelContract): Promise<BareNet> {
  const { input, output } = contract;
  if (input.layout !== 'nchw' || input.channels !== 'rgb' || output.kind !== 'probability') {
    throw new Error(`the bare net knows nchw, rgb and probabilities; ${contract.id} is another kind`);
  }
  const net = await openWasmNet(model, contract, 1);
  const [low, high] = input.range;
  return {
    async mask(pixels, size) {
      const small = shrink(pixels, size, input);
      const [answer] = await net.run(small.map((value) => low + (value / 255) * (high - low)));
      const first = output.channel * output.width * output.height;
      return stretch(answer.subarray(first, first + output.width * output.height), output, size);
    },
  };
}

/** Three planes; each output sample is the triangle-weighted mean of what it covers, as image libraries do it. */
function shrink(pixels: Uint8ClampedArray, from: Size, to: Size): Float32Array {
  const columns = weights(from.width, to.width);
  const rows = weights(from.height, to.height);
  const planes = new Float32Array(to.width * to.height * 3);
  const line = new Float32Array(from.width * 3);
  for (const [y, down] of rows.entries()) {
    line.fill(0);
    for (const [at, weight] of down) {
      for (let x = 0; x < from.width; x++) {
        for (let c = 0; c < 3; c++) {
          line[x * 3 + c] = (line[x * 3 + c] ?? 0) + (pixels[(at * from.width + x) * 4 + c] ?? 0) * weight;
        }
      }
    }
    for (const [x, across] of columns.entries()) {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (const [at, weight] of across) sum += (line[at * 3 + c] ?? 0) * weight;
        planes[(c * to.height + y) * to.width + x] = sum;
      }
    }
  }
  return planes;
}

function weights(length: number, count: number): (readonly [at: number, weight: number])[][] {
  const ratio = length / count;
  const reach = Math.max(1, ratio);
  return Array.from({ length: count }, (_, i) => {
    const middle = (i + 0.5) * ratio - 0.5;
    const near: [number, number][] = [];
    for (let at = Math.ceil(middle - reach); at <= middle + reach; at++) {
      const weight = 1 - Math.abs(at - middle) / reach;
      if (weight > 0) near.push([Math.max(0, Math.min(at, length - 1)), weight]);
    }
    const total = near.reduce((sum, [, weight]) => sum + weight, 0);
    return near.map(([at, weight]) => [at, weight / total] as const);
  });
}

function stretch(values: Float32Array, from: Size, to: Size): Uint8Array {
  const mask = new Uint8Array(to.width * to.height);
  const place = (i: number, count: number, length: number): [number, number] => {
    const at = Math.max(0, Math.min(((i + 0.5) * length) / count - 0.5, length - 1));
    const start = Math.min(Math.floor(at), length - 2);
    return [start, at - start];
  };
  for (let y = 0; y < to.height; y++) {
    const [top, fy] = place(y, to.height, from.height);
    for (let x = 0; x < to.width; x++) {
      const [left, fx] = place(x, to.width, from.width);
      const at = top * from.width + left;
      const value = (i: number): number => values[i] ?? 0;
      const upper = value(at) + (value(at + 1) - value(at)) * fx;
      const lower = value(at + from.width) + (value(at + from.width + 1) - value(at + from.width)) * fx;
      mask[y * to.width + x] = Math.round(255 * Math.max(0, Math.min(1, upper + (lower - upper) * fy)));
    }
  }
  return mask;
}
