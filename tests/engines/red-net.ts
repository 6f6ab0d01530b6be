// A net small enough to write by hand: the answer is the red channel. It makes "who is the person" something that a
// test paints, and runs in no time on a software adapter.
import type { ModelContract } from '../../src/protocol/model-contract';

const WIDTH = 128;
const HEIGHT = 72;

export const RED_NET_CONTRACT: ModelContract = {
  id: 'red',
  task: 'person-segmentation',
  title: 'Red is a person',
  file: 'red.onnx',
  bytes: 0,
  sha256: '',
  licence: 'MIT',
  input: {
    name: 'picture',
    layout: 'nchw',
    width: WIDTH,
    height: HEIGHT,
    channels: 'rgb',
    range: [0, 1],
    fit: 'stretch',
  },
  output: { name: 'person', layout: 'nchw', width: WIDTH, height: HEIGHT, kind: 'probability', channel: 0 },
};

/** The same of a file that leaves the size of the picture open: {@link redNet} with `isOpen`. */
export const OPEN_RED_NET_CONTRACT: ModelContract = {
  ...RED_NET_CONTRACT,
  input: { ...RED_NET_CONTRACT.input, light: { width: 80, height: 48 } },
};

type Bytes = readonly number[];

function varint(value: number): Bytes {
  const bytes: number[] = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return [...bytes, value];
}

const number = (field: number, value: number): Bytes => [...varint(field * 8), ...varint(value)];
const message = (field: number, ...parts: readonly Bytes[]): Bytes => {
  const body = parts.flat();
  return [...varint(field * 8 + 2), ...varint(body.length), ...body];
};
const text = (field: number, value: string): Bytes => message(field, [...new TextEncoder().encode(value)]);

function value(field: number, name: string, shape: readonly (number | string)[]): Bytes {
  const dims = shape.map((dim) => message(1, typeof dim === 'string' ? text(2, dim) : number(1, dim)));
  return message(field, text(1, name), message(2, message(1, number(1, 1), message(2, ...dims))));
}

function constant(name: string, dims: readonly number[], values: readonly number[]): Bytes {
  const raw = [...new Uint8Array(new Float32Array(values).buffer)];
  return message(5, ...dims.map((dim) => number(1, dim)), number(2, 1), text(8, name), message(9, raw));
}

/** An ONNX model of one 1x1 convolution: weights of red, green and blue, and what is added. Left out: red alone. */
export function redNet(weights: readonly [number, number, number] = [1, 0, 0], bias = 0, isOpen = false): Uint8Array {
  const sides = isOpen ? ['height', 'width'] : [HEIGHT, WIDTH];
  const graph = message(
    7,
    message(1, ...['picture', 'weights', 'bias'].map((name) => text(1, name)), text(2, 'person'), text(4, 'Conv')),
    text(2, 'red'),
    constant('weights', [1, 3, 1, 1], weights),
    constant('bias', [1], [bias]),
    value(11, 'picture', [1, 3, ...sides]),
    value(12, 'person', [1, 1, ...sides]),
  );
  return new Uint8Array([...number(1, 8), ...graph, ...message(8, number(2, 13))]);
}
