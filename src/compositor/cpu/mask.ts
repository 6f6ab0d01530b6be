// From program planes to a net's input and from its output to the alpha plane. In charge of everything that follows
// from the model contract, of steadying masks over time and of fitting them to the picture. Runs no net itself.
import type { Arena } from '../../kernels/arena';
import type { Address, Kernels } from '../../kernels/kernels';
import type { ModelContract } from '../../protocol/model-contract';
import { tensorNumbers, type PlanesColour } from './colour';
import { createScaler } from './plane-scaler';
import type { Planes } from './planes';
import { takeStretchTables } from './stretch-tables';

/** A probability that moved by less than `low` is averaged (`least` is the share of the new one); beyond `high` it is taken. */
const STEADY = { least: 0.4, low: 0.06, high: 0.3 };
/** Guided filter: window in samples of the net's output, and the contrast (0..1, squared) below which luma is ignored. */
const GUIDE = { radius: 3, epsilon: 0.0016 };
/** The S-curve of alpha, in 1/1024: below `low` nothing, above `high` all. */
const CURVE = { low: 260, high: 800 };

export interface Mask {
  /** The net's input for what `planes` show. */
  input(planes: Planes, colour: PlanesColour): Float32Array;
  /** Takes the net's output for the same planes and writes their alpha. */
  apply(output: Float32Array, planes: Planes): void;
  reset(): void;
  release(): void;
}

export function createMask(kernels: Kernels, arena: Arena, contract: ModelContract, program: Planes): Mask {
  const { input: wants, output: gives } = contract;
  const inputSize = wants.width * wants.height;
  const size = gives.width * gives.height;
  const scaler = createScaler(kernels, arena);
  const blocks: Address[] = [];
  const take = (bytes: number) => {
    const address = arena.take(bytes);
    blocks.push(address);
    return address;
  };
  const small = { y: take(inputSize), u: take(inputSize), v: take(inputSize) };
  const tensor = take(inputSize * 12 + 48);
  const coefficients = take(72);
  const guide = gives.width === wants.width && gives.height === wants.height ? small.y : take(size);
  const fresh = take(size * 4);
  const state = take(size * 4);
  const pixelsA = take(size * 16);
  const pixelsB = take(size * 16);
  const aPlane = take(size * 2);
  const bPlane = take(size * 2);
  const rowA = take((gives.width + 2 * GUIDE.radius + 4) * 16);
  const rowB = take((gives.width + 2 * GUIDE.radius + 4) * 16);
  const lines = take(4 * (program.width * 2 + 64));
  const tables = takeStretchTables(
    arena,
    gives,
    { x: program.width / gives.width, y: program.height / gives.height },
    program,
  );
  let isFirst = true;

  function shrink(
    plane: Address,
    width: number,
    height: number,
    to: Address,
    toSize: { width: number; height: number },
  ) {
    const placement = { part: { x: 0, y: 0, width: 1, height: 1 }, target: { x: 0, y: 0, ...sizeOf(toSize) } };
    scaler.scale({ at: plane, stride: width, width, height }, { width, height }, placement, 1, false, to, toSize.width);
  }

  /** One channel of the output, as f32 in the kernels' memory. */
  function bringIn(output: Float32Array): void {
    const values = arena.f32(fresh, size);
    const channels = gives.channelCount ?? 1;
    if (channels === 1 || gives.layout === 'nchw') {
      values.set(output.subarray(gives.channel * size, (gives.channel + 1) * size));
    } else {
      for (let i = 0; i < size; i++) values[i] = output[i * channels + gives.channel] ?? 0;
    }
    if (gives.kind === 'logit') kernels.sigmoid(fresh, size);
  }

  function filter(times: 'products' | 'model'): void {
    const { width, height } = gives;
    const { radius } = GUIDE;
    if (times === 'products') kernels.guidedProducts(guide, state, size, pixelsA);
    else kernels.guidedModel(pixelsB, pixelsA, width, height, radius, GUIDE.epsilon);
    kernels.boxRows(pixelsA, pixelsA, width, height, radius, 0, 1, rowA, rowB);
    kernels.boxColumns(pixelsA, pixelsB, width, height, radius, 0, rowA, rowB);
  }

  return {
    input(planes, colour) {
      shrink(planes.y, planes.width, planes.height, small.y, wants);
      shrink(planes.u, planes.width / 2, planes.height / 2, small.u, wants);
      shrink(planes.v, planes.width / 2, planes.height / 2, small.v, wants);
      if (guide !== small.y) shrink(planes.y, planes.width, planes.height, guide, gives);
      arena.f32(coefficients, 18).set(tensorNumbers(colour, wants));
      kernels.planesToTensor(
        small.y,
        small.u,
        small.v,
        inputSize,
        tensor,
        Number(wants.layout === 'nhwc'),
        coefficients,
      );
      return arena.f32(tensor, inputSize * 3);
    },
    apply(output, planes) {
      bringIn(output);
      if (isFirst) arena.f32(state, size).set(arena.f32(fresh, size));
      else kernels.steady(fresh, state, size, STEADY.least, STEADY.low, STEADY.high);
      isFirst = false;
      filter('products');
      filter('model');
      kernels.guidedPlanes(pixelsB, size, aPlane, bPlane);
      kernels.guidedAlpha(
        planes.y,
        planes.width,
        planes.height,
        aPlane,
        bPlane,
        gives.width,
        tables.xStarts,
        tables.xFractions,
        tables.yStarts,
        tables.yFractions,
        CURVE.low,
        CURVE.high,
        planes.alpha,
        lines,
      );
    },
    reset() {
      isFirst = true;
    },
    release() {
      for (const block of blocks) arena.give(block);
      tables.release();
      scaler.release();
    },
  };
}

function sizeOf({ width, height }: { readonly width: number; readonly height: number }) {
  return { width, height };
}
